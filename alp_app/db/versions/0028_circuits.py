"""Engines that rest, work that waits for them, and whose turn it is."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_circuit",
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.Column("retry_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("engine", name=op.f("engine_circuit_pkey")),
    )
    op.create_table(
        "job_pause",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("job_pause_pkey")),
    )
    op.create_table(
        "job_turn",
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("queue", "turn", name=op.f("job_turn_pkey")),
    )
    op.add_column("job", sa.Column("turn", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE job SET turn = coalesce(course_id::text, requested_by::text, '')"
        " WHERE state IN ('queued', 'running', 'waiting')"
    )
    op.alter_column("job", "turn", server_default=None)
    op.create_index(
        "job_line_idx",
        "job",
        ["queue", sa.text("priority DESC"), "turn", "run_at", "id"],
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.drop_index("job_due_idx", "job")


def downgrade() -> None:
    op.create_index(
        "job_due_idx", "job", ["queue", "run_at"], postgresql_where=sa.text("state = 'queued'")
    )
    op.drop_index("job_line_idx", "job")
    op.drop_column("job", "turn")
    op.drop_table("job_turn")
    op.drop_table("job_pause")
    op.drop_table("engine_circuit")

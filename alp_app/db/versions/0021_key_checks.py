"""Whether the keys of questions may decide marks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OWNERS = ("course", "organisation", "question", "question_version")
INDEXED = (*OWNERS, "job")


def upgrade() -> None:
    op.create_table(
        "key_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("question_version_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=True),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{owner}_id"],
                [f"{owner}.id"],
                name=op.f(f"key_check_{owner}_id_fkey"),
                ondelete="CASCADE",
            )
            for owner in OWNERS
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("key_check_decided_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("key_check_job_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("key_check_pkey")),
    )
    for name in INDEXED:
        op.create_index(op.f(f"key_check_{name}_id_idx"), "key_check", [f"{name}_id"])
    op.create_index(op.f("key_check_decided_by_idx"), "key_check", ["decided_by"])
    op.create_index("key_check_version_idx", "key_check", ["question_version_id", "id"])


def downgrade() -> None:
    op.drop_table("key_check")

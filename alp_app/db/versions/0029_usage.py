"""What engines have done, what is set aside for them, and limits."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "engine_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("classroom_id", sa.Uuid()),
        sa.Column("course_id", sa.Uuid()),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_owners("engine_use", "job.id:root_id", "course.id:course_id"),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("engine_use_user_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("engine_use_pkey")),
    )
    op.create_index("engine_use_at_idx", "engine_use", ["organisation_id", "at"])
    for column in ("organisation_id", "root_id", "user_id", "classroom_id", "course_id"):
        op.create_index(op.f(f"engine_use_{column}_idx"), "engine_use", [column])
    op.create_table(
        "use_reservation",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("classroom_id", sa.Uuid()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        *_owners("use_reservation"),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("use_reservation_job_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("use_reservation_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("job_id", name=op.f("use_reservation_pkey")),
    )
    for column in ("organisation_id", "user_id", "classroom_id", "kind"):
        op.create_index(op.f(f"use_reservation_{column}_idx"), "use_reservation", [column])
    op.create_table(
        "usage_limit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("usage_limit_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("usage_limit_pkey")),
    )
    op.create_index(op.f("usage_limit_organisation_id_idx"), "usage_limit", ["organisation_id"])
    op.create_index(
        "usage_limit_key",
        "usage_limit",
        ["organisation_id", "scope", "subject_id", "measure", "period"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def _owners(table: str, *freed: str) -> list[sa.ForeignKeyConstraint]:
    """The school, with which a row goes; the class and what `freed` names, without which it stays."""
    keys = [target.split(":") for target in (*freed, "classroom.id:classroom_id")]
    return [
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f(f"{table}_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"{table}_{column}_fkey"), ondelete="SET NULL"
            )
            for target, column in keys
        ),
    ]


def downgrade() -> None:
    op.drop_table("usage_limit")
    op.drop_table("use_reservation")
    op.drop_table("engine_use")

"""Columns of a gradebook that completing the course asks for, and who has done what is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("grade_item", sa.Column("required_percent", sa.Integer(), nullable=True))
    op.create_table(
        "work_progress",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("work_progress_enrolment_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["grade_item.id"],
            name=op.f("work_progress_item_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("work_progress_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "item_id", name=op.f("work_progress_pkey")),
    )
    op.create_index(op.f("work_progress_organisation_id_idx"), "work_progress", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("work_progress")
    op.drop_column("grade_item", "required_percent")

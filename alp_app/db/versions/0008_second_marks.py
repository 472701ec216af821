"""Second marks: by another teacher, blind, compared and agreed on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "assignment",
        sa.Column("second_marks", sa.String(), server_default="none", nullable=False),
    )
    op.add_column(
        "assignment",
        sa.Column("second_percent", sa.Integer(), server_default="20", nullable=False),
    )
    op.alter_column("assignment", "second_marks", server_default=None)
    op.alter_column("assignment", "second_percent", server_default=None)
    op.create_table(
        "second_mark",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("grader_id", sa.Uuid(), nullable=True),
        sa.Column("criteria", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["grader_id"],
            ["user_account.id"],
            name=op.f("second_mark_grader_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("second_mark_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["user_account.id"],
            name=op.f("second_mark_settled_by_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("second_mark_submission_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("second_mark_pkey")),
    )
    op.create_index(op.f("second_mark_grader_id_idx"), "second_mark", ["grader_id"], unique=False)
    op.create_index(
        op.f("second_mark_organisation_id_idx"), "second_mark", ["organisation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("second_mark_organisation_id_idx"), table_name="second_mark")
    op.drop_index(op.f("second_mark_grader_id_idx"), table_name="second_mark")
    op.drop_table("second_mark")
    op.drop_column("assignment", "second_percent")
    op.drop_column("assignment", "second_marks")

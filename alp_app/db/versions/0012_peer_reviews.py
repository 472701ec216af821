"""Reviews of work by other learners."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "assignment", sa.Column("reviews_each", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "assignment", sa.Column("reviews_due_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "assignment",
        sa.Column("reviews_count", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "assignment", sa.Column("calibration", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "assignment", sa.Column("reviews_opened_at", sa.DateTime(timezone=True), nullable=True)
    )
    for name in ("reviews_each", "reviews_count", "calibration"):
        op.alter_column("assignment", name, server_default=None)
    op.create_table(
        "peer_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("is_calibration", sa.Boolean(), nullable=False),
        sa.Column("criteria", postgresql.JSONB(), nullable=False),
        sa.Column("points", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("peer_review_assignment_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("peer_review_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"],
            ["user_account.id"],
            name=op.f("peer_review_reviewer_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("peer_review_submission_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("peer_review_pkey")),
        sa.UniqueConstraint(
            "submission_id", "reviewer_id", name=op.f("peer_review_submission_id_reviewer_id_key")
        ),
    )
    op.create_index(op.f("peer_review_assignment_id_idx"), "peer_review", ["assignment_id"])
    op.create_index(op.f("peer_review_organisation_id_idx"), "peer_review", ["organisation_id"])
    op.create_index("peer_review_reviewer_idx", "peer_review", ["reviewer_id", "assignment_id"])


def downgrade() -> None:
    op.drop_index("peer_review_reviewer_idx", table_name="peer_review")
    op.drop_index(op.f("peer_review_organisation_id_idx"), table_name="peer_review")
    op.drop_index(op.f("peer_review_assignment_id_idx"), table_name="peer_review")
    op.drop_table("peer_review")
    for name in (
        "reviews_opened_at",
        "calibration",
        "reviews_count",
        "reviews_due_at",
        "reviews_each",
    ):
        op.drop_column("assignment", name)

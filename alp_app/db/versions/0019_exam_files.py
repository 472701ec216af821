"""Files that answer questions of tests."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exam_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("scan", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("scanned_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["asset.id"],
            name=op.f("exam_file_asset_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["exam_attempt.id"],
            name=op.f("exam_file_attempt_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("exam_file_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("exam_file_pkey")),
    )
    op.create_index(op.f("exam_file_asset_id_idx"), "exam_file", ["asset_id"], unique=True)
    op.create_index(
        op.f("exam_file_organisation_id_idx"), "exam_file", ["organisation_id"], unique=False
    )
    op.create_index("exam_file_slot_idx", "exam_file", ["attempt_id", "slot"], unique=False)


def downgrade() -> None:
    op.drop_index("exam_file_slot_idx", table_name="exam_file")
    op.drop_index(op.f("exam_file_organisation_id_idx"), table_name="exam_file")
    op.drop_index(op.f("exam_file_asset_id_idx"), table_name="exam_file")
    op.drop_table("exam_file")

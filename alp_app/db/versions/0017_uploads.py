"""Files on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{table}.id"], name=op.f(f"upload_{name}_fkey"), ondelete="CASCADE"
            )
            for name, table in (("organisation_id", "organisation"), ("user_id", "user_account"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("upload_pkey")),
    )
    for name in ("organisation_id", "user_id", "expires_at"):
        op.create_index(op.f(f"upload_{name}_idx"), "upload", [name], unique=False)
    op.create_table(
        "upload_piece",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["upload.id"],
            name=op.f("upload_piece_upload_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", "start", name=op.f("upload_piece_pkey")),
    )
    for name in ("upload_id", "sha256"):
        op.create_index(op.f(f"upload_piece_{name}_idx"), "upload_piece", [name], unique=False)


def downgrade() -> None:
    op.drop_table("upload_piece")
    op.drop_table("upload")

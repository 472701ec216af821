"""What the school lets people do at present."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organisation",
        sa.Column("mode", sa.String(), nullable=False, server_default="normal"),
    )
    op.add_column(
        "organisation",
        sa.Column("mode_note", sa.String(length=300), nullable=False, server_default=""),
    )
    op.alter_column("organisation", "mode", server_default=None)
    op.alter_column("organisation", "mode_note", server_default=None)


def downgrade() -> None:
    op.drop_column("organisation", "mode_note")
    op.drop_column("organisation", "mode")

"""What a version followed, and what learners were told of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "release_note"
OWNERS = {
    "organisation_id": "organisation.id",
    "course_id": "course.id",
    "from_version_id": "course_version.id",
    "to_version_id": "course_version.id",
}


def upgrade() -> None:
    op.add_column("course_version", sa.Column("follows_id", sa.Uuid()))
    op.create_index("course_version_follows_id_idx", "course_version", ["follows_id"])
    op.create_foreign_key(
        "course_version_follows_id_fkey",
        "course_version",
        "course_version",
        ["follows_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=False) for column in OWNERS),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("lesson_ids", postgresql.JSONB(), nullable=False),
        sa.Column("told_by", sa.Uuid()),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [owner], name=f"{TABLE}_{column}_fkey", ondelete="CASCADE"
            )
            for column, owner in OWNERS.items()
        ),
        sa.ForeignKeyConstraint(
            ["told_by"], ["user_account.id"], name=f"{TABLE}_told_by_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=f"{TABLE}_pkey"),
        sa.UniqueConstraint("to_version_id", name=f"{TABLE}_to_version_id_key"),
    )
    for column in ("organisation_id", "course_id", "from_version_id", "told_by"):
        op.create_index(f"{TABLE}_{column}_idx", TABLE, [column])


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("course_version", "follows_id")

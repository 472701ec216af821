"""Reviews before publishing, their comments, and what a school asks for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course_version", sa.Column("frozen_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE course_version SET frozen_at = published_at")
    op.alter_column("course_version", "frozen_at", nullable=False)
    op.create_table(
        "approval_settings",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _school("approval_settings"),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("approval_settings_pkey")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reviewer_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=2000), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        _school("review"),
        _course("review"),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["course_version.id"],
            name=op.f("review_version_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("review_pkey")),
    )
    op.create_index("review_course_at_idx", "review", ["course_id", "requested_at"], unique=False)
    for column in ("course_id", "organisation_id", "version_id"):
        op.create_index(op.f(f"review_{column}_idx"), "review", [column], unique=False)
    op.create_table(
        "review_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=True),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("anchor_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=True),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        _school("review_comment"),
        _course("review_comment"),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("review_comment_author_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["review_comment.id"],
            name=op.f("review_comment_thread_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("review_comment_pkey")),
    )
    for column in ("author_id", "course_id", "organisation_id", "thread_id"):
        op.create_index(
            op.f(f"review_comment_{column}_idx"), "review_comment", [column], unique=False
        )


def _school(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id"],
        ["organisation.id"],
        name=op.f(f"{table}_organisation_id_fkey"),
        ondelete="CASCADE",
    )


def _course(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["course_id"], ["course.id"], name=op.f(f"{table}_course_id_fkey"), ondelete="CASCADE"
    )


def downgrade() -> None:
    op.drop_table("review_comment")
    op.drop_table("review")
    op.drop_table("approval_settings")
    op.drop_column("course_version", "frozen_at")

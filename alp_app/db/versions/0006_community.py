"""Announcements of a class, and discussions of its lessons."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("announcement_author_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("announcement_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("announcement_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("announcement_pkey")),
    )
    op.create_index(op.f("announcement_author_id_idx"), "announcement", ["author_id"], unique=False)
    op.create_index(
        "announcement_class_idx", "announcement", ["classroom_id", "publish_at"], unique=False
    )
    op.create_index(
        op.f("announcement_organisation_id_idx"), "announcement", ["organisation_id"], unique=False
    )
    op.create_table(
        "discussion_thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("classroom_id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("accepted_post_id", sa.Uuid(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["classroom_id"],
            ["classroom.id"],
            name=op.f("discussion_thread_classroom_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("discussion_thread_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("discussion_thread_pkey")),
    )
    op.create_index(
        op.f("discussion_thread_organisation_id_idx"),
        "discussion_thread",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "discussion_thread_place_idx",
        "discussion_thread",
        ["classroom_id", "lesson_id", "active_at"],
        unique=False,
    )
    op.create_table(
        "announcement_seen",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("announcement_seen_announcement_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("announcement_seen_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("announcement_seen_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("announcement_id", "user_id", name=op.f("announcement_seen_pkey")),
    )
    op.create_index(
        op.f("announcement_seen_organisation_id_idx"),
        "announcement_seen",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "discussion_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("discussion_post_author_id_fkey"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("discussion_post_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["discussion_thread.id"],
            name=op.f("discussion_post_thread_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("discussion_post_pkey")),
    )
    op.create_index(
        op.f("discussion_post_author_id_idx"), "discussion_post", ["author_id"], unique=False
    )
    op.create_index(
        op.f("discussion_post_organisation_id_idx"),
        "discussion_post",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "discussion_post_thread_idx", "discussion_post", ["thread_id", "created_at"], unique=False
    )
    op.create_table(
        "post_report",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("post_report_organisation_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["discussion_post.id"],
            name=op.f("post_report_post_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("post_report_user_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("post_report_pkey")),
    )
    op.create_index(
        op.f("post_report_organisation_id_idx"), "post_report", ["organisation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("post_report_organisation_id_idx"), table_name="post_report")
    op.drop_table("post_report")
    op.drop_index("discussion_post_thread_idx", table_name="discussion_post")
    op.drop_index(op.f("discussion_post_organisation_id_idx"), table_name="discussion_post")
    op.drop_index(op.f("discussion_post_author_id_idx"), table_name="discussion_post")
    op.drop_table("discussion_post")
    op.drop_index(op.f("announcement_seen_organisation_id_idx"), table_name="announcement_seen")
    op.drop_table("announcement_seen")
    op.drop_index("discussion_thread_place_idx", table_name="discussion_thread")
    op.drop_index(op.f("discussion_thread_organisation_id_idx"), table_name="discussion_thread")
    op.drop_table("discussion_thread")
    op.drop_index(op.f("announcement_organisation_id_idx"), table_name="announcement")
    op.drop_index("announcement_class_idx", table_name="announcement")
    op.drop_index(op.f("announcement_author_id_idx"), table_name="announcement")
    op.drop_table("announcement")

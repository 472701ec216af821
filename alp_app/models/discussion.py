"""Questions that a class asks about a lesson, the answers to them, and what a teacher does about them."""

from datetime import datetime

from sqlalchemy import Index, Uuid
from sqlmodel import Field

from alp_app.kit.ids import ClassroomId, LessonId, OrganisationId, PostId, ThreadId, UserId
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    moment,
    organisation,
    primary_key,
)


class DiscussionThread(Table, table=True):
    """One question and what follows. Its words are in its first post."""

    __table_args__ = (
        Index("discussion_thread_place_idx", "classroom_id", "lesson_id", "active_at"),
    )

    id: ThreadId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = Field(
        sa_type=Uuid, foreign_key="classroom.id", ondelete="CASCADE", nullable=False
    )
    lesson_id: LessonId = Field(sa_type=Uuid)
    title: str = Field(max_length=160)
    accepted_post_id: PostId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """The answer that settles it, by the word of whoever asked or of a teacher."""
    is_pinned: bool = False
    locked_at: datetime | None = moment()
    """From then on nobody answers."""
    created_at: datetime = created()
    active_at: datetime = created()


class DiscussionPost(Table, table=True):
    __table_args__ = (Index("discussion_post_thread_idx", "thread_id", "created_at"),)

    id: PostId = primary_key()
    organisation_id: OrganisationId = organisation()
    thread_id: ThreadId = Field(
        sa_type=Uuid, foreign_key="discussion_thread.id", ondelete="CASCADE", nullable=False
    )
    author_id: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    is_question: bool = False
    """The first post of its thread; without it there is no thread to see."""
    body: str
    """Markdown."""
    created_at: datetime = created()
    edited_at: datetime | None = moment()
    hidden_at: datetime | None = moment()
    """By a teacher: its author still sees it, with the reason."""
    hidden_reason: str = Field(default="", max_length=300)
    removed_at: datetime | None = moment()
    removed_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)


class PostReport(Table, table=True):
    """Somebody asks the teachers to look at a post."""

    post_id: PostId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="discussion_post.id", ondelete="CASCADE"
    )
    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    reason: str = Field(max_length=300)
    reported_at: datetime = created()
    settled_at: datetime | None = moment()

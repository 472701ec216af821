"""What is said in a class: the announcements of its teachers."""

from datetime import datetime

from sqlalchemy import Index, Uuid
from sqlmodel import Field

from alp_app.db.base import UtcDateTime
from alp_app.kit.ids import AnnouncementId, ClassroomId, OrganisationId, UserId
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    moment,
    organisation,
    primary_key,
)


class Announcement(Table, table=True):
    """What a teacher tells a class, now or at a time to come."""

    __table_args__ = (Index("announcement_class_idx", "classroom_id", "publish_at"),)

    id: AnnouncementId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = Field(
        sa_type=Uuid, foreign_key="classroom.id", ondelete="CASCADE", nullable=False
    )
    author_id: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    title: str = Field(max_length=160)
    body: str = ""
    """Markdown."""
    is_pinned: bool = False
    publish_at: datetime = Field(sa_type=UtcDateTime)
    """From then on learners see it."""
    announced_at: datetime | None = moment()
    """When its publication was recorded; None while it is still to come."""
    created_at: datetime = created()
    changed_at: datetime | None = moment()
    deleted_at: datetime | None = moment()


class AnnouncementSeen(Table, table=True):
    announcement_id: AnnouncementId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="announcement.id", ondelete="CASCADE"
    )
    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    seen_at: datetime = created()

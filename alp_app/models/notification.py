"""What people are told of what happened, how they want to be told, and the mails that go out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import ClassroomId, MailId, NotificationId, OrganisationId, UserId
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    json_column,
    moment,
    organisation,
    primary_key,
)


class NotificationKind(StrEnum):
    """What can be told, each with a choice of how."""

    ANNOUNCEMENT = "announcement"
    WORK = "work"
    """New work in a class."""
    DUE = "due"
    GRADES = "grades"
    REPLY = "reply"
    """An answer to one's own question, or one's name in somebody's words."""
    ACCEPTED = "accepted"
    QUESTION = "question"
    """A question in a class that one teaches."""
    MODERATION = "moderation"
    """A post was reported, or one's own was hidden."""
    CLASS = "class"
    """Being added to a class."""
    REVIEW = "review"
    """A course that one wrote, or was asked to look at, is reviewed."""
    COURSE = "course"
    """A course that one has learned from says something else now."""
    JOB = "job"
    """Work in the background that one asked for has ended."""


class Channel(StrEnum):
    APP = "app"
    MAIL = "mail"
    """In the app, and by e-mail at once."""
    DIGEST = "digest"
    """In the app, and in the daily e-mail while it is unread."""
    OFF = "off"


class Notification(Table, table=True):
    """One thing told to one person. Never told twice: `source` says what it is about."""

    __table_args__ = (
        UniqueConstraint("user_id", "source"),
        Index("notification_user_idx", "user_id", "id"),
        Index("notification_unread_idx", "user_id", postgresql_where=text("read_at IS NULL")),
        Index(
            "notification_digest_idx",
            "user_id",
            postgresql_where=text("channel = 'digest' AND mailed_at IS NULL AND read_at IS NULL"),
        ),
    )

    id: NotificationId = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId = Field(
        sa_type=Uuid, foreign_key="user_account.id", ondelete="CASCADE", nullable=False
    )
    kind: NotificationKind = enum_column(NotificationKind)
    word: str = Field(max_length=40)
    """The sentence, as a key of the message catalogue under `notification`; `facts` fill it."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    href: str
    classroom_id: ClassroomId | None = belongs_to("classroom.id", nullable=True)
    source: str = Field(max_length=200)
    channel: Channel = enum_column(Channel)
    """As its reader had chosen it then."""
    created_at: datetime = created()
    read_at: datetime | None = moment()
    mailed_at: datetime | None = moment()
    """When it was put into a mail."""


class NotificationSettings(Table, table=True):
    """How one person wants to be told. Without a row, the defaults hold."""

    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    time_zone: str = Field(default="", max_length=60)
    """IANA name, as the person's browser says. Empty: that of a class of theirs."""
    digest_hour: int = 7
    """Of the day, in that zone."""
    channels: dict[NotificationKind, Channel] = json_column(
        dict[NotificationKind, Channel], default_factory=dict[NotificationKind, Channel]
    )
    """Where they differ from the defaults."""


class MailState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    """A worker has it. It is not sent again, whatever becomes of that worker."""
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"
    """The school sends no e-mail: administrators read it in the outbox."""


class Mail(Table, table=True):
    """One e-mail to one person. Its id makes its Message-ID."""

    __table_args__ = (
        Index("mail_waiting_idx", "id", postgresql_where=text("state = 'waiting'")),
        Index("mail_organisation_recent_idx", "organisation_id", "id"),
    )

    id: MailId = primary_key()
    organisation_id: OrganisationId = Field(
        sa_type=Uuid, foreign_key="organisation.id", ondelete="CASCADE", nullable=False
    )
    user_id: UserId = belongs_to("user_account.id")
    recipient: str = Field(max_length=320)
    subject: str
    text: str
    html: str
    unsubscribe_url: str
    state: MailState = enum_column(MailState, default=MailState.WAITING)
    reason: str = ""
    """Why it was not sent."""
    created_at: datetime = created()
    taken_at: datetime | None = moment()
    """When a worker last began to send it."""

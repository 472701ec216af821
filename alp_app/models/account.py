"""Schools, the people in them, and how they prove who they are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Uuid, text
from sqlmodel import Field

from alp_app.kit.ids import ClassroomId, OrganisationId, UserId
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    moment,
    organisation,
    primary_key,
)
from alp_app.security.actor import Role, SiteMode


class Organisation(Table, table=True):
    id: OrganisationId = primary_key()
    name: str = Field(max_length=200)
    mode: SiteMode = enum_column(SiteMode, default=SiteMode.NORMAL)
    mode_note: str = Field(default="", max_length=300)
    """What people read while the mode is another than normal, such as until when."""
    created_at: datetime = created()


class User(Table, table=True):
    __tablename__ = "user_account"  # pyright: ignore[reportAssignmentType] - "user" is a reserved word
    __table_args__ = (Index("user_account_email_key", text("lower(email)"), unique=True),)

    id: UserId = primary_key()
    organisation_id: OrganisationId = organisation()
    email: str | None = Field(default=None, max_length=320)
    display_name: str = Field(max_length=120)
    role: Role = enum_column(Role)
    password_hash: str | None = None
    locale: str = "en"
    disabled_at: datetime | None = moment()
    created_at: datetime = created()


class BrowserSession(Table, table=True):
    """One signed-in browser. Only a hash of the cookie is kept."""

    id: UUID = primary_key()
    user_id: UserId = belongs_to("user_account.id")
    token_hash: str = Field(unique=True)
    """SHA-256 of the cookie's value, hex."""
    user_agent: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=64)
    """Truncated to its network: /24 for IPv4, /48 for IPv6."""
    created_at: datetime = created()
    seen_at: datetime = created()
    expires_at: datetime = created()
    ended_at: datetime | None = moment()
    viewed_class_id: ClassroomId | None = belongs_to("classroom.id", cascade=False, nullable=True)
    """A teacher looks at this class as its learners see it: nothing can be changed meanwhile."""


class ReturnCode(Table, table=True):
    """How somebody without an e-mail address comes back, on any device. Only a hash is kept."""

    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    code_hash: str = Field(unique=True)
    """SHA-256 of the twelve characters, hex: they are random, so a fast hash is enough."""
    created_at: datetime = created()
    used_at: datetime | None = moment()


class RefreshToken(Table, table=True):
    """One link of a chain of API refresh tokens. Using a link twice ends the whole family."""

    id: UUID = primary_key()
    user_id: UserId = belongs_to("user_account.id")
    family_id: UUID = Field(index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = created()
    expires_at: datetime = created()
    used_at: datetime | None = moment()
    ended_at: datetime | None = moment()


class SetupLink(Table, table=True):
    """A link that lets one person choose a password, once: the owner at first start, or an invited
    member of staff."""

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId | None = belongs_to("user_account.id", nullable=True)
    """None: the link makes the owner's account."""
    role: Role = enum_column(Role)
    token_hash: str = Field(unique=True)
    created_at: datetime = created()
    expires_at: datetime = created()
    used_at: datetime | None = moment()

"""What goes out about an account."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit import clock
from alp_app.kit.ids import UserId
from alp_app.security.actor import Role


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class PersonView(View):
    """Somebody, as administrators see them."""

    id: UserId
    display_name: str
    email: str | None
    role: Role
    is_disabled: bool
    has_password: bool
    """False: invited, and has not chosen one yet."""
    created_at: datetime


class Me(View):
    id: UserId
    display_name: str
    email: str | None
    role: Role
    locale: str
    organisation_name: str


class SessionView(View):
    id: UUID
    browser: str
    """Its name; empty when it does not say."""
    system: str
    address: str
    """The network it came from, not the whole address."""
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    is_current: bool


class SetupLinkView(View):
    """What the person who opens a set-up link may know."""

    is_owner: bool
    role: Role
    display_name: str = ""
    email: str | None = None
    organisation_name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new browser session. The token is known only here and in the browser."""

    token: str = field(repr=False)
    user_id: UserId
    role: Role
    expires_at: datetime

    @property
    def lifetime(self) -> timedelta:
        return self.expires_at - clock.now()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    person: PersonView
    setup_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPair:
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    """Seconds until the access token ends."""

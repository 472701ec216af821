"""Who is asking. Every read and write in the core is made on behalf of one Actor."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from alp_app.kit.ids import ClassroomId, OrganisationId, UserId


class Role(StrEnum):
    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    ADMIN = "admin"

    @property
    def is_staff(self) -> bool:
        return self is not Role.LEARNER


class SiteMode(StrEnum):
    """What the school lets people do at present."""

    NORMAL = "normal"
    READ_ONLY = "read_only"
    """Everybody can look; nobody changes anything. What was asked for before goes on."""
    MAINTENANCE = "maintenance"
    """Only administrators get in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody signed in, or a visitor when `user_id` is None."""

    organisation_id: OrganisationId
    user_id: UserId | None = None
    role: Role | None = None
    session_id: UUID | None = None
    """The browser session, or the family of API tokens, that is being used."""
    viewed_class_id: ClassroomId | None = None
    """A teacher who sees this class as its learners do: with a learner's role, and changing nothing."""
    site_mode: SiteMode = SiteMode.NORMAL
    """That of the school, as it was when somebody was recognised."""

    @property
    def unbound(self) -> "Actor":
        """The same person, whom neither the view nor the site's mode stops: to end them, to sign in and
        out."""
        return replace(self, viewed_class_id=None, site_mode=SiteMode.NORMAL)

    @property
    def only_looks(self) -> bool:
        """Nothing that this actor asks for is changed, so a page should not ask by itself."""
        return self.viewed_class_id is not None or self.site_mode is SiteMode.READ_ONLY

    @property
    def is_shut_out(self) -> bool:
        return self.site_mode is SiteMode.MAINTENANCE and self.role is not Role.ADMIN

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_staff(self) -> bool:
        return self.role is not None and self.role.is_staff

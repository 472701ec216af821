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

    @property
    def unbound(self) -> "Actor":
        """The same person without the view, to end it or to sign out."""
        return replace(self, viewed_class_id=None)

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_staff(self) -> bool:
        return self.role is not None and self.role.is_staff

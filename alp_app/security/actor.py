"""Who is asking. Every read and write in the core is made on behalf of one Actor."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from alp_app.kit.ids import OrganisationId, UserId


class Role(StrEnum):
    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody signed in, or a visitor when `user_id` is None."""

    organisation_id: OrganisationId
    user_id: UserId | None = None
    role: Role | None = None
    session_id: UUID | None = None
    """The browser session, or the family of API tokens, that is being used."""

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_staff(self) -> bool:
        return self.role in (Role.INSTRUCTOR, Role.ADMIN)

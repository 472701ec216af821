"""Who may use a handler or a route at all. What they may do to one row is decided in services."""

from enum import StrEnum

from alp_app.kit.errors import Forbidden, NotSignedIn, SiteClosed
from alp_app.security.actor import Actor, Role


class Policy(StrEnum):
    """Declared on every page handler and every REST route; without one, nobody gets in."""

    ALWAYS = "always"
    """Everyone, in maintenance too: what frames a page, signing in and out."""
    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    ADMIN = "admin"

    def allows(self, actor: Actor) -> bool:
        match self:
            case Policy.ALWAYS | Policy.EVERYONE:
                return True
            case Policy.SIGNED_IN:
                return actor.is_signed_in
            case Policy.STAFF:
                return actor.is_signed_in and actor.is_staff
            case Policy.ADMIN:
                return actor.is_signed_in and actor.role is Role.ADMIN

    def require(self, actor: Actor) -> None:
        """Raise NotSignedIn for a visitor, Forbidden for somebody whose role is too small, SiteClosed
        for those whom maintenance shuts out."""
        if actor.is_shut_out and self is not Policy.ALWAYS:
            raise SiteClosed
        if self.allows(actor):
            return
        if not actor.is_signed_in:
            raise NotSignedIn
        raise Forbidden("Your role does not allow this.")

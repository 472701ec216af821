"""Who is signed in, for the frame around every page, and who may open which page."""

from urllib.parse import quote

import reflex as rx
from reflex.event import EventSpec

from alp_app import runtime
from alp_app.observability.context import request_id
from alp_app.security.actor import SiteMode
from alp_app.security.policies import Policy
from alp_app.services.accounts import queries
from alp_app.services.accounts.sign_in import keep_alive
from alp_app.services.classes.commands import end_view
from alp_app.services.classes.queries import viewed_class_name
from alp_app.services.operations.site import get_site
from state.base import CoreAccess, handler
from state.notices import drop_old_notices
from state.notifications.bell import BellState
from state.operations.tray import TrayState
from state.reflex_internals import current_path, current_token, request_headers


class SessionState(CoreAccess, rx.State):
    role: str = ""
    """Empty for a visitor."""
    name: str = ""
    email: str = ""
    initials: str = ""
    locale: str = "en"
    organisation_name: str = ""
    is_denied: bool = False
    """The page is not for somebody of this role."""
    site_mode: str = SiteMode.NORMAL.value
    site_note: str = ""
    is_shut_out: bool = False
    """By maintenance: administrators get in."""
    viewed_class: str = ""
    """The class that this teacher sees as its learners do; empty when they view none."""

    @handler(Policy.ALWAYS)
    async def enter(self, policy: Policy) -> EventSpec | list[EventSpec] | None:
        """First of every page's load events. Hides the page from those it is not for; what they may
        do is decided by each handler."""
        runtime.current().hub.retire(current_token())
        await drop_old_notices(self)
        actor = await self._actor()
        if not actor.is_signed_in:
            self.reset()
        await self.look_at_site()
        if actor.is_signed_in:
            async with self._reader() as reader:
                me = await queries.get_me(reader)
                self.viewed_class = await viewed_class_name(reader)
            async with runtime.current().unit_of_work(actor.unbound) as work:
                await keep_alive(work)
            self.role = (actor.role or me.role).value
            self.name = me.display_name
            self.email = me.email or ""
            self.initials = initials_of(me.display_name)
            self.locale = me.locale
            self.organisation_name = me.organisation_name
        elif policy is not Policy.EVERYONE:
            return rx.redirect(f"/sign-in?next={quote(current_path(), safe='/')}")
        self.is_denied = not policy.allows(actor)
        if not actor.is_signed_in or actor.is_shut_out:
            return None
        return [BellState.load(), *([TrayState.load()] if actor.is_staff else [])]

    @handler(Policy.ALWAYS)
    async def look_at_site(self) -> None:
        """What the school lets people do at present: also asked when it refuses something."""
        actor = await self._actor()
        self.site_mode = actor.site_mode.value
        self.is_shut_out = actor.is_shut_out
        self.site_note = ""
        if actor.site_mode is not SiteMode.NORMAL:
            async with self._reader() as reader:
                self.site_note = (await get_site(reader)).note

    @handler(Policy.SIGNED_IN)
    async def end_view(self) -> EventSpec:
        """Back to teaching."""
        actor = await self._actor()
        current = runtime.current()
        async with current.unit_of_work(actor.unbound, request_id()) as work:
            await end_view(work)
        current.actors.forget(request_headers().get("cookie", ""))
        return rx.redirect(f"/classes/{actor.viewed_class_id}" if actor.viewed_class_id else "/")


def initials_of(name: str) -> str:
    """At most two letters, of the first and the last name."""
    parts = name.split()
    chosen = parts if len(parts) < 2 else [parts[0], parts[-1]]  # noqa: PLR2004 - first and last
    return "".join(part[0] for part in chosen).upper()

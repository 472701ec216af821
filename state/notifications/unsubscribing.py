"""/unsubscribe: a link of a mail that ends such mails, for whoever holds it."""

import reflex as rx

from alp_app import runtime
from alp_app.kit.errors import NotFound
from alp_app.security.policies import Policy
from alp_app.services.notifications.commands import look_at_link, unsubscribe
from alp_app.services.notifications.mails import DIGEST
from state.base import CoreAccess, handler
from state.reflex_internals import route_argument


class UnsubscribeState(CoreAccess, rx.State):
    is_loaded: bool = False
    is_missing: bool = False
    kind: str = ""
    """`digest` for the daily mail."""
    is_done: bool = False
    _token: str = ""

    @handler(Policy.EVERYONE)
    async def load(self) -> None:
        self.reset()
        self._token = route_argument("token")
        links = runtime.current().guard.links
        try:
            async with self._reader() as reader:
                found = await look_at_link(reader, token=self._token, links=links)
        except NotFound:
            self.is_missing = True
            return
        self.kind = found.kind.value if found.kind else DIGEST
        self.is_loaded = True

    @handler(Policy.EVERYONE)
    async def confirm(self) -> None:
        """For everyone: the link's signature says for whom."""
        actor = (await self._actor()).unbound
        current = runtime.current()
        async with current.unit_of_work(actor) as work:
            await unsubscribe(work, token=self._token, links=current.guard.links)
        self.is_done = True

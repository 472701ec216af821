"""/admin/outbox: the mails that went out, or were kept because the school sends none."""

import reflex as rx

from alp_app import runtime
from alp_app.kit.ids import MailId
from alp_app.kit.pages import PageRequest
from alp_app.security.policies import Policy
from alp_app.services.notifications.queries import get_mail, list_mails
from alp_app.services.notifications.views import MailRow, MailView
from state.base import CoreAccess, handler

SHOWN = 50


class OutboxState(CoreAccess, rx.State):
    is_loaded: bool = False
    is_sending: bool = False
    """The school has a mail server."""
    mails: rx.Field[list[MailRow]] = rx.field(default_factory=list[MailRow])
    opened: MailView | None = None
    cursor: str = ""
    """Where the list goes on; empty at its end."""

    @handler(Policy.ADMIN)
    async def load(self) -> None:
        self.reset()
        self.is_sending = runtime.current().settings.smtp.host != ""
        await self._add()
        self.is_loaded = True

    @handler(Policy.ADMIN)
    async def show_more(self) -> None:
        await self._add()

    @handler(Policy.ADMIN)
    async def open_mail(self, mail_id: MailId) -> None:
        async with self._reader() as reader:
            self.opened = await get_mail(reader, mail_id)

    @handler(Policy.ADMIN)
    async def close_mail(self) -> None:
        self.opened = None

    async def _add(self) -> None:
        async with self._reader() as reader:
            page = await list_mails(reader, PageRequest(limit=SHOWN, cursor=self.cursor or None))
        self.mails = [*self.mails, *page.items]
        self.cursor = page.next_cursor or ""

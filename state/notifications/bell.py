"""The bell in the bar at the top: what I have not read yet, whatever page I am on."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx
from pydantic import TypeAdapter, ValidationError

from alp_app.kit.ids import NotificationId
from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.classes.inputs import Zone
from alp_app.services.notifications.commands import mark_read, remember_zone
from alp_app.services.notifications.inputs import ReadInput
from alp_app.services.notifications.queries import count_unread, get_settings, list_notifications
from state.base import handler
from state.live import Live
from state.reflex_internals import browser_zone

SHOWN = 6
_ZONE: TypeAdapter[str] = TypeAdapter(Zone)


class BellState(Live, rx.State):
    unread: int = 0
    latest: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """`components.shell.model.BellItem`s."""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        await self._refresh()
        await self._keep_zone()
        yield BellState.watch

    @handler(Policy.SIGNED_IN)
    async def read(self, notification_id: NotificationId, href: str) -> AsyncGenerator[Any]:
        """Go to what a notification is about."""
        if not (await self._actor()).only_looks:
            async with self._work() as work:
                await mark_read(work, inputs=ReadInput(ids=[notification_id]))
        yield rx.redirect(href)

    @handler(Policy.SIGNED_IN)
    async def read_all(self) -> None:
        async with self._work() as work:
            await mark_read(work, inputs=ReadInput())
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [await self._topic("notifications", user_id=actor.user_id)]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            if not reader.actor.is_signed_in:
                return
            self.unread = await count_unread(reader)
            page = await list_notifications(reader, PageRequest(limit=SHOWN))
        self.latest = [one.model_dump(mode="json") for one in page.items]

    async def _keep_zone(self) -> None:
        """Mails tell times on the clock of the browser that was used last."""
        try:
            zone = _ZONE.validate_python(browser_zone())
        except ValidationError:
            return
        async with self._reader() as reader:
            is_known = (await get_settings(reader)).time_zone == zone
            is_looking_only = reader.actor.only_looks
        if not is_known and not is_looking_only:
            async with self._work() as work:
                await remember_zone(work, time_zone=zone)

"""/notifications and its settings: everything that somebody was told, and how they want to be."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.forms import read_form
from alp_app.kit.ids import NotificationId
from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.notifications.commands import change_settings, mark_read
from alp_app.services.notifications.inputs import ReadInput, SettingsInput
from alp_app.services.notifications.queries import get_settings, list_notifications
from alp_app.services.notifications.views import SettingsView
from state.base import CoreAccess, handler
from state.live import Live
from state.notices import notice

SHOWN = 30


class NotificationsState(Live, rx.State):
    is_loaded: bool = False
    notifications: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """`components.shell.model.BellItem`s."""
    has_more: bool = False
    _shown: int = SHOWN

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        await self._refresh()
        yield NotificationsState.watch

    @handler(Policy.SIGNED_IN)
    async def show_more(self) -> None:
        self._shown += SHOWN
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def mark(self, notification_id: NotificationId) -> None:
        async with self._work() as work:
            await mark_read(work, inputs=ReadInput(ids=[notification_id]))
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def mark_all(self) -> None:
        async with self._work() as work:
            await mark_read(work, inputs=ReadInput())
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [await self._topic("notifications", user_id=actor.user_id)]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            page = await list_notifications(reader, PageRequest(limit=self._shown))
        self.notifications = [one.model_dump(mode="json") for one in page.items]
        self.has_more = page.next_cursor is not None
        self.is_loaded = True


class NotificationSettingsState(CoreAccess, rx.State):
    settings: SettingsView | None = None

    @handler(Policy.SIGNED_IN)
    async def load(self) -> None:
        async with self._reader() as reader:
            self.settings = await get_settings(reader)

    @handler(Policy.SIGNED_IN)
    async def choose(self, kind: str, channel: str) -> AsyncGenerator[Any]:
        hour = self.settings.digest_hour if self.settings is not None else 0
        await self._save({"channels": {kind: channel}, "digest_hour": hour})
        yield notice("notification_settings.saved", tone="ok")

    @handler(Policy.SIGNED_IN)
    async def choose_hour(self, hour: str) -> AsyncGenerator[Any]:
        await self._save({"channels": {}, "digest_hour": hour})
        yield notice("notification_settings.saved", tone="ok")

    async def _save(self, values: dict[str, Any]) -> None:
        inputs = read_form(SettingsInput, values)
        async with self._work() as work:
            await change_settings(work, inputs=inputs)
            self.settings = await get_settings(work)

"""/account/data: what is held about me, taking it with me, and erasing it."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from alp_app import runtime
from alp_app.kit.forms import Filled, read_form
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.privacy import queries
from alp_app.services.privacy.erasing import erase_my_account
from alp_app.services.privacy.exporting import request_export
from alp_app.services.privacy.inputs import Confirmation
from alp_app.services.privacy.views import ExportView, PortionView
from state.base import handler
from state.live import Live
from state.reflex_internals import request_headers


class MyDataState(Live, rx.State):
    portions: rx.Field[list[PortionView]] = rx.field(default_factory=list[PortionView])
    export: ExportView | None = None
    has_password: bool = True
    display_name: str = ""
    held_back: str = ""
    classes: str = ""
    """In which nobody else teaches."""
    is_asking: bool = False
    """The last question before the account is erased."""
    is_loaded: bool = False

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.is_asking = False
        await self._refresh()
        self.is_loaded = True
        yield MyDataState.watch

    @handler(Policy.SIGNED_IN)
    async def prepare(self) -> None:
        async with self._work() as work:
            await request_export(work)
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def ask_to_erase(self, is_asking: bool) -> None:
        self.is_asking = is_asking

    @handler(Policy.SIGNED_IN)
    async def erase(self, form: Filled) -> EventSpec:
        current = runtime.current()
        async with self._work() as work:
            receipt = await erase_my_account(
                work, confirmation=read_form(Confirmation, form), guard=current.guard
            )
        current.actors.forget(request_headers().get("cookie", ""))
        return rx.redirect(f"/erased/{receipt.code}")

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("privacy", user_id=(await self._actor()).user_id)]

    async def _refresh(self) -> None:
        if not (await self._actor()).is_signed_in:
            self.reset()
            return
        async with self._reader() as reader:
            found = await queries.get_my_data(reader)
        self.portions = list(found.portions)
        self.export = found.export
        self.has_password = found.has_password
        self.display_name = found.display_name
        self.held_back = found.held_back
        self.classes = ", ".join(found.classes)

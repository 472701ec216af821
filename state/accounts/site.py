"""/school: what the school lets people do at present."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.forms import Filled, read_form
from alp_app.observability.context import request_id
from alp_app.security.actor import SiteMode
from alp_app.security.policies import Policy
from alp_app.services.operations.site import SiteInput, change_site, get_site
from state.base import CoreAccess, handler
from state.notices import notice
from state.session import SessionState


class SiteState(CoreAccess, rx.State):
    mode: str = SiteMode.NORMAL.value
    note: str = ""
    is_loaded: bool = False

    @handler(Policy.ADMIN)
    async def load(self) -> None:
        async with self._reader() as reader:
            site = await get_site(reader)
        self.mode, self.note, self.is_loaded = site.mode.value, site.note, True

    @handler(Policy.ADMIN)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        current = runtime.current()
        actor = await self._actor()
        async with current.unit_of_work(actor.unbound, request_id()) as work:
            site = await change_site(work, site=read_form(SiteInput, form))
        current.actors.forget_all()
        self.mode, self.note = site.mode.value, site.note
        yield SessionState.look_at_site()
        yield notice(f"school.now_{site.mode.value}", tone="ok")

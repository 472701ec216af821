"""/account: one's own name, password and signed-in browsers."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app import runtime
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import new_uuid
from alp_app.security.policies import Policy
from alp_app.services.accounts import commands, queries, sign_in
from alp_app.services.accounts.inputs import PasswordChange, ProfileChange
from alp_app.services.accounts.views import SessionView
from state.base import CoreAccess, handler
from state.notices import notice
from state.session import SessionState


class ProfileState(CoreAccess, rx.State):
    display_name: str = ""
    email: str = ""
    locale: str = "en"
    sessions: rx.Field[list[SessionView]] = rx.field(default_factory=list[SessionView])
    is_loaded: bool = False
    password_round: str = ""
    """Another when the password was changed, so that its form is empty again."""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> None:
        async with self._reader() as reader:
            me = await queries.get_me(reader)
            self.sessions = await queries.list_sessions(reader)
        self.display_name = me.display_name
        self.email = me.email or ""
        self.locale = me.locale
        self.is_loaded = True

    @handler(Policy.SIGNED_IN)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        async with self._work() as work:
            person = await commands.change_profile(work, inputs=read_form(ProfileChange, form))
        self.display_name = person.display_name
        yield SessionState.enter(Policy.SIGNED_IN)
        yield notice("account.saved", tone="ok")

    @handler(Policy.SIGNED_IN)
    async def change_password(self, form: Filled) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.change_password(
                work, inputs=read_form(PasswordChange, form), guard=runtime.current().guard
            )
        self.password_round = new_uuid().hex
        yield ProfileState.load
        yield notice("account.password_changed", tone="ok")

    @handler(Policy.SIGNED_IN)
    async def end_session(self, session_id: UUID) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await sign_in.end_session(work, session_id)
        yield ProfileState.load
        yield notice("account.session_ended", tone="ok")

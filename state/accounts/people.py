"""/people: who is in the school, and what they may do."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import UserId, new_uuid
from alp_app.kit.pages import Page, PageRequest
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from alp_app.services.accounts import commands, queries
from alp_app.services.accounts.inputs import NewPerson
from alp_app.services.accounts.views import PersonView
from state.base import CoreAccess, handler
from state.notices import notice

SHOWN = 50


class PeopleState(CoreAccess, rx.State):
    people: rx.Field[list[PersonView]] = rx.field(default_factory=list[PersonView])
    next_cursor: str = ""
    """Empty when everybody is shown."""
    search: str = ""
    role: str = ""
    is_loaded: bool = False
    setup_url: str = ""
    """Shown once, to be handed on."""
    setup_name: str = ""
    form_round: str = ""
    """Another when somebody was invited, so that the form is empty again."""

    @handler(Policy.ADMIN)
    async def load(self) -> None:
        self.setup_url = self.setup_name = self.search = self.role = ""
        await self._show()

    @handler(Policy.ADMIN)
    async def filter(self, search: str, role: Role | None = None) -> None:
        self.search = search[:100]
        self.role = role.value if role else ""
        await self._show()

    @handler(Policy.ADMIN)
    async def show_more(self) -> None:
        page = await self._ask(cursor=self.next_cursor)
        self.people = [*self.people, *page.items]
        self.next_cursor = page.next_cursor or ""

    @handler(Policy.ADMIN)
    async def create(self, form: Filled) -> AsyncGenerator[Any]:
        async with self._work() as work:
            made = await commands.create_person(work, inputs=read_form(NewPerson, form))
        self._offer(made.person.display_name, made.setup_token)
        self.form_round = new_uuid().hex
        await self._show()
        yield notice("people.created", tone="ok", facts={"name": made.person.display_name})

    @handler(Policy.ADMIN)
    async def renew_link(self, user_id: UserId) -> None:
        async with self._work() as work:
            token = await commands.create_setup_link(work, user_id=user_id)
            person = await queries.get_person(work, user_id)
        self._offer(person.display_name, token)

    @handler(Policy.ADMIN)
    async def change_role(self, user_id: UserId, role: Role) -> AsyncGenerator[Any]:
        async with self._work() as work:
            person = await commands.change_role(work, user_id, role=role)
        self._replace(person)
        yield notice("people.role_changed", tone="ok", facts={"name": person.display_name})

    @handler(Policy.ADMIN)
    async def disable(self, user_id: UserId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            person = await commands.disable_person(work, user_id)
        self._replace(person)
        yield notice(
            "people.disabled",
            facts={"name": person.display_name},
            undo=PeopleState.enable(str(user_id)),
        )

    @handler(Policy.ADMIN)
    async def enable(self, user_id: UserId) -> None:
        async with self._work() as work:
            person = await commands.enable_person(work, user_id)
        self._replace(person)

    async def _show(self) -> None:
        page = await self._ask(cursor=None)
        self.people = page.items
        self.next_cursor = page.next_cursor or ""
        self.is_loaded = True

    async def _ask(self, cursor: str | None) -> Page[PersonView]:
        async with self._reader() as reader:
            return await queries.list_people(
                reader,
                PageRequest(limit=SHOWN, cursor=cursor or None),
                role=Role(self.role) if self.role else None,
                search=self.search,
            )

    def _replace(self, person: PersonView) -> None:
        self.people = [person if one.id == person.id else one for one in self.people]

    def _offer(self, name: str, token: str) -> None:
        self.setup_name = name
        self.setup_url = f"{runtime.current().settings.public_url}/set-up?token={token}"

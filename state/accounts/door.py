"""/sign-in, /register and /set-up: what their forms show before they are sent, and after a refusal.

The forms themselves are posted to `/auth/…`, which answers a refusal with the form's address and a code
in its query.
"""

from collections.abc import Mapping

import reflex as rx
from reflex.event import EventSpec

from alp_app.security.policies import Policy
from alp_app.services.accounts import queries
from alp_app.services.accounts.access import find_organisation
from alp_app.services.accounts.errors import SetupLinkEnded
from state.base import CoreAccess, handler

FACT = "fact_"
SHOWN_MOST = 320


class DoorState(CoreAccess, rx.State):
    error_key: str = ""
    """Empty when nothing was refused."""
    facts: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    email: str = ""
    display_name: str = ""
    next: str = ""
    school: str = ""

    is_owner: bool = False
    """The set-up link makes the first account."""
    token: str = ""
    is_ended: bool = False
    """The set-up link cannot be used any more."""

    @handler(Policy.ALWAYS)
    async def open(self) -> EventSpec | None:
        """For /sign-in and /register."""
        query = self._read_query()
        if (await self._actor()).is_signed_in:
            return rx.redirect(query.get("next", "/") if self._is_local(query) else "/")
        async with self._reader() as reader:
            school = await find_organisation(reader.session)
        self.school = school.name if school is not None else ""
        return None

    @handler(Policy.ALWAYS)
    async def open_class_door(self) -> None:
        """For /join and /return: whoever is signed in may join another class."""
        self._read_query()
        async with self._reader() as reader:
            school = await find_organisation(reader.session)
        self.school = school.name if school is not None else ""

    @handler(Policy.ALWAYS)
    async def open_setup(self) -> None:
        query = self._read_query()
        self.token = query.get("token", "")
        try:
            async with self._reader() as reader:
                link = await queries.get_setup_link(reader, self.token)
        except SetupLinkEnded:
            self.is_ended = True
            return
        self.is_ended = False
        self.is_owner = link.is_owner
        self.school = "" if link.is_owner else link.organisation_name
        self.email = self.email or link.email or ""
        self.display_name = self.display_name or link.display_name

    def _read_query(self) -> Mapping[str, str]:
        query = self.router.url.query_parameters
        given = {name: str(value)[:SHOWN_MOST] for name, value in query.items()}
        code = given.get("error", "")
        self.error_key = f"error.{code.replace('.', '_')}" if code else ""
        self.facts = {
            name.removeprefix(FACT): value for name, value in given.items() if name.startswith(FACT)
        }
        # Set only to something: emptied, a field would take away what somebody is typing into it.
        self.email = given.get("email", self.email)
        self.display_name = given.get("display_name", self.display_name)
        self.next = given.get("next", "")
        return given

    @staticmethod
    def _is_local(query: Mapping[str, str]) -> bool:
        asked = query.get("next", "")
        return asked.startswith("/") and not asked.startswith(("//", "/\\"))

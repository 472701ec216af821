"""/join, /return and /return-code: coming into a class with nothing but a name, and back again.

The forms are posted to `/auth/…`, like those of every door.
"""

import reflex as rx
from reflex.event import EventSpec

from alp_app import runtime
from alp_app.kit.errors import AppError
from alp_app.kit.qr import qr_picture
from alp_app.security.policies import Policy
from alp_app.services.accounts.inputs import Client
from alp_app.services.accounts.return_codes import has_return_code, make_my_return_code
from alp_app.services.classes import joining
from alp_app.services.classes.queries import list_my_classes
from state.base import CoreAccess, handler
from state.reflex_internals import client_address, route_argument

LONGEST = 200


class JoinState(CoreAccess, rx.State):
    code: str = ""
    invite: str = ""
    class_name: str = ""
    """Empty until a code or a link has opened one."""
    course_title: str = ""
    teachers: str = ""
    is_for_teachers: bool = False
    problem: str = ""
    """The code of a failure to look behind the code; empty when there is none."""
    problem_name: str = ""

    @handler(Policy.EVERYONE)
    async def load(self) -> None:
        self.reset()
        query = self.router.url.query_parameters
        self.invite = str(query.get("invite", ""))[:LONGEST]
        code = route_argument("code") or str(query.get("code", ""))
        if self.invite or code:
            await self._look(code[:LONGEST])

    @handler(Policy.EVERYONE)
    async def look(self, code: str) -> None:
        """A code was typed: say whose it is."""
        await self._look(code[:LONGEST])

    async def _look(self, code: str) -> None:
        self.code = code
        self.class_name = self.problem = self.problem_name = ""
        client = Client(address=client_address())
        guard = runtime.current().guard
        try:
            async with self._reader() as reader:
                door = (
                    await joining.look_behind_invite(
                        reader, self.invite, client=client, guard=guard
                    )
                    if self.invite
                    else await joining.look_behind_code(reader, code, client=client, guard=guard)
                )
        except AppError as error:
            self.problem = error.code
            self.problem_name = str(error.facts.get("name", ""))
            return
        self.class_name, self.course_title = door.name, door.course_title
        self.teachers = ", ".join(door.teachers)
        self.is_for_teachers = door.role == "teacher"


class ReturnCodeState(CoreAccess, rx.State):
    code: str = ""
    """Shown once: it leaves with the page."""
    picture: str = ""
    has_one: bool = False
    class_name: str = ""
    course_href: str = "/"
    teachers: str = ""
    is_loaded: bool = False

    @handler(Policy.SIGNED_IN)
    async def load(self) -> EventSpec | None:
        self.reset()
        async with self._reader() as reader:
            has_one = await has_return_code(reader)
            mine = await list_my_classes(reader)
        if has_one is None:
            return rx.redirect("/")
        if mine:
            self.class_name = mine[0].name
            self.course_href = f"/courses/{mine[0].course_slug}"
            self.teachers = ", ".join(mine[0].teachers)
        self.has_one = has_one
        if not has_one:
            await self._make()
        self.is_loaded = True
        return None

    @handler(Policy.SIGNED_IN)
    async def renew(self) -> None:
        """The one before was lost, or somebody else saw it."""
        await self._make()

    async def _make(self) -> None:
        async with self._work() as work:
            code = await make_my_return_code(work)
        self.code = code
        # Behind the hash, so that it is in no log and no request.
        self.picture = qr_picture(f"{runtime.current().settings.public_url}/return#{code}")
        self.has_one = True

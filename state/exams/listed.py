"""/classes/[classroom_id]/tests: the tests of a class, and what single learners need in them."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, UserId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.classes.queries import get_class
from alp_app.services.exams import commands, queries
from alp_app.services.exams.inputs import AccommodationInput
from alp_app.services.exams.views import AccommodationView, ExamRow
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class ExamsState(Live, rx.State):
    exams: rx.Field[list[ExamRow]] = rx.field(default_factory=list[ExamRow])
    learners: rx.Field[list[AccommodationView]] = rx.field(default_factory=list[AccommodationView])
    classroom_id: str = ""
    class_name: str = ""
    chosen: AccommodationView | None = None
    """Whose needs are being changed."""
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.classroom_id = route_argument("classroom_id")
        self.chosen = None
        await self._refresh()
        yield ExamsState.watch

    @handler(Policy.STAFF)
    async def choose(self, user_id: UserId) -> None:
        self.chosen = next((one for one in self.learners if one.user_id == user_id), None)

    @handler(Policy.STAFF)
    async def leave(self) -> None:
        self.chosen = None

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        if self.chosen is None:
            return
        given = {name: value or 0 for name, value in form.items()}
        async with self._work() as work:
            await commands.set_accommodation(
                work,
                self._classroom_id,
                self.chosen.user_id,
                accommodation=read_form(AccommodationInput, given),
            )
        self.chosen = None
        await self._refresh()
        yield notice("exam.accommodation_saved", tone="ok")

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self.classroom_id))

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("exam")]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                room = await get_class(reader, self._classroom_id)
                self.exams = await queries.list_exams(reader, room.id)
                self.learners = await queries.list_accommodations(reader, room.id)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.class_name, self.is_loaded, self.is_missing = room.name, True, False

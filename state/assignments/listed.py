"""/classes/[classroom_id]/assignments: what a class was given, and what waits to be marked."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import ClassroomId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assignments import queries
from alp_app.services.classes.queries import get_class
from state.assignments.shown import moment
from state.base import handler
from state.live import Live
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class AssignmentLine:
    id: str
    title: str
    due_at: str
    is_published: bool
    learners: int
    handed_in: int
    to_mark: int
    to_release: int


class AssignmentsState(Live, rx.State):
    classroom_id: str = ""
    class_name: str = ""
    assignments: rx.Field[list[AssignmentLine]] = rx.field(default_factory=list[AssignmentLine])
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.classroom_id = route_argument("classroom_id")
        await self._refresh()
        if not self.is_missing:
            yield AssignmentsState.watch

    async def _topics(self) -> Sequence[Topic]:
        async with self._reader() as reader:
            room = await get_class(reader, self._classroom_id)
        return [await self._topic("grading", course_id=room.course_id)]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                rows = await queries.list_assignments(reader, self._classroom_id)
                self.class_name = (await get_class(reader, self._classroom_id)).name
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.assignments = [
            AssignmentLine(
                id=str(row.id),
                title=row.title,
                due_at=moment(row.due_at),
                is_published=row.published_at is not None,
                learners=row.learners,
                handed_in=row.handed_in,
                to_mark=row.to_mark,
                to_release=row.to_release,
            )
            for row in rows
        ]
        self.is_loaded = True

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self.classroom_id))

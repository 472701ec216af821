"""/classes/[classroom_id]/mine: a learner's work and grades in one class, with marks to try out."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import read_form
from alp_app.kit.ids import ClassroomId, GradeItemId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assignments.queries import list_my_assignments
from alp_app.services.classes.queries import list_my_classes
from alp_app.services.exams.mine import list_my_exams
from alp_app.services.exams.sitting_views import MyExamRow
from alp_app.services.gradebook import queries
from alp_app.services.gradebook.inputs import Supposed
from alp_app.services.gradebook.views import MyGradesView
from state.assignments.shown import moment
from state.base import handler
from state.gradebook.shown import Figure, Reason, figure_of, reason_of, reasons_of_total
from state.live import Live
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class MyAssignmentLine:
    id: str
    title: str
    due_at: str
    standing: str


@dataclass(frozen=True)
class MyGradeLine:
    item_id: str
    title: str
    possible: str
    figure: Figure
    reason: Reason


class MyGradesState(Live, rx.State):
    classroom_id: str = ""
    name: str = ""
    """Of the class."""
    assignments: rx.Field[list[MyAssignmentLine]] = rx.field(default_factory=list[MyAssignmentLine])
    exams: rx.Field[list[MyExamRow]] = rx.field(default_factory=list[MyExamRow])
    lines: rx.Field[list[MyGradeLine]] = rx.field(default_factory=list[MyGradeLine])
    reasons: rx.Field[list[Reason]] = rx.field(default_factory=list[Reason])
    percent: str = ""
    letter: str = ""
    is_supposed: bool = False
    is_loaded: bool = False
    is_missing: bool = False
    _supposed: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.classroom_id = route_argument("classroom_id")
        await self._refresh()
        if self.is_loaded:
            yield MyGradesState.watch

    @handler(Policy.SIGNED_IN)
    async def suppose(self, item_id: GradeItemId, points: str) -> None:
        """Try a mark out; nothing is changed. An empty one is not tried out any more."""
        said = points.replace(",", ".").strip()
        if said:
            read_form(Supposed, {"item_id": item_id, "points": said})
            self._supposed[str(item_id)] = said
        else:
            self._supposed.pop(str(item_id), None)
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        async with self._reader() as reader:
            rooms = await list_my_classes(reader)
        actor = await self._actor()
        courses = [room.course_id for room in rooms if str(room.id) == self.classroom_id]
        return [
            await self._topic("learning", user_id=actor.user_id),
            *[await self._topic("learning", course_id=course_id) for course_id in courses],
            *[await self._topic("exam", course_id=course_id) for course_id in courses],
        ]

    async def _refresh(self) -> None:
        classroom_id = ClassroomId(read_id(self.classroom_id))
        supposed = [
            Supposed.model_validate({"item_id": item_id, "points": points})
            for item_id, points in self._supposed.items()
        ]
        try:
            async with self._reader() as reader:
                rows = await list_my_assignments(reader, classroom_id)
                self.exams = await list_my_exams(reader, classroom_id)
                grades = await queries.get_my_grades(reader, classroom_id, supposed=supposed)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.assignments = [
            MyAssignmentLine(str(row.id), row.title, moment(row.due_at), row.standing)
            for row in rows
        ]
        self._show(grades)
        self.is_supposed, self.is_loaded = bool(supposed), True

    def _show(self, grades: MyGradesView) -> None:
        row = grades.grade
        self.name = grades.name
        self.lines = [
            MyGradeLine(
                str(column.id), column.title, column.points, figure_of(cell), reason_of(cell.why)
            )
            for column, cell in zip(grades.columns, row.cells, strict=True)
        ]
        self.reasons = reasons_of_total(row)
        self.percent, self.letter = row.percent, row.letter

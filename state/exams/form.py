"""/classes/[classroom_id]/tests/new and /tests/[exam_id]/edit: what a test asks, and how."""

from collections.abc import AsyncGenerator
from decimal import Decimal
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, CourseId, ExamId, read_id
from alp_app.kit.pages import PageRequest
from alp_app.security.policies import Policy
from alp_app.services.assessment.bank import get_shelf, list_bank
from alp_app.services.assessment.bank_inputs import BankFilter
from alp_app.services.assessment.bank_views import BankEntry
from alp_app.services.classes.queries import get_class
from alp_app.services.exams import commands, queries
from alp_app.services.exams.forms import (
    PartRow,
    SectionRow,
    drawn_row,
    rows_of,
    section_of,
    worth_of,
)
from alp_app.services.exams.inputs import ExamInput
from alp_app.services.exams.views import ExamView
from state.base import CoreAccess, handler
from state.notices import notice
from state.reflex_internals import route_argument

FOUND = 50


class ExamFormState(CoreAccess, rx.State):
    exam: ExamView | None = None
    title: str = ""
    classroom_id: str = ""
    class_name: str = ""
    sections: rx.Field[list[SectionRow]] = rx.field(default_factory=list[SectionRow])
    found: rx.Field[list[BankEntry]] = rx.field(default_factory=list[BankEntry])
    categories: rx.Field[list[str]] = rx.field(default_factory=list[str])
    tags: rx.Field[list[str]] = rx.field(default_factory=list[str])
    questions: int = 0
    points: str = "0"
    shows: rx.Field[list[str]] = rx.field(default_factory=list[str])
    is_taken: bool = False
    is_loaded: bool = False
    is_missing: bool = False
    _exam_id: str = ""
    _course_id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self._exam_id = route_argument("exam_id")
        self.classroom_id = route_argument("classroom_id")
        try:
            async with self._reader() as reader:
                if self._exam_id:
                    exam = await queries.get_exam(reader, ExamId(read_id(self._exam_id)))
                    self.classroom_id = str(exam.classroom_id)
                    self._show(exam)
                room = await get_class(reader, ClassroomId(read_id(self.classroom_id)))
                self._course_id = str(room.course_id)
                shelf = await get_shelf(reader, room.course_id)
                page = await list_bank(
                    reader, room.course_id, BankFilter(), PageRequest(limit=FOUND)
                )
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.class_name, self.found = room.name, page.items
        self.categories = [name for name in shelf.categories if name]
        self.tags = list(shelf.tags)
        self.sections = self.sections or [SectionRow()]
        self.is_loaded = True
        self._count()

    @handler(Policy.STAFF)
    async def search(self, words: str) -> None:
        async with self._reader() as reader:
            page = await list_bank(
                reader,
                CourseId(read_id(self._course_id)),
                BankFilter(text=words[:200]),
                PageRequest(limit=FOUND),
            )
        self.found = page.items

    @handler(Policy.STAFF)
    async def add_question(self, question_id: UUID, label: str) -> None:
        """To the last section; once."""
        name = str(question_id)
        if any(part.question_id == name for each in self.sections for part in each.parts):
            return
        self._add(PartRow(is_draw=False, question_id=name, label=label))

    @handler(Policy.STAFF)
    async def add_draw(self, form: Filled) -> None:
        self._add(drawn_row(form))

    @handler(Policy.STAFF)
    async def add_section(self) -> None:
        self.sections = [*self.sections, SectionRow()]

    @handler(Policy.STAFF)
    async def name_section(self, section: int, title: str) -> None:
        self._change(section, title=title[:120])

    @handler(Policy.STAFF)
    async def set_points(self, section: int, place: int, points: str) -> None:
        parts = list(self.sections[section].parts)
        parts[place] = parts[place].model_copy(update={"points": points.replace(",", ".")})
        self._change(section, parts=parts)

    @handler(Policy.STAFF)
    async def take_out(self, section: int, place: int) -> None:
        parts = [each for at, each in enumerate(self.sections[section].parts) if at != place]
        self._change(section, parts=parts)

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        feedback = [
            name.removeprefix("shows_")
            for name, on in form.items()
            if on and name.startswith("shows_")
        ]
        given: dict[str, Any] = {
            name: value for name, value in form.items() if value and name in ExamInput.model_fields
        }
        inputs = read_form(
            ExamInput,
            {
                **given,
                "is_shuffled": "is_shuffled" in given,
                "is_one_at_a_time": "is_one_at_a_time" in given,
                "may_go_back": "no_way_back" not in form or not form["no_way_back"],
                "feedback": feedback,
                "sections": [section_of(each) for each in self.sections if each.parts],
                "category_id": self.exam.category_id if self.exam else None,
            },
        )
        async with self._work() as work:
            if self._exam_id:
                exam_id = ExamId(read_id(self._exam_id))
                await commands.change_exam(work, exam_id, inputs=inputs)
            else:
                classroom_id = ClassroomId(read_id(self.classroom_id))
                exam_id = await commands.create_exam(work, classroom_id, inputs=inputs)
        yield notice("exam.saved", tone="ok")
        yield rx.redirect(f"/tests/{exam_id}/results")

    def _show(self, exam: ExamView) -> None:
        self.exam, self.title, self.is_taken = exam, exam.title, exam.is_taken
        self.shows = [each.value for each in exam.feedback]
        self.sections = rows_of(exam)

    def _add(self, part: PartRow) -> None:
        last = len(self.sections) - 1
        self._change(last, parts=[*self.sections[last].parts, part])

    def _change(self, section: int, **values: Any) -> None:
        rows = list(self.sections)
        rows[section] = rows[section].model_copy(update=values)
        self.sections = rows
        self._count()

    def _count(self) -> None:
        parts = [part for each in self.sections for part in each.parts]
        self.questions = sum(part.count for part in parts)
        self.points = f"{sum((worth_of(part) for part in parts), Decimal(0)).normalize():f}"

"""/studio/[course_id]: the draft of one course, its outline and the lesson that is open."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from alp_app.kit.errors import AppError
from alp_app.kit.ids import BlockId, CourseId, LessonId, ModuleId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.courses import commands, publishing, queries
from alp_app.services.courses.inputs import CourseInput, PartInput
from alp_app.services.courses.reading_views import ReadingBlock
from alp_app.services.courses.views import (
    BlockDraftView,
    ChangeView,
    CourseView,
    FindingView,
    ModuleOutlineView,
    ObjectiveView,
)
from alp_app.services.learning.adoption import publish_to_learners
from alp_app.services.sources.queries import list_sources
from alp_app.services.sources.views import SourceView
from state.base import handler
from state.courses.block_forms import (
    BlockForm,
    QuestionForm,
    form_of,
    input_of,
    question_form_of,
    question_of,
)
from state.courses.undo import undo_of
from state.forms import read_form
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument

Direction = Literal["up", "down"]

NEW_BLOCKS: dict[str, dict[str, str]] = {
    "text": {"text": "…"},
    "heading": {"text": "…"},
    "list": {"text": "…"},
    "table": {"text": "… | …\n… | …"},
    "formula": {"text": "x"},
    "callout": {"text": "…"},
    "code": {"text": "…"},
    "figure": {"alt": ""},
    "video": {"alt": ""},
    "quiz": {"title": ""},
}
"""What a block holds before its author has typed anything."""


@dataclass(frozen=True)
class EditorBlock:
    """A block as the editor shows it: read, or with its form open."""

    id: str
    type: str
    revision: int
    models: str
    """Names of the models whose sentences are still in it."""
    reading: ReadingBlock
    form: BlockForm
    questions: tuple[QuestionForm, ...]


class EditorState(Live, rx.State):
    course: CourseView | None = None
    modules: rx.Field[list[ModuleOutlineView]] = rx.field(default_factory=list[ModuleOutlineView])
    objectives: rx.Field[list[ObjectiveView]] = rx.field(default_factory=list[ObjectiveView])
    sources: rx.Field[list[SourceView]] = rx.field(default_factory=list[SourceView])
    lesson_id: str = ""
    lesson_number: int = 0
    lesson_title: str = ""
    lesson_summary: str = ""
    lesson_minutes: int = 0
    lesson_model: str = ""
    lesson_reviewed_at: str = ""
    lesson_reviewer: str = ""
    blocks: rx.Field[list[EditorBlock]] = rx.field(default_factory=list[EditorBlock])
    editing: str = ""
    """Id of the block or question whose form is open, `lesson`, `course`, a module's id, or nothing."""
    findings: rx.Field[list[FindingView]] = rx.field(default_factory=list[FindingView])
    is_ready: bool = False
    is_checklist_open: bool = False
    is_loaded: bool = False
    _course: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        """Open the course of the address, at the lesson it names or at the first."""
        self.reset()
        self._course = route_argument("course_id")
        wanted = route_argument("lesson")
        await self._refresh()
        first = next((lesson.id for module in self.modules for lesson in module.lessons), None)
        await self._open(wanted or (str(first) if first else ""))
        yield EditorState.watch

    @handler(Policy.STAFF)
    async def open_lesson(self, lesson_id: LessonId) -> None:
        self.editing = ""
        await self._open(str(lesson_id))

    @handler(Policy.STAFF)
    async def edit(self, what: str) -> None:
        self.editing = what

    @handler(Policy.STAFF)
    async def stop_editing(self) -> None:
        self.editing = ""

    @handler(Policy.STAFF)
    async def save_course(self, form: dict[str, str]) -> AsyncGenerator[Any]:
        details: CourseInput = read_form(CourseInput, form)
        async with self._work() as work:
            change = await commands.change_course(work, self._course_id, details=details)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def add_module(self, form: dict[str, str]) -> AsyncGenerator[Any]:
        part: PartInput = read_form(PartInput, form)
        async with self._work() as work:
            change = await commands.add_module(work, self._course_id, part=part)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def save_module(self, module_id: ModuleId, form: dict[str, str]) -> AsyncGenerator[Any]:
        part: PartInput = read_form(PartInput, form)
        async with self._work() as work:
            change = await commands.change_module(work, module_id, part=part)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def move_module(self, module_id: ModuleId, direction: Direction) -> AsyncGenerator[Any]:
        ids = [module.id for module in self.modules]
        to = _moved(ids.index(module_id), direction)
        async with self._work() as work:
            change = await commands.move_module(work, module_id, to=to)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def delete_module(self, module_id: ModuleId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.delete_module(work, module_id)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def add_lesson(self, module_id: ModuleId, form: dict[str, str]) -> AsyncGenerator[Any]:
        part: PartInput = read_form(PartInput, form)
        async with self._work() as work:
            change = await commands.add_lesson(work, module_id, part=part)
        yield await self._changed(change)
        await self._open(str(change.subject_id))

    @handler(Policy.STAFF)
    async def save_lesson(self, form: dict[str, str]) -> AsyncGenerator[Any]:
        part: PartInput = read_form(PartInput, form)
        async with self._work() as work:
            change = await commands.change_lesson(work, self._open_lesson_id, part=part)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def place_lesson(
        self, lesson_id: LessonId, module_id: ModuleId, to: int
    ) -> AsyncGenerator[Any]:
        """Put a lesson at index `to` of a module."""
        async with self._work() as work:
            change = await commands.move_lesson(work, lesson_id, module_id=module_id, to=to)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def move_lesson(self, lesson_id: LessonId, direction: Direction) -> AsyncGenerator[Any]:
        """One place up or down, from the end of a module to the beginning of the next."""
        module_id, to = self._next_place(lesson_id, direction)
        async with self._work() as work:
            change = await commands.move_lesson(work, lesson_id, module_id=module_id, to=to)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def delete_lesson(self, lesson_id: LessonId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.delete_lesson(work, lesson_id)
        yield await self._changed(change)
        if str(lesson_id) == self.lesson_id:
            first = next((item.id for module in self.modules for item in module.lessons), None)
            await self._open(str(first) if first else "")

    @handler(Policy.STAFF)
    async def review_lesson(self, *, is_reviewed: bool) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.review_lesson(
                work, self._open_lesson_id, is_reviewed=is_reviewed
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def add_block(self, kind: str, at: int) -> AsyncGenerator[Any]:
        """A new block with its form open."""
        block = input_of(kind, NEW_BLOCKS.get(kind, {}))
        async with self._work() as work:
            change = await commands.add_block(work, self._open_lesson_id, block=block, at=at)
        yield await self._changed(change)
        self.editing = str(change.subject_id)

    @handler(Policy.STAFF)
    async def save_block(self, block_id: BlockId, form: dict[str, str]) -> AsyncGenerator[Any]:
        shown = next(block for block in self.blocks if block.id == str(block_id))
        async with self._work() as work:
            change = await commands.change_block(
                work, block_id, block=input_of(shown.type, form), revision=shown.revision
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def move_block(self, block_id: BlockId, direction: Direction) -> AsyncGenerator[Any]:
        ids = [block.id for block in self.blocks]
        async with self._work() as work:
            change = await commands.move_block(
                work, block_id, to=_moved(ids.index(str(block_id)), direction)
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def delete_block(self, block_id: BlockId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.delete_block(work, block_id)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def save_question(
        self, block_id: BlockId, question_id: str, form: dict[str, str]
    ) -> AsyncGenerator[Any]:
        """Save a question of a quiz; an empty id adds one."""
        async with self._reader() as reader:
            lesson = await queries.get_lesson_draft(reader, self._open_lesson_id)
        quiz = next(block for block in lesson.blocks if block.id == block_id)
        old = next((item for item in quiz.questions if str(item.id) == question_id), None)
        content = question_of(form, old.content if old else None)
        async with self._work() as work:
            change = (
                await commands.change_question(work, old.id, content=content)
                if old
                else await commands.add_question(work, block_id, content=content)
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def delete_question(self, block_id: BlockId, question_id: str) -> AsyncGenerator[Any]:
        async with self._reader() as reader:
            lesson = await queries.get_lesson_draft(reader, self._open_lesson_id)
        found = [item.id for block in lesson.blocks for item in block.questions]
        async with self._work() as work:
            change = await commands.delete_question(
                work, block_id, next(item for item in found if str(item) == question_id)
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def open_checklist(self) -> None:
        async with self._reader() as reader:
            checklist = await queries.get_checklist(reader, self._course_id)
        self.findings = list(checklist.findings)
        self.is_ready = checklist.is_ready
        self.is_checklist_open = True

    @handler(Policy.STAFF)
    async def close_checklist(self) -> None:
        self.is_checklist_open = False

    @handler(Policy.STAFF)
    async def go_to_finding(self, lesson_id: LessonId) -> None:
        """Close the checklist and open the lesson that a line speaks of."""
        self.is_checklist_open = False
        await self._open(str(lesson_id))

    @handler(Policy.STAFF)
    async def publish(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            published = await publish_to_learners(work, self._course_id)
        self.is_checklist_open = False
        await self._refresh()
        yield notice(
            "course.published",
            tone="ok",
            facts={"version": published.version_number, "lessons": published.lesson_count},
        )

    @property
    def _course_id(self) -> CourseId:
        return CourseId(read_id(self._course))

    @property
    def _open_lesson_id(self) -> LessonId:
        return LessonId(read_id(self.lesson_id))

    async def _topics(self) -> Sequence[Topic]:
        course_id = self._course_id
        return [
            await self._topic("course", course_id=course_id),
            await self._topic("sources", course_id=course_id),
        ]

    async def _refresh(self) -> None:
        """The outline, and the open lesson unless something in it is being edited."""
        async with self._reader() as reader:
            draft = await queries.get_draft(reader, self._course_id)
            self.sources = await list_sources(reader, self._course_id)
        self.course = draft.course
        self.modules = list(draft.modules)
        self.objectives = list(draft.objectives)
        self.is_loaded = True
        if self.lesson_id and not self.editing:
            await self._open(self.lesson_id)

    async def _open(self, lesson_id: str) -> None:
        """Show one lesson; nothing when there is none, or it is gone."""
        self.lesson_id = lesson_id
        if not lesson_id:
            self.blocks = []
            return
        try:
            async with self._reader() as reader:
                lesson = await queries.get_lesson_draft(reader, self._open_lesson_id)
                preview = await publishing.preview_lesson(reader, lesson.id)
        except AppError:
            self.lesson_id, self.blocks = "", []
            raise
        self.lesson_number = lesson.number
        self.lesson_title = lesson.title
        self.lesson_summary = lesson.summary
        self.lesson_minutes = preview.minutes
        self.lesson_model = lesson.model
        self.lesson_reviewed_at = lesson.reviewed_at.isoformat() if lesson.reviewed_at else ""
        self.lesson_reviewer = lesson.reviewer
        readings = {block.id: block for block in preview.blocks}
        self.blocks = [_shown(block, readings[block.id]) for block in lesson.blocks]

    async def _changed(self, change: ChangeView) -> Any:
        """Show the draft after an edit, and tell of it with the way back."""
        self.editing = ""
        await self._refresh()
        return notice(change.name, tone="ok", undo=undo_of(change))

    def _next_place(self, lesson_id: LessonId, direction: Direction) -> tuple[ModuleId, int]:
        places = [
            (index, [lesson.id for lesson in module.lessons])
            for index, module in enumerate(self.modules)
        ]
        index, ids = next(place for place in places if lesson_id in place[1])
        to = _moved(ids.index(lesson_id), direction)
        if to < 0 and index > 0:
            return self.modules[index - 1].id, len(places[index - 1][1])
        if to >= len(ids) and index + 1 < len(places):
            return self.modules[index + 1].id, 0
        return self.modules[index].id, max(0, to)


def _shown(block: BlockDraftView, reading: ReadingBlock) -> EditorBlock:
    return EditorBlock(
        id=str(block.id),
        type=block.content.type,
        revision=block.revision,
        models=", ".join(block.models),
        reading=reading,
        form=form_of(block.content, block.text),
        questions=tuple(question_form_of(str(item.id), item.content) for item in block.questions),
    )


def _moved(index: int, direction: Direction) -> int:
    return index - 1 if direction == "up" else index + 1

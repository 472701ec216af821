"""/studio/[course_id]: the draft of one course, its outline and the lesson that is open."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from alp_app.kit.errors import AppError
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import BlockId, CourseId, LessonId, ModuleId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assessment.asking import example_of
from alp_app.services.assessment.draft_views import KeyLine
from alp_app.services.assessment.revealing import key_lines
from alp_app.services.courses import commands, publishing, queries
from alp_app.services.courses.forms import (
    BlockForm,
    form_of,
    input_of,
)
from alp_app.services.courses.inputs import CourseInput, PartInput
from alp_app.services.courses.reading_views import ReadingBlock
from alp_app.services.courses.views import (
    BlockDraftView,
    ChangeView,
    CourseView,
    FindingView,
    ModuleOutlineView,
    QuestionDraftView,
)
from alp_app.services.evidence.support_queries import get_lesson_evidence
from alp_app.services.learning.adoption import publish_to_learners
from state.base import handler
from state.courses.support import SupportShown, shown_of
from state.courses.undo import undo_of
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument
from state.releases.published import where_to_tell

Direction = Literal["up", "down"]

WAITING = ("unsupported", "unchecked_sentences", "weak_sentences", "held_keys")
"""Lines of the checklist that are gone through one by one."""

NEW_BLOCKS: dict[str, dict[str, str]] = {
    "text": {"text": "…"},
    "heading": {"text": "…"},
    "list": {"text": "…"},
    "table": {"text": "… | …\n… | …"},
    "formula": {"text": "x"},
    "callout": {"text": "…"},
    "code": {"text": "…"},
    "figure": {"alt": ""},
    "model": {"alt": ""},
    "video": {"alt": ""},
    "file": {"title": ""},
    "quiz": {"title": ""},
}
"""What a block holds before its author has typed anything."""


@dataclass(frozen=True)
class QuestionLine:
    """A question of a quiz with its key, for editors."""

    id: str
    type: str
    stem: str
    model: str
    verdict: str
    key: tuple[KeyLine, ...]


@dataclass(frozen=True)
class EditorBlock:
    """A block as the editor shows it: read, or with its form open."""

    id: str
    type: str
    revision: int
    models: str
    """Names of the models whose sentences are still in it."""
    support: str
    """full, part or none: how many of its sentences have a source. Empty when it has no sentences."""
    reading: dict[str, Any]
    """A ReadingBlock, as `components.lesson.block` takes it."""
    form: BlockForm
    questions: tuple[QuestionLine, ...]


class EditorState(Live, rx.State):
    course: CourseView | None = None
    modules: rx.Field[list[ModuleOutlineView]] = rx.field(default_factory=list[ModuleOutlineView])
    outline: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """`modules` as `components.ui.outline` takes them."""
    lesson_id: str = ""
    lesson_number: int = 0
    lesson_title: str = ""
    lesson_summary: str = ""
    lesson_minutes: int = 0
    lesson_is_required: bool = True
    required_count: int = 0
    """Lessons without which the course is not completed."""
    lesson_model: str = ""
    lesson_reviewed_at: str = ""
    lesson_reviewer: str = ""
    blocks: rx.Field[list[EditorBlock]] = rx.field(default_factory=list[EditorBlock])
    support: rx.Field[SupportShown] = rx.field(default_factory=SupportShown)
    editing: str = ""
    """Id of the block or question whose form is open, `lesson`, `course`, `new:<module id>`, or nothing."""
    renaming: str = ""
    """Id of the module or lesson of the outline whose title is being changed."""
    renamed_title: str = ""
    findings: rx.Field[list[FindingView]] = rx.field(default_factory=list[FindingView])
    waiting: int = 0
    """How many sentences and answers of the checklist wait for a person's word."""
    is_ready: bool = False
    is_ready_without_held: bool = False
    is_checklist_open: bool = False
    is_loaded: bool = False
    _course: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        """Open the course of the address, at the lesson it names or at the first."""
        if self._course != route_argument("course_id"):
            self.reset()
            self._course = route_argument("course_id")
        self.editing = self.renaming = ""
        self.lesson_id = route_argument("lesson")
        await self._refresh()
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
    async def save_course(self, form: Filled) -> AsyncGenerator[Any]:
        details: CourseInput = read_form(CourseInput, form)
        async with self._work() as work:
            change = await commands.change_course(work, self._course_id, details=details)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def add_module(self, form: Filled) -> AsyncGenerator[Any]:
        part: PartInput = read_form(PartInput, {"title": form.get("module", "")})
        async with self._work() as work:
            change = await commands.add_module(work, self._course_id, part=part)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def place_module(self, module_id: str, to: int) -> AsyncGenerator[Any]:
        """Put a module at index `to` among the others."""
        async with self._work() as work:
            change = await commands.move_module(work, ModuleId(read_id(module_id)), to=to)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def rename_part(self, part_id: str) -> None:
        """Open the form of a module or a lesson of the outline."""
        parts = [part for module in self.modules for part in (module, *module.lessons)]
        found = next((part for part in parts if str(part.id) == part_id), None)
        if found is not None:
            self.renaming, self.renamed_title = part_id, found.title

    @handler(Policy.STAFF)
    async def stop_renaming(self) -> None:
        self.renaming = ""

    @handler(Policy.STAFF)
    async def save_part(self, form: Filled) -> AsyncGenerator[Any]:
        """Give the module or lesson whose form is open its new title."""
        module = next((item for item in self.modules if str(item.id) == self.renaming), None)
        async with self._work() as work:
            if module is not None:
                part = read_form(
                    PartInput, {"title": form.get("part", ""), "summary": module.summary}
                )
                change = await commands.change_module(work, module.id, part=part)
            else:
                lesson_id = LessonId(read_id(self.renaming))
                lesson = await queries.get_lesson_draft(work, lesson_id)
                part = read_form(
                    PartInput, {"title": form.get("part", ""), "summary": lesson.summary}
                )
                change = await commands.change_lesson(work, lesson_id, part=part)
        self.renaming = ""
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def delete_part(self, part_id: str) -> AsyncGenerator[Any]:
        """Delete a module with its lessons, or one lesson."""
        module = next((item for item in self.modules if str(item.id) == part_id), None)
        async with self._work() as work:
            change = (
                await commands.delete_module(work, module.id)
                if module
                else await commands.delete_lesson(work, LessonId(read_id(part_id)))
            )
        self.lesson_id = (
            "" if self.lesson_id not in self._lesson_ids(without=part_id) else self.lesson_id
        )
        yield await self._changed(change)
        if not self.lesson_id:
            await self._open(next(iter(self._lesson_ids()), ""))

    @handler(Policy.STAFF)
    async def add_lesson(self, form: Filled) -> AsyncGenerator[Any]:
        module_id = ModuleId(read_id(form.get("module_id", "")))
        title = form.get(f"lesson-{module_id}", "")
        part: PartInput = read_form(PartInput, {"title": title})
        async with self._work() as work:
            change = await commands.add_lesson(work, module_id, part=part)
        yield await self._changed(change)
        await self._open(str(change.subject_id))

    @handler(Policy.STAFF)
    async def save_lesson(self, form: Filled) -> AsyncGenerator[Any]:
        part: PartInput = read_form(PartInput, form)
        async with self._work() as work:
            change = await commands.change_lesson(work, self._open_lesson_id, part=part)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def place_lesson(self, lesson_id: str, module_id: str, to: int) -> AsyncGenerator[Any]:
        """Put a lesson at index `to` of a module."""
        async with self._work() as work:
            change = await commands.move_lesson(
                work,
                LessonId(read_id(lesson_id)),
                module_id=ModuleId(read_id(module_id)),
                to=to,
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def review_lesson(self, *, is_reviewed: bool) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.review_lesson(
                work, self._open_lesson_id, is_reviewed=is_reviewed
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def require_lesson(self, *, is_required: bool) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.require_lesson(
                work, self._open_lesson_id, is_required=is_required
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
    async def save_block(self, form: Filled) -> AsyncGenerator[Any]:
        block_id = BlockId(read_id(form.get("block_id", "")))
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
        self.waiting = sum(line.count for line in checklist.findings if line.key in WAITING)
        self.is_ready = checklist.is_ready
        self.is_ready_without_held = checklist.is_ready_without_held
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
    async def publish(self, leaves_out_held: bool) -> AsyncGenerator[Any]:
        async with self._work() as work:
            published = await publish_to_learners(
                work, self._course_id, leaves_out_held=leaves_out_held
            )
        self.is_checklist_open = False
        await self._refresh()
        yield notice(
            "course.published",
            tone="ok",
            facts={"version": published.version_number, "lessons": published.lesson_count},
        )
        async with self._reader() as reader:
            if page := await where_to_tell(reader, self._course_id):
                yield rx.redirect(page)

    @property
    def _course_id(self) -> CourseId:
        return CourseId(read_id(self._course))

    @property
    def _open_lesson_id(self) -> LessonId:
        return LessonId(read_id(self.lesson_id))

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("course", course_id=self._course_id)]

    async def _refresh(self) -> None:
        """The outline, and the open lesson unless something in it is being edited. The first one opens
        by itself, as when a course that is being written gets it."""
        async with self._reader() as reader:
            draft = await queries.get_draft(reader, self._course_id)
        self.course = draft.course
        self.modules = list(draft.modules)
        self.outline = _outline(self._course, draft.modules)
        self.required_count = sum(
            lesson.is_required for module in draft.modules for lesson in module.lessons
        )
        self.is_loaded = True
        if not self.editing:
            await self._open(self.lesson_id or next(iter(self._lesson_ids()), ""))

    async def _open(self, lesson_id: str) -> None:
        """Show one lesson; nothing when there is none, or it is gone."""
        self.lesson_id = lesson_id
        if not lesson_id:
            self.blocks = []
            return
        try:
            async with self._reader() as reader:
                lesson = await queries.get_lesson_draft(reader, self._open_lesson_id)
                preview = await publishing.preview_lesson(reader, lesson.id, ask=example_of)
                evidence = await get_lesson_evidence(reader, lesson.id)
        except AppError:
            self.lesson_id, self.blocks = "", []
            raise
        self.lesson_number = lesson.number
        self.lesson_title = lesson.title
        self.lesson_summary = lesson.summary
        self.lesson_minutes = preview.minutes
        self.lesson_is_required = lesson.is_required
        self.lesson_model = lesson.model
        self.lesson_reviewed_at = lesson.reviewed_at.isoformat() if lesson.reviewed_at else ""
        self.lesson_reviewer = lesson.reviewer
        self.support = shown_of(evidence)
        readings = {block.id: block for block in preview.blocks}
        self.blocks = [_shown(block, readings[block.id]) for block in lesson.blocks]

    async def _changed(self, change: ChangeView) -> Any:
        """Show the draft after an edit, and tell of it with the way back."""
        self.editing = ""
        await self._refresh()
        return notice(change.name, tone="ok", undo=undo_of(change))

    def _lesson_ids(self, *, without: str = "") -> list[str]:
        """Of the outline in reading order; `without` leaves out a lesson, or a module's lessons."""
        return [
            str(lesson.id)
            for module in self.modules
            for lesson in module.lessons
            if without not in (str(module.id), str(lesson.id))
        ]


def _outline(course_id: str, modules: Sequence[ModuleOutlineView]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(module.id),
            "number": number,
            "title": module.title,
            "lessons": [
                {
                    "id": str(lesson.id),
                    "number": lesson.number,
                    "title": lesson.title,
                    "href": f"/studio/{course_id}?lesson={lesson.id}",
                    "state": "" if lesson.is_written else "waiting",
                    "is_optional": not lesson.is_required,
                    "full": lesson.sourced,
                    "part": 0,
                    "none": lesson.statements - lesson.sourced,
                }
                for lesson in module.lessons
            ],
        }
        for number, module in enumerate(modules, start=1)
    ]


def _shown(block: BlockDraftView, reading: ReadingBlock) -> EditorBlock:
    return EditorBlock(
        id=str(block.id),
        type=block.content.type,
        revision=block.revision,
        models=", ".join(block.models),
        support=_support(reading),
        reading=reading.model_dump(mode="json"),
        form=form_of(block.content, block.text),
        questions=tuple(_line(item) for item in block.questions),
    )


def _line(question: QuestionDraftView) -> QuestionLine:
    content = question.content
    return QuestionLine(
        id=str(question.id),
        type=content.type,
        stem=content.stem or getattr(content, "text", ""),
        model=content.origin.model,
        verdict=question.verdict.value,
        key=key_lines(content),
    )


def _support(block: ReadingBlock) -> str:
    sentences = [*block.sentences, *(sentence for item in block.list_items for sentence in item)]
    sourced = sum(bool(sentence.citations) for sentence in sentences)
    if not sentences:
        return ""
    if not sourced:
        return "none"
    return "full" if sourced == len(sentences) else "part"


def _moved(index: int, direction: Direction) -> int:
    return index - 1 if direction == "up" else index + 1

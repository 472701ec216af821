"""/assignments/[assignment_id]/grade and …/second: the work of a class, marked one learner after another.

All work is in the page from the start, so that the next learner is there at once; marks are kept apart
from it, so that saving one sends little.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from alp_app.kit.errors import AppError, Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import AssignmentId, SnippetId, SubmissionId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assignments import marking, moderating, queries
from alp_app.services.assignments.inputs import MarkInput, SnippetInput
from alp_app.services.assignments.views import (
    AssignmentView,
    GradingView,
    MarkView,
    SnippetView,
    WorkRow,
)
from state.assignments.shown import CriterionLine, WorkShown, criteria_lines, work_shown
from state.assignments.watched import course_of
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import current_path, route_argument

LONGEST_SNIPPET = 1000
SECOND = "/second"
"""How the address of the second teacher's desk ends."""


@dataclass(frozen=True)
class QueueRow:
    number: int
    name: str
    state: str
    """missing, submitted, graded or released."""
    points: str


@dataclass(frozen=True)
class DeskWork:
    number: int
    name: str
    """Empty for anonymous work."""
    held: str
    """Why there is nothing to mark: `other` or `compared`."""
    work: WorkShown


@dataclass(frozen=True)
class MarkFields:
    """A mark as the fields of its form hold it."""

    levels: Mapping[str, int] = field(default_factory=dict[str, int])
    """By criterion, the place of the level that is chosen."""
    comments: Mapping[str, str] = field(default_factory=dict[str, str])
    points: str = ""
    comment: str = ""


class GradingState(Live, rx.State):
    assignment_id: str = ""
    is_second: bool = False
    """Marking what another teacher has marked, without seeing how."""
    has_second: bool = False
    has_peers: bool = False
    classroom_id: str = ""
    class_name: str = ""
    title: str = ""
    possible: str = ""
    criteria: rx.Field[list[CriterionLine]] = rx.field(default_factory=list[CriterionLine])
    queue: rx.Field[list[QueueRow]] = rx.field(default_factory=list[QueueRow])
    works: rx.Field[list[DeskWork]] = rx.field(default_factory=list[DeskWork])
    marks: rx.Field[dict[str, MarkFields]] = rx.field(default_factory=dict[str, MarkFields])
    """By submission."""
    start: int = 0
    """The place of the first work without a mark, when the page was opened."""
    marked: int = 0
    handed_in: int = 0
    to_release: int = 0
    answered: int = 0
    saved_at: str = ""
    problem: str = ""
    snippets: rx.Field[list[SnippetView]] = rx.field(default_factory=list[SnippetView])
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.assignment_id = route_argument("assignment_id")
        self.is_second = current_path().rstrip("/").endswith(SECOND)
        yield  # No key may reach the work of the assignment that was shown before.
        await self._refresh()
        if self.is_missing:
            return
        waiting = (at for at, row in enumerate(self.queue) if row.state == "submitted")
        self.start = next(waiting, 0)
        async with self._reader() as reader:
            self.snippets = await marking.list_snippets(reader)
        self.is_loaded = True
        yield GradingState.watch

    @handler(Policy.STAFF)
    async def save(self, submission_id: SubmissionId, number: int, form: Filled) -> None:
        """Keep a mark as it stands in its form. The answer names the number of what was sent."""
        self.answered, self.problem = number, ""
        try:
            inputs = read_form(MarkInput, mark_values(form))
            async with self._work() as work:
                save = moderating.save_second_mark if self.is_second else marking.save_mark
                mark = await save(work, submission_id, inputs=inputs)
        except AppError as error:
            self.problem = error.code
            return
        self.saved_at = mark.saved_at.isoformat()
        self.marks[str(submission_id)] = mark_fields(mark)

    @handler(Policy.STAFF)
    async def release(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            released = await marking.release_grades(work, self._assignment_id)
        await self._refresh()
        yield notice("grading.released", tone="ok", facts={"n": released.count})

    @handler(Policy.STAFF)
    async def keep_comment(self, submission_id: str) -> None:
        """Put the comment of a mark into my bank."""
        text = self.marks.get(submission_id, MarkFields()).comment[:LONGEST_SNIPPET]
        async with self._work() as work:
            await marking.add_snippet(work, snippet=read_form(SnippetInput, {"text": text}))
            self.snippets = await marking.list_snippets(work)

    @handler(Policy.STAFF)
    async def forget_comment(self, snippet_id: SnippetId) -> None:
        async with self._work() as work:
            await marking.delete_snippet(work, snippet_id)
            self.snippets = await marking.list_snippets(work)

    @property
    def _assignment_id(self) -> AssignmentId:
        return AssignmentId(read_id(self.assignment_id))

    async def _topics(self) -> Sequence[Topic]:
        async with self._reader() as reader:
            course_id = await course_of(reader, self._assignment_id)
        return [await self._topic("grading", course_id=course_id)]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                ask = moderating.get_second_marking if self.is_second else queries.get_grading
                grading = await ask(reader, self._assignment_id)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self._show_assignment(grading.assignment)
        self._show_work(grading)

    def _show_assignment(self, assignment: AssignmentView) -> None:
        self.classroom_id = str(assignment.classroom_id)
        self.class_name, self.title = assignment.class_name, assignment.title
        self.possible = assignment.points
        self.has_peers = assignment.reviews_each > 0
        self.has_second = assignment.second_marks.value != "none"
        self.criteria = list(criteria_lines(assignment.criteria))

    def _show_work(self, grading: GradingView) -> None:
        self.queue = [_queue_row(row) for row in grading.work]
        self.to_release = grading.to_release
        self.handed_in = sum(row.state != "missing" for row in self.queue)
        self.marked = sum(row.state in {"graded", "released"} for row in self.queue)
        works = [
            DeskWork(row.number, row.name, row.held, work_without_mark(row, grading.assignment))
            for row in grading.work
        ]
        if works != self.works:
            self.works = works
        self.marks = {
            str(row.submission.id): mark_fields(row.submission.mark)
            for row in grading.work
            if row.submission is not None
        }


def mark_fields(mark: MarkView | None) -> MarkFields:
    if mark is None:
        return MarkFields()
    return MarkFields(
        levels={
            str(criterion): said.level
            for criterion, said in mark.criteria.items()
            if said.level is not None
        },
        comments={str(criterion): said.comment for criterion, said in mark.criteria.items()},
        points=mark.points,
        comment=mark.comment,
    )


def mark_values(form: Mapping[str, str]) -> dict[str, Any]:
    """What a form with the fields `level-…`, `comment-…`, `points` and `comment` says."""
    criteria: dict[str, dict[str, str]] = {}
    for name, value in form.items():
        kind, _, criterion = name.partition("-")
        if criterion and kind in {"level", "comment"} and value:
            criteria.setdefault(criterion, {})[kind] = value
    points = form.get("points", "").replace(",", ".").strip()
    return {
        "criteria": criteria,
        "comment": form.get("comment", ""),
        "points": points or None,
    }


def work_without_mark(row: WorkRow, assignment: AssignmentView) -> WorkShown:
    shown = row.submission and row.submission.model_copy(update={"mark": None})
    return work_shown(shown, assignment.criteria)


def _queue_row(row: WorkRow) -> QueueRow:
    submission = row.submission
    mark = submission.mark if submission else None
    return QueueRow(
        number=row.number,
        name=row.name,
        state=submission.state.value if submission else "missing",
        points=mark.points if mark else "",
    )

"""/assignments/[assignment_id]/moderation: work that two teachers mark, compared and agreed on."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import AssignmentId, SubmissionId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assignments import moderating
from alp_app.services.assignments.inputs import MarkInput
from alp_app.services.assignments.views import CriterionView, MarkView, ModerationRow
from state.assignments.grading import mark_values
from state.assignments.shown import CriterionLine, LevelLine, criteria_lines, moment
from state.assignments.watched import course_of
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class CriterionPair:
    """What two teachers say of one criterion."""

    id: str
    title: str
    levels: tuple[LevelLine, ...]
    first: str
    second: str
    chosen: str
    """The place of the level that stands."""
    comment: str


@dataclass(frozen=True)
class MarkPair:
    number: int
    name: str
    submission_id: str
    state: str
    has_first: bool
    has_second: bool
    second_grader: str
    first_points: str
    second_points: str
    points: str
    """Of the mark that stands."""
    comment: str
    second_comment: str
    criteria: tuple[CriterionPair, ...]
    settled_by: str
    settled_at: str


class ModerationState(Live, rx.State):
    assignment_id: str = ""
    classroom_id: str = ""
    class_name: str = ""
    title: str = ""
    possible: str = ""
    pairs: rx.Field[list[MarkPair]] = rx.field(default_factory=list[MarkPair])
    to_compare: int = 0
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.assignment_id = route_argument("assignment_id")
        await self._refresh()
        if self.is_loaded:
            yield ModerationState.watch

    @handler(Policy.STAFF)
    async def compare(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await moderating.compare_marks(work, self._assignment_id)
        await self._refresh()
        yield notice("moderation.compared")

    @handler(Policy.STAFF)
    async def settle(self, form: Filled) -> AsyncGenerator[Any]:
        """Decide on the mark of the work that the form names."""
        submission_id = SubmissionId(read_id(form.get("submission_id", "")))
        inputs = read_form(MarkInput, mark_values(form))
        async with self._work() as work:
            await moderating.settle_mark(work, submission_id, inputs=inputs)
        await self._refresh()
        yield notice("moderation.settled", tone="ok")

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
                view = await moderating.get_moderation(reader, self._assignment_id)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        assignment = view.assignment
        self.classroom_id = str(assignment.classroom_id)
        self.class_name, self.title = assignment.class_name, assignment.title
        self.possible, self.to_compare = assignment.points, view.to_compare
        self.pairs = [_pair(row, assignment.criteria) for row in view.work]
        self.is_loaded = True


def _pair(row: ModerationRow, criteria: Sequence[CriterionView]) -> MarkPair:
    mark, second = row.mark, row.second
    return MarkPair(
        number=row.number,
        name=row.name,
        submission_id=str(row.submission_id),
        state=row.state,
        has_first=row.has_first,
        has_second=row.has_second,
        second_grader=row.second_grader,
        first_points=row.first_points,
        second_points=second.points if second else "",
        points=mark.points if mark else "",
        comment=mark.comment if mark else "",
        second_comment=second.comment if second else "",
        criteria=_criteria(criteria, mark, second) if mark and second else (),
        settled_by=row.settled_by,
        settled_at=moment(row.settled_at),
    )


def _criteria(
    criteria: Sequence[CriterionView], mark: MarkView, second: MarkView
) -> tuple[CriterionPair, ...]:
    pairs = zip(criteria_lines(criteria, mark), criteria_lines(criteria, second), strict=True)
    return tuple(
        CriterionPair(
            id=first.id,
            title=first.title,
            levels=first.levels,
            first=_level(first),
            second=_level(other),
            chosen=next((str(level.place) for level in first.levels if level.is_chosen), ""),
            comment=first.comment,
        )
        for first, other in pairs
    )


def _level(criterion: CriterionLine) -> str:
    return next((level.title for level in criterion.levels if level.is_chosen), "")

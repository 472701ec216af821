"""/tests/[exam_id]/statistics: what the answers tell of the questions, and marking by a mended key."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx
from pydantic import BaseModel

from alp_app.kit.errors import Conflict, Forbidden, NotFound
from alp_app.kit.ids import ExamId, ExamRegradeId, QuestionId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assessment.statistics import Estimate, ItemFigures
from alp_app.services.exams import queries, regrading
from alp_app.services.exams.insight import get_statistics
from alp_app.services.exams.views import (
    ExamView,
    ItemStatistics,
    RegradeChange,
    RegradePreview,
    RegradeView,
)
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class OptionRow(BaseModel):
    text: str
    is_right: bool
    count: int
    percent: int
    strong_percent: int
    weak_percent: int


class ItemRow(BaseModel):
    id: str
    number: int
    stem: str
    people: int
    exposure: int
    facility: str
    facility_between: str
    """“40 to 80 %”; empty for too few people."""
    discrimination: str
    discrimination_between: str
    basis: str
    seconds: int
    """The median; 0 where it is not known."""
    is_suspect: bool
    is_changed: bool
    options: list[OptionRow]


class StatisticsState(Live, rx.State):
    exam: ExamView | None = None
    course_id: str = ""
    title: str = ""
    attempts: int = 0
    people: int = 0
    basis: str = ""
    mean: str = ""
    reliability: str = ""
    reliability_between: str = ""
    items: rx.Field[list[ItemRow]] = rx.field(default_factory=list[ItemRow])
    regrades: rx.Field[list[RegradeView]] = rx.field(default_factory=list[RegradeView])
    preview: RegradePreview | None = None
    changes: rx.Field[list[RegradeChange]] = rx.field(default_factory=list[RegradeChange])
    is_missing: bool = False
    _id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self._id = route_argument("exam_id")
        self.preview = None
        await self._refresh()
        if self.exam is not None:
            yield StatisticsState.watch

    @handler(Policy.STAFF)
    async def open_regrade(self, question_id: QuestionId) -> AsyncGenerator[Any]:
        """Show who would have how many points by the key that the bank has now."""
        try:
            async with self._reader() as reader:
                preview = await regrading.preview_regrade(reader, self._exam_id, question_id)
        except Conflict:
            yield notice("exam.mend_first")
            return
        self.preview, self.changes = preview, list(preview.changes)

    @handler(Policy.STAFF)
    async def leave_regrade(self) -> None:
        self.preview = None

    @handler(Policy.STAFF)
    async def regrade(self) -> AsyncGenerator[Any]:
        preview = self.preview
        if preview is None:
            return
        async with self._work() as work:
            made = await regrading.apply_regrade(work, self._exam_id, preview.question_id)
        self.preview = None
        await self._refresh()
        yield notice("exam.regrade_done", tone="ok", undo=StatisticsState.undo(str(made)))

    @handler(Policy.STAFF)
    async def undo(self, regrade_id: ExamRegradeId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await regrading.undo_regrade(work, regrade_id)
        await self._refresh()
        yield notice("exam.regrade_undone")

    @property
    def _exam_id(self) -> ExamId:
        return ExamId(read_id(self._id))

    async def _topics(self) -> Sequence[Topic]:
        course_id = self.exam.course_id if self.exam else None
        return [
            await self._topic("exam", course_id=course_id),
            await self._topic("course", course_id=course_id),
        ]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                self.exam = await queries.get_exam(reader, self._exam_id)
                found = await get_statistics(reader, self._exam_id)
                self.regrades = await regrading.list_regrades(reader, self._exam_id)
        except (Forbidden, NotFound):
            self.exam, self.is_missing = None, True
            return
        self.title, self.attempts, self.is_missing = found.title, found.attempts, False
        self.course_id = str(self.exam.course_id)
        figures = found.figures
        self.people, self.basis = figures.people, figures.basis.value
        self.mean = "" if figures.mean is None else _percent(figures.mean)
        self.reliability = _two(figures.reliability.value)
        self.reliability_between = _between(figures.reliability)
        by_id = {each.id: each for each in figures.items}
        self.items = [
            _row(item, by_id[str(item.id)]) for item in found.items if str(item.id) in by_id
        ]


def _row(item: ItemStatistics, figures: ItemFigures) -> ItemRow:
    facility = figures.facility
    return ItemRow(
        id=str(item.id),
        number=item.number,
        stem=item.stem,
        people=figures.people,
        exposure=item.exposure,
        facility="" if facility.value is None else _percent(facility.value),
        facility_between=""
        if facility.low is None or facility.high is None
        else f"{_percent(facility.low)}–{_percent(facility.high)}",
        discrimination=_two(figures.discrimination.value),
        discrimination_between=_between(figures.discrimination),
        basis=figures.basis.value,
        seconds=round(figures.median_seconds or 0),
        is_suspect=figures.is_key_likely_wrong,
        is_changed=item.is_changed,
        options=[
            OptionRow(
                text=item.options.get(each.id, "?"),
                is_right=each.is_right,
                count=each.count,
                percent=round(each.share * 100),
                strong_percent=round(each.share_of_strong * 100),
                weak_percent=round(each.share_of_weak * 100),
            )
            for each in figures.options
        ],
    )


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace("-", "−")


def _between(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{_two(estimate.low)} … {_two(estimate.high)}"

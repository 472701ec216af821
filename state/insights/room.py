"""/classes/[classroom_id]/insight: what the work of a class tells."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import ClassroomId, CourseId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.insights.attention import Attention
from alp_app.services.insights.classes import get_class_insight
from alp_app.services.insights.estimates import FEW
from alp_app.services.insights.views import ClassInsight, LearnerStanding
from state.base import handler
from state.insights.shown import (
    NO_FIGURE,
    Addresses,
    Figure,
    ModuleShown,
    ObjectiveShown,
    QuestionShown,
    WeekShown,
)
from state.live import Live
from state.reflex_internals import route_argument

MOST_QUESTIONS = 8


@dataclass(frozen=True)
class EvidenceShown:
    key: str
    facts: dict[str, str | int]
    at: str
    href: str


@dataclass(frozen=True)
class StandingShown:
    name: str
    href: str
    attention: str
    evidence: list[EvidenceShown]


class ClassInsightState(Live, rx.State):
    classroom_id: str = ""
    name: str = ""
    as_of: str = ""
    learners: Figure = NO_FIGURE
    active: Figure = NO_FIGURE
    quiet: Figure = NO_FIGURE
    never: Figure = NO_FIGURE
    due: Figure = NO_FIGURE
    missing: Figure = NO_FIGURE
    noticed: rx.Field[list[StandingShown]] = rx.field(default_factory=list[StandingShown])
    """Of whom something stands out, or too little is known."""
    others: rx.Field[list[StandingShown]] = rx.field(default_factory=list[StandingShown])
    weeks: rx.Field[list[WeekShown]] = rx.field(default_factory=list[WeekShown])
    modules: rx.Field[list[ModuleShown]] = rx.field(default_factory=list[ModuleShown])
    objectives: rx.Field[list[ObjectiveShown]] = rx.field(default_factory=list[ObjectiveShown])
    questions: rx.Field[list[QuestionShown]] = rx.field(default_factory=list[QuestionShown])
    """The hardest of which enough is known."""
    unsure_questions: int = 0
    is_loaded: bool = False
    is_missing: bool = False
    _course_id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.classroom_id = route_argument("classroom_id")
        await self._refresh()
        if self.is_loaded:
            yield ClassInsightState.watch

    async def _topics(self) -> Sequence[Topic]:
        course_id = CourseId(read_id(self._course_id))
        return [await self._topic("learning", course_id=course_id)]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                found = await get_class_insight(reader, ClassroomId(read_id(self.classroom_id)))
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self._show(found)
        self.is_loaded = True

    def _show(self, found: ClassInsight) -> None:
        page = f"/classes/{self.classroom_id}/insight"
        to = Addresses(page)
        self.name, self._course_id = found.name, str(found.course_id)
        self.as_of = found.as_of.isoformat()
        self.learners, self.active = to.figure(found.learners), to.figure(found.active)
        self.quiet, self.never = to.figure(found.quiet), to.figure(found.never)
        self.due, self.missing = to.figure(found.due), to.figure(found.missing)
        shown = [(each, standing_shown(each, to, page)) for each in found.standings]
        self.noticed = [one for each, one in shown if each.attention is not Attention.NONE]
        self.others = [one for each, one in shown if each.attention is Attention.NONE]
        self.weeks = to.weeks(found.weeks)
        self.modules = to.modules(found.modules)
        self.objectives = to.objectives(found.objectives)
        known = [each for each in found.questions if each.share.answers.n >= FEW]
        self.questions = to.questions(known[:MOST_QUESTIONS])
        self.unsure_questions = len(found.questions) - len(known)


def standing_shown(standing: LearnerStanding, to: Addresses, page: str) -> StandingShown:
    return StandingShown(
        name=standing.name,
        href=f"{page}/learners/{standing.user_id}",
        attention=standing.attention.value,
        evidence=[
            EvidenceShown(
                key=f"insight_sign.{each.sign.value}",
                facts=dict(each.facts),
                at=str(each.facts.get("at", "")),
                href=to.figure(each.rows).href,
            )
            for each in standing.evidence
        ],
    )

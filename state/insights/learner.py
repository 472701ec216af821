"""/classes/…/insight/learners/… and /progress/…: the work of one learner, for their teachers and for them."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import ClassroomId, CourseId, UserId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.insights.classes import get_learner_evidence
from alp_app.services.insights.learners import get_my_insight
from alp_app.services.insights.views import LearnerInsight
from state.base import handler
from state.insights.room import StandingShown, standing_shown
from state.insights.shown import (
    NO_FIGURE,
    Addresses,
    Figure,
    ObjectiveShown,
    ShareShown,
    WeekShown,
)
from state.live import Live
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class ModuleDone:
    name: str
    done: Figure
    total: int


@dataclass(frozen=True)
class LessonShown:
    title: str
    href: str
    share: ShareShown


class LearnerShown(Live, rx.State, mixin=True):
    """What both pages show."""

    name: str = ""
    course_title: str = ""
    course_href: str = ""
    weeks: rx.Field[list[WeekShown]] = rx.field(default_factory=list[WeekShown])
    lessons_done: Figure = NO_FIGURE
    lessons_total: int = 0
    modules: rx.Field[list[ModuleDone]] = rx.field(default_factory=list[ModuleDone])
    objectives: rx.Field[list[ObjectiveShown]] = rx.field(default_factory=list[ObjectiveShown])
    answers: Figure = NO_FIGURE
    right: Figure = NO_FIGURE
    due: Figure = NO_FIGURE
    missing: Figure = NO_FIGURE
    next_title: str = ""
    next_href: str = ""
    repeat: rx.Field[list[LessonShown]] = rx.field(default_factory=list[LessonShown])
    is_loaded: bool = False
    is_missing: bool = False

    def _show(self, found: LearnerInsight, to: Addresses) -> None:
        reading = f"/learn/{found.course_slug}"
        self.name = found.name
        self.course_title, self.course_href = found.course_title, f"/courses/{found.course_slug}"
        self.weeks = to.weeks(found.weeks)
        self.lessons_done = to.figure(found.lessons_done)
        self.lessons_total = found.lessons_total
        self.modules = [
            ModuleDone(f"{each.number}. {each.title}", to.figure(each.done), each.total)
            for each in found.modules
        ]
        self.objectives = to.objectives(found.objectives)
        self.answers, self.right = to.figure(found.answers), to.figure(found.right)
        self.due, self.missing = to.figure(found.due), to.figure(found.missing)
        self.next_title = found.next_lesson_title
        self.next_href = f"{reading}/{found.next_lesson_id}" if found.next_lesson_id else ""
        self.repeat = [
            LessonShown(each.title, f"{reading}/{each.id}", to.share(each.share))
            for each in found.repeat
        ]
        self.is_loaded = True


class LearnerInsightState(LearnerShown, rx.State):
    classroom_id: str = ""
    class_name: str = ""
    standing: StandingShown = StandingShown("", "", "", [])
    _user_id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.classroom_id, self._user_id = route_argument("classroom_id"), route_argument("user_id")
        await self._refresh()
        if self.is_loaded:
            yield LearnerInsightState.watch

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("learning", user_id=UserId(read_id(self._user_id)))]

    async def _refresh(self) -> None:
        room = ClassroomId(read_id(self.classroom_id))
        try:
            async with self._reader() as reader:
                found = await get_learner_evidence(reader, room, UserId(read_id(self._user_id)))
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        page = f"/classes/{self.classroom_id}/insight"
        self.class_name = found.class_name
        self.standing = standing_shown(found.standing, Addresses(page), page)
        self._show(found.insight, Addresses(page))


class MyInsightState(LearnerShown, rx.State):
    course_id: str = ""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.course_id = route_argument("course_id")
        await self._refresh()
        if self.is_loaded:
            yield MyInsightState.watch

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [await self._topic("learning", user_id=actor.user_id)]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                found = await get_my_insight(reader, CourseId(read_id(self.course_id)))
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self._show(found, Addresses(f"/progress/{self.course_id}"))

"""/studio/[course_id]/insight: what the work of all its learners tells a course's authors."""

from dataclasses import dataclass

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import CourseId, read_id
from alp_app.security.policies import Policy
from alp_app.services.insights.courses import get_course_insight
from state.base import CoreAccess, handler
from state.insights.shown import NO_FIGURE, Addresses, Figure, ObjectiveShown, QuestionShown
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class LessonReached:
    name: str
    module: str
    opened: Figure
    done: Figure
    stopped: Figure
    opened_percent: float
    done_percent: float


class CourseInsightState(CoreAccess, rx.State):
    course_id: str = ""
    title: str = ""
    classes: int = 0
    learners: Figure = NO_FIGURE
    active: Figure = NO_FIGURE
    lessons: rx.Field[list[LessonReached]] = rx.field(default_factory=list[LessonReached])
    questions: rx.Field[list[QuestionShown]] = rx.field(default_factory=list[QuestionShown])
    objectives: rx.Field[list[ObjectiveShown]] = rx.field(default_factory=list[ObjectiveShown])
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self.course_id = route_argument("course_id")
        try:
            async with self._reader() as reader:
                found = await get_course_insight(reader, CourseId(read_id(self.course_id)))
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        to = Addresses(f"/studio/{self.course_id}/insight")
        everybody = max(1, found.learners.n)
        self.title, self.classes = found.title, found.classes
        self.learners, self.active = to.figure(found.learners), to.figure(found.active)
        self.lessons = [
            LessonReached(
                name=f"{each.number}. {each.title}",
                module=each.module,
                opened=to.figure(each.opened),
                done=to.figure(each.done),
                stopped=to.figure(each.stopped),
                opened_percent=100 * each.opened.n / everybody,
                done_percent=100 * each.done.n / everybody,
            )
            for each in found.lessons
        ]
        self.questions = to.questions(found.questions)
        self.objectives = to.objectives(found.objectives)
        self.is_loaded = True

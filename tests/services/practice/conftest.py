"""A course whose first lesson asks two questions, and Ana, who has answered them both."""

from dataclasses import dataclass

import pytest

from alp_app.runtime import Runtime
from alp_app.security.actor import Actor
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.revealing import right_answer
from alp_app.services.learning.attempts import answer_question, start_attempt
from alp_app.services.learning.commands import enrol
from tests.support.world import (
    MadeCourse,
    MadeLesson,
    PlannedLesson,
    act,
    choice,
    make_course,
    numeric,
)


def right(question) -> Answer:
    return right_answer(question)


def wrong(question) -> Answer:
    if hasattr(question, "options"):
        return Answer(option_ids=(next(o.id for o in question.options if not o.is_correct),))
    return Answer(number=str(question.answer + 10 * question.tolerance + 1))


async def study(product: Runtime, learner: Actor, lesson: MadeLesson, *answers: Answer) -> None:
    """Answer the quiz of a lesson, in the order of its questions."""
    attempt = await act(product, learner, start_attempt, lesson.id, lesson.quiz_id)
    for version_id, answer in zip(lesson.version_ids, answers, strict=False):
        await act(product, learner, answer_question, attempt.id, version_id, answer=answer)


@dataclass(frozen=True, kw_only=True)
class Studied:
    course: MadeCourse
    ana: Actor
    teacher: Actor

    @property
    def lesson(self) -> MadeLesson:
        return self.course.lessons[0]


@pytest.fixture
async def studied(product, school) -> Studied:
    """The first question was answered wrong, the second right."""
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(questions=[choice("A?"), numeric()]),
        PlannedLesson(title="After", questions=[choice("C?")]),
    )
    await act(product, school.ana, enrol, course.id)
    lesson = course.lessons[0]
    await study(product, school.ana, lesson, wrong(lesson.questions[0]), right(lesson.questions[1]))
    return Studied(course=course, ana=school.ana, teacher=school.teacher)

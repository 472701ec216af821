"""A course in which an engine wrote a question and a person another one."""

from dataclasses import dataclass

import pytest

from alp_app.kit.ids import QuestionId, QuestionVersionId
from alp_app.models.content import Origin, Writer
from alp_app.runtime import Runtime
from alp_app.services.evidence.keys_inputs import KeyWord
from tests.services.learning.conftest import School
from tests.support.world import MadeCourse, MadeLesson, PlannedLesson, choice, make_course, numeric

MODEL = Origin(writer=Writer.MODEL, model="Qwen", prompt="generation/question@1")


@dataclass(frozen=True)
class Quizzed:
    course: MadeCourse
    lesson: MadeLesson
    """Not published yet."""
    by_model: QuestionId
    by_person: QuestionId
    version: QuestionVersionId
    """Of the engine's question."""

    @property
    def word(self) -> KeyWord:
        return KeyWord(version_id=self.version)


@pytest.fixture
async def quizzed(product: Runtime, school: School) -> Quizzed:
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(questions=[choice("What pulls the sea?", origin=MODEL), numeric()]),
        is_published=False,
    )
    lesson = course.lessons[0]
    return Quizzed(course, lesson, *lesson.question_ids, lesson.version_ids[0])

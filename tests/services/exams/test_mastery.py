"""What was answered in a test counts for what its learner has shown, from the release of its mark on."""

import pytest
from sqlmodel import select

from alp_app.models.content import QuizBlock
from alp_app.models.course import Block, Bloom, Course, Lesson, Objective
from alp_app.models.mastery import EvidenceKind, ObjectiveEvidence, ObjectiveMastery
from alp_app.services.exams.inputs import HandMarkInput
from alp_app.services.exams.marking import mark_by_hand, release_scores
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import set_exam


async def rows(hall, table):
    async with hall.room.product.sessions() as session:
        return list((await session.scalars(select(table))).all())


async def lead_somewhere(hall) -> None:
    """Each question that has no objective of its own belongs to that of its lesson."""
    async with hall.room.product.sessions() as session, session.begin():
        course = await session.get_one(Course, hall.room.course.id)
        objective = Objective(text="Explain a tide", bloom=Bloom.UNDERSTAND)
        course.objectives = [objective]
        lesson = await session.get_one(Lesson, hall.room.course.lesson_ids[0])
        lesson.objective_ids = [objective.id]
        await session.flush()
        await add_to_quiz(session, lesson, hall)


async def add_to_quiz(session, lesson, hall) -> None:
    session.add(
        Block(
            organisation_id=lesson.organisation_id,
            lesson_id=lesson.id,
            position=99,
            content=QuizBlock(question_ids=list(hall.questions)),
        )
    )


async def test_a_test_tells_nothing_before_its_release(room: Room):
    hall = await set_exam(room, feedback_when="released")
    await lead_somewhere(hall)
    await hall.take(hall.ana, right=2)
    assert await rows(hall, ObjectiveEvidence) == []
    await hall.do(hall.room.teacher, release_scores, hall.id)
    told = await rows(hall, ObjectiveEvidence)
    assert {row.kind for row in told} == {EvidenceKind.TEST}
    assert len(told) == len(hall.questions)
    [mastery] = await rows(hall, ObjectiveMastery)
    assert mastery.right == pytest.approx(2 * 1.5)
    assert mastery.wrong == pytest.approx((len(hall.questions) - 2) * 1.5)


async def test_a_mark_by_hand_takes_the_place_of_the_one_before(room: Room):
    hall = await set_exam(room, feedback_when="released")
    await lead_somewhere(hall)
    attempt = await hall.take(hall.ana, right=2)
    await hall.do(hall.room.teacher, release_scores, hall.id)
    [before] = await rows(hall, ObjectiveMastery)
    mark = HandMarkInput(points=0, comment="")
    await hall.do(hall.room.teacher, mark_by_hand, attempt, 0, inputs=mark)
    [after] = await rows(hall, ObjectiveMastery)
    assert after.right == pytest.approx(before.right - 1.5)
    assert after.wrong == pytest.approx(before.wrong + 1.5)
    assert after.answers == before.answers

"""Every answer tells of the objectives that its question asks about, once, in its own transaction."""

import asyncio
from datetime import timedelta
from functools import reduce

import pytest
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import QuestionId, new_uuid
from alp_app.models.course import Bloom, Lesson, Objective
from alp_app.models.mastery import EvidenceKind, ObjectiveEvidence, ObjectiveMastery
from alp_app.services.learning.commands import enrol
from alp_app.services.mastery.commands import Answered, Subject, note_answers
from alp_app.services.mastery.rules import Sums, add
from alp_app.services.practice.commands import answer_card
from alp_app.services.practice.queries import get_queue
from tests.services.practice.conftest import right, study, wrong
from tests.support.world import PlannedLesson, act, ask, choice, make_course, publish

TIDES, MOON = new_uuid(), new_uuid()


@pytest.fixture
async def course(product, school):
    """Its only lesson leads to two objectives; its second question asks about one of them."""
    made = await make_course(
        product,
        school.teacher,
        PlannedLesson(questions=[choice("A?"), choice("B?", objective_ids=[MOON])]),
        objectives=[
            Objective(id=TIDES, text="Explain a tide", bloom=Bloom.UNDERSTAND),
            Objective(id=MOON, text="Name the phases", bloom=Bloom.REMEMBER),
        ],
        is_published=False,
    )
    async with product.sessions() as session, session.begin():
        lesson = await session.get_one(Lesson, made.lesson_ids[0])
        lesson.objective_ids = [TIDES, MOON]
    await publish_and_enrol(product, school, made)
    return made


async def publish_and_enrol(product, school, made):
    await publish(product, school.teacher, made.id)
    await act(product, school.ana, enrol, made.id)


async def kept(product) -> dict[object, ObjectiveMastery]:
    async with product.sessions() as session:
        rows = (await session.scalars(select(ObjectiveMastery))).all()
    return {row.objective_id: row for row in rows}


async def test_a_question_tells_of_its_own_objectives_else_of_its_lessons_in_part(
    product, school, course
):
    lesson = course.lessons[0]
    a, b = lesson.questions
    await study(product, school.ana, lesson, right(a), wrong(b))
    found = await kept(product)
    assert (found[TIDES].right, found[TIDES].wrong) == (pytest.approx(0.5), 0)
    assert (found[MOON].right, found[MOON].wrong) == (
        pytest.approx(0.5, abs=1e-6),
        pytest.approx(1),
    )
    assert (found[TIDES].answers, found[MOON].answers) == (1, 2)


async def test_practice_tells_half_as_much_and_a_repeat_tells_nothing(product, school, course):
    lesson = course.lessons[0]
    a, b = lesson.questions
    await study(product, school.ana, lesson, right(a), wrong(b))
    [card] = (await ask(product, school.ana, get_queue)).cards
    for _ in range(2):
        await act(product, school.ana, answer_card, card.id, number=1, answer=right(b))
    found = await kept(product)
    assert found[MOON].right == pytest.approx(1.0, abs=1e-6)
    assert found[MOON].answers == 3


def subject(school, course, kind=EvidenceKind.TEST, **more) -> Subject:
    return Subject(
        kind=kind, id=new_uuid(), user_id=school.ana.user_id, course_id=course.id, **more
    )


async def test_a_mark_that_changed_counts_as_it_stands_now(product, school, course):
    about = subject(school, course)
    question_id = QuestionId(course.lessons[0].question_ids[1])
    at = clock.now() - timedelta(days=10)
    for score in (0.0, 0.0, 1.0, 0.5):
        answered = Answered(question_id=question_id, score=score, at=at)
        await act(product, school.teacher, note_answers, about, [answered])
    row = (await kept(product))[MOON]
    assert (row.right, row.wrong, row.answers) == (pytest.approx(0.75), pytest.approx(0.75), 1)


async def test_answers_at_the_same_moment_in_any_order_make_the_sum_of_the_log(
    product, school, course
):
    question_id = QuestionId(course.lessons[0].question_ids[1])
    now = clock.now()
    await asyncio.gather(
        *(
            act(
                product,
                school.teacher,
                note_answers,
                subject(school, course),
                [
                    Answered(
                        question_id=question_id,
                        score=number % 2,
                        at=now - timedelta(days=30 * (number % 5)),
                    )
                ],
            )
            for number in range(12)
        )
    )
    async with product.sessions() as session:
        log = (await session.scalars(select(ObjectiveEvidence))).all()
    total = reduce(add, [Sums(row.right, row.wrong, row.at) for row in log])
    row = (await kept(product))[MOON]
    assert row.right == pytest.approx(total.right)
    assert row.wrong == pytest.approx(total.wrong)
    assert (row.answers, row.at) == (12, total.at)


async def test_a_question_of_a_test_is_found_in_its_lesson(product, school, course):
    question_id = QuestionId(course.lessons[0].question_ids[0])
    answered = Answered(question_id=question_id, score=1.0, at=clock.now())
    await act(product, school.teacher, note_answers, subject(school, course), [answered])
    assert set(await kept(product)) == {TIDES, MOON}


async def test_a_question_that_leads_nowhere_tells_nothing(product, school, course):
    async with product.sessions() as session, session.begin():
        lesson = await session.get_one(Lesson, course.lesson_ids[0])
        lesson.objective_ids = []
    question_id = QuestionId(course.lessons[0].question_ids[0])
    answered = Answered(question_id=question_id, score=1.0, at=clock.now())
    await act(product, school.teacher, note_answers, subject(school, course), [answered])
    async with product.sessions() as session:
        told = select(ObjectiveEvidence).where(col(ObjectiveEvidence.question_id) == question_id)
        assert (await session.scalars(told)).all() == []

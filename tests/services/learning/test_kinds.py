"""A lesson's quiz asks every kind that is marked at once, and gives no key away before the answer."""

import re

import pytest

from alp_app.services.assessment.bank_inputs import QuestionInput
from alp_app.services.assessment.commands import add_bank_question
from alp_app.services.assessment.errors import MarkedByPeople, QuestionUnusable
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.quizzes import add_quiz_question, place_question
from alp_app.services.assessment.revealing import right_answer
from alp_app.services.courses.commands import delete_question
from alp_app.services.courses.queries import get_lesson_draft
from alp_app.services.learning.attempts import answer_question, retake_quiz, start_attempt
from alp_app.services.learning.commands import enrol
from alp_app.services.learning.queries import get_lesson
from tests.services.assessment.questions import TELLTALE, every_kind, question
from tests.support.world import PlannedLesson, act, ask, choice, make_course

BY_PEOPLE = ("essay", "file")
MARKED = {kind: asked for kind, asked in every_kind().items() if kind not in BY_PEOPLE}


def adding(**more):
    """Each learner adds up two numbers of their own."""
    return question(
        "parametrised",
        stem="{{a}} and {{b}}",
        variables=[
            {"kind": "integer", "name": name, "low": 1000, "high": 999_999} for name in ("a", "b")
        ],
        asks={"kind": "number", "answer": "a + b"},
        **more,
    )


async def quiz_of(product, school, *questions):
    course = await make_course(product, school.teacher, PlannedLesson(questions=list(questions)))
    for learner in (school.ana, school.ben):
        await act(product, learner, enrol, course.id)
    return course


async def begin(product, actor, course):
    lesson = course.lessons[0]
    return await act(product, actor, start_attempt, lesson.id, lesson.quiz_id)


async def read(product, actor, course):
    return await ask(product, actor, get_lesson, course.slug, course.lessons[0].id)


async def give(product, actor, attempt, answer, index=0):
    version_id = attempt.question_version_ids[index]
    return await act(product, actor, answer_question, attempt.id, version_id, answer=answer)


def sum_of(stem: str) -> Answer:
    return Answer(number=str(sum(int(number) for number in re.findall(r"\d+", stem))))


async def test_every_kind_that_is_marked_at_once_earns_its_points(product, school):
    course = await quiz_of(product, school, *MARKED.values())
    attempt = await begin(product, school.ana, course)
    for index, asked in enumerate(MARKED.values()):
        last = await give(product, school.ana, attempt, right_answer(asked), index)
        assert last.verdict.is_right, asked.type
    assert (last.attempt.score, last.attempt.is_passed) == (len(MARKED), True)
    assert last.is_lesson_completed


async def test_nothing_of_a_key_is_sent_before_the_answer(product, school):
    course = await quiz_of(product, school, *MARKED.values(), adding(explanation=TELLTALE))
    page = await read(product, school.ana, course)
    attempt = await begin(product, school.ana, course)
    for sent in (page.model_dump_json(), attempt.model_dump_json()):
        assert TELLTALE not in sent
        assert "160.125" not in sent


async def test_each_learner_gets_values_of_their_own_and_is_marked_by_them(product, school):
    course = await quiz_of(product, school, adding())
    stems: list[str] = []
    for learner in (school.ana, school.ben):
        (before,) = (await read(product, learner, course)).quizzes[0].variants
        attempt = await begin(product, learner, course)
        (variant,) = attempt.variants
        assert variant.stem_html == before.stem_html
        stems.append(variant.stem_html)
        answered = await give(product, learner, attempt, sum_of(variant.stem_html))
        assert answered.verdict.is_right
        assert answered.attempt.variants == attempt.variants
    assert stems[0] != stems[1]


async def test_trying_again_draws_other_values(product, school):
    course = await quiz_of(product, school, adding())
    lesson = course.lessons[0]
    attempt = await begin(product, school.ana, course)
    await give(product, school.ana, attempt, Answer(number="1"))
    again = await act(product, school.ana, retake_quiz, lesson.id, lesson.quiz_id)
    assert again.variants[0].stem_html != attempt.variants[0].stem_html
    answered = await give(product, school.ana, again, sum_of(again.variants[0].stem_html))
    assert answered.verdict.is_right


async def test_points_and_costs_add_up_and_nobody_falls_below_nothing(product, school):
    costly = question("short_text", accepted=[{"text": "pump"}], points="2", penalty="0.5")
    course = await quiz_of(product, school, costly, choice())
    attempt = await begin(product, school.ana, course)
    assert attempt.max_score == 3
    wrong = await give(product, school.ana, attempt, Answer(text="fan"))
    assert (wrong.verdict.points, wrong.attempt.score) == ("-1", 0)
    right = Answer(option_ids=(course.lessons[0].questions[1].options[0].id,))
    last = await give(product, school.ana, attempt, right, 1)
    assert (last.attempt.score, last.attempt.is_passed) == (0, False)


async def test_a_question_of_the_bank_is_put_into_a_quiz_once_and_taken_out(product, school):
    course = await quiz_of(product, school, choice())
    lesson = course.lessons[0]
    made = await act(
        product,
        school.teacher,
        add_bank_question,
        course.id,
        question=QuestionInput(content=every_kind()["ordering"], name="Strokes"),
    )
    for _ in range(2):
        await act(product, school.teacher, place_question, lesson.quiz_id, made.subject_id)
    assert await asked_in(product, school, lesson) == [lesson.question_ids[0], made.subject_id]
    await act(product, school.teacher, delete_question, lesson.quiz_id, made.subject_id)
    assert await asked_in(product, school, lesson) == [lesson.question_ids[0]]


async def test_a_quiz_takes_neither_what_people_mark_nor_what_nobody_can(product, school):
    course = await quiz_of(product, school, choice())
    block = course.lessons[0].quiz_id
    broken = question("formula", answer="2 +")
    for content, refusal in ((every_kind()["essay"], MarkedByPeople), (broken, QuestionUnusable)):
        with pytest.raises(refusal):
            await act(
                product,
                school.teacher,
                add_quiz_question,
                block,
                question=QuestionInput(content=content),
            )


async def asked_in(product, school, lesson):
    draft = await ask(product, school.teacher, get_lesson_draft, lesson.id)
    quiz = next(block for block in draft.blocks if block.id == lesson.quiz_id)
    return [each.id for each in quiz.questions]

"""Questions are marked on the server, once each, and nothing gives an answer away beforehand."""

import asyncio
import json

import pytest
from sqlmodel import col, func, select

from alp_app.kit.ids import AttemptId, QuestionVersionId, new_uuid
from alp_app.kit.pages import PageRequest
from alp_app.models.assessment import QuizAttempt
from alp_app.models.content import Citation, QuizBlock
from alp_app.models.course import Block
from alp_app.models.learning import LearningEvent, LearningEventKind
from alp_app.services.assessment.errors import AnswerDoesNotFit, NumberNotUnderstood
from alp_app.services.assessment.inputs import Answer
from alp_app.services.courses.catalogue import get_course_page, list_catalogue
from alp_app.services.courses.catalogue_views import CatalogueFilter
from alp_app.services.courses.commands import change_question
from alp_app.services.learning.attempts import answer_question, retake_quiz, start_attempt
from alp_app.services.learning.commands import complete_lesson, enrol, open_lesson
from alp_app.services.learning.errors import (
    AttemptNotFound,
    NotEnrolled,
    QuestionNotAsked,
    QuizNotFound,
)
from alp_app.services.learning.queries import (
    get_attempt,
    get_home,
    get_lesson,
    get_progress,
    list_my_courses,
)
from tests.support.world import PlannedLesson, act, ask, choice, make_course, numeric, publish


def right(question) -> Answer:
    if hasattr(question, "options"):
        return Answer(option_ids=tuple(o.id for o in question.options if o.is_correct))
    return Answer(number=str(question.answer))


def wrong(question) -> Answer:
    if hasattr(question, "options"):
        return Answer(option_ids=(next(o.id for o in question.options if not o.is_correct),))
    return Answer(number=str(question.answer + 10 * question.tolerance + 1))


@pytest.fixture
async def quiz(product, school):
    """A lesson of three questions, two of which make a pass, and Ana enrolled in it."""
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(questions=[choice("A?"), choice("B?", right=2), numeric()]),
        PlannedLesson(title="After"),
    )
    await act(product, school.ana, enrol, course.id)
    return course


async def start(product, actor, course):
    lesson = course.lessons[0]
    return await act(product, actor, start_attempt, lesson.id, lesson.quiz_id)


async def give(product, actor, attempt, index, answer):
    version_id = attempt.question_version_ids[index]
    return await act(product, actor, answer_question, attempt.id, version_id, answer=answer)


async def test_an_answer_is_marked_at_once_and_explained(product, school, quiz):
    attempt = await start(product, school.ana, quiz)
    question = quiz.lessons[0].questions[0]
    answered = await give(product, school.ana, attempt, 0, wrong(question))
    assert answered.is_accepted
    assert not answered.verdict.is_right
    assert [part.was_given for part in answered.verdict.parts] == [False, True]
    assert answered.verdict.explanation_html == "The explanation."
    assert answered.attempt.verdicts == (answered.verdict,)
    assert answered.attempt.is_passed is None


async def test_the_same_answer_again_gets_the_same_verdict(product, school, quiz):
    attempt = await start(product, school.ana, quiz)
    question = quiz.lessons[0].questions[1]
    first = await give(product, school.ana, attempt, 1, right(question))
    reordered = Answer(option_ids=tuple(reversed(right(question).option_ids)))
    again = await give(product, school.ana, attempt, 1, reordered)
    assert (again.is_accepted, again.verdict) == (True, first.verdict)


async def test_another_answer_to_an_answered_question_is_refused_with_the_first_verdict(
    product, school, quiz
):
    attempt = await start(product, school.ana, quiz)
    question = quiz.lessons[0].questions[0]
    first = await give(product, school.ana, attempt, 0, wrong(question))
    second = await give(product, school.ana, attempt, 0, right(question))
    assert (second.is_accepted, second.verdict) == (False, first.verdict)
    assert second.attempt.score == 0


async def test_answers_sent_at_once_count_once(product, school, quiz):
    attempt = await start(product, school.ana, quiz)
    questions = quiz.lessons[0].questions
    await asyncio.gather(
        *(
            give(product, school.ana, attempt, index, right(questions[index]))
            for index in [0, 1, 2] * 6
        )
    )
    final = await ask(product, school.ana, get_attempt, attempt.id)
    assert (final.score, final.max_score, final.is_passed) == (3, 3, True)
    async with product.sessions() as session:
        kinds = select(col(LearningEvent.kind), func.count()).group_by(col(LearningEvent.kind))
        counted = {row[0]: row[1] for row in (await session.execute(kinds)).all()}
    assert counted[LearningEventKind.QUESTION_ANSWERED] == 3
    assert counted[LearningEventKind.QUIZ_FINISHED] == 1
    assert counted[LearningEventKind.LESSON_COMPLETED] == 1


async def test_fifty_last_answers_at_once_hand_in_once_and_the_first_one_counts(
    product, school, quiz
):
    attempt = await start(product, school.ana, quiz)
    questions = quiz.lessons[0].questions
    for index in (0, 1):
        await give(product, school.ana, attempt, index, right(questions[index]))
    last = questions[2]
    said = [right(last) if number % 2 else wrong(last) for number in range(50)]
    answers = await asyncio.gather(
        *(give(product, school.ana, attempt, 2, answer) for answer in said)
    )
    verdicts = {answered.verdict.is_right for answered in answers}
    assert len(verdicts) == 1
    assert sum(answered.is_accepted for answered in answers) == 25
    async with product.sessions() as session:
        finished = select(LearningEvent).where(
            col(LearningEvent.kind) == LearningEventKind.QUIZ_FINISHED
        )
        [event] = (await session.scalars(finished)).all()
    assert event.facts["score"] == (3 if verdicts == {True} else 2)


async def test_quizzes_started_or_taken_again_at_once_are_one_attempt(product, school, quiz):
    attempts = await asyncio.gather(*(start(product, school.ana, quiz) for _ in range(50)))
    [first] = {attempt.id for attempt in attempts}
    for index, question in enumerate(quiz.lessons[0].questions):
        await give(product, school.ana, attempts[0], index, wrong(question))
    lesson = quiz.lessons[0]
    again = await asyncio.gather(
        *(act(product, school.ana, retake_quiz, lesson.id, lesson.quiz_id) for _ in range(50))
    )
    [second] = {attempt.id for attempt in again}
    assert second != first


async def test_passing_the_last_quiz_completes_the_lesson(product, school, quiz):
    attempt = await start(product, school.ana, quiz)
    first, second, third = quiz.lessons[0].questions
    await give(product, school.ana, attempt, 0, right(first))
    await give(product, school.ana, attempt, 1, right(second))
    last = await give(product, school.ana, attempt, 2, wrong(third))
    assert (last.attempt.score, last.attempt.is_passed) == (2, True)
    assert (last.is_lesson_completed, last.is_course_completed) == (True, False)
    progress = await ask(product, school.ana, get_progress, quiz.id)
    assert progress.completed_lesson_ids == (quiz.lesson_ids[0],)
    assert progress.next_lesson_id == quiz.lesson_ids[1]


async def test_a_quiz_that_was_not_passed_can_be_taken_again(product, school, quiz):
    attempt = await start(product, school.ana, quiz)
    for index, question in enumerate(quiz.lessons[0].questions):
        last = await give(product, school.ana, attempt, index, wrong(question))
    assert (last.attempt.is_passed, last.is_lesson_completed) == (False, False)
    assert (await start(product, school.ana, quiz)).id == attempt.id
    lesson = quiz.lessons[0]
    again = await act(product, school.ana, retake_quiz, lesson.id, lesson.quiz_id)
    assert (again.number, again.verdicts) == (2, ())
    same = await act(product, school.ana, retake_quiz, lesson.id, lesson.quiz_id)
    assert same.id == again.id
    for index, question in enumerate(lesson.questions):
        last = await give(product, school.ana, again, index, right(question))
    assert last.is_lesson_completed


async def test_a_passed_lesson_stays_complete_when_the_quiz_is_taken_again(product, school, quiz):
    lesson = quiz.lessons[0]
    attempt = await start(product, school.ana, quiz)
    for index, question in enumerate(lesson.questions):
        await give(product, school.ana, attempt, index, right(question))
    again = await act(product, school.ana, retake_quiz, lesson.id, lesson.quiz_id)
    for index, question in enumerate(lesson.questions):
        last = await give(product, school.ana, again, index, wrong(question))
    assert last.attempt.is_passed is False
    assert last.is_lesson_completed
    await act(product, school.ana, complete_lesson, lesson.id)


async def test_what_cannot_be_marked_is_not_counted(product, school, quiz):
    attempt = await start(product, school.ana, quiz)
    with pytest.raises(NumberNotUnderstood):
        await give(product, school.ana, attempt, 2, Answer(number="many"))
    with pytest.raises(AnswerDoesNotFit):
        await give(product, school.ana, attempt, 0, Answer(number="3"))
    assert (await ask(product, school.ana, get_attempt, attempt.id)).verdicts == ()


async def test_an_attempt_is_its_learners_alone(product, school, quiz):
    attempt = await start(product, school.ana, quiz)
    await act(product, school.ben, enrol, quiz.id)
    question = quiz.lessons[0].questions[0]
    with pytest.raises(AttemptNotFound):
        await give(product, school.ben, attempt, 0, right(question))
    with pytest.raises(AttemptNotFound):
        await ask(product, school.ben, get_attempt, attempt.id)
    with pytest.raises(AttemptNotFound):
        await ask(product, school.ana, get_attempt, AttemptId(new_uuid()))
    with pytest.raises(QuestionNotAsked):
        await act(
            product,
            school.ana,
            answer_question,
            attempt.id,
            QuestionVersionId(new_uuid()),
            answer=right(question),
        )


async def test_only_the_enrolled_begin_a_quiz_and_only_one_that_is_there(product, school, quiz):
    lesson = quiz.lessons[0]
    with pytest.raises(NotEnrolled):
        await start(product, school.ben, quiz)
    with pytest.raises(QuizNotFound):
        await act(product, school.ana, start_attempt, lesson.id, lesson.block_ids[0])


async def test_a_question_that_was_reworded_is_asked_again_and_the_other_answers_are_kept(
    product, school, quiz
):
    lesson = quiz.lessons[0]
    attempt = await start(product, school.ana, quiz)
    await give(product, school.ana, attempt, 0, right(lesson.questions[0]))
    await give(product, school.ana, attempt, 1, right(lesson.questions[1]))
    reworded = choice("B, again?")
    await act(product, school.teacher, change_question, lesson.question_ids[1], content=reworded)
    await publish(product, school.teacher, quiz.id)
    page = await ask(product, school.ana, get_lesson, quiz.slug, lesson.id)
    assert page.quizzes[0].attempt is None
    fresh = await start(product, school.ana, quiz)
    assert fresh.id != attempt.id
    assert [verdict.question_version_id for verdict in fresh.verdicts] == [lesson.version_ids[0]]
    assert fresh.score == 1
    old = await ask(product, school.ana, get_attempt, attempt.id)
    assert (old.is_passed, old.finished_at is None) == (None, False)


async def test_a_quiz_that_shrank_to_what_is_answered_is_finished(product, school, quiz):
    lesson = quiz.lessons[0]
    attempt = await start(product, school.ana, quiz)
    await give(product, school.ana, attempt, 0, right(lesson.questions[0]))
    async with product.unit_of_work(school.teacher) as work:
        block = await work.session.get_one(Block, lesson.quiz_id)
        block.content = QuizBlock(question_ids=lesson.question_ids[:1])
    await publish(product, school.teacher, quiz.id)
    fresh = await start(product, school.ana, quiz)
    assert (fresh.score, fresh.max_score, fresh.is_passed) == (1, 1, True)
    progress = await ask(product, school.ana, get_progress, quiz.id)
    assert progress.enrolment.lessons_done == 1


async def test_an_attempt_that_was_open_when_its_quiz_left_the_course_can_still_be_finished(
    product, school, quiz
):
    lesson = quiz.lessons[0]
    attempt = await start(product, school.ana, quiz)
    async with product.unit_of_work(school.teacher) as work:
        block = await work.session.get_one(Block, lesson.quiz_id)
        block.deleted_at = block.deleted_at or (await _now(work))
    await publish(product, school.teacher, quiz.id)
    for index, question in enumerate(lesson.questions):
        last = await give(product, school.ana, attempt, index, right(question))
    assert last.attempt.is_passed


async def _now(work):
    return await work.session.scalar(select(func.now()))


SECRETS = ("is_correct", "reason", "explanation", "Reason ", "SECRET", "987.125", "0.4375")


async def test_nothing_a_learner_receives_before_answering_gives_an_answer_away(product, school):
    questions = [
        choice("A?", explanation="SECRET explanation"),
        numeric(987.125, 0.4375, explanation="SECRET sum"),
        choice("C?", citations=[Citation(reference="SECRET work", quote="SECRET quote")]),
    ]
    course = await make_course(product, school.teacher, PlannedLesson(questions=questions))
    lesson = course.lessons[0]
    enrolled, _ = await act(product, school.ana, enrol, course.id)
    sent = [
        enrolled,
        await act(product, school.ana, open_lesson, lesson.id),
        await act(product, school.ana, start_attempt, lesson.id, lesson.quiz_id),
        await act(product, school.ana, retake_quiz, lesson.id, lesson.quiz_id),
        await ask(product, school.ana, get_lesson, course.slug, lesson.id),
        await ask(product, school.teacher, get_lesson, course.slug, lesson.id),
        await ask(product, school.ana, get_progress, course.id),
        await ask(product, school.ana, get_home),
        await ask(product, school.ana, list_my_courses, PageRequest()),
        await ask(product, school.ana, get_course_page, course.slug),
        await ask(product, school.visitor, get_course_page, course.slug),
        await ask(product, school.ana, list_catalogue, CatalogueFilter(), PageRequest()),
    ]
    async with product.sessions() as session:
        attempt = (await session.scalars(select(QuizAttempt))).one()
    sent.append(await ask(product, school.ana, get_attempt, attempt.id))
    for view in sent:
        text = view.model_dump_json()
        assert [secret for secret in SECRETS if secret in text] == [], type(view).__name__


async def test_a_verdict_on_one_question_gives_nothing_away_about_the_others(product, school):
    questions = [choice("A?"), choice("B?", explanation="SECRET"), numeric(987.125, 0.4375)]
    course = await make_course(product, school.teacher, PlannedLesson(questions=questions))
    await act(product, school.ana, enrol, course.id)
    attempt = await start(product, school.ana, course)
    answered = await give(product, school.ana, attempt, 0, right(questions[0]))
    page = await ask(product, school.ana, get_lesson, course.slug, course.lesson_ids[0])
    for view in (answered, page):
        text = json.dumps(view.model_dump(mode="json"))
        assert "Reason right 0" in text
        assert [
            secret for secret in ("SECRET", "987.125", "0.4375", "Reason wrong") if secret in text
        ] == []

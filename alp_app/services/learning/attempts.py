"""What a learner does in a quiz: begin, answer, begin again. Marked here and at once, never by a page."""

import asyncio
from decimal import Decimal

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AttemptId, BlockId, LessonId, QuestionVersionId
from alp_app.models.assessment import QuestionVersion, QuizAnswer, QuizAttempt
from alp_app.models.learning import Enrolment, LearningEventKind, LessonProgress
from alp_app.models.mastery import EvidenceKind
from alp_app.models.questions import FixedQuestion
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from alp_app.services.assessment.verdicts import same_answer, verdict_for
from alp_app.services.courses.gradable import held_among
from alp_app.services.courses.reading_views import ReadingBlock
from alp_app.services.learning.access import attempt_for, enrolment_for_lesson
from alp_app.services.learning.errors import QuestionNotAsked, QuestionWithdrawn
from alp_app.services.learning.events import QUIZ_FINISHED, QUIZ_STARTED
from alp_app.services.learning.progress import announce, complete, lesson_order, note
from alp_app.services.learning.quizzes import (
    asked_in,
    attempt_view,
    first_seed,
    further_seed,
    latest_attempt,
    question_for_marking,
    quiz_attempted,
    quiz_of,
    unpassed_quizzes,
)
from alp_app.services.learning.rules import is_passed
from alp_app.services.learning.views import AnswerView, AttemptView
from alp_app.services.mastery.commands import Answered, Subject, note_answers
from alp_app.services.practice.commands import add_card
from alp_app.unit_of_work import UnitOfWork


async def start_attempt(work: UnitOfWork, lesson_id: LessonId, block_id: BlockId) -> AttemptView:
    """Begin a quiz, or come back to it: the latest attempt is returned when there is one.

    When the quiz asks other questions since, a new attempt takes over the answers to those that
    stayed.
    """
    enrolment = await enrolment_for_lesson(work, lesson_id, for_update=True)
    quiz = await quiz_of(work, enrolment, lesson_id, block_id)
    latest = await latest_attempt(work, enrolment, block_id)
    if latest is None or tuple(latest.question_version_ids) != asked_in(quiz):
        latest = await _begin(work, enrolment, lesson_id, quiz, after=latest)
    return await _view(work, enrolment, latest, quiz)


async def retake_quiz(work: UnitOfWork, lesson_id: LessonId, block_id: BlockId) -> AttemptView:
    """Begin a quiz again from nothing. An attempt that is still open is returned instead."""
    enrolment = await enrolment_for_lesson(work, lesson_id, for_update=True)
    quiz = await quiz_of(work, enrolment, lesson_id, block_id)
    latest = await latest_attempt(work, enrolment, block_id)
    is_open = latest is not None and latest.finished_at is None
    if latest is None or not is_open or tuple(latest.question_version_ids) != asked_in(quiz):
        latest = await _begin(work, enrolment, lesson_id, quiz, after=latest, keep_answers=is_open)
    return await _view(work, enrolment, latest, quiz)


async def answer_question(
    work: UnitOfWork,
    attempt_id: AttemptId,
    question_version_id: QuestionVersionId,
    *,
    answer: Answer,
) -> AnswerView:
    """Mark one answer and say why it is right or wrong.

    The first answer counts. The same answer again gets the same verdict; another one is not
    accepted and gets the first verdict too. The last open question finishes the attempt, and
    passing the last open quiz of a lesson completes the lesson. Raises QuestionNotAsked or
    QuestionWithdrawn.
    """
    enrolment, attempt = await attempt_for(work, attempt_id, for_update=True)
    if question_version_id not in attempt.question_version_ids:
        raise QuestionNotAsked
    question = await question_for_marking(work, question_version_id, attempt.seed)
    stored = await work.session.get(QuizAnswer, (attempt_id, question_version_id))
    is_new = stored is None
    if is_new and await held_among(work, [question_version_id]):
        raise QuestionWithdrawn
    if stored is None:
        stored, is_right = await _marked(enrolment, attempt, question_version_id, question, answer)
        work.session.add(stored)
        await _remember(work, enrolment, attempt, stored, is_right=is_right)
        note(
            work,
            enrolment,
            LearningEventKind.QUESTION_ANSWERED,
            at=stored.answered_at,
            lesson_id=attempt.lesson_id,
            question_version_id=str(question_version_id),
            score=stored.score,
        )
    quiz = await quiz_attempted(work, enrolment, attempt)
    if is_new:
        await _count(work, enrolment, attempt, quiz.passing_percent)
    progress = await work.session.get(LessonProgress, (enrolment.id, attempt.lesson_id))
    counted = Answer.model_validate(stored.response)
    return AnswerView(
        is_accepted=is_new or same_answer(answer, counted),
        verdict=await verdict_for(
            work, enrolment.course_id, question_version_id, question, counted
        ),
        attempt=await _view(work, enrolment, attempt, quiz),
        is_lesson_completed=progress is not None and progress.completed_at is not None,
        is_course_completed=enrolment.completed_at is not None,
    )


async def _begin(
    work: UnitOfWork,
    enrolment: Enrolment,
    lesson_id: LessonId,
    quiz: ReadingBlock,
    *,
    after: QuizAttempt | None,
    keep_answers: bool = True,
) -> QuizAttempt:
    """Make the next attempt. One that is still open ends without a result."""
    now = clock.now()
    asked = asked_in(quiz)
    attempt = QuizAttempt(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        lesson_id=lesson_id,
        block_id=quiz.id,
        number=after.number + 1 if after else 1,
        question_version_ids=list(asked),
        max_score=float(sum(Decimal(question.points) for question in quiz.questions)),
        started_at=now,
    )
    if after is None:
        attempt.seed = first_seed(enrolment.id, quiz.id)
    else:
        attempt.seed = after.seed if keep_answers else further_seed(attempt.id)
    work.session.add(attempt)
    work.record(QUIZ_STARTED, attempt.id, number=attempt.number)
    await work.session.flush()
    if after is None:
        return attempt
    if after.finished_at is None:
        after.finished_at = now
    if keep_answers:
        kept = [row for row in await _answers_of(work, after) if row.question_version_id in asked]
        for row in kept:
            work.session.add(
                QuizAnswer(**row.model_dump(exclude={"attempt_id"}), attempt_id=attempt.id)
            )
        if kept:
            await _count(work, enrolment, attempt, quiz.passing_percent)
    return attempt


async def _marked(
    enrolment: Enrolment,
    attempt: QuizAttempt,
    question_version_id: QuestionVersionId,
    question: FixedQuestion,
    answer: Answer,
) -> tuple[QuizAnswer, bool]:
    # Outside the event loop: the first answer with a unit of its own loads a large library.
    marking = await asyncio.to_thread(mark, question, answer)
    kept = QuizAnswer(
        attempt_id=attempt.id,
        question_version_id=question_version_id,
        organisation_id=enrolment.organisation_id,
        response=answer.model_dump(mode="json", exclude_defaults=True),
        score=float(marking.score),
        points=float(marking.points),
        answered_at=clock.now(),
    )
    return kept, marking.is_right


async def _remember(
    work: UnitOfWork,
    enrolment: Enrolment,
    attempt: QuizAttempt,
    answer: QuizAnswer,
    *,
    is_right: bool,
) -> None:
    """What was answered is practised from now on, and tells of the objectives of its lesson."""
    version = await work.session.get_one(QuestionVersion, answer.question_version_id)
    course_id, lesson_id = enrolment.course_id, attempt.lesson_id
    await add_card(work, enrolment.user_id, course_id, lesson_id, version, is_right=is_right)
    subject = Subject(
        kind=EvidenceKind.QUIZ,
        id=attempt.id,
        user_id=enrolment.user_id,
        course_id=course_id,
        lesson_id=lesson_id,
    )
    answered = Answered(question_id=version.question_id, score=answer.score, at=answer.answered_at)
    await note_answers(work, subject, [answered])


async def _count(
    work: UnitOfWork, enrolment: Enrolment, attempt: QuizAttempt, passing_percent: int
) -> None:
    """Add up an attempt, and finish it when nothing is left to answer. The enrolment is locked."""
    await work.session.flush()
    answers = await _answers_of(work, attempt)
    attempt.score = max(0.0, sum(answer.points for answer in answers))
    enrolment.last_lesson_id = attempt.lesson_id
    enrolment.active_at = clock.now()
    announce(work, enrolment)
    if len(answers) < len(attempt.question_version_ids):
        return
    attempt.finished_at = clock.now()
    attempt.is_passed = is_passed(attempt.score, attempt.max_score, passing_percent)
    await work.session.flush()
    note(
        work,
        enrolment,
        LearningEventKind.QUIZ_FINISHED,
        at=attempt.finished_at,
        lesson_id=attempt.lesson_id,
        attempt_id=str(attempt.id),
        block_id=str(attempt.block_id),
        score=attempt.score,
        max_score=attempt.max_score,
        is_passed=attempt.is_passed,
    )
    work.record(QUIZ_FINISHED, attempt.id, is_passed=attempt.is_passed)
    is_in_course = attempt.lesson_id in await lesson_order(work, enrolment)
    if is_in_course and not await unpassed_quizzes(work, enrolment, attempt.lesson_id):
        await complete(work, enrolment, attempt.lesson_id, attempt.finished_at)


async def _answers_of(work: UnitOfWork, attempt: QuizAttempt) -> list[QuizAnswer]:
    statement = select(QuizAnswer).where(col(QuizAnswer.attempt_id) == attempt.id)
    return list((await work.session.scalars(statement)).all())


async def _view(
    work: UnitOfWork, enrolment: Enrolment, attempt: QuizAttempt, quiz: ReadingBlock
) -> AttemptView:
    await work.session.flush()
    return await attempt_view(work, enrolment.course_id, attempt.id, quiz)

"""Marks what was handed in, adds it up, and brings the mark of a learner to the gradebook."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlmodel import col, func, select

from alp_app.kit import clock
from alp_app.kit.errors import AppError
from alp_app.kit.ids import ExamAttemptId, ExamId, QuestionVersionId
from alp_app.models.exams import (
    AskedSlot,
    AttemptState,
    Exam,
    ExamAnswer,
    ExamAttempt,
    Feedback,
    FeedbackTime,
)
from alp_app.models.grading import GradeEntry
from alp_app.models.questions import AnyQuestion
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import NOTHING, Marking, mark
from alp_app.services.assessment.variants import resolved
from alp_app.services.courses.gradable import held_among
from alp_app.services.exams import events
from alp_app.services.exams.access import (
    Turn,
    announce,
    answers_of,
    attempts_of,
    locked_turn,
    taught_attempt,
    taught_exam,
)
from alp_app.services.exams.drawing import wordings
from alp_app.services.exams.errors import (
    NotAsked,
    NotHandedIn,
    NothingToRelease,
    PointsOutOfRange,
    QuestionHeld,
)
from alp_app.services.exams.inputs import HandMarkInput
from alp_app.services.exams.rules import POINT_DECIMALS, counted, total
from alp_app.services.exams.telling import tell_of, tell_of_all
from alp_app.services.gradebook.figures import plain, rounded
from alp_app.unit_of_work import Reader, UnitOfWork

SEEN_AFTER_SUBMITTING = {FeedbackTime.AT_ONCE, FeedbackTime.SUBMITTED}
UNANSWERED = Marking(score=NOTHING, points=NOTHING)


@dataclass(frozen=True, slots=True)
class Marked:
    score: float | None
    """None: a person has to mark it."""
    points: Decimal | None
    problem: str = ""


def marked(
    question: AnyQuestion,
    asked: AskedSlot,
    response: Mapping[str, object],
    *,
    is_held: bool = False,
) -> Marked:
    """What one answer is worth in its slot, the same whenever it is marked. Pure.

    A question that is held decides nothing: everybody gets its points.
    """
    if is_held:
        return Marked(1.0, asked.points, QuestionHeld.code)
    try:
        marking, worth = marking_of(question, asked, response)
    except AppError as refusal:
        return Marked(0.0, Decimal(0), refusal.code)
    if marking.is_open:
        return Marked(None, None)
    share = marking.points / worth
    return Marked(float(marking.score), rounded(share * Fraction(asked.points), POINT_DECIMALS))


def marking_of(
    question: AnyQuestion, asked: AskedSlot, response: Mapping[str, object]
) -> tuple[Marking, Fraction]:
    """With the points that the question itself gives. Raises an AppError for an answer that cannot
    be read."""
    if not response:
        return UNANSWERED, Fraction(1)
    variant = resolved(question, asked.seed)
    return mark(variant, Answer.model_validate(response)), Fraction(variant.points)


async def mark_answers(
    work: UnitOfWork, attempt: ExamAttempt, answers: Sequence[ExamAnswer]
) -> None:
    questions = await wordings(work, [slot.version_id for slot in attempt.asked])
    held = await held_among(work, questions)
    found = await asyncio.to_thread(
        _mark_all, questions, attempt.asked, [each.response for each in answers], held
    )
    for answer, given in zip(answers, found, strict=True):
        answer.score, answer.points, answer.problem = given.score, given.points, given.problem


def _mark_all(
    questions: Mapping[QuestionVersionId, AnyQuestion],
    asked: Sequence[AskedSlot],
    responses: Sequence[Mapping[str, object]],
    held: Collection[QuestionVersionId],
) -> list[Marked]:
    return [
        marked(questions[slot.version_id], slot, response, is_held=slot.version_id in held)
        for slot, response in zip(asked, responses, strict=True)
    ]


async def settle(
    work: UnitOfWork, turn: Turn, attempt: ExamAttempt, answers: Sequence[ExamAnswer]
) -> None:
    """Add up an attempt that was handed in, and what its learner's attempts make together. The entry
    is locked."""
    attempt.points = total([points_of(each) for each in answers])
    attempt.state = AttemptState.WAITING if attempt.points is None else AttemptState.MARKED
    await work.session.flush()
    entry = turn.entry
    if entry is None:
        raise ValueError("lock the learner's entry first")
    done = [
        each
        for each in await attempts_of(work, turn.exam.id, attempt.user_id)
        if each.state is not AttemptState.OPEN
    ]
    entry.points = counted([each.points for each in done], turn.exam.counting)
    entry.submitted_at = done[-1].submitted_at
    if entry.points is not None and await _is_score_seen(work, turn.exam):
        entry.released_at = entry.released_at or clock.now()
    if entry.released_at is not None:
        await tell_of(work, turn.exam, attempt, answers)


def points_of(answer: ExamAnswer) -> Decimal | None:
    return answer.points if answer.hand_points is None else answer.hand_points


async def mark_by_hand(
    work: UnitOfWork, attempt_id: ExamAttemptId, slot: int, *, inputs: HandMarkInput
) -> None:
    """Give points and a comment for one answer, also instead of what it got by its key.

    Raises AttemptNotFound, NotHandedIn, NotAsked or PointsOutOfRange.
    """
    attempt, exam, _ = await taught_attempt(work, attempt_id, to_change=True)
    turn = await locked_turn(work, exam, attempt.user_id)
    await work.session.refresh(attempt, with_for_update=True)
    if attempt.state is AttemptState.OPEN:
        raise NotHandedIn
    answers = await answers_of(work, attempt)
    if slot >= len(answers):
        raise NotAsked(slot)
    most = attempt.asked[slot].points
    if inputs.points is not None and inputs.points > most:
        raise PointsOutOfRange(plain(Fraction(most)))
    answer = answers[slot]
    answer.hand_points, answer.comment = inputs.points, inputs.comment
    answer.marked_by, answer.marked_at = work.user_id, clock.now()
    await settle(work, turn, attempt, answers)
    work.record(events.ANSWER_MARKED, attempt_id, slot=slot)
    await announce(work, exam)
    work.notify("learning", user_id=attempt.user_id)


async def release_scores(work: UnitOfWork, exam_id: ExamId) -> int:
    """Let every learner whose test is marked see what the test shows. Returns how many they are.
    Raises NothingToRelease."""
    exam, _ = await taught_exam(work, exam_id, to_change=True)
    count = await _release(work, exam)
    if not count:
        raise NothingToRelease
    work.record(events.EXAM_RELEASED, exam_id, count=count)
    return count


async def release_closed(work: UnitOfWork, exam_id: ExamId) -> int:
    """The same by the clock, for a test that shows its scores when it has closed."""
    exam = await work.session.get_one(Exam, exam_id)
    return await _release(work, exam) if await _is_score_seen(work, exam) else 0


async def is_over(reader: Reader, exam: Exam) -> bool:
    """Nobody can take it any more, and nobody is taking it."""
    if exam.closes_at is None:
        return False
    extended = select(func.max(col(GradeEntry.closes_at))).where(
        col(GradeEntry.item_id) == exam.item_id
    )
    closes_at = max(exam.closes_at, await reader.session.scalar(extended) or exam.closes_at)
    if clock.now() < closes_at:
        return False
    taking = select(func.count()).where(
        col(ExamAttempt.exam_id) == exam.id, col(ExamAttempt.state) == AttemptState.OPEN
    )
    return not await reader.session.scalar(taking)


async def _is_score_seen(reader: Reader, exam: Exam) -> bool:
    if Feedback.SCORE not in exam.feedback:
        return False
    if exam.feedback_when in SEEN_AFTER_SUBMITTING:
        return True
    return exam.feedback_when is FeedbackTime.CLOSED and await is_over(reader, exam)


async def _release(work: UnitOfWork, exam: Exam) -> int:
    statement = (
        select(GradeEntry)
        .where(
            col(GradeEntry.item_id) == exam.item_id,
            col(GradeEntry.points).is_not(None),
            col(GradeEntry.released_at).is_(None),
        )
        .order_by(col(GradeEntry.user_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    now = clock.now()
    waiting = (await work.session.scalars(statement)).all()
    for entry in waiting:
        entry.released_at = now
        await tell_of_all(work, exam, entry.user_id)
        work.notify("learning", user_id=entry.user_id)
    await announce(work, exam)
    return len(waiting)

"""What a learner does in a test: begin, answer, rest, hand in.

Beginning and handing in run under the lock of the learner's entry in the gradebook, so that however
many requests come at once, one attempt is begun and one is handed in. What a player sends is taken
under the lock of its attempt.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

import orjson

from alp_app.kit import clock
from alp_app.kit.ids import ExamAttemptId, ExamId
from alp_app.models.classroom import Classroom
from alp_app.models.exams import AttemptState, Exam, ExamAnswer, ExamAttempt, FeedbackTime
from alp_app.services.exams import events
from alp_app.services.exams.access import (
    Turn,
    announce,
    answers_of,
    attempts_of,
    locked_turn,
    my_attempt,
    my_turn,
    running_attempt,
)
from alp_app.services.exams.drawing import bank_of, chosen_for
from alp_app.services.exams.errors import (
    AttemptsUsed,
    Closed,
    HandedIn,
    NoBreakLeft,
    NotAsked,
    NotOpenYet,
    TimeIsUp,
)
from alp_app.services.exams.files import files_named_by, forget_unnamed, require_own_files
from alp_app.services.exams.inputs import Write
from alp_app.services.exams.marking import mark_answers, settle
from alp_app.services.exams.rules import replaces
from alp_app.services.exams.sitting_views import ClockView, Receipt, SavedView, StandingWrite
from alp_app.services.exams.verdicts import verdicts_on
from alp_app.unit_of_work import UnitOfWork

SEED_BITS = 62


async def start_exam(work: UnitOfWork, exam_id: ExamId) -> ExamAttemptId:
    """Begin an attempt, or come back to the one that is open.

    Raises NotOpenYet, Closed or AttemptsUsed.
    """
    turn = await my_turn(work, exam_id)
    made = await attempts_of(work, exam_id, work.user_id)
    now = clock.now()
    latest = made[-1] if made else None
    if latest is not None and latest.state is AttemptState.OPEN:
        if not turn.clock(latest).is_over(now):
            return latest.id
        await work.session.refresh(latest, with_for_update=True)
        await hand_in(work, turn, latest)
    allowance = turn.allowance
    if allowance.opens_at is not None and now < allowance.opens_at:
        raise NotOpenYet(allowance.opens_at.isoformat())
    if allowance.closes_at is not None and now >= allowance.closes_at:
        raise Closed
    if len(made) >= allowance.attempts:
        raise AttemptsUsed(len(made))
    attempt = await _begin(work, turn, number=len(made) + 1, now=now)
    work.record(events.ATTEMPT_STARTED, attempt.id, number=attempt.number)
    await announce(work, turn.exam)
    return attempt.id


async def save_answers(
    work: UnitOfWork, attempt_id: ExamAttemptId, *, writes: Sequence[Write]
) -> SavedView:
    """Take what a player has in its queue, in whatever order and however often it comes.

    Raises HandedIn, OnBreak, NotAsked, TooManyFiles, AnsweredFileNotFound where an answer names a file
    that is not its own, or TimeIsUp for what comes after the deadline and the grace.
    """
    turn, attempt = await running_attempt(work, attempt_id, for_update=True)
    now = clock.now()
    answers = await answers_of(work, attempt)
    await _take(work, attempt, answers, writes, now)
    await work.session.flush()
    if writes:
        await announce(work, turn.exam)
    checks = turn.exam.feedback_when is FeedbackTime.AT_ONCE
    return SavedView(
        saved_at=now,
        standing=tuple(
            StandingWrite(
                slot=each.slot,
                sequence=each.sequence,
                writer=each.writer,
                is_final=each.is_final,
            )
            for each in answers
        ),
        clock=clock_view(turn, attempt, now),
        files=await files_named_by(work, answers),
        verdicts=await verdicts_on(work, turn.exam, attempt, answers, is_final_only=True)
        if checks
        else (),
    )


async def set_break(work: UnitOfWork, attempt_id: ExamAttemptId, *, is_on: bool) -> ClockView:
    """Cover the questions and stop the clock, or go on. Raises NoBreakLeft, HandedIn or TimeIsUp."""
    turn, attempt = await my_attempt(work, attempt_id, for_update=True)
    now = clock.now()
    if attempt.state is not AttemptState.OPEN:
        raise HandedIn
    watch = turn.clock(attempt)
    if watch.is_over(now):
        raise TimeIsUp((watch.ends_at(now) or now).isoformat())
    _end_break(turn, attempt, now)
    if is_on:
        if turn.clock(attempt).break_left(now) <= 0:
            raise NoBreakLeft
        attempt.break_started_at = now
    work.record(events.BREAK_BEGUN if is_on else events.BREAK_ENDED, attempt.id)
    await announce(work, turn.exam)
    return clock_view(turn, attempt, now)


async def submit_exam(
    work: UnitOfWork, attempt_id: ExamAttemptId, *, writes: Sequence[Write] = ()
) -> Receipt:
    """Hand in, with what is still in the player's queue. Doing so again returns the same receipt.

    What comes after the deadline and the grace does not count: then the attempt is handed in with
    what had arrived by then, and the receipt says how many writes were too late.
    """
    turn, _ = await my_attempt(work, attempt_id)
    turn = await locked_turn(work, turn.exam, work.user_id)
    _, attempt = await my_attempt(work, attempt_id, for_update=True)
    too_late = 0
    if attempt.state is AttemptState.OPEN:
        now = clock.now()
        if turn.clock(attempt).is_over(now):
            too_late = len(writes)
        else:
            _end_break(turn, attempt, now)
            await _take(work, attempt, await answers_of(work, attempt), writes, now)
            await work.session.flush()
        await hand_in(work, turn, attempt)
    return receipt_view(turn, attempt, too_late=too_late)


async def hand_in(work: UnitOfWork, turn: Turn, attempt: ExamAttempt) -> None:
    """Close an open attempt and mark it; one whose time is over as of the moment when it was. The
    entry and the attempt are locked."""
    now = clock.now()
    watch = turn.clock(attempt)
    ends_at = watch.ends_at(now)
    is_late = ends_at is not None and now > ends_at
    _end_break(turn, attempt, now)
    attempt.is_automatic = watch.is_over(now)
    attempt.submitted_at = ends_at if is_late else now
    answers = await answers_of(work, attempt)
    await forget_unnamed(work, attempt, answers)
    attempt.receipt = receipt_of(attempt, answers)
    await mark_answers(work, attempt, answers)
    await settle(work, turn, attempt, answers)
    work.record(
        events.ATTEMPT_SUBMITTED,
        attempt.id,
        number=attempt.number,
        is_automatic=attempt.is_automatic,
    )
    await announce(work, turn.exam)
    work.notify("learning", user_id=attempt.user_id)


def receipt_of(attempt: ExamAttempt, answers: Sequence[ExamAnswer]) -> str:
    """SHA-256 over what was handed in, by whom, as which attempt and when."""
    content = {
        "answers": [each.response for each in answers],
        "attempt": attempt.number,
        "exam": attempt.exam_id,
        "learner": attempt.user_id,
        "questions": [slot.version_id for slot in attempt.asked],
        "submitted_at": attempt.submitted_at,
    }
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def receipt_view(turn: Turn, attempt: ExamAttempt, *, too_late: int = 0) -> Receipt:
    if attempt.submitted_at is None:
        raise ValueError("an open attempt has no receipt")
    return Receipt(
        attempt_id=attempt.id,
        exam_id=attempt.exam_id,
        title=turn.item.title,
        number=attempt.number,
        submitted_at=attempt.submitted_at,
        is_automatic=attempt.is_automatic,
        receipt=attempt.receipt,
        too_late=too_late,
    )


def clock_view(turn: Turn, attempt: ExamAttempt, now: datetime) -> ClockView:
    watch = turn.clock(attempt)
    return ClockView(
        now=now,
        ends_at=watch.ends_at(now),
        is_on_break=watch.is_on_break(now),
        break_seconds_left=watch.break_left(now),
    )


async def _begin(work: UnitOfWork, turn: Turn, *, number: int, now: datetime) -> ExamAttempt:
    exam: Exam = turn.exam
    classroom = await work.session.get_one(Classroom, exam.classroom_id)
    seed = secrets.randbits(SEED_BITS)
    asked = chosen_for(exam, await bank_of(work, classroom.course_id), seed)
    attempt = ExamAttempt(
        organisation_id=exam.organisation_id,
        exam_id=exam.id,
        user_id=work.user_id,
        number=number,
        seed=seed,
        asked=asked,
        started_at=now,
        deadline_at=turn.allowance.deadline(now),
    )
    work.session.add(attempt)
    await work.session.flush()
    work.session.add_all(
        ExamAnswer(
            attempt_id=attempt.id,
            slot=slot,
            organisation_id=exam.organisation_id,
            saved_at=now,
        )
        for slot in range(len(asked))
    )
    await work.session.flush()
    return attempt


async def _take(
    work: UnitOfWork,
    attempt: ExamAttempt,
    answers: Sequence[ExamAnswer],
    writes: Sequence[Write],
    now: datetime,
) -> None:
    unasked = next((write.slot for write in writes if write.slot >= len(answers)), None)
    if unasked is not None:
        raise NotAsked(unasked)
    await require_own_files(work, attempt, writes)
    for write in writes:
        stands = answers[write.slot]
        if not replaces(write, stands):
            continue
        given = write.answer
        stands.response = (
            given.model_dump(mode="json", exclude_defaults=True) if given is not None else {}
        )
        stands.sequence, stands.writer = write.sequence, write.writer
        stands.is_flagged, stands.is_final = write.is_flagged, write.is_final
        stands.seconds, stands.saved_at = write.seconds, now


def _end_break(turn: Turn, attempt: ExamAttempt, now: datetime) -> None:
    watch = turn.clock(attempt)
    attempt.deadline_at = watch.ends_at(now)
    attempt.break_seconds += round(watch.break_so_far(now).total_seconds())
    attempt.break_started_at = None

"""The attempt that a learner is in, as its player asks for it again and again: a hot read.

Which question a slot asks never changes, nor does what its seed makes of it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from pydantic import BaseModel, TypeAdapter

from alp_app.db.reads import fetch_one
from alp_app.kit import clock
from alp_app.kit.ids import ExamAttemptId, QuestionVersionId
from alp_app.kit.kept import Kept
from alp_app.models.exams import AskedSlot, AttemptState, FeedbackTime
from alp_app.models.questions import AnyQuestion
from alp_app.services.assessment.asking import without_key
from alp_app.services.assessment.variants import resolved
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.exams.access import SECONDS, answers_of, my_attempt
from alp_app.services.exams.drawing import wordings
from alp_app.services.exams.errors import AttemptNotFound, HandedIn
from alp_app.services.exams.files import files_named_by
from alp_app.services.exams.rules import Clock
from alp_app.services.exams.sitting_views import ClockView, SittingView, SlotView
from alp_app.services.exams.verdicts import verdicts_on
from alp_app.services.gradebook.figures import plain
from alp_app.unit_of_work import Reader

MOST_BYTES = 8 * 1024 * 1024
QUESTION_BYTES = 4096
"""Roughly what a question as it is asked takes in memory."""

# The same conditions as `access.my_attempt`, in one question.
_SITTING = """
    SELECT a.id, a.exam_id, a.number, a.state, a.asked::text AS asked, a.deadline_at,
           a.break_seconds, a.break_started_at, coalesce(c.break_minutes, 0) AS break_minutes,
           x.classroom_id, x.is_one_at_a_time, x.may_go_back, x.feedback_when, i.title,
           (SELECT json_agg(json_build_object(
                     'slot', w.slot, 'response', w.response, 'sequence', w.sequence,
                     'writer', w.writer, 'is_flagged', w.is_flagged, 'is_final', w.is_final,
                     'seconds', w.seconds) ORDER BY w.slot)
              FROM exam_answer w WHERE w.attempt_id = a.id)::text AS answers
      FROM exam_attempt a
      JOIN exam x ON x.id = a.exam_id
      JOIN grade_item i ON i.id = x.item_id
      LEFT JOIN exam_accommodation c
        ON c.classroom_id = x.classroom_id AND c.user_id = a.user_id
     WHERE a.id = %(attempt_id)s AND a.user_id = %(user_id)s
       AND x.deleted_at IS NULL AND x.published_at IS NOT NULL
       AND EXISTS (SELECT FROM class_member m
                    WHERE m.classroom_id = x.classroom_id AND m.user_id = a.user_id
                      AND m.role = 'learner' AND m.removed_at IS NULL)
"""


class Answered(BaseModel):
    """What stands in one slot."""

    slot: int
    response: Mapping[str, Any]
    sequence: int
    writer: str
    is_flagged: bool
    is_final: bool
    seconds: float


_ANSWERS = TypeAdapter(list[Answered])
_ASKED = TypeAdapter(list[AskedSlot])
_kept: Kept[tuple[UUID, int], AskedView] = Kept(MOST_BYTES)


async def get_sitting(reader: Reader, attempt_id: ExamAttemptId) -> SittingView:
    """An open attempt with its questions, which hold no key. Raises AttemptNotFound or HandedIn."""
    given = {"attempt_id": attempt_id, "user_id": reader.user_id}
    row = await fetch_one(reader, _SITTING, given)
    if row is None:
        raise AttemptNotFound
    if row["state"] != AttemptState.OPEN:
        raise HandedIn
    answers = _ANSWERS.validate_json(row["answers"] or "[]")
    slots = _ASKED.validate_json(row["asked"])
    questions = await asked_in(reader, slots)
    now = clock.now()
    watch = _clock_view(row, now)
    is_checked = row["feedback_when"] == FeedbackTime.AT_ONCE
    return SittingView(
        id=row["id"],
        exam_id=row["exam_id"],
        classroom_id=row["classroom_id"],
        title=row["title"],
        number=row["number"],
        is_one_at_a_time=row["is_one_at_a_time"],
        may_go_back=row["may_go_back"],
        is_checked=is_checked,
        clock=watch,
        slots=tuple(
            [
                SlotView(
                    slot=answer.slot,
                    section=slot.section,
                    points=plain(Fraction(slot.points)),
                    question=None if watch.is_on_break else question,
                    answer=answer.response,
                    sequence=answer.sequence,
                    writer=answer.writer,
                    is_flagged=answer.is_flagged,
                    is_final=answer.is_final,
                    seconds=answer.seconds,
                )
                for slot, question, answer in zip(slots, questions, answers, strict=True)
            ]
        ),
        files=await files_named_by(reader, answers),
        verdicts=await _verdicts(reader, attempt_id) if is_checked else (),
    )


async def asked_in(reader: Reader, slots: Sequence[AskedSlot]) -> list[AskedView]:
    """The questions of these slots without their keys, for a caller who may see them."""
    found = {_key(slot): _kept.find(_key(slot)) for slot in slots}
    missing = [slot for slot in slots if found[_key(slot)] is None]
    if missing:
        questions = await wordings(reader, [slot.version_id for slot in missing])
        asked = await asyncio.to_thread(_asked, missing, questions)
        for slot, view in zip(missing, asked, strict=True):
            found[_key(slot)] = _kept.keep(_key(slot), view, weight=QUESTION_BYTES)
    views = [found[_key(slot)] for slot in slots]
    return [view for view in views if view is not None]


async def _verdicts(reader: Reader, attempt_id: ExamAttemptId) -> Any:
    turn, attempt = await my_attempt(reader, attempt_id)
    answers = await answers_of(reader, attempt)
    return await verdicts_on(reader, turn.exam, attempt, answers, is_final_only=True)


def _key(slot: AskedSlot) -> tuple[UUID, int]:
    return slot.version_id, slot.seed


def _asked(
    slots: Sequence[AskedSlot], questions: Mapping[QuestionVersionId, AnyQuestion]
) -> list[AskedView]:
    return [
        without_key(resolved(questions[slot.version_id], slot.seed), slot.seed) for slot in slots
    ]


def _clock_view(row: Mapping[str, Any], now: datetime) -> ClockView:
    watch = Clock(
        deadline_at=row["deadline_at"],
        break_seconds=row["break_seconds"],
        break_started_at=row["break_started_at"],
        break_seconds_allowed=row["break_minutes"] * SECONDS,
    )
    return ClockView(
        now=now,
        ends_at=watch.ends_at(now),
        is_on_break=watch.is_on_break(now),
        break_seconds_left=watch.break_left(now),
    )

"""Who may need help, by rules that a teacher can read and check. Pure.

A sign is strong or weak. Two signs of which one is strong make it likely, any sign possible. Nothing
is added up or weighed beyond that: the evidence is there to be looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alp_app.services.insights.estimates import FEW, wilson

QUIET_DAYS, LONG_QUIET_DAYS = 10, 21
"""Days without work: from the first a weak sign, from the second a strong one."""
MISSING_STRONG = 2
"""Pieces of due work: so many missing, if they are half of all, are a strong sign; one is a weak one."""
LOW_SHARE = 0.6
"""Right answers: a weak sign when the share is below; a strong one when the whole interval is."""
BEHIND_FROM = 4
"""Lessons: once half of the class has done so many, having done at most half as many is a weak sign."""
SETTLING_DAYS = 7
"""Somebody who is in the class for less, and has shown too little, is not judged."""


class Attention(StrEnum):
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"
    """Too little is known."""
    NONE = "none"
    """Nothing stands out."""


class Sign(StrEnum):
    QUIET = "quiet"
    NEVER = "never"
    MISSING = "missing"
    ANSWERS = "answers"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of one learner in a class."""

    joined_at: datetime
    worked_at: datetime | None
    due: int
    missing: int
    answers: int
    right: int
    lessons_done: int
    class_lessons_done: int
    """Half of the class has done at least so many."""


@dataclass(frozen=True, slots=True)
class Found:
    sign: Sign
    is_strong: bool


def signs_of(record: Record, now: datetime) -> tuple[Found, ...]:
    return tuple(_signs(record, now))


def attention_of(record: Record, now: datetime) -> Attention:
    signs = signs_of(record, now)
    if len(signs) > 1 and any(each.is_strong for each in signs):
        return Attention.LIKELY
    if signs:
        return Attention.POSSIBLE
    is_new = (now - record.joined_at).days < SETTLING_DAYS
    has_shown_little = record.due == 0 and record.answers < FEW
    return (
        Attention.UNKNOWN
        if has_shown_little and (is_new or not record.lessons_done)
        else (Attention.NONE)
    )


def _signs(record: Record, now: datetime) -> Iterator[Found]:
    days = (now - (record.worked_at or record.joined_at)).days
    if days >= QUIET_DAYS:
        sign = Sign.NEVER if record.worked_at is None else Sign.QUIET
        yield Found(sign, is_strong=days >= LONG_QUIET_DAYS)
    if record.missing:
        is_half = 2 * record.missing >= record.due
        yield Found(Sign.MISSING, is_strong=record.missing >= MISSING_STRONG and is_half)
    if record.answers >= FEW and record.right < LOW_SHARE * record.answers:
        high = wilson(record.right, record.answers).high
        yield Found(Sign.ANSWERS, is_strong=high < LOW_SHARE)
    if (
        record.class_lessons_done >= BEHIND_FROM
        and 2 * record.lessons_done <= record.class_lessons_done
    ):
        yield Found(Sign.BEHIND, is_strong=False)

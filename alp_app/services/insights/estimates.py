"""How sure a share is that few answers tell of. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

FEW = 5
"""Answers. With fewer than that no share is given at all."""
SECURE, WEAK = 0.7, 0.5
"""Mastered: the whole interval lies above the first. Not yet: all of it lies below the second."""
_Z = 1.959964
"""Of a normal distribution, for 95 of 100."""


class Mastery(StrEnum):
    TOO_FEW = "too_few"
    SECURE = "secure"
    UNSURE = "unsure"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def wilson(right: int, answers: int) -> Interval:
    """Wilson's score interval: between which shares the true one lies in 95 of 100 cases. Unlike the
    textbook's, it stays within 0 and 1 and is honest for few answers."""
    if answers == 0:
        return Interval(0.0, 1.0)
    share, spread = right / answers, _Z**2 / answers
    centre = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(share * (1 - share) / answers + spread / (4 * answers))
    return Interval(
        0.0 if right == 0 else max(0.0, centre - half),
        1.0 if right == answers else min(1.0, centre + half),
    )


def mastery_of(right: int, answers: int) -> Mastery:
    if answers < FEW:
        return Mastery.TOO_FEW
    interval = wilson(right, answers)
    if interval.low >= SECURE:
        return Mastery.SECURE
    return Mastery.NOT_YET if interval.high < WEAK else Mastery.UNSURE

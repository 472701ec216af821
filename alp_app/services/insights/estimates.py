"""How sure a share is that few answers tell of. Pure."""

from dataclasses import dataclass
from math import sqrt

from alp_app.services.mastery.rules import SECURE, WEAK, Mastery

FEW = 5
"""Answers. With fewer than that no share is given at all."""
_Z = 1.959964
"""Of a normal distribution, for 95 of 100."""


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
    """Mastered: the whole interval lies above SECURE. Not yet: all of it lies below WEAK."""
    if answers < FEW:
        return Mastery.TOO_FEW
    interval = wilson(right, answers)
    if interval.low >= SECURE:
        return Mastery.SECURE
    return Mastery.NOT_YET if interval.high < WEAK else Mastery.UNSURE

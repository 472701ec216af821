"""How mastery is reckoned from answers, and what it advises. Pure.

The model: whether a learner can do what an objective says is a share between 0 and 1, of which nothing is
known at first (Beta(1, 1)). An answer adds what it earned to the one side and the rest to the other, by the
weight of its kind; what it told counts half as much after HALF_LIFE. The range given holds the share in
80 of 100 cases.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp2
from typing import Literal
from uuid import UUID

import numpy as np

from alp_app.kit.ids import LessonId
from alp_app.models.mastery import EvidenceKind

HALF_LIFE = timedelta(days=60)
PRIOR = 1.0
"""Of each side, before any answer."""
WEIGHTS = {EvidenceKind.QUIZ: 1.0, EvidenceKind.PRACTICE: 0.5, EvidenceKind.TEST: 1.5}
"""A question that is practised has been seen before; a test is taken without help."""
ENOUGH = 2.0
"""Sum of evidence, as it weighs now. With less than that nothing is said."""
SECURE, WEAK = 0.7, 0.5
"""Mastered: the whole range lies above the first. Not yet: its middle lies below the second."""
SURE = 0.8
"""How often the range holds the true share."""

_GRID = np.linspace(0.0005, 0.9995, 1000)


class Mastery(StrEnum):
    TOO_FEW = "too_few"
    SECURE = "secure"
    UNSURE = "unsure"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Sums:
    """Evidence for one objective, as it weighs at `at`."""

    right: float
    wrong: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Shares between 0 and 1."""

    middle: float
    low: float
    high: float
    mastery: Mastery


def share_of(kind: EvidenceKind, score: float, objectives: int) -> tuple[float, float]:
    """What one answer tells of each of the objectives that its question asks about: for and against."""
    weight = WEIGHTS[kind] / objectives
    earned = min(1.0, max(0.0, score))
    return weight * earned, weight * (1 - earned)


def fading(since: datetime, until: datetime) -> float:
    """How much of an answer's weight is left; all of it while `until` has not come."""
    return exp2(-max(timedelta(0), until - since) / HALF_LIFE)


def add(one: Sums, other: Sums) -> Sums:
    """In any order: what is older has faded by the time of what is newer."""
    at = max(one.at, other.at)
    mine, theirs = fading(one.at, at), fading(other.at, at)
    return Sums(
        one.right * mine + other.right * theirs, one.wrong * mine + other.wrong * theirs, at
    )


def estimate(sums: Sums | None, now: datetime) -> Estimate:
    """What may be said of an objective now."""
    left = fading(sums.at, now) if sums else 0.0
    right = max(0.0, sums.right * left) if sums else 0.0
    wrong = max(0.0, sums.wrong * left) if sums else 0.0
    low, high = _range(PRIOR + right, PRIOR + wrong)
    middle = (PRIOR + right) / (2 * PRIOR + right + wrong)
    return Estimate(middle=middle, low=low, high=high, mastery=_mastery(right + wrong, middle, low))


def _mastery(evidence: float, middle: float, low: float) -> Mastery:
    if evidence < ENOUGH:
        return Mastery.TOO_FEW
    if low >= SECURE:
        return Mastery.SECURE
    return Mastery.NOT_YET if middle < WEAK else Mastery.UNSURE


def _range(alpha: float, beta: float) -> tuple[float, float]:
    """Between which shares the middle SURE of Beta(alpha, beta) lies."""
    density = (alpha - 1) * np.log(_GRID) + (beta - 1) * np.log1p(-_GRID)
    mass = np.cumsum(np.exp(density - density.max()))
    tail = (1 - SURE) / 2
    low, high = np.interp([tail, 1 - tail], mass / mass[-1], _GRID)
    return float(low), float(high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A lesson as advice sees it."""

    id: LessonId
    objective_ids: tuple[UUID, ...]
    is_done: bool
    is_locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a learner has shown of one objective, in percent."""

    id: UUID
    mastery: Mastery
    middle: int
    low: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to do, the first one first."""

    kind: Literal["review", "strengthen", "next_lesson", "locked"]
    lesson_id: LessonId | None = None
    objective_id: UUID | None = None
    """To strengthen: what earlier lessons lead to and later ones build on. Of the next lesson: what it
    leads to that was shown least."""


def advise(
    lessons: Sequence[Taught],
    shown: Iterable[Shown],
    *,
    due: int,
    next_lesson_id: LessonId | None,
) -> list[Advice]:
    """What to study next: what is due, the weakest objective behind, the lesson ahead."""
    known = {each.id: each for each in shown}
    found: list[Advice] = []
    if due:
        found.append(Advice(kind="review"))
    behind = [lesson for lesson in _before(lessons, next_lesson_id) if lesson.is_done]
    weak = _weakest(behind, known)
    if weak is not None:
        found.append(Advice(kind="strengthen", lesson_id=_home_of(weak, behind), objective_id=weak))
    ahead = next((each for each in lessons if each.id == next_lesson_id), None)
    if ahead is not None:
        found.append(
            Advice(
                kind="locked" if ahead.is_locked else "next_lesson",
                lesson_id=ahead.id,
                objective_id=_least_shown(ahead, known),
            )
        )
    return found


def _before(lessons: Sequence[Taught], lesson_id: LessonId | None) -> Sequence[Taught]:
    places = [place for place, each in enumerate(lessons) if each.id == lesson_id]
    return lessons[: places[0]] if places else lessons


def _weakest(behind: Sequence[Taught], known: Mapping[UUID, Shown]) -> UUID | None:
    weak = {
        objective_id: known[objective_id].middle
        for lesson in behind
        for objective_id in lesson.objective_ids
        if objective_id in known and known[objective_id].mastery is Mastery.NOT_YET
    }
    return min(weak, key=lambda each: (weak[each], str(each)), default=None)


def _home_of(objective_id: UUID, behind: Sequence[Taught]) -> LessonId:
    """The lesson that leads to the fewest other objectives, the latest of those that are alike."""
    homes = [lesson for lesson in reversed(behind) if objective_id in lesson.objective_ids]
    return min(homes, key=lambda lesson: len(lesson.objective_ids)).id


def _least_shown(lesson: Taught, known: Mapping[UUID, Shown]) -> UUID | None:
    led_to = [each for each in lesson.objective_ids if each in known]
    return min(led_to, key=lambda each: known[each].low, default=None)

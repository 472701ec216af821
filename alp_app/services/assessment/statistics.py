"""What the answers of a group tell about the questions. Pure, and the same for the same answers.

Small groups are the rule, so nothing is said without how many people it rests on and how far off it
may be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
CONFIDENCE = 0.95
FEW, FAIR = 10, 30
"""People. Below the first nothing is judged, below the second it is a hint."""
LEAST_USABLE = 0.8
"""Share of the resamples that must have a value for an interval to be given."""
THIRDS = 3
SAME = 1e-12

Matrix = NDArray[np.float64]


class Basis(StrEnum):
    """How much a figure can bear, by the number of people it rests on."""

    TOO_FEW = "too_few"
    HINT = "hint"
    FAIR = "fair"


class Suspicion(StrEnum):
    """Why a key may be wrong."""

    STRONG_FAIL = "strong_fail"
    """Who does well elsewhere does badly here."""
    STRONG_AGREE = "strong_agree"
    """The strongest third agrees on another option."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One go of one person, by question."""

    scores: Mapping[str, float]
    """0 to 1, of each question that was asked; an unanswered one has 0."""
    picks: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Estimate:
    value: float | None
    """None where it cannot be computed, as when everybody answered alike."""
    low: float | None = None
    high: float | None = None
    """The interval that holds the true value in 95 of 100 such groups; None for too few people."""


@dataclass(frozen=True, slots=True)
class OptionFigures:
    id: str
    is_right: bool
    count: int
    share: float
    mean_elsewhere: float | None
    """The mean score on the other questions of those who picked it."""
    share_of_strong: float
    share_of_weak: float


@dataclass(frozen=True, slots=True)
class ItemFigures:
    id: str
    people: int
    basis: Basis
    facility: Estimate
    """The mean score."""
    discrimination: Estimate
    """The correlation with the score on the other questions, from -1 to 1."""
    options: tuple[OptionFigures, ...]
    suspicions: tuple[Suspicion, ...]
    is_key_likely_wrong: bool
    median_seconds: float | None
    middle_seconds: tuple[float, float] | None
    """The quarter and three quarter marks."""


@dataclass(frozen=True, slots=True)
class QuizFigures:
    people: int
    basis: Basis
    reliability: Estimate
    """Cronbach's alpha; KR-20 when every question is right or wrong."""
    is_all_or_nothing: bool
    mean: float | None
    items: tuple[ItemFigures, ...]


Level = tuple[Sitting, float]
"""Somebody who was asked a question, and their mean score on the others."""


def basis_of(people: int) -> Basis:
    return Basis.TOO_FEW if people < FEW else Basis.HINT if people < FAIR else Basis.FAIR


def quiz_figures(
    sittings: Sequence[Sitting], keys: Mapping[str, Mapping[str, bool]], *, seed: int = 0
) -> QuizFigures:
    """`keys` names every question, and for one with options whether each is right."""
    ids = list(keys)
    scores = np.array(
        [[sitting.scores.get(each, np.nan) for each in ids] for sitting in sittings],
        dtype=np.float64,
    ).reshape(len(sittings), len(ids))
    elsewhere = _elsewhere(scores)
    weights = _weights(len(sittings), seed)
    facility = _facility(scores, weights)
    discrimination = _discrimination(scores, elsewhere, weights)
    complete = scores[~np.isnan(scores).any(axis=1)]
    return QuizFigures(
        people=len(sittings),
        basis=basis_of(len(sittings)),
        reliability=reliability(complete, seed=seed),
        is_all_or_nothing=bool(complete.size and np.isin(complete, (0.0, 1.0)).all()),
        mean=float(np.nanmean(scores)) if scores.size and not np.isnan(scores).all() else None,
        items=tuple(
            _item(
                each,
                _levels(each, sittings, elsewhere[:, place]),
                keys[each],
                facility[place],
                discrimination[place],
            )
            for place, each in enumerate(ids)
        ),
    )


def reliability(scores: Matrix, *, seed: int = 0) -> Estimate:
    """Cronbach's alpha of complete rows with a bootstrap interval."""
    people, items = scores.shape
    if people < 2 or items < 2:  # noqa: PLR2004 - there is no variance of one
        return Estimate(None)
    whole = np.ones((1, people))
    value = _alphas(scores, whole)[0]
    return _estimate(value, _alphas(scores, _weights(people, seed)), people)


def _weights(people: int, seed: int) -> Matrix:
    """How often each person is drawn, in each of many groups drawn from this one."""
    if people == 0:
        return np.zeros((RESAMPLES, 0))
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(people, np.full(people, 1 / people), size=RESAMPLES)
    return drawn.astype(np.float64)


def _alphas(scores: Matrix, weights: Matrix) -> Matrix:
    items = scores.shape[1]
    own = _variances(scores, weights).sum(axis=1)
    total = _variances(scores.sum(axis=1, keepdims=True), weights)[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = items / (items - 1) * (1 - own / total)
    return np.where(total > SAME, found, np.nan)


def _variances(columns: Matrix, weights: Matrix) -> Matrix:
    count = weights.sum(axis=1, keepdims=True)
    centred = columns - columns.mean(axis=0)
    return (weights @ centred**2) / count - ((weights @ centred) / count) ** 2


def _elsewhere(scores: Matrix) -> Matrix:
    """Each person's mean score on the other questions."""
    asked = ~np.isnan(scores)
    filled = np.where(asked, scores, 0.0)
    others = asked.sum(axis=1, keepdims=True) - asked
    with np.errstate(divide="ignore", invalid="ignore"):
        means = (filled.sum(axis=1, keepdims=True) - filled) / others
    return np.where(asked & (others > 0), means, np.nan)


def _facility(scores: Matrix, weights: Matrix) -> list[Estimate]:
    asked = (~np.isnan(scores)).astype(np.float64)
    filled = np.nan_to_num(scores)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = filled.sum(axis=0) / asked.sum(axis=0)
        resampled = (weights @ filled) / (weights @ asked)
    return [
        _estimate(value, resampled[:, place], int(asked[:, place].sum()))
        for place, value in enumerate(values)
    ]


def _discrimination(scores: Matrix, elsewhere: Matrix, weights: Matrix) -> list[Estimate]:
    values = _correlations(scores, elsewhere, np.ones((1, len(scores))))
    resampled = _correlations(scores, elsewhere, weights)
    people = (~np.isnan(elsewhere)).sum(axis=0)
    return [
        _estimate(values[0, place], resampled[:, place], int(people[place]))
        for place in range(scores.shape[1])
    ]


def _correlations(one: Matrix, other: Matrix, weights: Matrix) -> Matrix:
    """Pearson's, column by column, of the rows that have both."""
    both = ~np.isnan(one) & ~np.isnan(other)
    present = both.astype(np.float64)
    left, right = (np.where(both, each - _column_means(each, both), 0.0) for each in (one, other))
    with np.errstate(divide="ignore", invalid="ignore"):
        count = weights @ present
        left_mean, right_mean = weights @ left / count, weights @ right / count
        shared = weights @ (left * right) / count - left_mean * right_mean
        left_spread = weights @ left**2 / count - left_mean**2
        right_spread = weights @ right**2 / count - right_mean**2
        found = shared / np.sqrt(left_spread * right_spread)
    has_spread = (left_spread > SAME) & (right_spread > SAME)
    return np.where(has_spread, np.clip(found, -1.0, 1.0), np.nan)


def _column_means(values: Matrix, present: NDArray[np.bool_]) -> Matrix:
    count = np.maximum(present.sum(axis=0), 1)
    return np.where(present, values, 0.0).sum(axis=0) / count


def _estimate(value: float, resampled: Matrix, people: int) -> Estimate:
    if np.isnan(value):
        return Estimate(None)
    usable = resampled[~np.isnan(resampled)]
    if people < FEW or usable.size < LEAST_USABLE * resampled.size:
        return Estimate(float(value))
    edge = (1 - CONFIDENCE) / 2
    low, high = np.quantile(usable, (edge, 1 - edge))
    return Estimate(float(value), float(low), float(high))


def _levels(item_id: str, sittings: Sequence[Sitting], elsewhere: Matrix) -> list[Level]:
    return [
        (sitting, float(level))
        for sitting, level in zip(sittings, elsewhere, strict=True)
        if item_id in sitting.scores
    ]


def _item(
    item_id: str,
    asked: Sequence[Level],
    key: Mapping[str, bool],
    facility: Estimate,
    discrimination: Estimate,
) -> ItemFigures:
    options = _options(item_id, asked, key)
    people = len(asked)
    suspicions = _suspicions(people, discrimination, options)
    seconds = [sitting.seconds[item_id] for sitting, _ in asked if item_id in sitting.seconds]
    quarter, half, three = np.quantile(seconds, (0.25, 0.5, 0.75)) if seconds else (0.0, 0.0, 0.0)
    return ItemFigures(
        id=item_id,
        people=people,
        basis=basis_of(people),
        facility=facility,
        discrimination=discrimination,
        options=options,
        suspicions=suspicions,
        is_key_likely_wrong=len(suspicions) == len(Suspicion)
        or (Suspicion.STRONG_FAIL in suspicions and (discrimination.high or 0.0) < 0),
        median_seconds=float(half) if seconds else None,
        middle_seconds=(float(quarter), float(three)) if seconds else None,
    )


def _options(
    item_id: str, asked: Sequence[Level], key: Mapping[str, bool]
) -> tuple[OptionFigures, ...]:
    ranked = sorted((each for each in asked if not np.isnan(each[1])), key=lambda each: each[1])
    third = max(len(ranked) // THIRDS, 1) if ranked else 0
    weak, strong = ranked[:third], ranked[len(ranked) - third :]

    def share(group: Sequence[Level], option: str) -> float:
        picked = sum(option in sitting.picks.get(item_id, ()) for sitting, _ in group)
        return picked / len(group) if group else 0.0

    figures: list[OptionFigures] = []
    for option, is_right in key.items():
        levels = [level for sitting, level in asked if option in sitting.picks.get(item_id, ())]
        known = [level for level in levels if not np.isnan(level)]
        figures.append(
            OptionFigures(
                id=option,
                is_right=is_right,
                count=len(levels),
                share=share(asked, option),
                mean_elsewhere=float(np.mean(known)) if known else None,
                share_of_strong=share(strong, option),
                share_of_weak=share(weak, option),
            )
        )
    return tuple(figures)


def _suspicions(
    people: int, discrimination: Estimate, options: Sequence[OptionFigures]
) -> tuple[Suspicion, ...]:
    """Nothing is suspected on the word of a handful."""
    if people < FEW:
        return ()
    found: list[Suspicion] = []
    if discrimination.value is not None and discrimination.value < 0:
        found.append(Suspicion.STRONG_FAIL)
    right = max((each.share_of_strong for each in options if each.is_right), default=0.0)
    rivals = (
        each
        for each in options
        if not each.is_right
        and each.share_of_strong > max(right, 0.5)
        and each.share_of_strong > each.share_of_weak
    )
    if next(rivals, None) is not None:
        found.append(Suspicion.STRONG_AGREE)
    return tuple(found)

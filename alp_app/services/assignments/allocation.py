"""Whose work each learner reviews, and what the reviews of one work come to. Pure."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K")
W = TypeVar("W")

LEAST_WEIGHT = Fraction(1, 20)
"""A review never counts for nothing: then one could be left without any."""


def allocate(authors: Sequence[K], each: int) -> dict[K, tuple[K, ...]]:
    """For each author whose work they review: never their own, none twice, and every work as often as
    any other. With fewer others than `each`, all of them.

    The order of the authors decides: those who follow one in the circle are whom one reviews.
    """
    count = len(authors)
    steps = range(1, min(each, count - 1) + 1)
    return {
        author: tuple(authors[(at + step) % count] for step in steps)
        for at, author in enumerate(authors)
    }


def hand_on(
    missing: Sequence[W], barred: Mapping[W, Collection[K]], load: Mapping[K, int]
) -> list[tuple[int, K]]:
    """Who takes over the missing reviews of works, as the review's place in `missing` and the person:
    none whom the work bars, none the same work twice, and all who may with as much to do as any other.

    `load` is what each person has to do already. A review that nobody may take is left out.
    """
    held: dict[K, dict[W, int]] = {person: {} for person in load}

    def burden(person: K) -> int:
        return load[person] + len(held[person])

    def free(work: W) -> list[K]:
        return [one for one in load if work not in held[one] and one not in barred.get(work, ())]

    for place, work in enumerate(missing):
        if takers := free(work):
            held[min(takers, key=burden)][work] = place
    while moves := [
        (giver, work, taker)
        for giver, works in held.items()
        for work in works
        for taker in free(work)
        if burden(taker) + 1 < burden(giver)
    ]:
        giver, work, taker = moves[0]
        held[taker][work] = held[giver].pop(work)
    return [(place, person) for person, works in held.items() for place in works.values()]


def weight_of(said: Sequence[tuple[Decimal, Decimal]], possible: Decimal) -> Fraction:
    """How much a reviewer's word counts, from 0.05 to 1, by how far their points lie from the teacher's
    in work that both marked. Without any such work: 1."""
    if not said or not possible:
        return Fraction(1)
    off = sum((abs(Fraction(own) - Fraction(teacher)) for own, teacher in said), Fraction(0)) / (
        len(said) * Fraction(possible)
    )
    return max((1 - off) ** 2, LEAST_WEIGHT)


def peer_mark(reviews: Sequence[tuple[Decimal, Fraction]]) -> Decimal | None:
    """The mean of points by the weights of those who gave them, to the thousandth; None without any."""
    weights = sum((weight for _, weight in reviews), Fraction(0))
    if not weights:
        return None
    mean = sum((Fraction(points) * weight for points, weight in reviews), Fraction(0)) / weights
    return Decimal(round(mean * 1000)).scaleb(-3)


def is_enough(reviews: int, each: int) -> bool:
    """Whether a peer mark may count: at least half of the reviews came."""
    return reviews > 0 and 2 * reviews >= each

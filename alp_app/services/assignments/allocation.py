"""Whose work each learner reviews, and what the reviews of one work come to. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K")

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

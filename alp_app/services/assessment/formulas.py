"""Decides whether two formulas are equal wherever both have a value."""

from collections.abc import Collection
from fractions import Fraction

from alp_app.services.assessment.expressions import (
    Expression,
    NotComputable,
    Number,
    read_expression,
    work_out_float,
)
from alp_app.services.assessment.on_demand import agree
from alp_app.services.assessment.seeds import draw

RANGES = ((1, 3), (-3, 3), (3, 12), (-12, 12), (10, 100)) * 4
"""Where the variables are tried: positive first, so that roots and logarithms have values."""
PARTS = 16
"""A tried value is a multiple of one sixteenth, so that powers of it stay small."""
CONFIRMED = 8
"""At so many points SymPy has the last word."""
COARSE = 1e-6


def read_formula(text: str, variables: Collection[str]) -> Expression:
    """Raises NotComputable."""
    return read_expression(text, variables, is_formula=True)


def has_values(formula: Expression) -> bool:
    """Whether it can be compared at all: at some of the points that are tried."""
    return any(_at(formula, point) is not None for point in _points(formula.names))


def is_same_formula(right: Expression, given: Expression) -> bool:
    """Plain arithmetic tells most wrong answers; SymPy is asked only about those that seem right."""
    usable: list[dict[str, Number]] = []
    for point in _points(right.names | given.names):
        wanted, found = _at(right, point), _at(given, point)
        if wanted is None or found is None:
            continue
        if abs(wanted - found) > COARSE * max(1.0, abs(wanted), abs(found)):
            return False
        usable.append(point)
    return bool(usable) and agree(right, given, usable[:CONFIRMED])


def _points(names: frozenset[str]) -> list[dict[str, Number]]:
    return [
        {
            name: Fraction(PARTS * low + draw(PARTS * (high - low), number, name), PARTS)
            for name in names
        }
        for number, (low, high) in enumerate(RANGES)
    ]


def _at(formula: Expression, point: dict[str, Number]) -> float | None:
    try:
        return work_out_float(formula, point)
    except NotComputable:
        return None

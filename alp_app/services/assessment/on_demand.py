"""The two large libraries of marking, each loaded by the first answer that needs it (decision 4)."""

import importlib
from fractions import Fraction
from functools import cache
from threading import Thread
from typing import Literal, Protocol, cast

from alp_app.services.assessment.expressions import Expression, Number


class _Units(Protocol):
    def convert(self, value: Fraction, given: str, wanted: str) -> tuple[Fraction, ...] | None: ...


class _Algebra(Protocol):
    def agree(
        self, one: Expression, other: Expression, points: list[dict[str, Number]]
    ) -> bool: ...


def converted(value: Fraction, given: str, wanted: str) -> tuple[Fraction, ...] | None:
    """A quantity in another unit: none when it is of another kind, None when a unit is unknown."""
    return cast("_Units", _loaded("units")).convert(value, given, wanted)


def agree(one: Expression, other: Expression, points: list[dict[str, Number]]) -> bool:
    """Whether two formulas are equal, as far as computer algebra can tell at these points."""
    return cast("_Algebra", _loaded("algebra")).agree(one, other, points)


@cache
def prepare(name: Literal["units", "algebra"]) -> None:
    """Begin to load what the next answers will need, so that none of them waits for it."""
    Thread(target=_loaded, args=(name,), daemon=True).start()


@cache
def _loaded(name: str) -> object:
    return importlib.import_module(f"alp_app.services.assessment.{name}")

"""Converts quantities with pint. Loads slowly: reach it through `on_demand`."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pint

_PINT: Any = pint
_UNITS = _PINT.UnitRegistry(autoconvert_offset_to_baseunit=True)
_NAME = r"[A-Za-zµμΩ°℃%Å]+"
_ONE = rf"{_NAME}(?:(?:\^|\*\*)?-?\d)?"
_UNIT = re.compile(rf"(?:1/)?{_ONE}(?:[*/]{_ONE}){{0,5}}")
_SIGNS = str.maketrans({"·": "*", "⋅": "*", "×": "*", "²": "^2", "³": "^3", "⁻": "-", "¹": "^1"})
_LONGEST = 40
_NO_UNIT = (ValueError, AttributeError, KeyError, AssertionError, TypeError)
"""What pint stumbles over when a text looks like a unit and is none."""


def convert(value: Fraction, given: str, wanted: str) -> tuple[Fraction, ...] | None:
    """As `on_demand.converted`."""
    one, other = _unit(given), _unit(wanted)
    if one is None or other is None:
        return None
    try:
        magnitude = _UNITS.Quantity(float(value), one).to(other).magnitude
    except _PINT.DimensionalityError:
        return ()
    return (Fraction(repr(float(magnitude))),)


@lru_cache(maxsize=1000)
def _unit(text: str) -> Any | None:
    """The unit that `text` names, read by a grammar that leaves nothing to compute."""
    plain = text.strip().translate(_SIGNS).replace("-^1", "^-1").replace("℃", "°C")
    plain = re.sub(r"\s*([*/^])\s*", r"\1", plain)
    plain = re.sub(r"\s+", "*", plain)
    plain = re.sub(rf"({_NAME})(-?\d)", r"\1^\2", plain)
    if len(plain) > _LONGEST or not _UNIT.fullmatch(plain):
        return None
    try:
        return _UNITS.parse_units(plain)
    except (_PINT.UndefinedUnitError, *_NO_UNIT):
        return None

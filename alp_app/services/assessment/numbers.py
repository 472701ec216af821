"""Reads a number, with or without a unit, as people write it. Exact."""

import re
from fractions import Fraction

from alp_app.services.assessment.errors import NumberNotUnderstood, UnitMissing
from alp_app.services.assessment.on_demand import converted

_SPACE = r"\s\u00a0\u2009\u202f'’_"
_SPACES = re.compile(rf"[{_SPACE}]")
_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(rf"[+-]?(?:{_DIGITS}|[.,]\d+)(?:e[+-]?\d{{1,3}})?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*")
_QUANTITY = re.compile(
    rf"(?P<number>[+-]?(?:[\d.,{_SPACE}]*\de[+-]?\d{{1,3}}|[\d.,{_SPACE}]*))(?P<unit>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNFINISHED = {"e", "e+", "e-"}
"""A power of ten that lacks its number; pint would take it for a charge."""
_BIGGEST = Fraction(10) ** 308


def without_spaces(text: str) -> str:
    return _SPACES.sub("", text).replace("\u2212", "-")


def read_quantity(typed: str, unit: str, *, is_unit_required: bool = False) -> tuple[Fraction, ...]:
    """Every value, in `unit`, that `typed` may mean; none when it is a quantity of another kind.

    Raises NumberNotUnderstood or UnitMissing.
    """
    written = _QUANTITY.fullmatch(typed.strip().replace("\u2212", "-"))
    if written is None:
        raise NumberNotUnderstood(typed)
    behind = written["unit"].strip()
    try:
        values = read_number(written["number"])
    except NumberNotUnderstood:
        raise NumberNotUnderstood(typed) from None
    if not behind and is_unit_required and unit:
        raise UnitMissing
    if not behind or without_spaces(behind) == without_spaces(unit):
        return values
    if not unit or behind.lower() in _UNFINISHED:
        raise NumberNotUnderstood(typed)
    found = [converted(value, behind, unit) for value in values]
    if None not in found:
        return tuple(value for each in found for value in each or ())
    if without_spaces(behind).casefold() == without_spaces(unit).casefold():
        return values
    raise NumberNotUnderstood(typed)


def read_number(typed: str) -> tuple[Fraction, ...]:
    """Every value that `typed` may mean. Raises NumberNotUnderstood when there is none.

    Both decimal marks are understood: `12,5` and `12.5`, `1.600,5` and `1,600.5`. `1,600` may mean
    1600 or 1.6, so it means both.
    """
    text = without_spaces(typed)
    if not _NUMBER.fullmatch(text):
        raise NumberNotUnderstood(typed)
    mantissa, _, exponent = text.lower().partition("e")
    plain = {*_as_decimal(mantissa), *_as_thousands(mantissa)}
    values = (Fraction(number) * Fraction(10) ** int(exponent or 0) for number in plain)
    found = tuple(sorted(value for value in values if abs(value) < _BIGGEST))
    if not found:
        raise NumberNotUnderstood(typed)
    return found


def _as_decimal(text: str) -> list[str]:
    """With the last mark as the decimal mark and the others, if any, between thousands."""
    whole, mark, fraction = _split_at_last_mark(text)
    if not mark:
        return [text]
    if "." not in whole and "," not in whole:
        return [f"{whole}.{fraction}"]
    grouped = _THOUSANDS.fullmatch(whole)
    if grouped and grouped["mark"] != mark:
        return [f"{whole.replace(grouped['mark'], '')}.{fraction}"]
    return []


def _as_thousands(text: str) -> list[str]:
    grouped = _THOUSANDS.fullmatch(text)
    return [text.replace(grouped["mark"], "")] if grouped else []


def _split_at_last_mark(text: str) -> tuple[str, str, str]:
    at = max(text.rfind("."), text.rfind(","))
    return (text, "", "") if at < 0 else (text[:at], text[at], text[at + 1 :])

"""Numbers with their units in running text, and whether two of them are the same quantity."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from alp_app.services.assessment.errors import NumberNotUnderstood
from alp_app.services.assessment.numbers import read_number
from alp_app.services.assessment.on_demand import converted
from alp_app.services.evidence.support_languages import Language

CONVERTED = Fraction(15, 1000)
"""Relative difference up to which two values are the same after a change of unit, where people round:
80 km/h and 50 mph. In one unit they must be equal."""
SHORT_UNIT = 7
WORDS_OF_A_UNIT = 3

_SPACE = "\u00a0\u2009\u202f"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[-−+])?(?P<digits>\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)*)"
)
_SYMBOL = re.compile(rf"[ {_SPACE}-]?(?P<unit>[A-Za-zµμΩ°℃%][A-Za-zµμΩ°℃%²³·⋅*/^\d]*)")
_WORD = re.compile(r"[ -]?([^\W\d_]+)")
_RANGE = re.compile(
    rf"[{_SPACE} ]*(?:[-–—]|to\b|and\b|or\b|bis\b|und\b|a\b|y\b|et\b|e\b)[{_SPACE} ]*"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    values: tuple[Fraction, ...]
    """More than one where the decimal mark leaves it open: `1,600`."""
    unit: str
    """As pint reads it; empty when the number stands alone."""
    start: int
    end: int
    words: str
    """As it is written."""


def quantities_in(text: str, language: Language) -> list[Quantity]:
    """In reading order. The word for one is left out: it is mostly an article or a pronoun."""
    found = sorted(
        [*_in_figures(text, language), *_in_words(text, language)], key=lambda q: q.start
    )
    for index, (this, following) in enumerate(pairwise(found)):
        if not this.unit and following.unit and _RANGE.fullmatch(text, this.end, following.start):
            found[index] = Quantity(this.values, following.unit, this.start, this.end, this.words)
    return found


def is_same(one: Quantity, other: Quantity) -> bool:
    """Equal, or equal after conversion. A number without a unit equals the same number with any."""
    if not one.unit or not other.unit or one.unit.casefold() == other.unit.casefold():
        return bool(set(one.values) & set(other.values))
    for value in one.values:
        there = _converted(value, one.unit, other.unit)
        if there is None:
            if value in other.values:
                return True
        elif any(_is_near(a, b) for a in there for b in other.values):
            return True
    return False


def _in_figures(text: str, language: Language) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        behind = text[match.end() : match.end() + 1]
        unit, end = _unit_at(text, match.end(), language)
        if behind.isalpha() and not unit:
            continue
        sign = "-" if match["sign"] in {"-", "−"} and _is_sign(text, match.start()) else ""
        written = match["digits"].translate({ord(space): None for space in _SPACE})
        try:
            values = read_number(sign + written)
        except NumberNotUnderstood:
            continue
        yield Quantity(values, unit, match.start(), end, text[match.start() : end])


def _in_words(text: str, language: Language) -> Iterator[Quantity]:
    for match in _WORD.finditer(text):
        value = language.numbers.get(match[1].lower())
        if value is None:
            continue
        unit, end = _unit_at(text, match.end(), language)
        start = match.start(1)
        yield Quantity((Fraction(value),), unit, start, end, text[start:end])


def _is_sign(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in " (["


def _unit_at(text: str, start: int, language: Language) -> tuple[str, int]:
    """The unit written from `start` on, and where it ends."""
    words: list[str] = []
    ends: list[int] = []
    place = start
    while len(words) < WORDS_OF_A_UNIT and (match := _WORD.match(text, place)):
        words.append(match[1].lower())
        place = match.end()
        ends.append(place)
    for count in range(len(words), 0, -1):
        unit = language.units.get(" ".join(words[:count]))
        if unit:
            return unit, ends[count - 1]
    symbol = _SYMBOL.match(text, start)
    if symbol is None:
        return "", start
    unit = symbol["unit"].rstrip("/*^·⋅")
    if unit in language.function or len(unit) > SHORT_UNIT or not _is_unit(unit):
        return "", start
    return unit, symbol.start("unit") + len(unit)


@lru_cache(maxsize=10_000)
def _is_unit(symbol: str) -> bool:
    return converted(Fraction(1), symbol, symbol) is not None


@lru_cache(maxsize=10_000)
def _converted(value: Fraction, given: str, wanted: str) -> tuple[Fraction, ...] | None:
    return converted(value, given, wanted)


def _is_near(one: Fraction, other: Fraction) -> bool:
    return abs(one - other) <= CONVERTED * max(abs(one), abs(other))

"""Numbers as people read them. Sums are exact fractions; rounding happens here, once, and half to even."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

FORMULA_DECIMALS = 4
REMEMBERED = 8192
"""Figures that were spelled lately: the marks of a class repeat a few hundred of them."""


def rounded(value: Fraction, decimals: int) -> Decimal:
    return Decimal(round(value * 10**decimals)).scaleb(-decimals)


def plain(value: Fraction) -> str:
    """Without zeros at the end: 7.5, not 7.50. Longer ones are cut at four decimals, with a sign of it."""
    return _plain(value.numerator, value.denominator)


def percent(ratio: Fraction) -> str:
    return _percent(ratio.numerator, ratio.denominator)


def short(value: Fraction, decimals: int) -> str:
    """Rounded, and without zeros at the end."""
    return _short(value.numerator, value.denominator, decimals)


# By numerator and denominator, because a fraction takes longer to be looked up than to be spelled.
@lru_cache(REMEMBERED)
def _plain(numerator: int, denominator: int) -> str:
    value = Fraction(numerator, denominator)
    shown = rounded(value, FORMULA_DECIMALS)
    text = _trimmed(shown)
    return text if Fraction(shown) == value else f"≈{text}"


@lru_cache(REMEMBERED)
def _percent(numerator: int, denominator: int) -> str:
    return f"{plain(Fraction(numerator * 100, denominator))} %"


@lru_cache(REMEMBERED)
def _short(numerator: int, denominator: int, decimals: int) -> str:
    return _trimmed(rounded(Fraction(numerator, denominator), decimals))


def _trimmed(shown: Decimal) -> str:
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Numbers as people read them. Sums are exact fractions; rounding happens here, once, and half to even."""

from decimal import Decimal
from fractions import Fraction

FORMULA_DECIMALS = 4


def rounded(value: Fraction, decimals: int) -> Decimal:
    return Decimal(round(value * 10**decimals)).scaleb(-decimals)


def plain(value: Fraction) -> str:
    """Without zeros at the end: 7.5, not 7.50. Longer ones are cut at four decimals, with a sign of it."""
    shown = rounded(value, FORMULA_DECIMALS)
    text = f"{shown:f}".rstrip("0").rstrip(".")
    return text if Fraction(shown) == value else f"≈{text}"


def percent(ratio: Fraction) -> str:
    return f"{plain(ratio * 100)} %"

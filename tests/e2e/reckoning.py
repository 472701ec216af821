"""The grades of the term, worked out from what everybody did: nothing of the product is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from tests.e2e import term

DECIMALS = 3
LETTERS = (("A", 90), ("B", 80), ("C", 65), ("D", 50), ("F", 0))
WEIGHTS = {"Reports": 35, "Tests": 50, "Taking part": 15}
LATE_PERCENT = 10
NEEDED_PERCENT = 40
"""Of the points of the test, to complete the course."""


@dataclass(frozen=True, slots=True)
class Row:
    """Of one learner: what counts in each column, as two decimals say it, and the grade."""

    shown: Mapping[str, str]
    percent: str
    letter: str


def row_of(number: int, *, is_key_mended: bool) -> Row:
    """The grade of the learner with this number."""
    reports = [(_injector_report(number), Fraction(9)), (_cooling_report(number), Fraction(7))]
    test = _counted_test(number, is_key_mended=is_key_mended)
    taking_part = Fraction(term.took_part(number))
    shares = {
        "Reports": _without_the_lowest([(got, of) for got, of in reports if got is not None]),
        "Tests": test / 20,
        "Taking part": taking_part / 10,
    }
    total = sum(
        (Fraction(WEIGHTS[name], sum(WEIGHTS.values())) * share for name, share in shares.items()),
        Fraction(0),
    )
    percent = _round(total * 100, DECIMALS)
    return Row(
        shown={
            term.INJECTORS: _two(reports[0][0]),
            term.COOLING: _two(reports[1][0]),
            term.TEST: _two(test),
            term.TAKING_PART: _two(taking_part),
        },
        percent=str(percent),
        letter=next(name for name, least in LETTERS if percent >= least),
    )


def test_points(number: int, *, is_key_mended: bool) -> str:
    """Of the test alone, without what stands instead of it."""
    return _two(_test(number, is_key_mended=is_key_mended))


def has_completed(number: int) -> bool:
    """What was completed once stays so, whatever another key says."""
    return any(
        _counted_test(number, is_key_mended=is_mended) * 100 >= NEEDED_PERCENT * 20
        for is_mended in (False, True)
    )


def _counted_test(number: int, *, is_key_mended: bool) -> Fraction:
    if number in term.OVERRIDDEN:
        return Fraction(term.OVERRIDDEN[number])
    return _test(number, is_key_mended=is_key_mended)


def _injector_report(number: int) -> Fraction:
    points = sum((Fraction(term.LEVELS[place]) for place in term.levels_of(number)), Fraction(0))
    off = Fraction(9 * LATE_PERCENT, 100) if number in term.LATE else Fraction(0)
    return max(points - off, Fraction(0))


def _cooling_report(number: int) -> Fraction | None:
    if number in term.EXCUSED:
        return None
    return Fraction(0) if number in term.MISSING else Fraction(term.cooling_points(number))


def _test(number: int, *, is_key_mended: bool) -> Fraction:
    keys = {each.stem: each.key(is_mended=is_key_mended) for each in term.CHOICES}
    right = sum(term.pick(number, each) == keys[each.stem] for each in term.CHOICES)
    return 2 * right + Fraction(term.essay_points(number))


def _without_the_lowest(reports: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The best share that is left when one of them is left out; one always stays."""
    if len(reports) == 1:
        [(got, of)] = reports
        return got / of
    shares = [
        sum((got for got, _ in kept), Fraction(0)) / sum(of for _, of in kept)
        for dropped in range(len(reports))
        if (kept := [each for place, each in enumerate(reports) if place != dropped])
    ]
    return max(shares)


def _round(value: Fraction, decimals: int) -> Decimal:
    with localcontext(prec=80):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def _two(value: Fraction | None) -> str:
    return "" if value is None else f"{_round(value, 2).normalize():f}"

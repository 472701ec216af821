"""What marks add up to, compared with a calculation that shares nothing with the product's."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.models.grading import Missing
from alp_app.services.gradebook.figures import plain, rounded
from alp_app.services.gradebook.rules import CellState, grade, judge, letter_for
from alp_app.services.gradebook.scheme import (
    Category,
    Entry,
    Item,
    LatePolicy,
    Letter,
    Override,
    Scheme,
)
from alp_app.settings import ROOT

MESSAGES = json.loads((ROOT / "assets/locales/en.json").read_text())
NAMED = re.compile(r"\{([a-z]+)[,}]")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LETTERS = tuple(
    Letter(name=name, at_least=Decimal(at))
    for name, at in (("A", 90), ("B", 80), ("C", 70), ("D", 60), ("F", 0))
)

points = st.decimals(min_value=0, max_value=200, places=2)
moments = st.integers(-400, 400).map(lambda hours: NOW + timedelta(hours=hours))


def number(value: int) -> UUID:
    return UUID(int=value)


@st.composite
def classes(
    draw: st.DrawFn, *, has_extra: bool = False, is_weighted: bool | None = None
) -> tuple[Scheme, dict[UUID, Entry]]:
    """A scheme, and what one learner has in it."""
    weighted = draw(st.booleans()) if is_weighted is None else is_weighted
    categories = tuple(
        Category(
            id=number(place),
            title=f"Category {place}",
            weight=draw(st.decimals(min_value=1, max_value=100, places=1)) if weighted else None,
            drop_lowest=draw(st.integers(0, 3)),
        )
        for place in range(draw(st.integers(1, 3)))
    )
    items = tuple(
        Item(
            id=number(100 + place),
            category_id=draw(st.sampled_from(categories)).id,
            title=f"Column {place}",
            points=draw(st.decimals(min_value=1, max_value=100, places=1)),
            due_at=draw(st.none() | moments),
            is_extra=has_extra and draw(st.booleans()),
            late=LatePolicy(
                percent_a_day=draw(st.sampled_from([Decimal(0), Decimal(10)])),
                most_percent=Decimal(50),
            ),
        )
        for place in range(draw(st.integers(0, 7)))
    )
    scheme = Scheme(
        items=items,
        categories=categories,
        missing=draw(st.sampled_from(Missing)),
        letters=LETTERS,
        decimals=draw(st.integers(0, 3)),
    )
    entries = {item.id: draw(entries_for(item)) for item in items if draw(st.integers(0, 4))}
    return scheme, entries


@st.composite
def entries_for(draw: st.DrawFn, item: Item) -> Entry:
    share = draw(st.none() | st.integers(0, 20))
    given = None if share is None else item.points * share / 20
    override = draw(st.none() | st.integers(0, 20)) if not draw(st.integers(0, 5)) else None
    return Entry(
        points=given,
        submitted_at=draw(st.none() | moments),
        is_excused=draw(st.integers(0, 7)) == 0,
        override=None
        if override is None
        else Override(points=item.points * override / 20, reason="Shown in person"),
    )


def one_by_hand(missing: Missing, item: Item, entry: Entry) -> Decimal | None:
    due = entry.due_at or item.due_at
    if entry.is_excused:
        return None
    if entry.override:
        return entry.override.points
    if entry.points is not None:
        if not (due and entry.submitted_at and entry.submitted_at > due):
            return entry.points
        days, rest = divmod((entry.submitted_at - due).total_seconds(), 86400)
        off = min((int(days) + bool(rest)) * item.late.percent_a_day, Decimal(50))
        return max(entry.points - item.points * off / 100, Decimal(0))
    is_zero = missing is Missing.ZERO or (missing is Missing.ZERO_AFTER_DUE and due and due < NOW)
    return Decimal(0) if is_zero and not (entry.submitted_at or item.is_extra) else None


def by_hand(scheme: Scheme, entries: dict[UUID, Entry]) -> Fraction | None:
    """The total as a patient person would find it: every choice of columns to drop is tried."""
    weighted, weights = Fraction(0), Fraction(0)
    has_weights = not any(category.weight is None for category in scheme.categories)
    for category in scheme.categories:
        asked: list[tuple[Fraction, Fraction]] = []
        on_top = Fraction(0)
        for item in scheme.items:
            if item.category_id != category.id:
                continue
            got = one_by_hand(scheme.missing, item, entries.get(item.id, Entry()))
            if got is None:
                continue
            if item.is_extra:
                on_top += Fraction(got)
            else:
                asked.append((Fraction(got), Fraction(item.points)))
        if not asked:
            continue
        keep = max(1, len(asked) - category.drop_lowest)
        ratio = max(
            (sum(got for got, _ in kept) + on_top) / sum(of for _, of in kept)
            for kept in combinations(asked, keep)
        )
        weight = Fraction(category.weight) if has_weights else sum(of for _, of in asked)
        weighted += weight * ratio
        weights += weight
    return weighted / weights if weights else None


@given(classes(has_extra=True))
def test_the_total_is_what_a_patient_person_finds(made):
    scheme, entries = made
    expected = by_hand(scheme, entries)
    result = grade(scheme, entries, now=NOW)
    assert result.total == expected
    if expected is None:
        assert result.percent is None
        return
    with localcontext(prec=60):
        shown = (Decimal(expected.numerator) * 100 / Decimal(expected.denominator)).quantize(
            Decimal(1).scaleb(-scheme.decimals), ROUND_HALF_EVEN
        )
    assert result.percent == shown


@given(classes(has_extra=True), st.randoms(use_true_random=False))
def test_the_order_of_columns_and_categories_does_not_matter(made, random):
    scheme, entries = made
    items, categories = list(scheme.items), list(scheme.categories)
    random.shuffle(items)
    random.shuffle(categories)
    shuffled = replace(scheme, items=tuple(items), categories=tuple(categories))
    assert grade(shuffled, entries, now=NOW).total == grade(scheme, entries, now=NOW).total


@given(classes())
def test_without_extra_credit_the_total_stays_between_nothing_and_all(made):
    total = grade(*made, now=NOW).total
    assert total is None or 0 <= total <= 1


@given(classes(has_extra=True), st.integers(1, 3))
def test_dropping_more_never_lowers_the_total(made, more):
    scheme, entries = made
    generous = replace(
        scheme,
        categories=tuple(
            replace(each, drop_lowest=each.drop_lowest + more) for each in scheme.categories
        ),
    )
    before, after = (grade(one, entries, now=NOW).total for one in (scheme, generous))
    assert (before is None) == (after is None)
    assert before is None or after >= before


@given(classes(has_extra=True), st.integers(0, 6))
def test_an_excused_column_is_as_if_it_were_not_there(made, place):
    scheme, entries = made
    if not scheme.items:
        return
    item = scheme.items[place % len(scheme.items)]
    excused = {**entries, item.id: Entry(is_excused=True, points=item.points)}
    without = replace(scheme, items=tuple(one for one in scheme.items if one != item))
    assert grade(scheme, excused, now=NOW).total == grade(without, entries, now=NOW).total


@given(classes(is_weighted=True))
def test_an_empty_category_leaves_its_weight_to_the_others(made):
    scheme, entries = made
    empty = Category(id=number(999), title="Nothing yet", weight=Decimal(50))
    wider = replace(scheme, categories=(*scheme.categories, empty))
    assert grade(wider, entries, now=NOW).total == grade(scheme, entries, now=NOW).total


@given(classes(has_extra=True))
def test_every_cell_and_every_sum_says_why(made):
    result = grade(*made, now=NOW)
    said = [cell.explanation for cell in result.cells]
    said += [each.explanation for each in result.categories] + [result.explanation]
    for one in said:
        assert set(NAMED.findall(MESSAGES[one.key])) <= set(one.facts)
    assert all(cell.explanation.formula for cell in result.cells if cell.earned is not None)


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 4))
def test_rounding_is_half_to_even_and_nowhere_else(value, decimals):
    with localcontext(prec=80):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        step = Decimal(1).scaleb(-decimals)
        assert abs(rounded(value, decimals) - exact) <= step / 2
    assert rounded(Fraction(5, 2), 0) == 2
    assert rounded(Fraction(7, 2), 0) == 4


ITEM = Item(
    id=number(1),
    category_id=number(2),
    title="Injector report",
    points=Decimal(20),
    due_at=NOW - timedelta(days=3),
    late=LatePolicy(percent_a_day=Decimal(10), most_percent=Decimal(50), grace=timedelta(hours=1)),
)


@pytest.mark.parametrize(
    ("late", "earned", "state"),
    [
        (timedelta(minutes=-1), 16, CellState.GRADED),
        (timedelta(minutes=59), 16, CellState.GRADED),
        (timedelta(hours=2), 14, CellState.LATE),
        (timedelta(days=1), 14, CellState.LATE),
        (timedelta(days=1, minutes=1), 12, CellState.LATE),
        (timedelta(days=90), 6, CellState.LATE),
    ],
)
def test_each_day_begun_takes_its_share_of_the_points(late, earned, state):
    assert ITEM.due_at
    entry = Entry(points=Decimal(16), submitted_at=ITEM.due_at + late)
    cell = judge(ITEM, entry, Missing.ZERO, NOW)
    assert (cell.earned, cell.state) == (earned, state)


def test_lateness_never_takes_more_than_there_is():
    assert ITEM.due_at
    entry = Entry(points=Decimal(3), submitted_at=ITEM.due_at + timedelta(days=30))
    assert judge(ITEM, entry, Missing.ZERO, NOW).earned == 0


def test_extra_credit_that_was_not_tried_is_never_missing():
    for missing in Missing:
        cell = judge(replace(ITEM, is_extra=True), Entry(), missing, NOW)
        assert (cell.state, cell.earned) == (CellState.OPEN, None)


def test_an_extension_moves_the_due_time_of_one_learner():
    late = NOW - timedelta(hours=1)
    entry = Entry(points=Decimal(16), submitted_at=late, due_at=NOW)
    assert judge(ITEM, entry, Missing.ZERO, NOW).earned == 16
    waiting = Entry(due_at=NOW + timedelta(days=1))
    assert judge(ITEM, waiting, Missing.ZERO_AFTER_DUE, NOW).state is CellState.OPEN


def test_an_override_stands_as_it_is_and_says_its_reason():
    assert ITEM.due_at
    entry = Entry(
        points=Decimal(4),
        submitted_at=ITEM.due_at + timedelta(days=2),
        override=Override(points=Decimal(18), reason="Repeated at the engine"),
    )
    cell = judge(ITEM, entry, Missing.ZERO, NOW)
    assert cell.earned == 18
    assert cell.explanation.facts["reason"] == "Repeated at the engine"
    assert cell.explanation.facts["marked"] == "4"


@pytest.mark.parametrize(
    ("shown", "letter"),
    [("100.0", "A"), ("90.0", "A"), ("89.9", "B"), ("60.0", "D"), ("59.9", "F"), ("0", "F")],
)
def test_a_letter_follows_the_figure_that_is_shown(shown, letter):
    assert letter_for(LETTERS, Decimal(shown)) == letter


def test_a_total_that_rounds_up_to_a_letter_has_that_letter():
    category = Category(id=number(1), title="All")
    item = replace(ITEM, category_id=category.id, points=Decimal(10000), due_at=None)
    scheme = Scheme(items=(item,), categories=(category,), letters=LETTERS, decimals=1)
    result = grade(scheme, {item.id: Entry(points=Decimal(8996))}, now=NOW)
    assert (result.percent, result.letter) == (Decimal("90.0"), "A")


def test_a_formula_says_when_it_was_cut():
    assert plain(Fraction(15, 2)) == "7.5"
    assert plain(Fraction(100)) == "100"
    assert plain(Fraction(1, 3)) == "≈0.3333"

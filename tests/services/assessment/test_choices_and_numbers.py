"""Choices and numbers are marked alike for everybody; a number may be written as people write it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import new_uuid
from alp_app.services.assessment.errors import AnswerDoesNotFit, NumberNotUnderstood, UnitMissing
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from alp_app.services.assessment.numbers import read_quantity
from tests.support.world import choice, numeric


def picked(question, *indexes: int) -> Answer:
    return Answer(option_ids=tuple(question.options[index].id for index in indexes))


def typed(text: str) -> Answer:
    return Answer(number=text)


def test_the_right_option_earns_everything_and_a_wrong_one_nothing():
    question = choice()
    assert mark(question, picked(question, 0)).score == 1.0
    assert mark(question, picked(question, 1)).score == 0.0


@pytest.mark.parametrize(
    ("indexes", "score"),
    [
        ((0, 1), 1.0),
        ((0,), 0.5),
        ((0, 1, 2), 0.5),
        ((0, 2), 0.0),
        ((2, 3), 0.0),
        ((0, 1, 2, 3), 0.0),
    ],
)
def test_several_right_options_earn_their_share_and_wrong_ones_cost_as_much(indexes, score):
    question = choice(right=2, wrong=2)
    assert mark(question, picked(question, *indexes)).score == score


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_score_is_a_share_and_only_picking_exactly_what_is_right_earns_all(right, wrong, data):
    question = choice(right=right, wrong=wrong, type="multiple")
    indexes = data.draw(st.sets(st.integers(0, right + wrong - 1), min_size=1))
    marked = mark(question, picked(question, *indexes))
    assert 0.0 <= marked.score <= 1.0
    assert marked.is_right == (indexes == set(range(right)))


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_further_wrong_option_never_helps(right, wrong, data):
    question = choice(right=right, wrong=wrong, type="multiple")
    wrong_ones = st.integers(right, right + wrong - 1)
    indexes = data.draw(st.sets(st.integers(0, right + wrong - 1), min_size=1))
    more = indexes | {data.draw(wrong_ones)}
    assert (
        mark(question, picked(question, *more)).score
        <= mark(question, picked(question, *indexes)).score
    )


@pytest.mark.parametrize("indexes", [(0, 1), (1, 2)])
def test_one_right_option_takes_one_answer(indexes):
    question = choice()
    with pytest.raises(AnswerDoesNotFit):
        mark(question, picked(question, *indexes))


def test_an_answer_must_fit_the_kind_of_question():
    question = choice()
    with pytest.raises(AnswerDoesNotFit):
        mark(question, typed("3"))
    with pytest.raises(AnswerDoesNotFit):
        mark(numeric(), picked(question, 0))
    with pytest.raises(AnswerDoesNotFit):
        mark(question, Answer(option_ids=(new_uuid(),)))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12.5", {12.5}),
        ("12,5", {12.5}),
        (" 1 600 ", {1600}),
        ("1\u202f600,25", {1600.25}),
        ("1.600,5", {1600.5}),
        ("1,600.5", {1600.5}),
        ("1'600.5", {1600.5}),
        ("1,600", {1.6, 1600}),
        ("1.600", {1.6, 1600}),
        ("0,125", {0.125}),
        ("1,600,000", {1_600_000}),
        ("1.600.000", {1_600_000}),
        ("-3", {-3}),
        ("\u22123,5", {-3.5}),
        ("+7", {7}),
        (",5", {0.5}),
        ("1.6e3", {1600}),
        ("1,6E-2", {0.016}),
        ("160 MPa", {160}),
        ("160MPA", {160}),
    ],
)
def test_a_number_is_read_as_people_write_it(text, values):
    assert {float(value) for value in read_quantity(text, "MPa")} == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12 florps",
        "1,2,3",
        "1.2,3.4",
        "1..2",
        "--3",
        "nan",
        "inf",
        "1e999",
        "0x10",
        "1e",
        ",",
    ],
)
def test_what_is_not_a_number_is_refused_and_not_marked(text):
    with pytest.raises(NumberNotUnderstood):
        read_quantity(text, "MPa")


@given(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6)),
    st.sampled_from([".", ","]),
)
def test_a_number_written_with_either_decimal_mark_is_read_back(value, mark):
    text = f"{value:.6f}".replace(".", mark)
    assert any(abs(read - value) <= 1e-9 * max(1, abs(value)) for read in read_quantity(text, ""))


@given(st.text(max_size=20))
def test_whatever_is_typed_is_either_read_or_refused(text):
    try:
        values = read_quantity(text, "")
    except NumberNotUnderstood:
        return
    assert values


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("12.5", True), ("12,75", True), ("12.25", True), ("12.76", False), ("12.2", False)],
)
def test_a_number_within_the_tolerance_is_right_up_to_its_edge(text, is_right):
    assert mark(numeric(12.5, 0.25), typed(text)).is_right is is_right


def test_an_exact_number_survives_binary_arithmetic():
    assert mark(numeric(0.3, 0), typed("0.3")).is_right
    assert mark(numeric(0.1 + 0.2, 0), typed("0.3")).is_right


def test_a_number_that_may_mean_two_things_is_right_when_one_of_them_is():
    assert mark(numeric(1600, 0), typed("1,600")).is_right
    assert mark(numeric(1.6, 0), typed("1,600")).is_right
    assert not mark(numeric(160, 0), typed("1,600")).is_right


@pytest.mark.parametrize(
    ("text", "unit", "values"),
    [
        ("1600 bar", "MPa", {160}),
        ("160 N/mm²", "MPa", {160}),
        ("160 N/mm^2", "MPa", {160}),
        ("1,5 kW", "W", {1500}),
        ("90 km/h", "m/s", {25}),
        ("25 °C", "K", {298.15}),
        ("5e3 mA", "A", {5}),
        ("160 mPa", "MPa", {1.6e-7}),
        ("12 kg", "MPa", set()),
    ],
)
def test_a_quantity_may_be_written_in_another_unit_of_its_kind(text, unit, values):
    assert {float(value) for value in read_quantity(text, unit)} == values


@pytest.mark.parametrize(
    "text",
    [
        "1 m**9**9**9",
        "1 m^99",
        "1 (m)",
        "1 m+m",
        "1 __import__('os')",
        "1 " + "m/" * 30 + "m",
        "5 meter if 1 else 2",
    ],
)
def test_a_unit_is_a_product_of_names_and_nothing_that_can_be_computed(text):
    with pytest.raises(NumberNotUnderstood):
        read_quantity(text, "MPa")


def test_a_number_without_its_unit_is_asked_for_again_when_the_unit_is_part_of_the_answer():
    question = numeric(160, 5, unit="MPa", is_unit_required=True)
    assert mark(question, typed("1600 bar")).is_right
    with pytest.raises(UnitMissing):
        mark(question, typed("160"))


def test_a_tolerance_may_be_a_share_of_the_answer():
    question = numeric(-200, 0.02, tolerance_kind="relative")
    assert mark(question, typed("-204")).is_right
    assert not mark(question, typed("-204.1")).is_right


def test_a_near_miss_says_what_was_mixed_up_and_may_earn_a_part():
    near = {"answer": 1.6, "tolerance": 0.05, "credit": "0.5", "reason": "That is in GPa."}
    marking = mark(numeric(1600, 1, near_misses=[near]), typed("1.61"))
    assert (marking.score, marking.reason) == (Fraction(1, 2), "That is in GPa.")


def test_points_and_penalty_decide_what_an_answer_earns():
    question = choice(points="4", penalty="0.25")
    assert mark(question, picked(question, 0)).points == 4
    assert mark(question, picked(question, 1)).points == -1


def test_thirds_stay_thirds():
    question = choice(right=3, wrong=1)
    assert mark(question, picked(question, 0)).score == Fraction(1, 3)


def test_an_option_may_earn_a_credit_of_its_own():
    question = choice(wrong=1)
    question.options[1].credit = Decimal("0.4")
    assert mark(question, picked(question, 1)).score == Fraction(2, 5)
    assert not mark(question, picked(question, 1)).is_right


def test_all_or_nothing_wants_exactly_what_is_right():
    question = choice(right=2, scoring="all_or_nothing")
    assert mark(question, picked(question, 0)).score == 0
    assert mark(question, picked(question, 0, 1)).score == 1
    assert mark(question, picked(question, 0, 1, 2)).score == 0

"""Answers are marked the same way for everybody, and a number may be written as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import QuestionVersionId, new_uuid
from alp_app.models.content import Citation
from alp_app.services.courses.citations import CitationNumbers
from alp_app.services.learning.errors import AnswerDoesNotFit, NumberNotUnderstood
from alp_app.services.learning.grading import (
    grade,
    is_passed,
    read_number,
    same_answer,
    verdict_on,
)
from alp_app.services.learning.inputs import Answer
from tests.support.world import choice, numeric


def picked(question, *indexes: int) -> Answer:
    return Answer(option_ids=tuple(question.options[index].id for index in indexes))


def typed(text: str) -> Answer:
    return Answer(number=text)


def verdict(question, answer):
    version_id = QuestionVersionId(new_uuid())
    return verdict_on(version_id, question, answer, CitationNumbers({}, {}))


def test_the_right_option_earns_everything_and_a_wrong_one_nothing():
    question = choice()
    assert grade(question, picked(question, 0)).score == 1.0
    assert grade(question, picked(question, 1)).score == 0.0


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
    assert grade(question, picked(question, *indexes)).score == score


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_score_is_a_share_and_only_picking_exactly_what_is_right_earns_all(right, wrong, data):
    question = choice(right=right, wrong=wrong, type="multiple")
    indexes = data.draw(st.sets(st.integers(0, right + wrong - 1), min_size=1))
    graded = grade(question, picked(question, *indexes))
    assert 0.0 <= graded.score <= 1.0
    assert graded.is_right == (indexes == set(range(right)))


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_further_wrong_option_never_helps(right, wrong, data):
    question = choice(right=right, wrong=wrong, type="multiple")
    wrong_ones = st.integers(right, right + wrong - 1)
    indexes = data.draw(st.sets(st.integers(0, right + wrong - 1), min_size=1))
    more = indexes | {data.draw(wrong_ones)}
    assert (
        grade(question, picked(question, *more)).score
        <= grade(question, picked(question, *indexes)).score
    )


@pytest.mark.parametrize("indexes", [(0, 1), (1, 2)])
def test_one_right_option_takes_one_answer(indexes):
    question = choice()
    with pytest.raises(AnswerDoesNotFit):
        grade(question, picked(question, *indexes))


def test_an_answer_must_fit_the_kind_of_question():
    question = choice()
    with pytest.raises(AnswerDoesNotFit):
        grade(question, typed("3"))
    with pytest.raises(AnswerDoesNotFit):
        grade(numeric(), picked(question, 0))
    with pytest.raises(AnswerDoesNotFit):
        grade(question, Answer(option_ids=(new_uuid(),)))


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
    assert set(read_number(text, unit="MPa")) == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12 bar",
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
        read_number(text, unit="MPa")


@given(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6)),
    st.sampled_from([".", ","]),
)
def test_a_number_written_with_either_decimal_mark_is_read_back(value, mark):
    text = f"{value:.6f}".replace(".", mark)
    assert any(abs(read - value) <= 1e-9 * max(1, abs(value)) for read in read_number(text))


@given(st.text(max_size=20))
def test_whatever_is_typed_is_either_read_or_refused(text):
    try:
        values = read_number(text)
    except NumberNotUnderstood:
        return
    assert values


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("12.5", True), ("12,75", True), ("12.25", True), ("12.76", False), ("12.2", False)],
)
def test_a_number_within_the_tolerance_is_right_up_to_its_edge(text, is_right):
    assert grade(numeric(12.5, 0.25), typed(text)).is_right is is_right


def test_an_exact_number_survives_binary_arithmetic():
    assert grade(numeric(0.3, 0), typed("0.3")).is_right
    assert grade(numeric(0.1 + 0.2, 0), typed("0.3")).is_right


def test_a_number_that_may_mean_two_things_is_right_when_one_of_them_is():
    assert grade(numeric(1600, 0), typed("1,600")).is_right
    assert grade(numeric(1.6, 0), typed("1,600")).is_right
    assert not grade(numeric(160, 0), typed("1,600")).is_right


@pytest.mark.parametrize(
    ("score", "of", "percent", "passed"),
    [
        (3, 5, 60, True),
        (2, 5, 60, False),
        (0, 5, 0, True),
        (1, 1, 100, True),
        (2.999, 3, 100, False),
    ],
)
def test_a_quiz_is_passed_at_its_percentage(score, of, percent, passed):
    assert is_passed(score, of, percent) is passed


def test_thirds_add_up_to_a_pass():
    assert is_passed(1 / 3 + 1 / 3 + 1 / 3, 1, 100)


def test_the_order_of_options_and_the_spaces_in_a_number_make_no_other_answer():
    question = choice(right=2)
    assert same_answer(picked(question, 0, 1), picked(question, 1, 0))
    assert same_answer(typed("1 600"), typed("1600"))
    assert not same_answer(picked(question, 0), picked(question, 0, 1))
    assert not same_answer(typed("1"), typed("2"))


def test_a_verdict_gives_reasons_for_what_was_picked_and_what_is_right_and_for_nothing_else():
    question = choice(right=1, wrong=3)
    given_verdict = verdict(question, picked(question, 2))
    assert [
        (option.reason_html, option.is_right, option.was_picked) for option in given_verdict.options
    ] == [
        ("Reason right 0", True, False),
        ("Reason wrong 1", False, True),
    ]
    assert given_verdict.explanation_html == "The explanation."
    assert not given_verdict.is_right


def test_a_verdict_names_the_right_number_and_the_source():
    question = numeric(
        160, 5, unit="MPa", citations=[Citation(reference="Bosch, 2022", page=3, quote="160 MPa")]
    )
    given_verdict = verdict(question, typed("120"))
    assert (given_verdict.right_number, given_verdict.tolerance, given_verdict.unit) == (
        160,
        5,
        "MPa",
    )
    (mark,) = given_verdict.citations
    assert (mark.number, mark.title, mark.page, mark.quote) == (1, "Bosch, 2022", 3, "160 MPa")

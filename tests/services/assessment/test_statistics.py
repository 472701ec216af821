"""The figures are those of the textbooks, and say how much they can bear."""

import statistics as textbook
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.services.assessment.statistics import (
    Basis,
    Sitting,
    Suspicion,
    quiz_figures,
    reliability,
)

TABLE = [
    [1, 1, 1, 1, 0],
    [1, 1, 1, 0, 0],
    [1, 1, 0, 0, 1],
    [1, 0, 0, 0, 1],
    [1, 1, 1, 1, 0],
    [0, 0, 0, 0, 1],
]
"""Six people, five questions. The last one is answered by the weak."""
KEYS = {name: {} for name in "abcde"}


def sittings(table: list[list[float]]) -> list[Sitting]:
    return [Sitting(dict(zip("abcde", row, strict=True))) for row in table]


def test_facility_is_the_mean_score():
    figures = quiz_figures(sittings(TABLE), KEYS)
    assert [item.facility.value for item in figures.items] == pytest.approx(
        [5 / 6, 4 / 6, 3 / 6, 2 / 6, 3 / 6]
    )
    assert figures.mean == pytest.approx(17 / 30)


def test_discrimination_is_the_correlation_with_the_rest_of_the_score():
    figures = quiz_figures(sittings(TABLE), KEYS)
    for place, item in enumerate(figures.items):
        own = [row[place] for row in TABLE]
        rest = [sum(row) - row[place] for row in TABLE]
        assert item.discrimination.value == pytest.approx(textbook.correlation(own, rest))


def test_kr20_by_hand():
    """k/(k-1) · (1 - Σpq/σ²): Σpq = 5/36 + 8/36 + 9/36 + 8/36 + 9/36 = 39/36; the totals are
    4, 3, 3, 2, 4, 1 with mean 17/6 and variance 41/36."""
    figures = quiz_figures(sittings(TABLE), KEYS)
    assert figures.is_all_or_nothing
    assert figures.reliability.value == pytest.approx(5 / 4 * (1 - 39 / 41))


def test_alpha_of_a_published_table():
    """Two halves that agree perfectly have an alpha of one, unrelated ones of none."""
    level = np.array([[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]])
    assert reliability(level).value == pytest.approx(1.0)
    unrelated = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert reliability(unrelated).value == pytest.approx(0.0)


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=4, max_size=4),
        min_size=3,
        max_size=25,
    )
)
def test_alpha_agrees_with_its_definition(table):
    totals = [sum(row) for row in table]
    value = reliability(np.array(table)).value
    if textbook.variance(totals) < 1e-9:
        assert value is None
        return
    own = sum(textbook.variance(column) for column in zip(*table, strict=True))
    assert value == pytest.approx(4 / 3 * (1 - own / textbook.variance(totals)))


def class_of(people: int, questions: int = 8, seed: int = 5) -> list[list[float]]:
    """Answers by a model of ability and difficulty."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=(people, 1))
    difficulty = np.linspace(-1.5, 1.5, questions)
    chances = 1 / (1 + np.exp(-1.5 * (ability - difficulty)))
    return (chance.random((people, questions)) < chances).astype(float).tolist()


def test_an_interval_holds_its_value_narrows_with_people_and_is_the_same_each_time():
    widths: list[float] = []
    for people in (12, 40, 400):
        found = reliability(np.array(class_of(people)), seed=3)
        assert found == reliability(np.array(class_of(people)), seed=3)
        assert found.low <= found.value <= found.high
        widths.append(found.high - found.low)
    assert all(wide > narrow for wide, narrow in pairwise(widths))


def test_the_bootstrap_agrees_with_drawing_people_by_hand():
    table = np.array(class_of(40))
    found = reliability(table, seed=1)
    chance = np.random.default_rng(99)
    drawn: list[float] = []
    for _ in range(5000):
        group = table[chance.integers(0, 40, 40)]
        drawn.append(8 / 7 * (1 - group.var(axis=0).sum() / group.sum(axis=1).var()))
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert found.low == pytest.approx(low, abs=0.03)
    assert found.high == pytest.approx(high, abs=0.015)


@pytest.mark.parametrize(
    ("people", "basis"), [(0, "too_few"), (9, "too_few"), (10, "hint"), (29, "hint"), (30, "fair")]
)
def test_a_small_class_is_told_so_and_gets_no_interval(people, basis):
    table = [row[:5] for row in class_of(people)] if people else []
    figures = quiz_figures(sittings(table), KEYS)
    assert figures.basis is Basis(basis)
    assert all(item.basis is Basis(basis) for item in figures.items)
    if basis == "too_few":
        assert figures.reliability.low is None
        assert not any(item.suspicions for item in figures.items)


def test_questions_that_everybody_answers_alike_have_no_discrimination():
    figures = quiz_figures(sittings([[1, 1, 0, 0, 1]] * 20), KEYS)
    assert all(item.discrimination.value is None for item in figures.items)
    assert figures.reliability.value is None


def with_options(people: int, *, is_key_wrong: bool) -> list[Sitting]:
    """The first question has options; the class knows the answer as well as it knows the rest."""
    made: list[Sitting] = []
    for number, row in enumerate(class_of(people, questions=10)):
        knows = sum(row) >= 5
        pick = "true" if knows else ("guess" if number % 2 else "odd")
        keyed = "guess" if is_key_wrong else "true"
        scores = {"q": float(pick == keyed)} | {f"r{place}": each for place, each in enumerate(row)}
        made.append(Sitting(scores, {"q": frozenset({pick})}, {"q": 10.0 + number}))
    return made


def keys_for(right: str) -> dict[str, dict[str, bool]]:
    options = {option: option == right for option in ("true", "guess", "odd")}
    return {"q": options} | {f"r{place}": {} for place in range(10)}


def test_a_wrong_key_is_found_with_its_evidence():
    figures = quiz_figures(with_options(30, is_key_wrong=True), keys_for("guess"))
    item = figures.items[0]
    assert item.is_key_likely_wrong
    assert set(item.suspicions) == {Suspicion.STRONG_FAIL, Suspicion.STRONG_AGREE}
    rival = next(option for option in item.options if option.id == "true")
    assert rival.share_of_strong == 1
    assert rival.mean_elsewhere > 0.5
    assert item.discrimination.value < 0


def test_a_right_key_is_left_alone():
    figures = quiz_figures(with_options(30, is_key_wrong=False), keys_for("true"))
    item = figures.items[0]
    assert item.suspicions == ()
    assert not item.is_key_likely_wrong
    assert sum(option.count for option in item.options) == 30
    assert sum(option.share for option in item.options) == pytest.approx(1)


def test_time_is_told_by_its_middle():
    item = quiz_figures(with_options(21, is_key_wrong=False), keys_for("true")).items[0]
    assert item.median_seconds == 20
    assert item.middle_seconds == (15, 25)


def test_questions_of_random_draws_are_compared_with_what_else_each_person_was_asked():
    asked = [
        Sitting({"a": 1, "b": 1, "c": 1}),
        Sitting({"a": 1, "b": 1}),
        Sitting({"a": 0, "c": 0}),
        Sitting({"b": 0, "c": 1}),
    ]
    figures = quiz_figures(asked, {"a": {}, "b": {}, "c": {}})
    a = figures.items[0]
    assert (a.people, a.facility.value) == (3, pytest.approx(2 / 3))
    assert a.discrimination.value == pytest.approx(textbook.correlation([1, 1, 0], [1, 1, 0]))
    assert figures.reliability.value is None

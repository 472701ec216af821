"""The model of mastery: more right answers never lower it, order does not matter, old answers fade."""

from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import LessonId, new_uuid
from alp_app.models.mastery import EvidenceKind
from alp_app.services.mastery.rules import (
    HALF_LIFE,
    Mastery,
    Shown,
    Sums,
    Taught,
    add,
    advise,
    estimate,
    share_of,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
moments = st.integers(0, 400).map(lambda days: NOW - timedelta(days=days))
weights = st.floats(0, 3)
evidence = st.lists(st.builds(Sums, weights, weights, moments), min_size=1, max_size=12)


@given(evidence, st.randoms())
def test_evidence_may_come_in_any_order(sums, random):
    mixed = list(sums)
    random.shuffle(mixed)
    one, other = reduce(add, sums), reduce(add, mixed)
    assert one.at == other.at
    assert one.right == pytest.approx(other.right)
    assert one.wrong == pytest.approx(other.wrong)


@given(evidence)
def test_the_range_holds_the_middle_and_stays_within_bounds(sums):
    found = estimate(reduce(add, sums), NOW)
    assert 0 <= found.low <= found.high <= 1
    assert 0 < found.middle < 1


@given(evidence)
def test_a_right_answer_never_lowers_it_and_a_wrong_one_never_raises_it(sums):
    before = reduce(add, sums)
    middle = estimate(before, NOW).middle
    assert estimate(add(before, Sums(1, 0, NOW)), NOW).middle >= middle
    assert estimate(add(before, Sums(0, 1, NOW)), NOW).middle <= middle


@given(evidence)
def test_time_brings_everything_nearer_to_nothing_known(sums):
    total = reduce(add, sums)
    now, later = estimate(total, NOW), estimate(total, NOW + 10 * HALF_LIFE)
    assert abs(later.middle - 0.5) <= abs(now.middle - 0.5) + 1e-9


def test_an_answer_counts_half_as_much_after_the_half_life():
    old = add(Sums(4, 0, NOW - HALF_LIFE), Sums(0, 0, NOW))
    assert old.right == pytest.approx(2)


def test_nothing_is_said_of_one_answer():
    assert estimate(None, NOW).mastery is Mastery.TOO_FEW
    assert estimate(Sums(1, 0, NOW), NOW).mastery is Mastery.TOO_FEW


@pytest.mark.parametrize(
    ("right", "wrong", "mastery"),
    [
        (10, 0, Mastery.SECURE),
        (3, 2, Mastery.UNSURE),
        (1, 3, Mastery.NOT_YET),
        (20, 3, Mastery.SECURE),
    ],
)
def test_what_is_said_follows_from_the_range(right, wrong, mastery):
    assert estimate(Sums(right, wrong, NOW), NOW).mastery is mastery


def test_the_range_is_that_of_the_beta_distribution():
    uniform = estimate(None, NOW)
    assert (uniform.low, uniform.high) == (
        pytest.approx(0.1, abs=2e-3),
        pytest.approx(0.9, abs=2e-3),
    )
    # Beta(2, 1) has the distribution function x², so its deciles are roots.
    one = estimate(Sums(1, 0, NOW), NOW)
    assert one.low == pytest.approx(0.1**0.5, abs=2e-3)
    assert one.high == pytest.approx(0.9**0.5, abs=2e-3)


def test_an_answer_that_is_about_several_objectives_tells_of_each_in_part():
    right, wrong = share_of(EvidenceKind.QUIZ, 0.75, 3)
    assert (right, wrong) == (pytest.approx(0.25), pytest.approx(1 / 12))


def made(objective_id, mastery: Mastery, middle: int = 30) -> Shown:
    return Shown(id=objective_id, mastery=mastery, middle=middle, low=middle - 10)


def lesson(*objectives, is_done=False, is_locked=False) -> Taught:
    return Taught(
        id=LessonId(new_uuid()),
        objective_ids=tuple(objectives),
        is_done=is_done,
        is_locked=is_locked,
    )


def test_what_is_due_comes_first_then_the_weakest_behind_then_the_lesson_ahead():
    a, b, c = new_uuid(), new_uuid(), new_uuid()
    lessons = [
        lesson(a, b, c, is_done=True),
        lesson(a, is_done=True),
        lesson(b, is_done=True),
        lesson(c),
    ]
    shown = [
        made(a, Mastery.NOT_YET, 40),
        made(b, Mastery.NOT_YET, 20),
        made(c, Mastery.TOO_FEW, 50),
    ]
    found = advise(lessons, shown, due=3, next_lesson_id=lessons[3].id)
    assert [each.kind for each in found] == ["review", "strengthen", "next_lesson"]
    assert (found[1].objective_id, found[1].lesson_id) == (b, lessons[2].id)
    assert (found[2].objective_id, found[2].lesson_id) == (c, lessons[3].id)


def test_what_lies_ahead_is_never_called_weak():
    a = new_uuid()
    lessons = [lesson(is_done=True), lesson(a, is_locked=True)]
    shown = [made(a, Mastery.NOT_YET)]
    [only] = advise(lessons, shown, due=0, next_lesson_id=lessons[1].id)
    assert only.kind == "locked"


def test_nothing_is_advised_when_everything_is_done_and_secure():
    a = new_uuid()
    shown = [made(a, Mastery.SECURE, 90)]
    assert advise([lesson(a, is_done=True)], shown, due=0, next_lesson_id=None) == []

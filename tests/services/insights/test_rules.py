"""How sure a share is, and who may need help: what must hold for all numbers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alp_app.services.insights.attention import (
    LONG_QUIET_DAYS,
    QUIET_DAYS,
    Attention,
    Record,
    Sign,
    attention_of,
    signs_of,
)
from alp_app.services.insights.estimates import FEW, mastery_of, wilson
from alp_app.services.mastery.rules import Mastery

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RANK = {Attention.NONE: 0, Attention.UNKNOWN: 0, Attention.POSSIBLE: 1, Attention.LIKELY: 2}

shares = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def record(**changes: object) -> Record:
    """Somebody of whom nothing stands out."""
    usual: dict[str, object] = {
        "joined_at": NOW - timedelta(days=60),
        "worked_at": NOW - timedelta(days=1),
        "due": 4,
        "missing": 0,
        "answers": 20,
        "right": 18,
        "lessons_done": 8,
        "class_lessons_done": 8,
    }
    return Record(**{**usual, **changes})  # pyright: ignore[reportArgumentType] - each is its field's


@st.composite
def records(draw: st.DrawFn) -> Record:
    due, answers = draw(st.integers(0, 20)), draw(st.integers(0, 60))
    ago = draw(st.none() | st.integers(0, 90))
    return record(
        joined_at=NOW - timedelta(days=draw(st.integers(0, 90))),
        worked_at=None if ago is None else NOW - timedelta(days=ago),
        due=due,
        missing=draw(st.integers(0, due)),
        answers=answers,
        right=draw(st.integers(0, answers)),
        lessons_done=draw(st.integers(0, 30)),
        class_lessons_done=draw(st.integers(0, 30)),
    )


@given(shares)
def test_an_interval_holds_the_share_and_stays_within_nothing_and_all(
    share: tuple[int, int],
) -> None:
    right, answers = share
    interval = wilson(right, answers)
    assert 0 <= interval.low <= interval.high <= 1
    if answers:
        assert interval.low <= right / answers <= interval.high


@given(shares.filter(lambda share: share[1] > 0))
def test_the_same_share_of_more_answers_is_surer(share: tuple[int, int]) -> None:
    right, answers = share
    few, many = wilson(right, answers), wilson(right * 10, answers * 10)
    assert many.high - many.low < few.high - few.low


@given(shares)
def test_one_more_right_answer_never_speaks_against_somebody(share: tuple[int, int]) -> None:
    right, answers = share
    before, after = wilson(right, answers), wilson(right + 1, answers + 1)
    assert after.low >= before.low - 1e-12
    assert after.high >= before.high - 1e-12


def test_too_few_answers_tell_nothing() -> None:
    assert mastery_of(FEW - 1, FEW - 1) is Mastery.TOO_FEW
    assert mastery_of(0, FEW) is Mastery.NOT_YET
    assert mastery_of(10, 10) is Mastery.SECURE
    assert mastery_of(3, FEW) is Mastery.UNSURE


@given(records(), st.integers(1, 30))
def test_more_missing_work_never_makes_help_look_less_needed(known: Record, more: int) -> None:
    worse = replace(known, due=known.due + more, missing=known.missing + more)
    assert RANK[attention_of(worse, NOW)] >= RANK[attention_of(known, NOW)]


@given(records(), st.integers(1, 30))
def test_more_wrong_answers_never_make_help_look_less_needed(known: Record, more: int) -> None:
    worse = replace(known, answers=known.answers + more)
    assert RANK[attention_of(worse, NOW)] >= RANK[attention_of(known, NOW)]


@given(records(), st.integers(0, 200))
def test_longer_silence_never_makes_help_look_less_needed(known: Record, days: int) -> None:
    later = NOW + timedelta(days=days)
    assert RANK[attention_of(known, later)] >= RANK[attention_of(known, NOW)]


@given(records())
def test_help_is_likely_only_on_two_signs_of_which_one_is_strong(known: Record) -> None:
    signs = signs_of(known, NOW)
    is_likely = len(signs) > 1 and any(each.is_strong for each in signs)
    assert (attention_of(known, NOW) is Attention.LIKELY) is is_likely
    assert (attention_of(known, NOW) is Attention.POSSIBLE) is (bool(signs) and not is_likely)


def test_each_sign_begins_where_the_page_says() -> None:
    assert signs_of(record(), NOW) == ()
    for days, strong in ((QUIET_DAYS - 1, None), (QUIET_DAYS, False), (LONG_QUIET_DAYS, True)):
        found = signs_of(record(worked_at=NOW - timedelta(days=days)), NOW)
        assert [each.is_strong for each in found] == ([] if strong is None else [strong])
    assert [each.sign for each in signs_of(record(worked_at=None), NOW)] == [Sign.NEVER]
    assert [each.is_strong for each in signs_of(record(missing=1), NOW)] == [False]
    assert [each.is_strong for each in signs_of(record(missing=2), NOW)] == [True]
    assert [each.is_strong for each in signs_of(record(right=11), NOW)] == [False]
    assert [each.is_strong for each in signs_of(record(right=5), NOW)] == [True]
    assert [each.sign for each in signs_of(record(lessons_done=4), NOW)] == [Sign.BEHIND]


def test_somebody_new_who_has_shown_little_is_not_judged() -> None:
    new = record(
        joined_at=NOW - timedelta(days=2),
        worked_at=None,
        due=0,
        answers=0,
        right=0,
        lessons_done=0,
        class_lessons_done=3,
    )
    assert attention_of(new, NOW) is Attention.UNKNOWN

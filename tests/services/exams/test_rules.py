"""The clock, the order of writes and what attempts add up to."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from alp_app.models.exams import Counting
from alp_app.services.exams.rules import (
    GRACE,
    Allowance,
    Clock,
    counted,
    is_passed,
    replaces,
    total,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 20_000).map(lambda seconds: NOON + timedelta(seconds=seconds))
POINTS = st.decimals(0, 100, places=3)


@dataclass(frozen=True)
class Said:
    """A write, and what it leaves behind."""

    sequence: int
    writer: str
    answer: str
    is_final: bool = False


NOTHING = Said(0, "", "")


def left_behind(writes: list[Said]) -> Said:
    stands = NOTHING
    for each in writes:
        if replaces(each, stands):
            stands = each
    return stands


@st.composite
def histories(draw: st.DrawFn) -> list[Said]:
    """What several players of one learner say of one slot: each counts upwards, no two writes have
    the same stamp, and at most one is final."""
    stamps = draw(
        st.lists(
            st.tuples(st.integers(1, 6), st.sampled_from("abc")),
            min_size=1,
            max_size=9,
            unique=True,
        )
    )
    said = [Said(sequence, writer, draw(st.text(max_size=2))) for sequence, writer in stamps]
    if draw(st.booleans()):
        place = draw(st.integers(0, len(said) - 1))
        said[place] = replace(said[place], is_final=True)
    return said


@given(said=histories(), data=st.data())
def test_the_same_writes_leave_the_same_behind_in_any_order_and_however_often(
    said: list[Said], data: st.DataObject
):
    again = data.draw(st.lists(st.sampled_from(said), max_size=6))
    shuffled = data.draw(st.permutations([*said, *again]))
    assert left_behind(shuffled) == left_behind(said)


@given(said=histories())
def test_the_highest_sequence_wins_unless_something_is_final(said: list[Said]):
    final = [each for each in said if each.is_final]
    wanted = final[0] if final else max(said, key=lambda each: (each.sequence, each.writer))
    assert left_behind(said) == wanted


@given(said=histories(), later=histories())
def test_nothing_changes_what_is_final(said: list[Said], later: list[Said]):
    stands = left_behind([*said, Said(9, "z", "checked", is_final=True)])
    assert left_behind([stands, *later]) == stands


ALLOWANCES = st.builds(
    Allowance,
    minutes=st.none() | st.integers(1, 300),
    opens_at=st.none() | st.just(NOON),
    closes_at=st.none() | MOMENTS.map(lambda at: at + timedelta(hours=1)),
    attempts=st.just(1),
    extra_percent=st.sampled_from([0, 25, 50, 100]),
    break_seconds=st.sampled_from([0, 600, 1800]),
)


@given(allowance=ALLOWANCES, started=MOMENTS)
def test_extra_time_never_makes_a_deadline_earlier(allowance: Allowance, started: datetime):
    plain = replace(allowance, extra_percent=0).deadline(started)
    mine = allowance.deadline(started)
    assert (plain is None) == (mine is None)
    assert plain is None or mine is None or mine >= plain


@given(allowance=ALLOWANCES, started=MOMENTS)
def test_without_more_time_nobody_writes_after_the_close(allowance: Allowance, started: datetime):
    plain = replace(allowance, extra_percent=0)
    deadline = plain.deadline(started)
    if plain.closes_at is not None:
        assert deadline is not None
        assert deadline <= plain.closes_at


def test_extra_time_is_a_share_of_the_time_and_goes_beyond_the_close():
    allowance = Allowance(
        minutes=40,
        opens_at=NOON,
        closes_at=NOON + timedelta(minutes=40),
        attempts=1,
        extra_percent=25,
    )
    assert allowance.deadline(NOON) == NOON + timedelta(minutes=50)
    late = NOON + timedelta(minutes=20)
    assert allowance.deadline(late) == NOON + timedelta(minutes=50)


def test_extra_time_of_a_test_without_a_limit_is_a_share_of_its_opening_hours():
    allowance = Allowance(
        minutes=None,
        opens_at=NOON,
        closes_at=NOON + timedelta(hours=1),
        attempts=1,
        extra_percent=50,
    )
    assert allowance.deadline(NOON) == NOON + timedelta(minutes=90)


@given(now=MOMENTS, allowed=st.integers(0, 3600), used=st.integers(0, 3600))
def test_a_break_moves_the_end_by_no_more_than_what_is_left_of_it(
    now: datetime, allowed: int, used: int
):
    deadline = NOON + timedelta(hours=1)
    clock = Clock(
        deadline_at=deadline,
        break_seconds=used,
        break_started_at=NOON,
        break_seconds_allowed=allowed,
    )
    ends_at = clock.ends_at(now)
    assert ends_at is not None
    assert timedelta() <= ends_at - deadline <= timedelta(seconds=max(0, allowed - used))
    assert 0 <= clock.break_left(now) <= allowed
    assert clock.is_on_break(now) == (clock.break_left(now) > 0)


@given(late=st.integers(-7200, 7200))
def test_what_arrives_within_the_grace_counts_and_nothing_after_it(late: int):
    clock = Clock(deadline_at=NOON)
    now = NOON + timedelta(seconds=late)
    assert clock.is_over(now) == (timedelta(seconds=late) > GRACE)


def test_a_test_without_an_end_is_never_over():
    assert not Clock(deadline_at=None).is_over(NOON + timedelta(days=400))


@given(points=st.lists(POINTS, min_size=1, max_size=6))
def test_the_attempt_that_counts_is_the_one_that_was_said(points: list[Decimal]):
    assert counted(points, Counting.FIRST) == points[0]
    assert counted(points, Counting.LATEST) == points[-1]
    assert counted(points, Counting.BEST) == max(points)
    mean = counted(points, Counting.AVERAGE)
    assert mean is not None
    assert abs(Fraction(mean) - sum(map(Fraction, points)) / len(points)) <= Fraction(1, 2000)


def test_nothing_counts_while_an_attempt_that_could_is_not_marked():
    assert counted([Decimal(3), None], Counting.BEST) is None
    assert counted([Decimal(3), None], Counting.FIRST) == 3
    assert counted([None, Decimal(3)], Counting.LATEST) == 3
    assert counted([], Counting.BEST) is None


@given(points=st.lists(st.decimals(-5, 5, places=3), max_size=8))
def test_wrong_answers_never_bring_a_test_below_nothing(points: list[Decimal]):
    assert total(points) == max(Decimal(0), sum(points, Decimal(0)))
    assert total([*points, None]) is None


@given(points=POINTS, percent=st.integers(1, 100))
def test_passing_is_decided_exactly(points: Decimal, percent: int):
    passed = is_passed(points, Decimal(100), percent)
    assert passed == (Fraction(points) >= percent)
    assert is_passed(points, Decimal(100), None) is None

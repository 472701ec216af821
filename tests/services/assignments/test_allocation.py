"""Who reviews whom is fair whatever the numbers, and what reviews come to stays between them."""

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from alp_app.services.assignments.allocation import (
    LEAST_WEIGHT,
    allocate,
    hand_on,
    is_enough,
    peer_mark,
    weight_of,
)

AUTHORS = st.lists(st.integers(), unique=True, min_size=1, max_size=60)
POINTS = st.decimals(0, 100, places=3)
WEIGHTS = st.fractions(LEAST_WEIGHT, 1)


@given(authors=AUTHORS, each=st.integers(1, 10))
def test_everybody_gives_and_gets_the_same_number_of_reviews(authors, each):
    chosen = allocate(authors, each)
    number = min(each, len(authors) - 1)
    assert set(chosen) == set(authors)
    assert {len(works) for works in chosen.values()} == {number}
    received = Counter(work for works in chosen.values() for work in works)
    assert all(received[author] == number for author in authors)


@given(authors=AUTHORS, each=st.integers(1, 10))
def test_nobody_reviews_their_own_work_or_the_same_twice(authors, each):
    for reviewer, works in allocate(authors, each).items():
        assert reviewer not in works
        assert len(set(works)) == len(works)
        assert set(works) <= set(authors)


@given(authors=AUTHORS, each=st.integers(1, 10))
def test_the_same_authors_are_given_the_same_work(authors, each):
    assert allocate(authors, each) == allocate(list(authors), each)


@st.composite
def unfinished(draw: st.DrawFn) -> tuple[list[int], dict[int, set[int]], dict[int, int]]:
    """Reviews that are missing, whom each work bars, and what people have to do already."""
    people = st.integers(0, 8)
    missing = draw(st.lists(st.integers(0, 6), max_size=20))
    barred = {work: {work, *draw(st.sets(people, max_size=4))} for work in set(missing)}
    return missing, barred, draw(st.dictionaries(people, st.integers(0, 4), max_size=8))


@given(case=unfinished())
def test_who_takes_reviews_over_never_reviews_themselves_or_the_same_work_twice(case):
    missing, barred, load = case
    given = hand_on(missing, barred, load)
    places = [place for place, _ in given]
    assert len(set(places)) == len(places)
    pairs = [(missing[place], person) for place, person in given]
    assert len(set(pairs)) == len(pairs)
    assert all(person in load and person not in barred[work] for work, person in pairs)


@given(case=unfinished())
def test_a_review_is_left_only_when_nobody_may_take_it(case):
    missing, barred, load = case
    given = hand_on(missing, barred, load)
    pairs = {(missing[place], person) for place, person in given}
    for place in set(range(len(missing))) - {place for place, _ in given}:
        work = missing[place]
        assert all(person in barred[work] or (work, person) in pairs for person in load)


@given(case=unfinished())
def test_reviews_are_taken_over_evenly(case):
    missing, barred, load = case
    given = hand_on(missing, barred, load)
    pairs = {(missing[place], person) for place, person in given}
    burden = Counter(load) + Counter(person for _, person in given)
    for work, giver in pairs:
        for taker in load:
            if taker not in barred[work] and (work, taker) not in pairs:
                assert burden[giver] <= burden[taker] + 1


@given(reviews=st.lists(st.tuples(POINTS, WEIGHTS), min_size=1, max_size=10))
def test_a_peer_mark_lies_between_the_lowest_and_the_highest_review(reviews):
    points = [one for one, _ in reviews]
    mark = peer_mark(reviews)
    assert mark is not None
    assert min(points) <= mark <= max(points)


@given(points=st.lists(POINTS, min_size=1, max_size=10), weight=WEIGHTS)
def test_reviewers_of_one_weight_count_alike(points, weight):
    mark = peer_mark([(one, weight) for one in points])
    assert mark is not None
    assert abs(mark - sum(points) / len(points)) <= Decimal("0.001")


@given(
    said=st.lists(st.tuples(POINTS, POINTS), max_size=3),
    possible=st.decimals(100, 1000, places=3),
)
def test_a_weight_is_never_nothing_and_never_more_than_one(said, possible):
    assert LEAST_WEIGHT <= weight_of(said, possible) <= 1


def test_who_agrees_with_the_teacher_counts_more():
    near, far = (Decimal(9), Decimal(10)), (Decimal(2), Decimal(10))
    assert weight_of([], Decimal(10)) == 1
    assert weight_of([near], Decimal(10)) > weight_of([far], Decimal(10)) == LEAST_WEIGHT
    assert weight_of([(Decimal(10), Decimal(10))], Decimal(10)) == 1


def test_half_of_the_reviews_are_enough():
    assert [is_enough(done, 3) for done in range(4)] == [False, False, True, True]
    assert peer_mark([]) is None
    assert not is_enough(0, 0)

"""Which lesson serves which objective."""

from hypothesis import given
from hypothesis import strategies as st

from alp_app.services.generation.mapping import MOST_OBJECTIVES, assign_objectives, cosines, spread

likenesses = st.integers(1, 6).flatmap(
    lambda columns: st.lists(
        st.lists(st.floats(-1, 1), min_size=columns, max_size=columns), min_size=1, max_size=24
    )
)


@given(likenesses)
def test_every_lesson_has_an_objective_and_every_objective_a_lesson(likeness):
    count = len(likeness[0])
    assigned = assign_objectives(likeness, count)
    assert len(assigned) == len(likeness)
    assert all(taken == sorted(set(taken)) and taken for taken in assigned)
    assert {objective for taken in assigned for objective in taken} == set(range(count))


@given(st.integers(1, 24), st.integers(0, 6))
def test_without_an_engine_objectives_are_spread_in_their_order(lessons, count):
    assigned = spread(lessons, count)
    assert len(assigned) == lessons
    assert {objective for taken in assigned for objective in taken} == set(range(count))
    firsts = [taken[0] for taken in assigned if taken]
    assert firsts == sorted(firsts)


def test_a_lesson_serves_what_it_is_most_like_and_what_is_nearly_as_like():
    likeness = [[0.9, 0.87, 0.1, 0.2], [0.1, 0.2, 0.8, 0.75], [0.5, 0.5, 0.5, 0.5]]
    assigned = assign_objectives(likeness, 4)
    assert assigned[:2] == [[0, 1], [2, 3]]
    assert len(assigned[2]) == MOST_OBJECTIVES


def test_likeness_is_the_cosine_of_unit_vectors():
    assert cosines([[1.0, 0.0], [0.6, 0.8]], [[0.0, 1.0]]) == [[0.0], [0.8]]

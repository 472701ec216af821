"""A verdict says what would have been right, in a form that would have earned every point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.models.questions import Polygon, Spot
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from alp_app.services.assessment.revealing import as_json, marked_view, right_answer
from alp_app.services.assessment.shapes import contains, inner_spot
from tests.services.assessment.questions import every_kind, question

BY_PEOPLE = {"essay", "file"}
MARKED = sorted(every_kind().keys() - BY_PEOPLE)


@pytest.mark.parametrize("kind", MARKED)
def test_the_right_answer_of_each_kind_earns_every_point(kind):
    asked = every_kind()[kind]
    assert mark(asked, right_answer(asked)).is_right


@pytest.mark.parametrize("kind", MARKED)
def test_a_verdict_holds_the_answer_that_was_given_and_the_right_one(kind):
    asked = every_kind()[kind]
    right = right_answer(asked)
    view = marked_view(asked, right)
    assert view.answer == view.right == as_json(right)
    assert (view.is_right, view.score, view.points) == (True, 1, "1")


def test_what_a_person_marks_stays_open_and_reveals_nothing():
    view = marked_view(every_kind()["essay"], Answer(text="My words."))
    assert (view.is_open, view.right, view.points) == (True, None, "0")


def test_an_answer_that_earns_nothing_costs_its_penalty():
    asked = question("short_text", accepted=[{"text": "pump"}], points="2", penalty="0.25")
    assert marked_view(asked, Answer(text="fan")).points == "-0.5"


def test_only_the_regions_of_a_verdict_have_their_shape():
    asked = every_kind()["hotspot"]
    missed = marked_view(asked, Answer(spots=(Spot(x=1, y=1),)))
    assert [part.shape for part in missed.parts] == [asked.regions[0].shape]


spots = st.builds(Spot, x=st.integers(0, 400), y=st.integers(0, 400))


@given(st.lists(spots, min_size=3, max_size=12, unique_by=lambda each: (each.x, each.y)))
def test_the_inner_spot_of_a_polygon_is_in_it(corners):
    polygon = Polygon(corners=corners)
    assert contains(polygon, inner_spot(polygon))

"""The lesson's components and the core name the same fields, though neither imports the other."""

from typing import is_typeddict

import pytest
from pydantic import BaseModel

from alp_app.services.courses import reading_views
from alp_app.services.learning.views import QuizStanding
from components.lesson import props

PAIRS = [
    (props.BlockProps, reading_views.ReadingBlock),
    (props.CitationProps, reading_views.CitationMark),
    (props.LegendProps, reading_views.LegendView),
    (props.QuantityProps, reading_views.QuantityView),
    (props.QuestionProps, reading_views.QuestionView),
    (props.QuizStandingProps, QuizStanding),
    (props.ReferenceProps, reading_views.ReferenceView),
    (props.SentenceProps, reading_views.SentenceView),
]


@pytest.mark.parametrize(("shown", "view"), PAIRS, ids=lambda kind: kind.__name__)
def test_a_component_reads_the_fields_that_the_core_prepares(shown: type, view: type[BaseModel]):
    assert set(shown.__annotations__) == set(view.model_fields)


def test_every_shape_is_compared():
    shapes = {shape for shape in vars(props).values() if is_typeddict(shape)}
    assert shapes == {shown for shown, _ in PAIRS}


def test_every_type_of_block_has_a_component():
    known = set(props.BlockType.__args__)
    assert known == set(reading_views.BlockType.__args__)

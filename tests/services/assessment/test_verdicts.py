"""A verdict tells what a learner may know once there is an answer, and no more."""

import pytest

from alp_app.kit.ids import QuestionVersionId, new_uuid
from alp_app.models.content import Citation
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.verdicts import same_answer, verdict_on
from alp_app.services.courses.citations import CitationNumbers
from alp_app.services.learning.rules import is_passed
from tests.support.world import choice, numeric


def picked(question, *indexes: int) -> Answer:
    return Answer(option_ids=tuple(question.options[index].id for index in indexes))


def typed(text: str) -> Answer:
    return Answer(number=text)


def verdict(question, answer):
    version_id = QuestionVersionId(new_uuid())
    return verdict_on(version_id, question, answer, CitationNumbers({}, {}))


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
    assert [(part.reason_html, part.is_right, part.was_given) for part in given_verdict.parts] == [
        ("Reason right 0", True, False),
        ("Reason wrong 1", False, True),
    ]
    assert given_verdict.explanation_html == "The explanation."
    assert not given_verdict.is_right


def test_a_verdict_says_what_a_near_miss_mixed_up():
    near = {"answer": 16, "reason": "Ten **bar** are one MPa."}
    question = numeric(160, 0.05, tolerance_kind="relative", near_misses=[near])
    given_verdict = verdict(question, typed("16"))
    assert given_verdict.reason_html == "Ten <strong>bar</strong> are one MPa."
    assert verdict(question, typed("168")).is_right


def test_a_verdict_names_the_right_number_and_the_source():
    question = numeric(
        160, 5, unit="MPa", citations=[Citation(reference="Bosch, 2022", page=3, quote="160 MPa")]
    )
    given_verdict = verdict(question, typed("120"))
    assert given_verdict.right == {"number": "160 MPa"}
    (mark,) = given_verdict.citations
    assert (mark.number, mark.title, mark.page, mark.quote) == (1, "Bosch, 2022", 3, "160 MPa")

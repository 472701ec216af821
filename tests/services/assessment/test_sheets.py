"""A question survives its form: what is shown, and saved without a change, is the same question."""

import pytest

from alp_app.kit.forms import FormIncomplete
from alp_app.services.assessment.sheet_reading import question_of
from alp_app.services.assessment.sheets import NEW_ROWS, new_sheet, sheet_of
from tests.services.assessment.questions import every_kind, options, question


def parametrised(**asks):
    return question(
        "parametrised",
        stem="{{a}} + {{b}}?",
        variables=[
            {"kind": "integer", "name": "a", "low": 2, "high": 9},
            {"kind": "decimal", "name": "b", "low": "0.5", "high": "2.5", "step": "0.5"},
            {"kind": "choices", "name": "c", "values": ["1", "2.5"]},
        ],
        constraints=["a > b"],
        asks=asks,
    )


def all_kinds():
    number = parametrised(
        kind="number",
        answer="a + b",
        tolerance=0.5,
        unit="m",
        near_misses=[{"answer": "a - b", "credit": "0.25", "reason": "Minus."}],
    )
    return {
        **every_kind(),
        "parametrised": number,
        "parametrised options": parametrised(kind="options", options=options("{{a}}", "{{b}}")),
    }


def comparable(asked):
    """Without what a form makes anew: the ids of the options of a gap."""
    kept = asked.model_dump(mode="json", exclude={"origin"})
    for gap in kept.get("gaps", ()):
        for option in gap.get("options", ()):
            option.pop("id")
    return kept


@pytest.mark.parametrize("kind", sorted(all_kinds()))
def test_saving_a_form_as_it_was_opened_changes_nothing(kind):
    asked = all_kinds()[kind]
    picture = getattr(asked, "picture", None)
    again = question_of(sheet_of(asked).flat(), asked, picture)
    assert comparable(again) == comparable(asked)


def test_every_kind_can_be_begun():
    assert set(NEW_ROWS) == {kind.split()[0] for kind in all_kinds()}
    for kind in NEW_ROWS:
        assert new_sheet(kind).kind == kind


def test_empty_rows_are_left_out_and_rows_keep_their_order():
    form = {
        "type": "single",
        "stem": "Which?",
        "options.a.text": "One",
        "options.b.text": " ",
        "options.c.text": "Two",
        "options.c.right": "on",
    }
    asked = question_of(form)
    assert [(each.text, each.is_correct) for each in asked.options] == [
        ("One", False),
        ("Two", True),
    ]


def test_a_gap_takes_its_forms_one_a_line_and_its_right_options_with_a_star():
    form = {
        "type": "cloze",
        "stem": "",
        "text": "The [[1]] is made of [[2]].",
        "gaps.1.kind": "text",
        "gaps.1.fits": "pump | It presses.\nfeeder",
        "gaps.2.kind": "choice",
        "gaps.2.fits": "*steel\nwood | It would burn.",
    }
    text, choice = question_of(form).gaps
    assert [(each.text, each.reason) for each in text.accepted] == [
        ("pump", "It presses."),
        ("feeder", ""),
    ]
    assert [(each.text, each.is_correct, each.reason) for each in choice.options] == [
        ("steel", True, ""),
        ("wood", False, "It would burn."),
    ]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({}, "choose a kind"),
        ({"type": "numeric", "answer": "ten"}, "“ten” is not a number"),
        ({"type": "hotspot"}, "choose a picture"),
        ({"type": "matching", "prompts.a.prompt": "Pump"}, "both its sides"),
        ({"type": "parametrised", "variables": "a ="}, "a = 2 to 10"),
    ],
)
def test_a_form_that_cannot_be_read_says_what_is_missing(form, problem):
    with pytest.raises(FormIncomplete, match=problem):
        question_of(form)

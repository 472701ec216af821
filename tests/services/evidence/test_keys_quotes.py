"""The quote, the number and the look-alikes behind an answer key."""

import pytest

from alp_app.kit.ids import QuestionId, SourceId, new_uuid
from alp_app.models.questions import ChoiceQuestion, NumericQuestion, Option
from alp_app.services.evidence.keys_likeness import cues_of, lookalike
from alp_app.services.evidence.keys_numbers import recompute
from alp_app.services.evidence.keys_quotes import find_quote, find_statement
from alp_app.services.evidence.support_checks import Ground

TEXT = (
    "The thermostat opens at 87 °C and lets coolant flow to the radiator. The water pump is driven by the "
    "belt, not by the camshaft. A worn cap lowers the boiling point of the coolant."
)
GROUNDS = [
    Ground(
        passage_id=new_uuid(),
        passage_hash="h",
        source_id=SourceId(new_uuid()),
        page=7,
        heading="",
        text=TEXT,
    )
]


def single(stem: str, right: str, *wrong: str) -> ChoiceQuestion:
    options = [Option(text=right, is_correct=True, reason="So.")]
    options += [Option(text=text, is_correct=False, reason="No.") for text in wrong]
    return ChoiceQuestion(stem=stem, options=options)


def test_a_quote_is_verbatim_and_names_its_place():
    found = find_quote("At what does the thermostat open?", ["87 °C"], ["55 °C"], GROUNDS)
    assert found.outcome == "stands"
    assert found.quote == TEXT[found.start : found.end]
    assert (found.page, found.passage_hash) == (7, "h")


@pytest.mark.parametrize("answer", ["78 °C", "at the lambda sensor", "870 °C"])
def test_what_no_place_says_is_missing(answer: str):
    found = find_quote("At what does the thermostat open?", [answer], ["87 °C"], GROUNDS)
    assert found.outcome == "missing"
    assert found.missing


def test_a_wrong_answer_that_stands_nearer_makes_it_ambiguous():
    question = "At what temperature does the thermostat open?"
    found = find_quote(question, ["radiator"], ["87 °C"], GROUNDS)
    assert found.outcome == "ambiguous"
    assert found.rival == "87 °C"


def test_a_true_statement_has_to_stand_and_a_false_one_must_not():
    said = "The thermostat opens at 87 °C."
    swapped = "The thermostat opens at 55 °C."
    assert find_statement(said, is_true=True, grounds=GROUNDS).outcome == "stands"
    assert find_statement(swapped, is_true=True, grounds=GROUNDS).outcome == "missing"
    assert find_statement(swapped, is_true=False, grounds=GROUNDS).outcome == "stands"
    assert find_statement(said, is_true=False, grounds=GROUNDS).outcome == "ambiguous"
    denied = "The water pump is driven by the camshaft."
    assert find_statement(denied, is_true=True, grounds=GROUNDS).outcome == "missing"


def test_a_number_is_worked_out_in_its_unit_from_numbers_that_are_given():
    question = NumericQuestion(
        stem="A wheel turns 120 times in 2 minutes. How often in a second?", answer=1, unit="1/s"
    )
    assert recompute(question, "120/(2*60)", "1/s", []).outcome == "agrees"
    assert recompute(question, "120/2", "1/min", []).outcome == "agrees"
    assert recompute(question, "120/2", "1/s", []).outcome == "differs"
    assert recompute(question, "", "", []).outcome == "underived"
    stray = recompute(question, "17*5", "", [])
    assert (stray.outcome, stray.foreign) == ("failed", ["17", "5"])
    assert recompute(question, "__import__('os')", "", []).outcome == "failed"


def test_a_computed_option_has_to_be_the_right_one():
    question = single("Work is 50 N times 3 m. How much is that?", "150 J", "53 J", "17 J")
    assert recompute(question, "50*3", "J", []).outcome == "agrees"
    assert recompute(question, "50+3", "J", []).outcome == "differs"


def test_the_same_question_in_other_words_is_a_lookalike_and_another_number_is_not():
    older = single("Which temperature does the thermostat open at?", "87 °C", "55 °C")
    other = QuestionId(new_uuid())
    again = single("At which temperature does the thermostat open?", "87 °C", "90 °C")
    found = lookalike(again, older, other, cosine=0.5)
    assert found is not None
    assert found.kind == "reworded"
    twin = single("Which temperature does the thermostat open at?", "90 °C", "87 °C")
    assert getattr(lookalike(twin, older, other, 1.0), "kind", None) == "contradicts"
    one = single("How long is a cycle at 1500 rpm of the engine?", "80 ms", "40 ms")
    two = single("How long is a cycle at 3000 rpm of the engine?", "80 ms", "20 ms")
    assert lookalike(one, two, other, 0.99) is None


def test_options_that_give_the_key_away_are_told():
    equal = single("What opens?", "The thermostat", "the Thermostat", "A valve")
    assert [cue.kind for cue in cues_of(equal)] == ["equal_options"]
    all_of_them = single("What is cooled?", "All of the above", "Head", "Block")
    assert "all_of_the_above" in [cue.kind for cue in cues_of(all_of_them)]
    long = single(
        "Why?", "Because the coolant boils later under the pressure of the cap", "Heat", "No"
    )
    assert [cue.kind for cue in cues_of(long)] == ["longest_is_right"]
    grammar = single("The pump is an", "impeller", "wheel", "belt")
    assert [cue.kind for cue in cues_of(grammar)] == ["grammar"]

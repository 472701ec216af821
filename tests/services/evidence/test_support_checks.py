"""Whether a quote says what a sentence says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import SourceId, new_uuid
from alp_app.models.content import Doubt, Verdict
from alp_app.services.evidence.support_checks import Found, Ground, judge, sentences_of
from alp_app.services.evidence.support_languages import language_for
from providers.fakes.vectors import embed
from tests.services.evidence.support_pairs import grounds, labelled

ENGLISH = language_for("en")
SAID = [item for item in labelled() if item.kind == "said"]


def passage(text: str, heading: str = "") -> Ground:
    return Ground(
        passage_id=new_uuid(),
        passage_hash="",
        source_id=SourceId(new_uuid()),
        page=3,
        heading=heading,
        text=text,
    )


def check(sentence: str, *passages: str, language: str = "en") -> Found:
    return judge(sentence, [passage(text) for text in passages], language_for(language), {})


TANK = "The tank holds 40 litres. Fill it only when the engine is cold, and close the valve afterwards."


def test_a_sentence_that_stands_in_a_source_is_supported_and_quoted_verbatim_with_its_place():
    ground = passage(TANK)
    found = judge("The **tank** holds 40 litres.", [ground], ENGLISH, {})
    assert found.verdict is Verdict.SUPPORTED
    assert found.citation is not None
    assert found.citation.quote == "The tank holds 40 litres."
    assert ground.text[found.citation.start : found.citation.end] == found.citation.quote
    assert (found.citation.passage_id, found.citation.page) == (ground.passage_id, 3)


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("The tank holds 45 litres.", Doubt.NUMBER),
        ("The tank holds 40 millilitres.", Doubt.NUMBER),
        ("The tank does not hold 40 litres.", Doubt.DENIAL),
        ("Fill it only when the engine is hot.", Doubt.OPPOSITE),
        ("The Yamaha tank holds 40 litres.", Doubt.NAME),
    ],
)
def test_what_contradicts_the_source_is_unsupported_for_a_named_reason(sentence, doubt):
    found = check(sentence, TANK)
    assert found.verdict is Verdict.UNSUPPORTED
    assert doubt in found.doubts


def test_a_converted_unit_is_the_same_number():
    assert check("The tank holds 40,000 ml.", TANK).verdict is Verdict.SUPPORTED
    assert check("The tank holds 0.04 m³.", TANK).verdict is Verdict.SUPPORTED


def test_a_number_that_the_source_gives_to_the_opposite_is_caught():
    text = "Set the intake valve to 0.2 mm and the exhaust valve to 0.4 mm."
    assert check("Set the exhaust valve to 0.4 mm.", text).verdict is Verdict.SUPPORTED
    assert check("Set the intake valve to 0.4 mm.", text).doubts == (Doubt.SWAPPED,)


def test_a_number_of_a_section_or_a_version_stops_nothing():
    assert check("See section 1.2.3 of the tank.", "Section 1.2.3 is on the tank.").score > 0
    assert check("The tank takes 5 A⁰.", TANK).verdict is Verdict.UNSUPPORTED


def test_always_for_usually_and_an_added_clause_are_weak():
    assert check("The tank always leaks.", "The tank usually leaks.").doubts == (Doubt.OVERSTATED,)
    added = check("The tank holds 40 litres and pleases every museum curator.", TANK)
    assert added.verdict is not Verdict.SUPPORTED
    assert Doubt.ADDITION in added.doubts


def test_without_sources_nothing_is_supported():
    assert check("The tank holds 40 litres.").verdict is Verdict.UNSUPPORTED


def test_a_language_that_nothing_is_known_of_is_still_held_against_its_words():
    said = "Mafuta huingia kwenye silinda."
    assert check(said, said, language="sw").verdict is Verdict.SUPPORTED
    assert check("Maji hutoka nje.", said, language="sw").verdict is Verdict.UNSUPPORTED


@given(st.sampled_from(SAID), st.integers(2, 97))
def test_no_sentence_survives_a_change_of_its_number(item, factor):
    changed = re.sub(
        r"(?<![\w.])\d+(?:\.\d+)?", lambda m: f"{float(m[0]) * factor:g}", item.text, count=1
    )
    if changed != item.text:
        found = judge(changed, grounds(item.language), language_for(item.language), {})
        assert found.verdict is Verdict.UNSUPPORTED


@given(st.sampled_from(labelled()))
def test_a_quote_is_always_verbatim_and_the_same_question_has_the_same_answer(item):
    sources = grounds(item.language)
    by_id = {ground.passage_id: ground.text for ground in sources}
    vectors = {item.text: embed(item.text)}
    for ground in sources:
        vectors |= {ground.text[a:b]: embed(ground.text[a:b]) for a, b in sentences_of(ground)}
    found = judge(item.text, sources, language_for(item.language), vectors)
    assert found == judge(item.text, sources, language_for(item.language), vectors)
    if found.citation:
        text = by_id[found.citation.passage_id]
        assert text[found.citation.start : found.citation.end] == found.citation.quote


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["en", "es", "de", "xx"]))
def test_any_text_gets_a_verdict(sentence, source, language):
    found = check(sentence, source, language=language)
    assert 0 <= found.score <= 1
    assert found.verdict in {Verdict.SUPPORTED, Verdict.WEAK, Verdict.UNSUPPORTED}

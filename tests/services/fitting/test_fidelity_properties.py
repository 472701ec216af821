"""What the gate lets through and what it never does, for any sentence of these shapes."""

from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alp_app.models.fitting import WordingLevel
from alp_app.services.fitting.fidelity import Part, Wording, check_parts, check_wording

UNITS = (
    "litres", "bar", "mm", "hours", "degrees", "kW", "days", "weeks", "years", "tonnes", "inches",
    "newtons", "decibels",
)  # fmt: skip
SPELLED = ("two", "three", "seven", "twelve", "fifteen", "forty", "fifty", "ninety", "five hundred")
THINGS = ("pump", "filter", "injector", "cooler", "piston")
REWORDED = (("delivers", "sends"), ("normally", "usually"), ("The operator", "An operator"))
CLAIMS = (
    " and it also cools the gearbox housing",
    " and corrosion destroys every bearing surface",
    " because sulphur poisons the catalyst",
)
DENIALS = ("does not", "never", "cannot")


@dataclass(frozen=True)
class Fact:
    """A sentence of a source with one figure and one denial."""

    thing: str
    figure: str
    unit: str
    denial: str

    @property
    def text(self) -> str:
        return self.with_figure(self.figure, self.unit)

    def with_figure(self, figure: str, unit: str) -> str:
        return (
            f"The operator notes that the {self.thing} normally delivers {figure} {unit} of output "
            f"under heavy load in the workshop and {self.denial} heat the housing."
        )


def figures() -> st.SearchStrategy[str]:
    digits = st.integers(min_value=2, max_value=9_999).map(str)
    decimals = st.tuples(st.integers(0, 99), st.integers(1, 9)).map(lambda it: f"{it[0]}.{it[1]}")
    return digits | decimals | st.sampled_from(SPELLED)


facts = st.builds(
    Fact,
    thing=st.sampled_from(THINGS),
    figure=figures(),
    unit=st.sampled_from(UNITS),
    denial=st.sampled_from(DENIALS),
)
levels = st.sampled_from(WordingLevel)


def reasons(base: str, text: str, level: WordingLevel) -> set[str]:
    found = check_wording(base, Wording(text=text), level=level, language="en", target="en")
    return {each.reason for each in found}


@given(facts, levels)
def test_what_says_the_same_passes(fact: Fact, level: WordingLevel):
    assert reasons(fact.text, fact.text, level) == set()


@given(facts, levels, st.sets(st.sampled_from(REWORDED)))
def test_simple_rewording_passes(fact: Fact, level: WordingLevel, changes: set[tuple[str, str]]):
    text = fact.text
    for old, new in changes:
        text = text.replace(old, new)
    assert reasons(fact.text, text, level) == set()


@given(facts, levels)
def test_another_order_of_the_same_words_passes(fact: Fact, level: WordingLevel):
    text = (
        f"In the workshop and under heavy load, the operator notes that the {fact.thing} normally"
        f" delivers {fact.figure} {fact.unit} of output and {fact.denial} heat the housing."
    )
    assert reasons(fact.text, text, level) == set()


@given(facts, figures(), levels)
def test_another_number_is_refused(fact: Fact, other: str, level: WordingLevel):
    assume(VALUES.get(other, other) != VALUES.get(fact.figure, fact.figure))
    found = reasons(fact.text, fact.with_figure(other, fact.unit), level)
    assert found & {"number_lost", "number_added"}


@given(facts, levels)
def test_a_dropped_number_is_refused(fact: Fact, level: WordingLevel):
    text = fact.text.replace(f"{fact.figure} {fact.unit} of output", "output")
    assert "number_lost" in reasons(fact.text, text, level)


@given(facts, st.sampled_from(UNITS), levels)
def test_another_unit_is_refused(fact: Fact, other: str, level: WordingLevel):
    assume(other != fact.unit)
    found = reasons(fact.text, fact.with_figure(fact.figure, other), level)
    assert found & {"number_lost", "number_added"}


@given(facts, levels)
def test_a_denial_that_goes_is_refused(fact: Fact, level: WordingLevel):
    text = fact.text.replace(f"{fact.denial} heat", "must heat")
    assert "negation" in reasons(fact.text, text, level)


@given(facts, levels, st.sampled_from(DENIALS))
def test_a_denial_that_comes_in_is_refused(fact: Fact, level: WordingLevel, denial: str):
    text = fact.text.replace("normally delivers", f"{denial} deliver")
    assert "negation" in reasons(fact.text, text, level)


@given(facts, levels, st.sampled_from(CLAIMS))
def test_a_claim_that_the_sentence_does_not_make_is_refused(
    fact: Fact, level: WordingLevel, claim: str
):
    assert "terms_added" in reasons(fact.text, f"{fact.text[:-1]}{claim}.", level)


@given(st.lists(facts, min_size=1, max_size=5, unique_by=lambda it: it.text), st.data())
def test_a_cited_sentence_that_is_left_out_is_refused_even_where_parts_may_be(
    told: list[Fact], data: st.DataObject
):
    parts = [Part(key=str(n), text=fact.text, is_cited=True) for n, fact in enumerate(told)]
    dropped = data.draw(st.sets(st.sampled_from([part.key for part in parts]), min_size=1))
    found = check_parts(
        parts,
        {part.key: Wording(text=part.text) for part in parts if part.key not in dropped},
        level=WordingLevel.PLAINER,
        language="en",
        target="en",
        may_drop=True,
    )
    assert found.keys() == dropped
    assert {one.reason for refusals in found.values() for one in refusals} == {"lost"}


VALUES = {
    "two": "2", "three": "3", "seven": "7", "twelve": "12", "fifteen": "15", "forty": "40",
    "fifty": "50", "ninety": "90", "five hundred": "500",
}  # fmt: skip


@pytest.mark.parametrize("spelled", VALUES)
def test_a_number_may_be_spelled_or_written_in_digits(spelled: str):
    base = f"The tank holds {spelled} litres of clean oil."
    text = f"The tank holds {VALUES[spelled]} l of clean oil."
    assert reasons(base, text, WordingLevel.PLAINER) == set()

"""A parametrised question gives each learner a variant of their own, which can be made and marked again."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alp_app.models.questions import ParametrisedQuestion
from alp_app.services.assessment.asking import without_key
from alp_app.services.assessment.checks import SAMPLES, problems_of
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from alp_app.services.assessment.variants import resolved, shown, variant
from tests.services.assessment.questions import ANY, every_kind, options, question


def integer(name: str, low: int, high: int, step: int = 1) -> dict[str, Any]:
    return {"kind": "integer", "name": name, "low": low, "high": high, "step": step}


def number(answer: str, **more: Any) -> dict[str, Any]:
    return {"kind": "number", "answer": answer, **more}


def parametrised(
    variables: list[dict[str, Any]], asks: dict[str, Any], **more: Any
) -> ParametrisedQuestion:
    return question("parametrised", variables=variables, asks=asks, **more)


def pump(**more: Any) -> ParametrisedQuestion:
    """Power from pressure and flow."""
    given = {
        "stem": "A pump gives {{p}} bar at {{q}} l/min. What is its power in kW?",
        "explanation": "{{p}} · {{q}} / 600 = {{round(p*q/600, 2)}} kW",
        "constraints": ["p*q < 60000"],
        **more,
    }
    return parametrised(
        [
            integer("p", 100, 300, 10),
            {"kind": "decimal", "name": "q", "low": "0.5", "high": "250", "step": "0.5"},
        ],
        number(
            "p*q/600",
            tolerance=0.02,
            tolerance_kind="relative",
            unit="kW",
            near_misses=[{"answer": "p*q", "reason": "Divide by 600."}],
        ),
        **given,
    )


def test_a_variant_holds_the_values_everywhere_and_its_own_key():
    made = variant(pump(), 11)
    p, q = made.values["p"], made.values["q"]
    assert made.question.stem == (
        f"A pump gives {shown(p)} bar at {shown(q)} l/min. What is its power in kW?"
    )
    assert made.question.explanation.startswith(f"{shown(p)} · {shown(q)} / 600 = ")
    right = Answer(number=f"{float(p * q / 600)!r}")
    assert mark(made.question, right).is_right
    assert mark(made.question, Answer(number=shown(p * q))).reason == "Divide by 600."


def test_these_seeds_mean_these_values_for_ever():
    """Answers given years ago are marked again with them, so this list must never change."""
    assert [
        tuple(map(str, variant(pump(), seed).values.values())) for seed in (0, 1, 2, 2**64 - 1)
    ] == [("240", "112"), ("170", "449/2"), ("210", "241"), ("160", "27/2")]


@given(st.integers(0, 2**64 - 1))
def test_the_same_seed_makes_the_same_variant_within_its_ranges_and_constraints(seed):
    asked = pump()
    again = ANY.validate_json(ANY.dump_json(asked))
    made = variant(asked, seed)
    assert made == variant(again, seed)
    p, q = made.values["p"], made.values["q"]
    assert 100 <= p <= 300
    assert p % 10 == 0
    assert Fraction(1, 2) <= q <= 250
    assert q % Fraction(1, 2) == 0
    assert p * q < 60_000


def test_learners_get_different_variants_and_never_the_expressions():
    asked = pump()
    views = {without_key(resolved(asked, seed), seed).stem_html for seed in range(50)}
    assert len(views) > 40
    assert not any("{{" in view or "p*q" in view for view in views)


def test_a_fixed_question_is_everybodys():
    for asked in every_kind().values():
        assert resolved(asked, 5) is asked


def test_options_are_computed_and_keep_their_ids():
    asked = parametrised(
        [integer("a", 2, 9)],
        {"kind": "options", "options": options("{{a + 1}}", "{{a - 1}}", "{{2a}} or so")},
        stem="What follows {{a}}?",
    )
    assert problems_of(asked) == ()
    made = variant(asked, 4)
    a = made.values["a"]
    assert [option.text for option in made.question.options] == [
        str(a + 1),
        str(a - 1),
        f"{2 * a} or so",
    ]
    right = asked.asks.options[0].id
    assert mark(made.question, Answer(option_ids=(right,))).is_right


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (parametrised([integer("a", 0, 9)], number("5/a")), "division_by_zero"),
        (parametrised([integer("a", 0, 9)], number("5/(a - b)")), "unknown_name"),
        (parametrised([integer("a", 0, 9)], number("5 +")), "not_understood"),
        (parametrised([integer("a", 0, 9)], number("sqrt(a - 5)")), "out_of_domain"),
        (parametrised([integer("a", 0, 9)], number("10^(400 + a)")), "too_large"),
        (parametrised([integer("a", 0, 9)], number("10^(13 + a)")), "unwieldy_answer"),
        (parametrised([integer("a", 0, 9)], number("a < 3")), "not_allowed"),
        (parametrised([integer("a", 0, 9)], number("a"), constraints=["a > 9"]), "no_variant"),
        (parametrised([integer("a", 7, 7)], number("a")), "few_variants"),
        (parametrised([integer("a", 1, 9)], number("a"), stem="{{b}}?"), "unknown_name"),
        (
            parametrised(
                [integer("a", 1, 9)],
                number("2a", near_misses=[{"answer": "a^2", "reason": "Squared."}]),
            ),
            "near_miss_is_right",
        ),
        (
            parametrised(
                [integer("a", 1, 9)],
                {"kind": "options", "options": options("{{2a}}", "{{a^2}}")},
            ),
            "equal_options",
        ),
        (
            parametrised(
                [integer("a", 1, 9)],
                {"kind": "options", "options": options("{{a}}", "{{2a}}", right=0)},
            ),
            "no_key",
        ),
    ],
)
def test_what_some_learner_would_stumble_over_is_found_before_anybody_is_asked(asked, key):
    assert key in {problem.key for problem in problems_of(asked)}


def test_a_sound_question_has_no_problems():
    assert problems_of(pump()) == ()
    for asked in every_kind().values():
        assert problems_of(asked) == ()


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (question("single", options=options("a", "b", right=0)), "no_key"),
        (question("single", options=options("a", "b", right=2)), "no_key"),
        (question("multiple", options=options("a", "a  ", right=1)), "equal_options"),
        (question("formula", answer="y", variables=["x"]), "unknown_name"),
        (question("formula", answer="sqrt(-1 - x^2)", variables=["x"]), "out_of_domain"),
        (question("numeric", answer=float("inf")), "too_large"),
    ],
)
def test_a_question_that_cannot_be_marked_says_why(asked, key):
    assert next(problem.key for problem in problems_of(asked)) == key


@given(
    st.integers(-20, 20),
    st.integers(0, 40),
    st.integers(1, 7),
    st.sampled_from(["a + 1", "a*a - 5", "10/(a^2 + 1)", "abs(a)", "(a if a > 0 else -a)/3"]),
)
def test_what_passes_the_check_can_be_asked_and_marked_for_every_sampled_learner(
    low, span, step, answer
):
    asked = parametrised([integer("a", low, low + span, step)], number(answer))
    assume(not problems_of(asked))
    for seed in range(0, SAMPLES, 20):
        made = variant(asked, seed).question
        assert mark(made, Answer(number=repr(made.answer))).is_right


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(5), "5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3) * 10**6, "666667"),
        (Fraction(1, 3 * 10**12), "3.33333e-13"),
        (Fraction(12_000_000), "12000000"),
        (0.1 + 0.2, "0.3"),
        (Fraction(Decimal("0.1")), "0.1"),
    ],
)
def test_a_number_is_shown_exactly_where_that_is_short(value, text):
    assert shown(value) == text


def test_braces_of_a_formula_are_left_alone():
    asked = parametrised([integer("a", 2, 2)], number("a"), stem=r"$\frac{{{a}}}{2}$ and {a}")
    assert variant(asked, 1).question.stem == r"$\frac{2}{2}$ and {a}"

"""Every kind of question is marked by its own rule, exactly, and refuses what does not answer it."""

from fractions import Fraction
from typing import Any, get_args
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.models.questions import FixedQuestion
from alp_app.services.assessment.errors import AnswerDoesNotFit, FormulaNotUnderstood
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import KIND_OF_ANSWER, mark
from tests.services.assessment.questions import (
    TELLTALE,
    circle,
    cloze,
    diagram,
    every_kind,
    labels,
    matching,
    picture,
    question,
)

ALL = every_kind()


def score(asked: Any, **answer: Any) -> Fraction:
    return mark(asked, Answer.model_validate(answer)).score


def right_answer(asked: Any) -> Answer:  # noqa: C901 - one branch for each kind
    """What the key says."""
    field = KIND_OF_ANSWER[asked.type]
    match asked.type:
        case "single" | "multiple" | "true_false":
            value: Any = [option.id for option in asked.options if option.is_correct]
        case "numeric":
            value = "160.125"
        case "short_text":
            value = TELLTALE
        case "cloze":
            value = {"1": f"pump {TELLTALE}", "2": "160.125", "3": str(asked.gaps[2].options[0].id)}
        case "matching":
            value = {prompt.id: prompt.match_id for prompt in asked.prompts}
        case "ordering":
            value = [item.id for item in asked.items]
        case "hotspot":
            value = [asked.regions[0].shape.centre]
        case "diagram":
            value = {zone.id: zone.label_id for zone in asked.zones}
        case "formula":
            value = "13 + x*x"
        case "code_output":
            value = asked.output
        case _:
            value = "A long text." if field == "text" else [uuid4()]
    return Answer.model_validate({field: value})


def test_every_kind_of_question_is_here():
    kinds = {
        name
        for shape in get_args(FixedQuestion)
        for name in get_args(shape.model_fields["type"].annotation)
    }
    assert kinds == ALL.keys() == KIND_OF_ANSWER.keys()


@pytest.mark.parametrize("asked", ALL.values(), ids=ALL)
def test_what_the_key_says_is_right_and_earns_all_points(asked: Any):
    marking = mark(asked, right_answer(asked))
    if asked.type in {"essay", "file"}:
        assert (marking.is_open, marking.points) == (True, 0)
    else:
        assert (marking.score, marking.points, marking.is_open) == (1, 1, False)


@pytest.mark.parametrize("asked", ALL.values(), ids=ALL)
def test_an_answer_to_another_kind_of_question_is_refused_and_not_counted(asked: Any):
    for other in ALL.values():
        if KIND_OF_ANSWER[other.type] != KIND_OF_ANSWER[asked.type]:
            with pytest.raises(AnswerDoesNotFit):
                mark(asked, right_answer(other))


@pytest.mark.parametrize(
    "asked", [ALL[name] for name in ("single", "matching", "ordering", "diagram")]
)
def test_parts_of_another_question_are_refused(asked: Any):
    field = KIND_OF_ANSWER[asked.type]
    value: Any = {uuid4(): uuid4()} if field == "pairs" else [uuid4()]
    with pytest.raises(AnswerDoesNotFit):
        mark(asked, Answer.model_validate({field: value}))


@pytest.mark.parametrize(
    ("typed", "rules", "is_right"),
    [
        ("Éclair  au\u00a0chocolat", {}, True),
        ("eclair au chocolat", {}, True),
        ("ECLAIR AU CHOCOLAT ", {}, True),
        ("eclair au chocolat", {"is_accent_counted": True}, False),
        ("ÉCLAIR AU CHOCOLAT", {"is_accent_counted": True}, True),
        ("éclair au chocolat", {"is_case_counted": True}, False),
        ("E\u0301clair au chocolat", {"is_case_counted": True, "is_accent_counted": True}, True),
        ("eclairauchocolat", {}, False),
    ],
)
def test_case_accents_and_spaces_count_only_where_the_question_says_so(typed, rules, is_right):
    asked = question("short_text", accepted=[{"text": "Éclair au chocolat"}], rules=rules)
    assert score(asked, text=typed) == is_right


@pytest.mark.parametrize(
    ("form", "typed", "is_right"),
    [
        ("colo*r", "colour", True),
        ("colo*r", "color", True),
        ("colo*r", "colorful", False),
        ("*pump*", "the high pressure pump here", True),
        ("*", "anything", True),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "acb", False),
        ("ab*ba", "aba", False),
        (r"4 \* 2", "4 * 2", True),
        (r"4 \* 2", "4 x 2", False),
        (r"c:\temp*", r"c:\temp\x", True),
        ("[ab].?", "[ab].?", True),
        ("[ab].?", "a.x", False),
    ],
)
def test_a_star_stands_for_any_characters_and_nothing_else_is_special(form, typed, is_right):
    asked = question("short_text", accepted=[{"text": form}], rules={"has_wildcards": True})
    assert score(asked, text=typed) == is_right


@given(st.text("ab*\\", min_size=1, max_size=30), st.text("ab", max_size=60))
def test_many_stars_are_decided_at_once(form, typed):
    asked = question("short_text", accepted=[{"text": form}], rules={"has_wildcards": True})
    assert score(asked, text=f"{typed}.") in {0, 1}


def test_the_first_form_that_fits_counts_with_its_reason():
    asked = question(
        "short_text",
        accepted=[
            {"text": "fuel pump"},
            {"text": "pump", "credit": "0.5", "reason": "Which one?"},
            {"text": "fan", "credit": 0, "reason": "That one cools."},
        ],
    )
    assert score(asked, text="Pump") == Fraction(1, 2)
    wrong = mark(asked, Answer(text="fan"))
    assert (wrong.score, wrong.reason) == (0, "That one cools.")


def test_each_gap_earns_its_share_by_weight():
    asked = cloze()
    assert score(asked, gaps={"1": "Feeder", "2": "1.6e2 MPa"}) == Fraction(
        2 * 1, 2 * 4
    ) + Fraction(1, 4)
    assert score(asked, gaps={"1": "feeder"}) == Fraction(1, 4)
    assert score(cloze(scoring="all_or_nothing"), gaps={"1": f"pump {TELLTALE}"}) == 0
    with pytest.raises(AnswerDoesNotFit):
        score(asked, gaps={"9": "pump"})
    with pytest.raises(AnswerDoesNotFit):
        score(asked, gaps={"3": "steel"})


def test_matches_and_labels_earn_their_share_and_equal_texts_are_equal():
    asked = matching()
    first, second, _ = asked.prompts
    assert score(asked, pairs={first.id: first.match_id, second.id: first.match_id}) == Fraction(
        1, 3
    )
    parts = mark(asked, Answer(pairs={first.id: first.match_id})).parts
    assert [(part.is_right, part.was_given) for part in parts] == [
        (True, True),
        (False, False),
        (False, False),
    ]
    shown = diagram(scoring="all_or_nothing")
    assert score(shown, pairs={shown.zones[0].id: shown.zones[0].label_id}) == 0
    twins = labels("Bolt", "Bolt", "Nut")
    asked = question(
        "diagram",
        picture=picture(),
        labels=twins,
        zones=[{"shape": circle(10, 10), "label_id": twins[0]["id"]}],
    )
    assert score(asked, pairs={asked.zones[0].id: twins[1]["id"]}) == 1


def test_an_order_earns_a_share_for_each_item_that_directly_follows_its_predecessor():
    asked = ALL["ordering"]
    one, two, three, four = (item.id for item in asked.items)
    assert score(asked, order=[two, three, four, one]) == Fraction(2, 3)
    assert score(asked, order=[four, three, two, one]) == 0
    with pytest.raises(AnswerDoesNotFit):
        score(asked, order=[one, two, three])


def test_a_spot_is_right_inside_a_right_region_and_costs_elsewhere():
    rectangle = {"kind": "rectangle", "corner": {"x": 0, "y": 0}, "width": 50, "height": 20}
    arrow = {
        "kind": "polygon",
        "corners": [{"x": x, "y": y} for x, y in ((100, 100), (200, 100), (150, 150), (200, 200))],
    }
    asked = question("hotspot", picture=picture(), regions=[{"shape": rectangle}, {"shape": arrow}])
    spots = {
        "corner": {"x": 50, "y": 20},
        "arrow": {"x": 130, "y": 115},
        "notch": {"x": 190, "y": 150},
        "nothing": {"x": 700, "y": 500},
    }

    def points(*names: str) -> Fraction:
        return score(asked, spots=[spots[name] for name in names])

    assert points("corner", "arrow") == 1
    assert points("arrow") == Fraction(1, 2)
    assert points("corner", "corner") == 0
    assert points("corner", "notch") == 0
    assert points("nothing") == 0
    for wrong in ([spots["arrow"]] * 3, [{"x": 801, "y": 5}]):
        with pytest.raises(AnswerDoesNotFit):
            score(asked, spots=wrong)


@given(st.floats(0, 800), st.floats(0, 600))
def test_a_polygon_of_four_corners_holds_what_the_same_rectangle_holds(x, y):
    corners = [{"x": a, "y": b} for a, b in ((100, 100), (400, 100), (400, 300), (100, 300))]
    rectangle = {"kind": "rectangle", "corner": corners[0], "width": 300, "height": 200}
    both = [
        question("hotspot", picture=picture(), regions=[{"shape": shape}])
        for shape in (rectangle, {"kind": "polygon", "corners": corners})
    ]
    one, other = (score(asked, spots=[{"x": x, "y": y}]) for asked in both)
    assert one == other


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("x^2 + 13", True),
        ("13 + x·x", True),
        ("(x + 1)(x - 1) + 14", True),
        ("x² + 13", True),
        ("x^2 + 26/2 + sin(x)^2 + cos(x)^2 - 1", True),
        ("sqrt(x^4) + 13", True),
        ("x^2 + 12.999999", False),
        ("x^2 + 13 + 1e-15*x", False),
        ("abs(x)*x + 13", False),
        ("1/(x-x)", False),
        ("13", False),
    ],
)
def test_a_formula_is_right_when_it_equals_the_answer_everywhere(typed, is_right):
    assert score(ALL["formula"], text=typed) == is_right


@pytest.mark.parametrize("typed", ["x^", "y + 1", "x if x else 1", "x" * 301, "eval(x)", "x.real"])
def test_what_is_no_formula_is_refused_and_not_counted(typed):
    with pytest.raises(FormulaNotUnderstood):
        score(ALL["formula"], text=typed)


def test_what_a_program_prints_is_compared_line_by_line():
    asked = question("code_output", code="…", output="1\n 2\n")
    assert score(asked, text="1  \r\n 2\r\n\r\n") == 1
    assert score(asked, text="1\n2") == 0


@given(st.sampled_from(sorted(ALL)), st.data())
def test_every_mark_is_a_share_and_a_wrong_answer_costs_no_more_than_its_penalty(kind, data):
    asked = ALL[kind].model_copy(update={"points": Fraction(5), "penalty": Fraction(1, 5)})
    marking = mark(asked, data.draw(some_answer(asked)))
    assert 0 <= marking.score <= 1
    assert -1 <= marking.points <= 5
    assert isinstance(marking.score, Fraction)
    if marking.score:
        assert marking.points == 5 * marking.score


def some_answer(asked: Any) -> st.SearchStrategy[Answer]:
    """Anything that a page could send for this question."""
    field = KIND_OF_ANSWER[asked.type]
    match asked.type:
        case "single" | "true_false":
            value: Any = st.sampled_from(asked.options).map(lambda option: [option.id])
        case "multiple":
            ids = [option.id for option in asked.options]
            value = st.lists(st.sampled_from(ids), min_size=1, unique=True)
        case "numeric":
            value = st.floats(allow_nan=False, allow_infinity=False, width=32).map(repr)
        case "cloze":
            chosen = st.sampled_from([str(option.id) for option in asked.gaps[2].options])
            typed = {"1": st.text(min_size=1), "2": st.integers().map(str), "3": chosen}
            value = st.fixed_dictionaries({}, optional=typed).filter(bool)
        case "matching" | "diagram":
            places = asked.prompts if asked.type == "matching" else asked.zones
            names = asked.matches if asked.type == "matching" else asked.labels
            value = st.dictionaries(
                st.sampled_from([place.id for place in places]),
                st.sampled_from([name.id for name in names]),
                min_size=1,
            )
        case "ordering":
            value = st.permutations([item.id for item in asked.items])
        case "hotspot":
            spot = st.fixed_dictionaries({"x": st.floats(0, 800), "y": st.floats(0, 600)})
            value = st.lists(spot, min_size=1, max_size=1)
        case "formula":
            value = st.sampled_from(["x", "x^2 + 13", "1/x", "-x", "exp(exp(exp(exp(x))))"])
        case "file":
            value = st.just([uuid4()])
        case _:
            value = st.text(min_size=1)
    return value.map(lambda drawn: Answer.model_validate({field: drawn}))

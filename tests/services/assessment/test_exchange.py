"""Questions come in from other systems and go out again; what is lost on the way is said."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.services.assessment.exchange.aiken import read_aiken, write_aiken
from alp_app.services.assessment.exchange.gift import read_gift
from alp_app.services.assessment.exchange.gift_write import write_gift
from alp_app.services.assessment.exchange.hypertext import html_of, words_of, words_of_plain
from alp_app.services.assessment.exchange.moodle_read import read_moodle
from alp_app.services.assessment.exchange.moodle_write import write_moodle
from alp_app.services.assessment.exchange.report import Imported, Item, NotReadable
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from tests.services.assessment.questions import ANY, every_kind, question
from tests.services.assessment.test_variants import pump

FILES = Path(__file__).parent / "files"
DIESEL = (FILES / "diesel.xml").read_bytes()


def findings(made: Any) -> set[tuple[str, str, str]]:
    return {(found.outcome.value, found.part, found.detail) for found in made.findings}


def named(imported: Imported) -> dict[str, Any]:
    return {item.name or item.content.stem: item.content for item in imported.items}


def same(content: Any) -> str:
    """A question as text, with its ids numbered in the order in which they occur."""
    text = ANY.dump_json(content).decode()
    ids = dict.fromkeys(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", text))
    for number, each in enumerate(ids):
        text = text.replace(each, f"#{number}")
    return re.sub(r'"(-?\d+(?:\.\d+)?)"', lambda found: f"{Decimal(found[1]).normalize():f}", text)


def test_a_file_of_moodle_is_read_with_its_words_keys_reasons_and_categories():
    imported = read_moodle(DIESEL)
    known = named(imported)
    assert len(known) == 11
    assert {item.category for item in imported.items} == {"Diesel/Fuel system"}
    rail = known["Rail pressure"]
    assert rail.stem == "Which part raises the pressure in the **common rail**?"
    assert rail.explanation == "The pump works at up to 2000 bar."
    assert rail.points == 2
    assert [(option.text, option.is_correct, option.credit) for option in rail.options] == [
        ("High pressure pump", True, None),
        ("Feed pump", False, Decimal("0.5")),
        ("Injector & nozzle", False, None),
    ]
    assert rail.options[1].reason == "That one only lifts the fuel."
    assert next(item.tags for item in imported.items) == ("fuel", "year 2")
    assert known["Sensors"].type == "multiple"
    assert all(option.credit is None for option in known["Sensors"].options)
    assert known["Abbreviation"].rules.has_wildcards
    assert known["Conversion"].is_unit_required
    assert known["Gaps"].text == "Diesel ignites by [[1]], petrol by a [[2]]."
    assert [item.text for item in known["Order"].items] == ["Intake", "Compression", "Power"]
    assert known["Report"].stem.splitlines()[1] == "• What was wrong?"


def test_a_picture_of_moodle_comes_along_with_its_description():
    imported = read_moodle(DIESEL)
    (picture,) = named(imported)["Rail pressure"].pictures
    assert (picture.alt, picture.width, picture.height) == ("Plan of a common rail", 2, 1)
    file = imported.files[picture.asset_id]
    assert (file.name, file.media_type, file.data[:4]) == ("rail plan.png", "image/png", b"\x89PNG")


def test_answers_to_imported_questions_are_marked_as_moodle_did():
    known = named(read_moodle(DIESEL))
    assert mark(known["Conversion"], Answer(number="1600 bar")).is_right
    assert (
        mark(known["Conversion"], Answer(number="16 MPa")).reason == "Ten bar are one megapascal."
    )
    gaps = known["Injection"].gaps
    given_answer = Answer(gaps={"1": "Injector", "2": "1.8", "3": str(gaps[2].options[1].id)})
    assert mark(known["Injection"], given_answer).score == Decimal("0.875")
    assert mark(known["Abbreviation"], Answer(text="HP pump CP4")).is_right


def test_every_part_of_the_file_is_accounted_for_with_its_line():
    imported = read_moodle(DIESEL)
    said = findings(imported)
    assert {
        ("kept", "category", "Diesel/Fuel system"),
        ("kept", "image", "rail plan.png"),
        ("kept", "question", "calculated"),
        ("kept", "tag", "fuel"),
        ("changed", "answer_format", "2"),
        ("changed", "dataset_items", "p"),
        ("changed", "html", "ul"),
        ("dropped", "correctfeedback", "Your answer is correct."),
        ("dropped", "hint", "Think of the camshaft."),
        ("dropped", "idnumber", "FUEL-7"),
        ("dropped", "penalty", "0.3333333"),
        ("dropped", "question_kind", "coderunner"),
        ("dropped", "question_problem", "no_key"),
        ("dropped", "unit", "bar"),
    } <= said
    lines = DIESEL.decode().splitlines()
    hint = next(found for found in imported.findings if found.part == "hint")
    assert "<hint" in lines[hint.line - 1]
    assert hint.question == "Rail pressure"
    questions = [item.line for item in imported.items]
    assert all("<question type=" in lines[line - 1] for line in questions)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<quiz>",
        b"<html></html>",
        b"not xml",
        b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>',
        b'<!DOCTYPE quiz SYSTEM "file:/etc/passwd"><quiz></quiz>',
        b"<quiz>" + b"<a>" * 100 + b"</a>" * 100 + b"</quiz>",
    ],
)
def test_what_is_no_moodle_xml_is_refused(data):
    with pytest.raises(NotReadable):
        read_moodle(data)


def test_a_calculated_question_goes_to_moodle_and_back():
    exported = write_moodle([Item(content=pump(), name="Pump")], {})
    assert ("changed", "constraints", "p*q < 60000") in findings(exported)
    back = named(read_moodle(exported.text.encode()))["Pump"]
    assert back.asks.answer == "p * q / 600"
    assert back.stem == pump().stem
    assert [variable.name for variable in back.variables] == ["p", "q"]
    assert back.asks.near_misses[0].reason == "Divide by 600."


def test_gift_is_read_as_teachers_type_it():
    imported = read_gift((FILES / "tides.gift").read_text())
    known = named(imported)
    moon = known["Moon"]
    assert moon.stem == "What pulls the sea?"
    assert moon.explanation == "Gravity does."
    assert [(o.text, o.is_correct, o.credit, o.reason) for o in moon.options] == [
        ("The Moon", True, None, "Its mass is near enough."),
        ("The Sun", False, Decimal("0.5"), "Only half as much."),
        ("The wind", False, None, ""),
    ]
    assert known["Both"].type == "multiple"
    assert known["Both"].stem == "Which **two** pull at spring tide: choose?"
    true, false = known["True"].options
    assert (true.is_correct, true.reason, false.reason) == (True, "Yes.", "No, feel it.")
    assert known["False one"].options[1].is_correct
    assert (
        known["Two plus two is _____ ."].answer,
        known["Two plus two is _____ ."].tolerance,
    ) == (
        4,
        0.5,
    )
    assert known["Year"].near_misses[0].credit == Decimal("0.5")
    assert (known["Between"].answer, known["Between"].tolerance) == (3, 2)
    assert mark(known["The _____ has the highest tide."], Answer(text="Fundy bay")).is_right
    assert [match.text for match in known["Pairs"].matches] == ["Full moon", "Half moon", "No moon"]
    assert known["Write about tides."].type == "essay"
    assert known["Braces"].stem == "What is {x = 1}?"
    assert [option.text for option in known["Braces"].options][1:] == ["a #tag", r"C:\\temp"]
    first = imported.items[0]
    assert (first.category, first.tags) == ("Sea", ("tides", "year 1"))
    assert ("dropped", "question_problem", "description") in findings(imported)
    assert ("dropped", "question_problem", "}") in findings(imported)


def test_aiken_is_read_line_by_line():
    imported = read_aiken(
        "What pulls the sea?\nA) The Moon\nB) The wind\nANSWER: A\n\n"
        "Lost\nA. One\nB. Two\n\nWhich\nis right?\nA. One\nB. Two\nC. Three\nANSWER: c\n"
    )
    assert [item.content.stem for item in imported.items] == [
        "What pulls the sea?",
        "Which\nis right?",
    ]
    assert imported.items[1].content.options[2].is_correct
    assert [found.line for found in imported.findings] == [1, 6, 10]
    assert ("dropped", "question_problem", "no_key") in findings(imported)
    with pytest.raises(NotReadable):
        read_aiken("\n\n")


TEXTS = st.text(
    st.sampled_from("ab äß9 .*_`$[]{}~=#:%<>&\\\"'()+-/^|;,!?é\n"), min_size=1, max_size=30
)
WORDS = TEXTS.map(words_of_plain).map(lambda text: words_of(html_of(text)).text).filter(bool)
"""Texts of ours in the one spelling that comes back from HTML."""
PERCENT = st.integers(1, 99).map(lambda number: Decimal(number) / 100)


def choices(kind: str) -> st.SearchStrategy[Any]:
    def made(drawn: Any) -> Any:
        texts, reasons, right, credit = drawn
        options = [
            {
                "text": text,
                "reason": reason,
                "is_correct": number == 0 or (kind == "multiple" and number < right),
                "credit": credit if kind == "single" and number == 1 else None,
            }
            for number, (text, reason) in enumerate(zip(texts, reasons, strict=False))
        ]
        return {"type": kind, "options": options}

    reason = st.one_of(st.just(""), WORDS)
    return st.tuples(
        st.lists(WORDS, min_size=2, max_size=6, unique_by=lambda text: " ".join(text.split())),
        st.lists(reason, min_size=6, max_size=6),
        st.integers(1, 2),
        st.none() | PERCENT,
    ).map(made)


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)
NUMERIC = st.fixed_dictionaries(
    {
        "type": st.just("numeric"),
        "answer": NUMBERS,
        "tolerance": st.floats(0, 100),
        "near_misses": st.lists(
            st.fixed_dictionaries(
                {
                    "answer": NUMBERS,
                    "tolerance": st.floats(0, 1),
                    "credit": PERCENT,
                    "reason": WORDS,
                }
            ),
            max_size=2,
        ),
    }
)
FORMS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)
SHORT_TEXT = st.fixed_dictionaries(
    {
        "type": st.just("short_text"),
        "accepted": st.lists(
            st.fixed_dictionaries(
                {"text": FORMS.filter(lambda text: "\\" not in text), "reason": WORDS}
            ),
            min_size=1,
            max_size=3,
        ),
        "rules": st.just({"is_accent_counted": True}),
    }
)


def exchanged() -> st.SearchStrategy[Any]:
    """Questions that Moodle XML and GIFT can both say."""
    shared = st.fixed_dictionaries({"stem": WORDS, "explanation": st.one_of(st.just(""), WORDS)})
    kinds = st.one_of(choices("single"), choices("multiple"), NUMERIC, SHORT_TEXT)
    return st.tuples(shared, kinds).map(lambda both: ANY.validate_python({**both[0], **both[1]}))


@given(exchanged())
def test_what_goes_to_moodle_comes_back_the_same(content):
    exported = write_moodle([Item(content=content, name="One", category="A/B", tags=("x",))], {})
    imported = read_moodle(exported.text.encode())
    assert [same(item.content) for item in imported.items] == [same(content)]
    assert (imported.items[0].category, imported.items[0].tags) == ("A/B", ("x",))
    assert {found.outcome.value for found in (*exported.findings, *imported.findings)} == {"kept"}


@given(exchanged())
def test_what_goes_to_gift_comes_back_the_same(content):
    exported = write_gift([Item(content=content, name="One: a=b", category="A/B", tags=("x",))])
    imported = read_gift(exported.text)
    assert [same(item.content) for item in imported.items] == [same(content)]
    assert (imported.items[0].name, imported.items[0].tags) == ("One: a=b", ("x",))


@given(TEXTS)
def test_plain_words_go_through_html_unharmed(text):
    marked = words_of_plain(text)
    assert words_of(html_of(marked)).text.split() == marked.split()


@given(
    st.lists(st.sampled_from(["{", "}", "=", "~", "#", "->", "%50%", "\\", "a", "\n", "::", "1"]))
)
def test_any_gift_is_read_or_reported(pieces):
    try:
        read_gift("".join(pieces))
    except NotReadable:
        return


@pytest.mark.parametrize("write", [lambda items: write_moodle(items, {}), write_gift, write_aiken])
def test_each_question_that_goes_out_is_kept_or_its_loss_is_said(write):
    items = [Item(content=content, name=kind) for kind, content in every_kind().items()]
    said = {found.question: [] for found in write(items).findings}
    for found in write(items).findings:
        said[found.question].append((found.outcome.value, found.part))
    assert said.keys() == every_kind().keys()
    for kind, about in said.items():
        assert ("kept", "question") in about or ("dropped", "question_kind") in about, kind


@pytest.mark.parametrize("kind", ["cloze", "matching", "ordering", "essay", "file", "true_false"])
def test_these_kinds_go_to_moodle_and_back(kind):
    content = every_kind()[kind]
    exported = write_moodle([Item(content=content, name=kind)], {})
    back = named(read_moodle(exported.text.encode()))[kind]
    assert back.type == kind
    assert mark_of_its_key(back) == mark_of_its_key(content)


def mark_of_its_key(content: Any) -> Any:
    match content.type:
        case "cloze":
            text = content.text.removeprefix("What is it?\n")  # Moodle keeps stem and text as one
            return [(gap.kind, gap.weight) for gap in content.gaps], text
        case "matching":
            texts = {match.id: match.text for match in content.matches}
            return [(prompt.text, texts[prompt.match_id]) for prompt in content.prompts], len(texts)
        case "ordering":
            return [item.text for item in content.items]
        case "true_false":
            return [(option.text, option.is_correct, option.reason) for option in content.options]
        case _:
            return content.marking_notes


def test_a_picture_goes_to_moodle_and_back():
    imported = read_moodle(DIESEL)
    again = read_moodle(write_moodle(imported.items, imported.files).text.encode())
    (file,), (before,) = again.files.values(), imported.files.values()
    assert file == before


def test_aiken_takes_single_choices_only():
    single = question(
        "single",
        options=[
            {"text": "The **Moon**", "is_correct": True, "reason": ""},
            {"text": "The wind", "is_correct": False, "reason": "No."},
        ],
    )
    exported = write_aiken([Item(content=single, name="Moon")])
    assert exported.text == "What is it?\nA. The Moon\nB. The wind\nANSWER: A\n\n"
    assert ("dropped", "feedback", "No.") in findings(exported)
    assert read_aiken(exported.text).items[0].content.options[0].is_correct

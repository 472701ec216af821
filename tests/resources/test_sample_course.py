"""The sample course is complete, its sources and drawings resolve, and its numbers are right."""

import ast
import io
import operator
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree as ET

import orjson
import pytest
import resvg_py
from PIL import Image
from pypdf import PdfReader

from alp_app.models.content import FigureBlock, ModelBlock
from alp_app.models.questions import ChoiceQuestion, NumericQuestion, QuestionContent
from alp_app.services.courses.markup import inline_html, mathml, plain
from alp_app.services.operations.sample_course import (
    FOLDER,
    TOKENS,
    SampleLesson,
    block_of,
    question_of,
    read_course,
    read_lesson,
    themed,
    without,
)
from alp_app.settings import ROOT

COURSE = read_course()
NAMES = [name for module in COURSE.modules for name in module.lessons]
LESSONS = {name: read_lesson(name) for name in NAMES}
DRAWINGS = sorted((FOLDER / "diagrams").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}

every_lesson = pytest.mark.parametrize("name", NAMES)
every_drawing = pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)


def blocks(lesson: SampleLesson, *types: str) -> list[dict[str, Any]]:
    return [block for block in lesson.blocks if block["type"] in types]


def items(lesson: SampleLesson) -> Iterator[Any]:
    """Sentences as written: strings, or mappings with a text and a source."""
    for block in blocks(lesson, "text", "callout"):
        yield from block["sentences"]
    for block in blocks(lesson, "list"):
        for entry in block["items"]:
            yield from entry


def written_questions(lesson: SampleLesson) -> list[dict[str, Any]]:
    return [question for block in blocks(lesson, "quiz") for question in block["questions"]]


def questions(lesson: SampleLesson) -> list[QuestionContent]:
    return [question_of(question) for question in written_questions(lesson)]


def citations(lesson: SampleLesson) -> list[list[str]]:
    written = [*items(lesson), *written_questions(lesson)]
    return [item["cite"] for item in written if not isinstance(item, str) and "cite" in item]


def prose(lesson: SampleLesson) -> list[str]:
    """What a learner reads: lead, sentences and tables, not headings, legends or questions."""
    sentences = [item if isinstance(item, str) else item["text"] for item in items(lesson)]
    cells = [
        cell
        for block in blocks(lesson, "table")
        for row in [block["header"], *block["rows"]]
        for cell in row
    ]
    return [plain(text) for text in [lesson.lead, *sentences, *cells]]


def numbers_in(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def computed(working: str) -> float:
    """The value of an arithmetic expression; anything else than arithmetic is an error."""

    def value(node: ast.AST) -> float:
        match node:
            case ast.Expression(body=body):
                return value(body)
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.BinOp(left=left, op=sign, right=right):
                return OPERATORS[type(sign)](value(left), value(right))
            case _:
                raise ValueError(f"not arithmetic: {ast.dump(node)}")

    return value(ast.parse(str(working), mode="eval"))


def marks_of(svg: str) -> set[str]:
    """What stands in the numbered circles of a drawing."""
    circles = re.compile(r'font-size="16" font-weight="640"[^>]*>(\w+)</text>')
    return set(circles.findall(svg))


def test_the_course_is_big_enough_to_teach_from():
    assert len(COURSE.modules) >= 4
    assert len(NAMES) >= 14
    assert len(COURSE.references) >= 8
    assert len(DRAWINGS) >= 16


def test_every_lesson_file_has_its_place_in_the_course():
    files = sorted(path.name for path in (FOLDER / "lessons").iterdir())
    assert sorted(NAMES) == files
    assert sorted(NAMES) == NAMES


def test_every_objective_is_taught_and_every_taught_objective_exists():
    taught = {objective for lesson in LESSONS.values() for objective in lesson.objectives}
    assert taught == {objective.id for objective in COURSE.objectives}


def test_every_reference_is_cited_and_every_cited_reference_exists():
    cited = {key for lesson in LESSONS.values() for key, _ in citations(lesson)}
    assert cited == {reference.id for reference in COURSE.references}


@every_lesson
def test_every_block_of_a_lesson_has_a_valid_shape(name: str):
    for block in LESSONS[name].blocks:
        match block["type"]:
            case "figure":
                FigureBlock.model_validate(without(block, "figure"))
            case "model":
                ModelBlock.model_validate(without(block, "model"))
            case "quiz":
                assert block["questions"]
            case _:
                block_of(block)


@every_lesson
def test_a_lesson_has_between_600_and_1100_words(name: str):
    words = sum(len(text.split()) for text in prose(LESSONS[name]))
    assert 600 <= words <= 1100


@every_lesson
def test_a_lesson_has_sections_a_drawing_and_something_to_calculate_or_look_up(name: str):
    lesson = LESSONS[name]
    assert len(blocks(lesson, "heading")) >= 3
    assert blocks(lesson, "figure")
    assert blocks(lesson, "table", "formula", "code")
    assert lesson.blocks[-1]["type"] == "quiz"


@every_lesson
def test_a_lesson_cites_two_works_and_says_where_in_them(name: str):
    cited = citations(LESSONS[name])
    assert len({key for key, _ in cited}) >= 2
    assert all(place for _, place in cited)


@every_lesson
def test_every_row_of_a_table_is_as_long_as_its_header(name: str):
    for table in blocks(LESSONS[name], "table"):
        assert {len(row) for row in table["rows"]} == {len(table["header"])}


@every_lesson
def test_every_formula_can_be_read(name: str):
    lesson = LESSONS[name]
    formulas = blocks(lesson, "formula")
    written = [formula["latex"] for formula in formulas]
    written += [quantity["symbol"] for formula in formulas for quantity in formula["where"]]
    unreadable = [latex for latex in written if "<math" not in mathml(latex, display=True)]
    assert unreadable == []
    assert [text for text in prose(lesson) if "$" in inline_html(text)] == []


@every_lesson
def test_a_quiz_has_three_to_five_questions_and_one_of_them_is_a_calculation(name: str):
    asked = questions(LESSONS[name])
    assert 3 <= len(asked) <= 5
    assert any(isinstance(question, NumericQuestion) for question in asked)


@every_lesson
def test_every_option_has_a_reason_and_every_question_a_clear_answer(name: str):
    for question in questions(LESSONS[name]):
        if not isinstance(question, ChoiceQuestion):
            continue
        right = [option for option in question.options if option.is_correct]
        assert len(right) == 1 or question.type == "multiple", question.stem
        assert 0 < len(right) < len(question.options), question.stem
        reasons = [option.reason for option in question.options]
        assert all(len(reason.split()) >= 4 for reason in reasons), question.stem
        assert len(set(reasons)) == len(reasons), question.stem


@every_lesson
def test_every_numeric_answer_can_be_recomputed_and_is_explained(name: str):
    lesson = LESSONS[name]
    for given in [item for item in written_questions(lesson) if item["type"] == "numeric"]:
        question = question_of(given)
        assert isinstance(question, NumericQuestion)
        assert computed(given["working"]) == pytest.approx(
            question.answer, abs=question.tolerance
        ), question.stem
        explained = numbers_in(question.explanation)
        assert any(
            number == pytest.approx(question.answer, abs=question.tolerance)
            or number == pytest.approx(question.answer * 1000, rel=1e-3)
            for number in explained
        ), question.stem


def test_only_arithmetic_counts_as_working():
    assert computed("(1600 - 1280) / 1600 * 100") == pytest.approx(20)
    with pytest.raises(ValueError, match="not arithmetic"):
        computed("__import__('os')")


def test_every_drawing_is_used_and_every_used_drawing_exists():
    used = {figure["figure"] for lesson in LESSONS.values() for figure in blocks(lesson, "figure")}
    assert used | {COURSE.cover} == {f"diagrams/{drawing.name}" for drawing in DRAWINGS}


@every_lesson
def test_a_legend_explains_exactly_what_is_marked_in_the_drawing(name: str):
    for figure in blocks(LESSONS[name], "figure"):
        marked = marks_of((FOLDER / figure["figure"]).read_text())
        explained = [entry["mark"] for entry in figure["legend"]]
        assert sorted(explained) == sorted(marked), figure["figure"]


@every_drawing
def test_a_drawing_has_a_title_and_takes_its_colours_from_the_tokens(drawing: Path):
    root = ET.fromstring(drawing.read_text())  # noqa: S314 - our own file
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text
    colours = {
        element.get(attribute)
        for element in root.iter()
        for attribute in ("fill", "stroke")
        if element.get(attribute)
    }
    assert all(
        colour == "none" or re.fullmatch(r"var\(--[\w-]+\)", colour or "") for colour in colours
    )


@every_drawing
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_drawing_can_be_painted_in_both_themes(drawing: Path, theme: Literal["light", "dark"]):
    svg = themed(drawing.read_text(), theme, TOKENS.read_text()).decode()
    assert "var(" not in svg
    in_grey = re.sub(r"oklch\([^)]*\)", "#555555", svg)
    image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=in_grey))))
    assert image.width >= 500
    assert image.getchannel("A").getextrema() == (0, 255) or "cover" in drawing.name


def models() -> list[dict[str, Any]]:
    return [model for lesson in LESSONS.values() for model in blocks(lesson, "model")]


def test_every_model_is_a_glb_and_its_legend_names_parts_of_its_manifest():
    assert models()
    for model in models():
        path = FOLDER / model["model"]
        assert path.read_bytes()[:4] == b"glTF"
        parts = orjson.loads(path.with_suffix(".json").read_bytes())["parts"]
        named = {entry["meaning"] for entry in model["legend"]}
        assert named <= {part["label"] for part in parts}
        assert len(named) == len(model["legend"]) > 0


def test_the_teacher_s_notes_are_long_enough_to_make_a_course_from():
    notes = (FOLDER / "sample_sources" / "diesel-particulate-filter-notes.md").read_text()
    assert len(notes.split()) >= 1400


def test_the_pdf_source_for_tests_has_twenty_pages_of_text():
    path = ROOT / "tests/support/files/hydraulic-brake-systems.pdf"
    pages = PdfReader(path).pages
    assert len(pages) == 20
    assert all(len(page.extract_text().split()) >= 100 for page in pages)
    assert path.stat().st_size < 300_000

"""The sections of a test as a form shows them, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from alp_app.kit.forms import read_form
from alp_app.kit.ids import QuestionId, read_id
from alp_app.models.exams import Chosen, Drawn
from alp_app.services.exams.views import ExamView


class PartRow(BaseModel):
    """A question or a draw, as the form shows it."""

    is_draw: bool
    question_id: str = ""
    label: str = ""
    """Stem of the question; empty for a draw."""
    category: str = ""
    tag: str = ""
    count: int = 1
    points: str = "1"


class SectionRow(BaseModel):
    title: str = ""
    parts: list[PartRow] = []


def rows_of(exam: ExamView) -> list[SectionRow]:
    stems = {str(each.id): each.stem for each in exam.chosen}
    return [
        SectionRow(title=each.title, parts=[_row(part, stems) for part in each.parts])
        for each in exam.sections
    ]


def drawn_row(form: Mapping[str, str]) -> PartRow:
    """Raises FormIncomplete."""
    return _row(read_form(Drawn, {**form, "kind": "draw"}), {})


def worth_of(part: PartRow) -> Decimal:
    try:
        return Decimal(part.points) * part.count
    except ArithmeticError:
        return Decimal(0)


def _row(part: Chosen | Drawn, stems: dict[str, str]) -> PartRow:
    points = f"{part.points.normalize():f}"
    if isinstance(part, Chosen):
        name = str(part.question_id)
        return PartRow(is_draw=False, question_id=name, label=stems.get(name, ""), points=points)
    return PartRow(
        is_draw=True, category=part.category, tag=part.tag, count=part.count, points=points
    )


def section_of(row: SectionRow) -> dict[str, Any]:
    return {"title": row.title, "parts": [_part(each) for each in row.parts]}


def _part(row: PartRow) -> dict[str, Any]:
    if row.is_draw:
        return {
            "kind": "draw",
            "category": row.category,
            "tag": row.tag,
            "count": row.count,
            "points": row.points,
        }
    return {
        "kind": "question",
        "question_id": QuestionId(read_id(row.question_id)),
        "points": row.points,
    }

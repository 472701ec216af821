"""A gradebook as pages show it: figures without their reasons, which are fetched when somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alp_app.services.gradebook.views import (
    CellView,
    ColumnView,
    GradebookView,
    GradeView,
    Why,
)


@dataclass(frozen=True)
class Reason:
    key: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict[str, str | int])
    formula: str = ""


@dataclass(frozen=True)
class Figure:
    item_id: str
    state: str
    shown: str
    is_dropped: bool


@dataclass(frozen=True)
class LearnerRow:
    user_id: str
    name: str
    cells: tuple[Figure, ...]
    percent: str
    letter: str


@dataclass(frozen=True)
class ColumnHead:
    id: str
    category_id: str
    title: str
    points: str
    is_extra: bool
    is_hidden: bool
    required_percent: str
    """Empty where completing the course does not ask for it."""
    is_by_hand: bool
    href: str
    """Where its work is graded; empty where it is not that of an assignment."""


@dataclass(frozen=True)
class CategoryLine:
    id: str
    title: str
    weight: str
    drop_lowest: int


def reason_of(why: Why) -> Reason:
    return Reason(why.key, dict(why.facts), why.formula)


def reasons_of_total(row: GradeView) -> list[Reason]:
    return [reason_of(row.why), *(reason_of(one.why) for one in row.categories)]


def figure_of(cell: CellView) -> Figure:
    return Figure(str(cell.item_id), cell.state.value, cell.shown, cell.is_dropped)


def learner_rows(book: GradebookView) -> list[LearnerRow]:
    return [
        LearnerRow(
            str(row.user_id),
            row.name,
            tuple(figure_of(cell) for cell in row.cells),
            row.percent,
            row.letter,
        )
        for row in book.rows
    ]


def column_heads(columns: tuple[ColumnView, ...]) -> list[ColumnHead]:
    return [
        ColumnHead(
            str(column.id),
            str(column.category_id),
            column.title,
            column.points,
            column.is_extra,
            column.is_hidden,
            "" if column.required_percent is None else str(column.required_percent),
            column.assignment_id is None and column.exam_id is None,
            _href_of(column),
        )
        for column in columns
    ]


def _href_of(column: ColumnView) -> str:
    """Where the marks of a column are made; empty for one that is filled in by hand."""
    if column.assignment_id:
        return f"/assignments/{column.assignment_id}/grade"
    return f"/tests/{column.exam_id}/results" if column.exam_id else ""


def category_lines(book: GradebookView) -> list[CategoryLine]:
    return [
        CategoryLine(str(one.id), one.title, one.weight or "", one.drop_lowest)
        for one in book.categories
    ]

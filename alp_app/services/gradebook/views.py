"""What can be seen of a gradebook: all of it by teachers, their own row by learners.

Figures are text, exact as they stand, so that no program rounds them on the way.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from alp_app.kit.ids import AssignmentId, ClassroomId, ExamId, GradeCategoryId, GradeItemId, UserId
from alp_app.models.grading import LetterGrade, Missing
from alp_app.services.courses.views import View
from alp_app.services.gradebook.rules import CellState


class Why(View):
    """A sentence of the message catalogue with its facts, and the sum behind it."""

    key: str
    facts: Mapping[str, str | int]
    formula: str


class CategoryView(View):
    id: GradeCategoryId
    title: str
    weight: str | None
    drop_lowest: int


class ColumnView(View):
    id: GradeItemId
    category_id: GradeCategoryId
    title: str
    points: str
    due_at: datetime | None
    is_extra: bool
    is_hidden: bool
    required_percent: int | None
    """Of its points, which completing the course asks for; 0: handing in is enough; None: it is not
    asked for."""
    assignment_id: AssignmentId | None
    exam_id: ExamId | None
    """Neither for a column that is filled in by hand."""


class CellView(View):
    item_id: GradeItemId
    state: CellState
    shown: str
    """What counts, rounded to two decimals; empty while nothing does."""
    marked: str
    """Before anything is taken off; empty while it is not marked."""
    is_dropped: bool
    is_released: bool
    override_reason: str
    why: Why


class ExtensionView(View):
    """More time or attempts for one learner in one column."""

    due_at: datetime | None
    closes_at: datetime | None
    extra_attempts: int
    reason: str


class SumView(View):
    category_id: GradeCategoryId
    percent: str
    """Empty while nothing in it counts."""
    why: Why


class GradeView(View):
    """One learner's row."""

    user_id: UserId
    name: str
    cells: tuple[CellView, ...]
    categories: tuple[SumView, ...]
    percent: str
    letter: str
    why: Why


class RulesView(View):
    missing: Missing
    decimals: int
    letters: tuple[LetterGrade, ...]


class GradebookView(View):
    is_kept: ClassVar[bool] = True

    classroom_id: ClassroomId
    name: str
    """Of the class."""
    columns: tuple[ColumnView, ...]
    categories: tuple[CategoryView, ...]
    rules: RulesView
    rows: tuple[GradeView, ...]


class MyGradesView(View):
    classroom_id: ClassroomId
    name: str
    """Of the class."""
    columns: tuple[ColumnView, ...]
    categories: tuple[CategoryView, ...]
    grade: GradeView


class SheetChange(View):
    """One figure of a sheet that differs from the gradebook."""

    user_id: UserId
    name: str
    item_id: GradeItemId
    title: str
    before: str
    after: str


class SheetProblem(View):
    """A figure of a sheet that is left out."""

    line: int
    title: str
    said: str
    reason: str
    """Key of the message catalogue, without `gradebook_sheet.`: `number`, `range`, `learner`."""


class SheetPlan(View):
    """What a sheet would do, or did."""

    changes: tuple[SheetChange, ...]
    problems: tuple[SheetProblem, ...]
    same: int
    """Figures that are as they were."""

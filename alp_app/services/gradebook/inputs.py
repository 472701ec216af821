"""What may come in about a gradebook."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alp_app.kit.ids import GradeCategoryId, GradeItemId
from alp_app.models.grading import LetterGrade, Missing

Line = StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")
Title = Annotated[str, Line, Field(min_length=1, max_length=120, examples=["Injector report"])]
Points = Annotated[Decimal, Field(ge=0, le=10_000, max_digits=8, decimal_places=3)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=3)]
Reason = Annotated[str, Line, Field(max_length=500)]


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LateRule(Input):
    """What a day begun after the due time costs, in percent of the points."""

    percent_a_day: Percent = Decimal(0)
    most_percent: Percent = Decimal(100)
    grace_minutes: Annotated[int, Field(ge=0, le=10_080)] = 0


class ColumnInput(Input):
    title: Title
    points: Points
    category_id: GradeCategoryId | None = None
    """None: the class's first category."""
    is_extra: bool = False
    is_hidden: bool = False


class CategoryInput(Input):
    title: Annotated[str, Line, Field(min_length=1, max_length=80, examples=["Reports"])]
    weight: Annotated[Decimal, Field(ge=0, le=1000, max_digits=7, decimal_places=3)] | None = None
    drop_lowest: Annotated[int, Field(ge=0, le=50)] = 0


class RulesInput(Input):
    missing: Missing = Missing.ZERO_AFTER_DUE
    decimals: Annotated[int, Field(ge=0, le=3)] = 1
    letters: Annotated[list[LetterGrade], Field(max_length=20)] = []


class RequirementsInput(Input):
    """What completing the course asks for. Columns that are left out are not asked for."""

    percent: Annotated[
        dict[GradeItemId, Annotated[int, Field(ge=0, le=100)]], Field(max_length=500)
    ] = {}
    """Of the points of each; 0: handing in is enough."""


class EntryInput(Input):
    """What a teacher sets in one cell. Fields that are left out stay as they are."""

    points: Points | None = None
    """As marked; for columns that are filled in by hand."""
    is_excused: bool | None = None
    override: Points | None = None
    """Stands instead of the mark, for a `reason`."""
    reason: Reason = ""
    clears_override: bool = False


class ExtensionInput(Input):
    """More time or attempts for one learner; None takes an extension back."""

    due_at: datetime | None = None
    closes_at: datetime | None = None
    extra_attempts: Annotated[int, Field(ge=0, le=20)] = 0
    reason: Reason = ""


class SheetInput(Input):
    text: Annotated[str, Field(max_length=2_000_000)]


class Supposed(Input):
    """A mark that a learner tries out."""

    item_id: GradeItemId
    points: Points

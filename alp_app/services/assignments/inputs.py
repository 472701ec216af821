"""What may come in about assignments, and what is handed in."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alp_app.kit.ids import CriterionId, GradeCategoryId, LessonId
from alp_app.models.grading import CriterionMark, Level, MarkingForm, SecondMarks
from alp_app.services.classes.inputs import Moment
from alp_app.services.gradebook.inputs import LateRule, Line, Points, Title

LONGEST_TEXT = 200_000
MOST_CRITERIA = 20

Prose = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CriterionInput(Input):
    title: Annotated[str, Line, Field(min_length=1, max_length=200, examples=["Diagnosis"])]
    description: Annotated[str, Field(max_length=1000)] = ""
    levels: Annotated[list[Level], Field(min_length=2, max_length=9)]
    """From the least points to the most."""

    @model_validator(mode="after")
    def _rises(self) -> "CriterionInput":
        points = [level.points for level in self.levels]
        if points != sorted(points):
            raise ValueError("levels go from the least points to the most")
        return self

    @property
    def most(self) -> Decimal:
        return self.levels[-1].points


class AssignmentInput(Input):
    title: Title
    instructions: Annotated[str, Field(max_length=50_000)] = ""
    """Markdown."""
    lesson_id: LessonId | None = None
    category_id: GradeCategoryId | None = None
    """None: the class's first category."""
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    """Later than it is due: until then work is late, after it nothing is taken."""
    late: LateRule = LateRule()
    attempts: Annotated[int, Field(ge=1, le=50)] = 1
    allows_text: bool = True
    allows_files: bool = True
    files_most: Annotated[int, Field(ge=1, le=50)] = 5
    file_megabytes_most: Annotated[int, Field(ge=1, le=2000)] = 50
    form: MarkingForm = MarkingForm.POINTS
    points: Points = Decimal(10)
    """With criteria, what the best levels add up to counts instead."""
    criteria: Annotated[list[CriterionInput], Field(max_length=MOST_CRITERIA)] = []
    is_extra: bool = False
    is_anonymous: bool = False
    second_marks: SecondMarks = SecondMarks.NONE
    second_percent: Annotated[int, Field(ge=1, le=100)] = 20
    """For a sample: of the work that is handed in."""
    reviews_each: Annotated[int, Field(ge=0, le=10)] = 0
    """How many others each learner reviews."""
    reviews_due_at: datetime | None = None
    reviews_count: bool = False
    """Whether reviews can be the mark of work that no teacher has marked."""
    calibration: Annotated[int, Field(ge=0, le=3)] = 0
    """How many works marked by a teacher everybody reviews too, to weigh their word."""

    @model_validator(mode="after")
    def _makes_sense(self) -> "AssignmentInput":
        if not (self.allows_text or self.allows_files or self.form is MarkingForm.REFLECTION):
            raise ValueError("it takes neither text nor files")
        if (self.form is MarkingForm.POINTS) is bool(self.criteria):
            raise ValueError("criteria belong to a rubric, a checklist or a reflection")
        times = [at for at in (self.opens_at, self.due_at, self.closes_at) if at is not None]
        if any(at.tzinfo is None for at in (*times, self.reviews_due_at) if at is not None):
            raise ValueError("a time needs its offset, such as Z")
        if times != sorted(times):
            raise ValueError("it opens before it is due, and closes after that")
        return self

    @property
    def most_points(self) -> Decimal:
        if not self.criteria:
            return self.points
        return sum((criterion.most for criterion in self.criteria), Decimal(0))


class HandOnInput(Input):
    reviews_due_at: Moment = None
    """Until when reviews are taken from now on, in the class's time zone unless it has an offset. None:
    as long as before."""


class DraftInput(Input):
    attempt: Annotated[int, Field(ge=1)]
    text: Prose = ""
    reflections: Annotated[dict[CriterionId, Prose], Field(max_length=MOST_CRITERIA)] = {}


class SubmitInput(Input):
    attempt: Annotated[int, Field(ge=1)]


class MarkInput(Input):
    """Replaces what was said before."""

    criteria: Annotated[dict[CriterionId, CriterionMark], Field(max_length=MOST_CRITERIA)] = {}
    points: Points | None = None
    """For assignments without criteria."""
    comment: Annotated[str, Field(max_length=20_000)] = ""


class SnippetInput(Input):
    text: Annotated[
        str, StringConstraints(strip_whitespace=True), Field(min_length=1, max_length=1000)
    ]

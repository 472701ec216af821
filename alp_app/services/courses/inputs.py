"""What may come in from an editor: words as a person types them, not the stored shapes."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alp_app.kit.ids import AssetId
from alp_app.models.content import LegendEntry, Quantity
from alp_app.models.course import Bloom, Level

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CourseInput(Input):
    title: Title
    summary: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    audience: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    level: Level = Level.INTRODUCTORY
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")] = "en"


class CompletionInput(Input):
    quiz_percent: int = Field(default=0, ge=0, le=100)
    """0: passing a quiz is enough."""


class ObjectiveInput(Input):
    text: Title
    bloom: Bloom = Bloom.UNDERSTAND


class PartInput(Input):
    """A module or a lesson."""

    title: Title
    summary: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = ""


class HeadingInput(Input):
    type: Literal["heading"] = "heading"
    text: Title
    level: Literal[2, 3] = 2


class TextInput(Input):
    type: Literal["text"] = "text"
    text: Prose


class ListInput(Input):
    type: Literal["list"] = "list"
    ordered: bool = False
    items: list[Prose] = Field(max_length=100)


class TableInput(Input):
    type: Literal["table"] = "table"
    caption: Line = ""
    header: list[Line] = Field(min_length=1, max_length=12)
    rows: list[list[Line]] = Field(max_length=200)

    @model_validator(mode="after")
    def _rows_fit_the_header(self) -> "TableInput":
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("every row needs as many cells as the header")
        return self


class FormulaInput(Input):
    type: Literal["formula"] = "formula"
    latex: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
    where: list[Quantity] = Field(default_factory=list[Quantity], max_length=20)


class CalloutInput(Input):
    type: Literal["callout"] = "callout"
    tone: Literal["note", "warning", "danger"] = "note"
    title: Line = ""
    text: Prose


class CodeInput(Input):
    type: Literal["code"] = "code"
    language: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    code: Annotated[str, StringConstraints(max_length=20_000)]
    caption: Line = ""


class FigureInput(Input):
    type: Literal["figure"] = "figure"
    asset_id: AssetId | None = None
    alt: Line
    caption: Line = ""
    legend: list[LegendEntry] = Field(default_factory=list[LegendEntry], max_length=20)
    prompt: Line = ""


class ModelInput(Input):
    type: Literal["model"] = "model"
    asset_id: AssetId | None = None
    alt: Line
    caption: Line = ""
    legend: list[LegendEntry] = Field(default_factory=list[LegendEntry], max_length=20)


class VideoInput(Input):
    type: Literal["video"] = "video"
    asset_id: AssetId | None = None
    alt: Line
    caption: Line = ""


class FileInput(Input):
    type: Literal["file"] = "file"
    asset_id: AssetId | None = None
    title: Line = ""


class QuizInput(Input):
    type: Literal["quiz"] = "quiz"
    title: Line = ""
    passing_percent: int = Field(default=60, ge=0, le=100)


BlockInput = Annotated[
    HeadingInput
    | TextInput
    | ListInput
    | TableInput
    | FormulaInput
    | CalloutInput
    | CodeInput
    | FigureInput
    | ModelInput
    | VideoInput
    | FileInput
    | QuizInput,
    Field(discriminator="type"),
]

"""The shapes kept in JSON columns: what a block holds, who wrote a sentence, where it stands.

A lesson is an ordered list of blocks. The words of a block are sentences with ids that never change,
because citations, regeneration, narration and translation all point at sentences.

Sentence text is plain text with five inline marks: `**strong**`, `*emphasis*`, `` `code` ``,
`[words](https://…)` and `$formula$` (LaTeX). Nothing else is markup, and HTML is text.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from alp_app.kit.ids import AssetId, ManifestId, QuestionId, SourceId, UserId, new_uuid


class Content(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Writer(StrEnum):
    HUMAN = "human"
    MODEL = "model"


class Origin(Content):
    """Who wrote something. A human edit turns it human for good: regeneration must not overwrite it."""

    writer: Writer = Writer.HUMAN
    model: str = ""
    """Name of the model as its engine reported it; empty when a human wrote it."""
    prompt: str = ""
    """Template and version, such as `generation/lesson@3`."""
    manifest_id: ManifestId | None = None
    """The record of how a model made it. A sentence that a person edited keeps it: what was written
    then is the other side of the comparison."""
    at: datetime | None = None
    edited_by: UserId | None = None


class Citation(Content):
    """Where a statement stands. `page` counts from 1; `quote` is verbatim from the source."""

    source_id: SourceId | None = None
    reference: str = ""
    """Key of a published work among the course's references, when it is not a file of this course."""
    page: int | None = None
    place: str = ""
    """Where in the work, when pages do not say it: a chapter, a section, a clause."""
    quote: str = ""
    passage_id: UUID | None = None
    passage_hash: str = ""
    """Of the passage as it was when this was cited: tells whether a new edition changed it."""
    start: int | None = None
    end: int | None = None
    """Where the quote stands in the passage's text, in characters."""


class Verdict(StrEnum):
    """How far the sources say what a sentence says."""

    SUPPORTED = "supported"
    WEAK = "weak"
    UNSUPPORTED = "unsupported"
    ACCEPTED = "accepted"
    """A person vouches for it: their own knowledge."""


class Doubt(StrEnum):
    """What speaks against a sentence when it is held against the place that comes nearest to it."""

    NUMBER = "number"
    """A number or its unit is not there, or is another one."""
    NAME = "name"
    DENIAL = "denial"
    """One denies what the other states."""
    OPPOSITE = "opposite"
    """The opposite word stands in its place: falls for rises."""
    SWAPPED = "swapped"
    """The same words in other roles."""
    OVERSTATED = "overstated"
    """Always for often."""
    ADDITION = "addition"
    """Part of it stands nowhere near."""
    PRAISE = "praise"
    """It says how important something is, and the place does not."""


class Support(Content):
    verdict: Verdict
    score: float = Field(ge=0, le=1)
    method: str
    """Which check said so, with its version, such as `overlap@1`: never the writer itself."""
    checked_at: datetime
    doubts: list[Doubt] = Field(default_factory=list[Doubt])
    missing: list[str] = Field(default_factory=list[str])
    """Numbers and names of the sentence that stand not in the place it was held against."""
    nearest: Citation | None = None
    """The place that an unsupported sentence was held against; it does not say the same."""
    accepted_by: UserId | None = None


class Sentence(Content):
    id: UUID = Field(default_factory=new_uuid)
    text: str
    origin: Origin = Field(default_factory=Origin)
    citations: list[Citation] = Field(default_factory=list[Citation])
    support: Support | None = None
    """None: nothing was checked, as for what people write."""


class HeadingBlock(Content):
    type: Literal["heading"] = "heading"
    text: str
    level: Literal[2, 3] = 2


class TextBlock(Content):
    """One paragraph."""

    type: Literal["text"] = "text"
    sentences: list[Sentence]


class ListBlock(Content):
    type: Literal["list"] = "list"
    ordered: bool = False
    items: list[list[Sentence]]


class TableBlock(Content):
    type: Literal["table"] = "table"
    caption: str = ""
    header: list[str]
    rows: list[list[str]]
    """Cells take the same inline marks as sentences. Every row is as long as the header."""


class Quantity(Content):
    symbol: str
    """LaTeX."""
    meaning: str
    """With the unit: `fuel density, kg/m³`."""


class FormulaBlock(Content):
    type: Literal["formula"] = "formula"
    latex: str
    where: list[Quantity] = Field(default_factory=list[Quantity])


class CalloutBlock(Content):
    type: Literal["callout"] = "callout"
    tone: Literal["note", "warning", "danger"] = "note"
    title: str = ""
    sentences: list[Sentence]


class CodeBlock(Content):
    type: Literal["code"] = "code"
    language: str = ""
    code: str
    caption: str = ""


class LegendEntry(Content):
    mark: str
    meaning: str


class FigureBlock(Content):
    """A picture: a diagram, a photo, or one a model drew. `alt` says what it shows to who cannot see it."""

    type: Literal["figure"] = "figure"
    asset_id: AssetId | None = None
    """None while the picture is still being made."""
    alt: str
    caption: str = ""
    legend: list[LegendEntry] = Field(default_factory=list[LegendEntry])
    prompt: str = ""
    """What an image engine is asked for; empty for a picture that somebody supplied."""


class ModelBlock(Content):
    """A 3D model to turn by hand (GLB)."""

    type: Literal["model"] = "model"
    asset_id: AssetId | None = None
    alt: str
    caption: str = ""
    legend: list[LegendEntry] = Field(default_factory=list[LegendEntry])


class VideoBlock(Content):
    type: Literal["video"] = "video"
    asset_id: AssetId | None = None
    alt: str
    caption: str = ""


class FileBlock(Content):
    """Something to download."""

    type: Literal["file"] = "file"
    asset_id: AssetId | None = None
    """None until somebody has chosen the file."""
    title: str


class QuizBlock(Content):
    """Questions answered in place, in this order."""

    type: Literal["quiz"] = "quiz"
    title: str = ""
    question_ids: list[QuestionId]
    passing_percent: int = Field(default=60, ge=0, le=100)


BlockContent = Annotated[
    HeadingBlock
    | TextBlock
    | ListBlock
    | TableBlock
    | FormulaBlock
    | CalloutBlock
    | CodeBlock
    | FigureBlock
    | ModelBlock
    | VideoBlock
    | FileBlock
    | QuizBlock,
    Field(discriminator="type"),
]

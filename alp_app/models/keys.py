"""Whether the key of a question may decide a mark: each check of one wording, with its evidence."""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field as PydanticField
from sqlalchemy import Index
from sqlmodel import Field

from alp_app.db.base import EnumText
from alp_app.kit.ids import (
    CourseId,
    JobId,
    KeyCheckId,
    ManifestId,
    OrganisationId,
    QuestionId,
    QuestionVersionId,
    SourceId,
    UserId,
)
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    json_column,
    moment,
    organisation,
    primary_key,
)
from alp_app.models.content import Content


class KeyVerdict(StrEnum):
    VERIFIED = "verified"
    """Independent evidence agrees with the key."""
    TEACHER_VERIFIED = "teacher_verified"
    """A person vouches for it."""
    HELD = "held"
    """It decides no mark until a person has looked."""


class BlindSolution(Content):
    """One answer by an engine that saw the question without its key."""

    engine: str = ""
    model: str = ""
    seed: int | None = None
    manifest_id: ManifestId | None = None
    is_other_engine: bool = False
    """Another one than wrote the question."""
    shown: list[str] = PydanticField(default_factory=list[str])
    """The options in the order in which they were shown; empty where there are none."""
    answer: str = ""
    """What it answered, in words; empty when it said nothing usable."""
    outcome: Literal["agrees", "differs", "untold", "failed"]
    """`untold`: it said that the material does not tell. `failed`: no usable answer."""
    reason: str = ""
    """Why it failed, as the engine says it."""


class Recomputation(Content):
    """A number worked out again from an expression that an engine wrote without seeing the key."""

    outcome: Literal["agrees", "differs", "underived", "failed"]
    """`underived`: nothing is computed, the number itself stands in the material."""
    expression: str = ""
    unit: str = ""
    value: str = ""
    expected: str = ""
    foreign: list[str] = PydanticField(default_factory=list[str])
    """Numbers of the expression that stand neither in the question nor in the material."""
    manifest_id: ManifestId | None = None
    reason: str = ""


class QuoteCheck(Content):
    """The place in the sources that says what the key says."""

    outcome: Literal["stands", "missing", "ambiguous"]
    """`ambiguous`: a wrong answer is supported as well there."""
    quote: str = ""
    """Verbatim."""
    source_id: SourceId | None = None
    passage_id: UUID | None = None
    passage_hash: str = ""
    page: int | None = None
    start: int | None = None
    end: int | None = None
    """Where it stands in the passage's text, in characters."""
    missing: list[str] = PydanticField(default_factory=list[str])
    """What the answer says and no place does."""
    rival: str = ""
    """The wrong answer that stands there too."""


class Lookalike(Content):
    """An older question of the same bank that this one is too like."""

    question_id: QuestionId
    stem: str
    likeness: float = PydanticField(ge=0, le=1)
    kind: Literal["same", "reworded", "contradicts"]
    """`contradicts`: it asks the same and has another key."""


class Cue(Content):
    """Something in the options that helps or misleads beyond what is asked."""

    kind: Literal["equal_options", "all_of_the_above", "longest_is_right", "grammar"]
    detail: str = ""


class KeyEvidence(Content):
    """Everything that a check found. Nothing in it was known to the writer of the question."""

    is_checkable: bool = True
    """False for kinds of questions that only people can check."""
    basis: Literal["sources", "lesson", "nothing"] = "nothing"
    """What the blind solutions were shown."""
    has_sources: bool = False
    blind: list[BlindSolution] = PydanticField(default_factory=list[BlindSolution])
    recomputation: Recomputation | None = None
    quote: QuoteCheck | None = None
    lookalikes: list[Lookalike] = PydanticField(default_factory=list[Lookalike])
    cues: list[Cue] = PydanticField(default_factory=list[Cue])
    failure: str = ""
    """Why the check could not be finished, as the engine says it."""


class Reason(Content):
    """One line of why. `key` is a key of the catalogue under `key_reason.`."""

    key: str
    detail: str = ""
    count: int = 1


class KeyCheck(Table, table=True):
    """One check of one wording, or one person's word. The latest that is not withdrawn stands."""

    __table_args__ = (Index("key_check_version_idx", "question_version_id", "id"),)

    id: KeyCheckId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    question_id: QuestionId = belongs_to("question.id")
    question_version_id: QuestionVersionId = belongs_to("question_version.id")
    verdict: KeyVerdict = enum_column(KeyVerdict)
    """What counts from then on."""
    found: KeyVerdict | None = Field(default=None, sa_type=EnumText(KeyVerdict), nullable=True)  # pyright: ignore[reportArgumentType] - SQLModel knows types, not instances
    """What the evidence alone says; None where a person decided."""
    reasons: list[Reason] = json_column(list[Reason], default_factory=list)
    evidence: KeyEvidence = json_column(KeyEvidence, default_factory=KeyEvidence)
    method: str = ""
    """The rules that decided, with their version, such as `keys@2`; empty where a person did."""
    note: str = Field(default="", max_length=500)
    """A person's own words."""
    decided_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    job_id: JobId | None = belongs_to("job.id", nullable=True, cascade=False)
    checked_at: datetime = created()
    withdrawn_at: datetime | None = moment()
    """Taken back."""

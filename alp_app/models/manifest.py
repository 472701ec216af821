"""How each generated thing was made: complete enough to make it again, and chained so that no record
can be changed or taken out unnoticed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField
from sqlalchemy import Index, UniqueConstraint, Uuid
from sqlmodel import Field

from alp_app.kit.ids import (
    CourseId,
    JobId,
    ManifestId,
    OrganisationId,
    RerunId,
    UserId,
    new_uuid,
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


class Subject(StrEnum):
    """What a manifest can be about."""

    COURSE = "course"
    """Its objectives or its syllabus."""
    LESSON = "lesson"
    BLOCK = "block"
    SENTENCE = "sentence"
    QUESTION = "question"
    ASSET = "asset"
    VARIANT = "variant"
    """A lesson or quiz written for one kind of learner."""


class Making(BaseModel):
    """One answer of an engine and all that led to it. JSON-safe."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: ManifestId = PydanticField(default_factory=lambda: ManifestId(new_uuid()))
    capability: str
    """`text`, `image`, `scene`, `speech` or `video`."""
    engine: str
    engine_version: str = ""
    """As the engine reported it; empty where it does not say."""
    model: str
    model_digest: str = ""
    prompt: str = ""
    """Template and version, such as `generation/lesson@3`."""
    request: dict[str, Any]
    """What was sent, whole: sending it again is the re-run."""
    request_hash: str
    """SHA-256 of `request` as canonical JSON."""
    chunk_hashes: tuple[str, ...] = ()
    """Of the source passages that the request quotes."""
    seed: int | None = None
    parameters: dict[str, Any] = PydanticField(default_factory=dict[str, Any])
    """What the engine said it used beside the request."""
    output: str = ""
    """The answer itself when it is text; bytes are in the object store under `output_hash`."""
    output_hash: str
    """SHA-256 of the answer's bytes."""
    is_placeholder: bool = False
    duration_seconds: float
    prompt_tokens: int | None = None
    output_tokens: int | None = None
    energy_joules: float | None = None
    """None where nothing measured it."""
    made_at: datetime


class Outcome(StrEnum):
    """What a re-run shows."""

    IDENTICAL = "identical"
    """The same bytes."""
    DIFFERENT = "different"
    IMPOSSIBLE = "impossible"
    """The engine is not there any more."""


class Reason(BaseModel):
    """Why a re-run differs, or cannot be. `key` is a key of the catalogue under `rerun.reason.`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    before: str = ""
    after: str = ""


class PictureDifference(BaseModel):
    """How far two pictures of one size are apart; shares of 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    changed_pixels: float
    mean_distance: float


class Manifest(Table, table=True):
    """One link of a course's chain."""

    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        Index("manifest_subject_idx", "subject_id"),
    )

    id: ManifestId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    number: int
    """Counts from 1 in its course, without gaps."""
    subject: Subject = enum_column(Subject)
    subject_id: UUID = Field(sa_type=Uuid)
    job_id: JobId | None = belongs_to("job.id", nullable=True, cascade=False)
    making: Making = json_column(Making)
    previous_hash: str = ""
    """Of the link before; empty for the first."""
    hash: str
    """See `services.manifests.rules.link_hash`."""
    recorded_at: datetime = created()


class Rerun(Table, table=True):
    """The same request sent again to the same engine, to see whether it gives the same."""

    id: RerunId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    manifest_id: ManifestId = belongs_to("manifest.id")
    job_id: JobId | None = belongs_to("job.id", nullable=True, cascade=False)
    requested_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    requested_at: datetime = created()
    outcome: Outcome | None = enum_column(Outcome, nullable=True)
    """None while it runs."""
    reasons: list[Reason] = json_column(list[Reason], default_factory=list)
    making: Making | None = json_column(Making, nullable=True)
    """How it was made this time. No link of the chain: nothing was made of it."""
    picture: PictureDifference | None = json_column(PictureDifference, nullable=True)
    ended_at: datetime | None = moment()

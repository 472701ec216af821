"""Parts of a draft that an engine wrote again, and what every part held at every moment."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field as PydanticField
from sqlalchemy import Index, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import (
    BlockId,
    ChangeId,
    CourseId,
    JobId,
    LessonId,
    ManifestId,
    OrganisationId,
    ProposalId,
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
from alp_app.models.content import BlockContent, Content, Writer
from alp_app.models.questions import AnyQuestion


class Part(StrEnum):
    """What can be written again, or has a history, on its own."""

    SENTENCE = "sentence"
    BLOCK = "block"
    """A paragraph, a list, a callout, or a figure."""
    QUESTION = "question"
    LESSON = "lesson"


class Preset(StrEnum):
    """What teachers ask for most. An engine is told more than the word: `services.revisions.rules`."""

    SHORTER = "shorter"
    SIMPLER = "simpler"
    EXAMPLE = "example"
    DETAIL = "detail"
    ANOTHER = "another"
    """The same in other words; of a figure, another picture."""
    SOURCE = "source"
    """As the sources say it now."""


class BlockWording(Content):
    """What one block of a lesson is to hold."""

    id: BlockId
    """Of a block that is there, or is to be made under this id."""
    content: BlockContent | None = None
    """None: the block is not there."""
    after: BlockId | None = None
    """Of a block that is to be made: the one it stands behind."""


class Wording(Content):
    """One side of a proposal. Both sides name the same blocks in the same order."""

    blocks: list[BlockWording] = PydanticField(default_factory=list[BlockWording])
    question: AnyQuestion | None = None


class ProposalState(StrEnum):
    WRITING = "writing"
    """Its job has not ended."""
    PENDING = "pending"
    """It waits for a person."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    STALE = "stale"
    """What it was to replace changed meanwhile, in the same words."""


class Proposal(Table, table=True):
    """One part of a draft as an engine would have it. Nothing changes until a person accepts it."""

    __table_args__ = (Index("proposal_part_idx", "part_id"),)

    id: ProposalId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    lesson_id: LessonId | None = belongs_to("lesson.id", nullable=True)
    """None for a question that stands in the bank alone."""
    block_id: BlockId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """The block that is to change, or the quiz that asks the question."""
    part: Part = enum_column(Part)
    part_id: UUID = Field(sa_type=Uuid)
    preset: Preset | None = enum_column(Preset, nullable=True)
    instruction: str = ""
    """In the teacher's words."""
    state: ProposalState = enum_column(ProposalState, default=ProposalState.WRITING)
    base: Wording = json_column(Wording)
    """What the part held when this was asked for."""
    wording: Wording | None = json_column(Wording, nullable=True)
    """What it would hold; None while it is being written."""
    job_id: JobId | None = belongs_to("job.id", nullable=True, cascade=False)
    manifest_ids: list[ManifestId] = json_column(list[ManifestId], default_factory=list)
    is_direct: bool = False
    """Applied as soon as it is written: the teacher chose so when asking."""
    change_id: ChangeId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """The edit that took it over, which can be undone."""
    requested_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    decided_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    decided_at: datetime | None = moment()
    created_at: datetime = created()


class Cause(StrEnum):
    """Why a part came to hold what a revision says."""

    BEFORE = "before"
    """It held this when its history began."""
    EDITED = "edited"
    GENERATED = "generated"
    ACCEPTED = "accepted"
    """A proposal was."""
    RESTORED = "restored"
    UNDONE = "undone"


class RevisionContent(Table, table=True):
    """What a part held, once for each course however often it came back to it."""

    course_id: CourseId = belongs_to("course.id", primary_key=True)
    sha256: str = Field(primary_key=True)
    """Of the content as Postgres writes it."""
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """Of a block or a question its content; of a lesson `{title, summary, blocks, questions}`, the
    latter two as `{id, sha256}`."""


class Revision(Table, table=True):
    """One state of one part, by whom and since when. Only ever added; it goes with its course."""

    __table_args__ = (Index("revision_course_at_idx", "course_id", "at"),)

    part_id: UUID = Field(sa_type=Uuid, primary_key=True)
    number: int = Field(primary_key=True)
    """Counts from 1 in its part."""
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    part: Part = enum_column(Part)
    sha256: str
    cause: Cause = enum_column(Cause)
    writer: Writer = enum_column(Writer)
    """Who wrote it: for a proposal that somebody accepted, an engine."""
    model: str = ""
    actor_id: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """Who edited, accepted, restored, or asked the engine."""
    job_id: JobId | None = Field(default=None, sa_type=Uuid, nullable=True)
    manifest_id: ManifestId | None = Field(default=None, sa_type=Uuid, nullable=True)
    proposal_id: ProposalId | None = Field(default=None, sa_type=Uuid, nullable=True)
    at: datetime = created()

"""What the rest of the product may see of proposals and of the history of a draft."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import (
    BlockId,
    ChangeId,
    CourseId,
    JobId,
    LessonId,
    ManifestId,
    ProposalId,
)
from alp_app.models.content import Support, Writer
from alp_app.models.course import Level
from alp_app.models.job import JobState
from alp_app.models.revision import Cause, Part, Preset, ProposalState, Wording
from alp_app.services.operations.views import Words
from alp_app.services.revisions.differences import Piece


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class GroundView(View):
    """One sentence that a proposal would bring, and what it stands on."""

    sentence_id: UUID
    text: str
    sources: tuple[str, ...]
    """Name and page of each source that it cites."""
    quotes: tuple[str, ...]
    support: Support | None


class PictureView(View):
    src: str
    alt: str
    maker: str
    is_placeholder: bool


class PartChangeView(View):
    """One block or question of a proposal: what it is, and what it would be."""

    block_id: BlockId | None
    kind: str
    """The type of the block or question."""
    is_new: bool
    is_removed: bool
    before: str
    after: str
    """Plain text with the inline marks, list items one per line."""
    pieces: tuple[Piece, ...]
    kept: tuple[str, ...]
    """Sentences of people that were left as they are."""
    grounds: tuple[GroundView, ...]
    """Of the sentences that are new or changed."""
    picture_before: PictureView | None = None
    picture_after: PictureView | None = None


class ProposalView(View):
    id: ProposalId
    course_id: CourseId
    lesson_id: LessonId | None
    block_id: BlockId | None
    part: Part
    part_id: UUID
    preset: Preset | None
    instruction: str
    state: ProposalState
    changes: tuple[PartChangeView, ...]
    """Empty while it is being written."""
    job_id: JobId | None
    job_state: JobState | None
    is_given_up: bool
    """Its job ended, failed or was cancelled, and nothing was written."""
    before: int | None
    """Jobs of its queue that go first, while it waits for a worker."""
    message: Words | None
    """What its job does just now."""
    error_code: str
    error_message: str
    error_hint: str
    """Why its job failed; empty otherwise."""
    model: str
    manifest_ids: tuple[ManifestId, ...]
    change_id: ChangeId | None
    """Takes back its acceptance."""
    created_at: datetime


class Task(View):
    """What a job needs to know to write a part again."""

    proposal_id: ProposalId
    course_id: CourseId
    lesson_id: LessonId | None
    part: Part
    part_id: UUID
    instruction: str
    """For an engine: the preset spelled out, and the teacher's words."""
    base: Wording
    course: str
    lesson: str
    audience: str
    level: Level
    language: str
    before: str
    after: str
    """The words around the part, for context."""
    is_direct: bool


class RevisionView(View):
    """A line of the history of a part."""

    number: int
    cause: Cause
    writer: Writer
    model: str
    name: str
    """Of whoever edited, accepted, restored, or asked the engine; empty when the account is gone."""
    job_id: JobId | None
    manifest_id: ManifestId | None
    proposal_id: ProposalId | None
    at: datetime
    is_current: bool
    published: tuple[int, ...]
    """Numbers of the course's versions that hold the part as it was then."""


class HistoryView(View):
    course_id: CourseId
    lesson_id: LessonId | None
    part: Part
    part_id: UUID
    title: str
    revisions: tuple[RevisionView, ...]
    """The latest first."""
    has_more: bool


class ComparedPart(View):
    """A block, question or heading line of which two revisions hold different words."""

    part_id: UUID
    kind: str
    is_added: bool
    is_removed: bool
    pieces: tuple[Piece, ...]


class ComparisonView(View):
    before: int
    after: int
    parts: tuple[ComparedPart, ...]
    unchanged: int
    """How many parts are the same in both."""


class AffectedPart(View):
    """A sentence or a question that stands on words which a source no longer holds."""

    part: Part
    part_id: UUID
    lesson_id: LessonId
    lesson_title: str
    block_id: BlockId
    text: str
    quotes: tuple[str, ...]
    """What the source said."""
    is_writable: bool
    """False for what a person wrote: it is theirs to change."""


class AffectedView(View):
    course_id: CourseId
    parts: tuple[AffectedPart, ...]
    writable: int


class StartedRewrite(View):
    job_id: JobId
    proposal_ids: tuple[ProposalId, ...]

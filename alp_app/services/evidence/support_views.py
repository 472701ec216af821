"""What authors may see of how far their sources say what their sentences say."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import BlockId, LessonId, SourceId
from alp_app.models.content import Doubt

State = Literal["supported", "weak", "unsupported", "accepted", "checking", "unchecked", "own"]
"""`own`: a person wrote it and nobody asked for a check; `unchecked`: an engine wrote it, and nothing has
been checked yet; `checking`: a check is under way."""


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlaceView(View):
    """Where a sentence stands, or the nearest place that does not say the same."""

    source_id: SourceId
    title: str
    page: int | None
    quote: str
    passage_id: UUID | None
    href: str
    """The page of the source with the passage marked."""


class SentenceEvidence(View):
    id: UUID
    block_id: BlockId
    text: str
    """Without marks."""
    source_text: str
    """With its marks, as an author types it."""
    state: State
    is_by_model: bool
    score: float
    method: str
    checked_at: datetime | None
    doubts: tuple[Doubt, ...]
    missing: tuple[str, ...]
    accepted_by: str
    """Name of the person; empty unless the state is accepted."""
    place: PlaceView | None
    before: str
    """What stands before it in its paragraph, without marks; empty where it is the first."""
    after: str


class WaitingSentence(View):
    """A sentence that waits for a person's word."""

    id: UUID
    lesson_id: LessonId
    state: State


class LessonEvidence(View):
    lesson_id: LessonId
    has_sources: bool
    is_checking: bool
    counts: dict[State, int]
    """How many sentences are in each state; states without any are left out."""
    sentences: tuple[SentenceEvidence, ...]
    """In reading order."""

"""How a learner likes to read, and the lessons that were written anew for such preferences.

A variant belongs to a text and to preferences, never to a person: whoever reads the same words with the
same preferences reads the same variant.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import (
    CourseId,
    JobId,
    LessonId,
    LessonVariantId,
    OrganisationId,
    PreferencesId,
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


class WordingLevel(StrEnum):
    AS_WRITTEN = "as_written"
    PLAINER = "plainer"
    """Everyday words; each term of the field explained by what the lesson itself says."""
    TECHNICAL = "technical"
    """For who knows the field: its terms, no explanations of them."""


class Detail(StrEnum):
    AS_WRITTEN = "as_written"
    BRIEF = "brief"
    """What has a source stays; the rest may go."""
    STEP_BY_STEP = "step_by_step"
    """One thought to a sentence."""


class Examples(StrEnum):
    AS_WRITTEN = "as_written"
    WORKPLACE = "workplace"
    EVERYDAY = "everyday"


class LearnerPreferences(Table, table=True):
    """Of one learner, for one course or for all that have none of their own."""

    __table_args__ = (UniqueConstraint("user_id", "course_id", postgresql_nulls_not_distinct=True),)

    id: PreferencesId = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId = belongs_to("user_account.id")
    course_id: CourseId | None = belongs_to("course.id", nullable=True)
    level: WordingLevel = enum_column(WordingLevel, default=WordingLevel.AS_WRITTEN)
    detail: Detail = enum_column(Detail, default=Detail.AS_WRITTEN)
    examples: Examples = enum_column(Examples, default=Examples.AS_WRITTEN)
    language: str = Field(default="", max_length=10)
    """Empty: as the course is written."""
    has_short_sentences: bool = False
    has_wide_spacing: bool = False
    """How the page sets the text; it makes no other variant."""
    reads_base: bool = False
    """The text as its authors wrote it is shown, although there is a variant."""
    updated_at: datetime = created()


class VariantState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"
    """The engine did not keep to what the lesson says; the base text stays."""


class Refusal(BaseModel):
    """Why the gate did not let a sentence through."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str
    """A key of the catalogue under `fidelity.`."""
    detail: str = ""
    """The number, the word or the name that it is about."""
    text: str = ""
    """What the engine had written."""


class LessonVariant(Table, table=True):
    """One lesson in other words. Made once for each text and each kind of preferences."""

    __table_args__ = (UniqueConstraint("lesson_id", "content_hash", "preference_key"),)

    id: LessonVariantId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    lesson_id: LessonId = Field(sa_type=Uuid)
    content_hash: str = Field(max_length=64)
    """SHA-256 of what the base lesson says and asks."""
    preference_key: str = Field(max_length=80)
    state: VariantState = enum_column(VariantState, default=VariantState.WAITING)
    job_id: JobId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """That writes it now, or wrote it."""
    model: str = ""
    content: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """The blocks as they were written: `{id, content}`."""
    reading: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """The lesson prepared for a page; None until it is ready."""
    refusals: list[Refusal] = json_column(list[Refusal], default_factory=list)
    """Of the last try that was refused, or of parts that stayed as they were."""
    tries: int = 0
    made_at: datetime | None = moment()
    created_at: datetime = created()

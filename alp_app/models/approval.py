"""Review before publishing: what a school asks for, who looked at a course, what they said of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField
from sqlalchemy import Index, Uuid
from sqlmodel import Field

from alp_app.kit.ids import (
    CourseId,
    CourseVersionId,
    LessonId,
    OrganisationId,
    ReviewCommentId,
    ReviewId,
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


class Strictness(StrEnum):
    """What a line of the checklist does to publishing."""

    BLOCKS = "blocks"
    WARNS = "warns"
    OFF = "off"


class ApprovalRules(BaseModel):
    """What a school asks for before learners see a course."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    needs_approval: bool = False
    """Only an approved version is published."""
    needs_two_people: bool = False
    """Whoever approves is neither the author nor the last who edited."""
    strictness: dict[str, Strictness] = PydanticField(default_factory=dict[str, Strictness])
    """By the key of a finding; what is not named keeps its own weight."""


class ApprovalSettings(Table, table=True):
    """The rules of one school. Without a row: publishing takes one press."""

    organisation_id: OrganisationId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="organisation.id", ondelete="CASCADE"
    )
    rules: ApprovalRules = json_column(ApprovalRules)


class ReviewState(StrEnum):
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    PUBLISHED = "published"


class Review(Table, table=True):
    """One time that a course was looked at before publishing."""

    __table_args__ = (Index("review_course_at_idx", "course_id", "requested_at"),)

    id: ReviewId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    state: ReviewState = enum_column(ReviewState, default=ReviewState.IN_REVIEW)
    reviewer_ids: list[UserId] = json_column(list[UserId], default_factory=list)
    requested_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    requested_at: datetime = created()
    note: str = Field(default="", max_length=2000)
    decided_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    decided_at: datetime | None = moment()
    decision_note: str = Field(default="", max_length=2000)
    content_hash: str = ""
    """Of the draft that was approved; see `services.courses.digest`."""
    version_id: CourseVersionId | None = belongs_to(
        "course_version.id", nullable=True, cascade=False
    )
    """What was approved, frozen: publishing opens this very version."""


class Anchor(StrEnum):
    """What a comment is about."""

    COURSE = "course"
    LESSON = "lesson"
    SENTENCE = "sentence"
    BLOCK = "block"
    QUESTION = "question"


class ReviewComment(Table, table=True):
    """A remark on a draft. It stays when what it is about has been edited or is gone."""

    id: ReviewCommentId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    thread_id: ReviewCommentId | None = belongs_to("review_comment.id", nullable=True)
    """The comment that this one answers; None begins a thread."""
    anchor: Anchor = enum_column(Anchor)
    anchor_id: UUID = Field(sa_type=Uuid)
    lesson_id: LessonId | None = Field(default=None, sa_type=Uuid, nullable=True)
    quote: str = ""
    """The words that it was about, as they were."""
    body: str = Field(max_length=4000)
    author_id: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    created_at: datetime = created()
    resolved_at: datetime | None = moment()
    resolved_by: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)

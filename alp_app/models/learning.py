"""Who studies what, and how far they are: events as they happened, and rows derived from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.db.base import UtcDateTime
from alp_app.kit.ids import (
    BlockId,
    ClassroomId,
    CourseId,
    CourseVersionId,
    EnrolmentId,
    GradeItemId,
    LessonId,
    ModuleId,
    OrganisationId,
    UserId,
)
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    moment,
    organisation,
    primary_key,
)


class LearningEventKind(StrEnum):
    ENROLLED = "enrolled"
    LESSON_OPENED = "lesson_opened"
    PLACE_REACHED = "place_reached"
    LESSON_COMPLETED = "lesson_completed"
    QUESTION_ANSWERED = "question_answered"
    QUIZ_FINISHED = "quiz_finished"
    COURSE_COMPLETED = "course_completed"


class Enrolment(Table, table=True):
    """One learner in one course, once for themselves and once in each class that takes it.

    The counts are derived from LessonProgress. Of several enrolments in one course, the current one
    is what the learner reads and works in; the others keep what was done in them.
    """

    __table_args__ = (
        UniqueConstraint(
            "course_id", "user_id", "classroom_id", postgresql_nulls_not_distinct=True
        ),
        Index(
            "enrolment_current_key",
            "course_id",
            "user_id",
            unique=True,
            postgresql_where=text("is_current"),
        ),
        Index("enrolment_user_recent_idx", "user_id", "active_at"),
    )

    id: EnrolmentId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    user_id: UserId = belongs_to("user_account.id")
    classroom_id: ClassroomId | None = belongs_to("classroom.id", nullable=True)
    """None: the learner takes the course for themselves."""
    is_current: bool = True
    version_id: CourseVersionId = belongs_to("course_version.id", cascade=False)
    lessons_done: int = 0
    lessons_total: int = 0
    last_lesson_id: LessonId | None = Field(default=None, sa_type=Uuid, nullable=True)
    active_at: datetime = created()
    completed_at: datetime | None = moment()
    enrolled_at: datetime = created()


class LessonProgress(Table, table=True):
    """Where one learner is in one lesson."""

    enrolment_id: EnrolmentId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="enrolment.id", ondelete="CASCADE"
    )
    lesson_id: LessonId = Field(sa_type=Uuid, primary_key=True)
    organisation_id: OrganisationId = organisation()
    block_id: BlockId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """The block at the top of the page when the learner left."""
    video_seconds: float | None = None
    placed_at: datetime | None = moment()
    """When the place was reached, by the reader's own report: a late report does not move it back."""
    opened_at: datetime = created()
    completed_at: datetime | None = moment()


class ModuleProgress(Table, table=True):
    """How much of what a module requires one learner has done. Modules that require nothing have no
    row; the course is completed when every row is full, and every WorkProgress is done."""

    enrolment_id: EnrolmentId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="enrolment.id", ondelete="CASCADE"
    )
    module_id: ModuleId = Field(sa_type=Uuid, primary_key=True)
    organisation_id: OrganisationId = organisation()
    done: int
    total: int


class WorkProgress(Table, table=True):
    """Whether one learner has done what their class asks for in one column of its gradebook, as far as
    they may know."""

    enrolment_id: EnrolmentId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="enrolment.id", ondelete="CASCADE"
    )
    item_id: GradeItemId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="grade_item.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    is_done: bool


class LearningEvent(Table, table=True):
    """Append only. `client_id` makes a repeated report count once."""

    __table_args__ = (
        UniqueConstraint("enrolment_id", "client_id"),
        Index("learning_event_enrolment_at_idx", "enrolment_id", "at"),
    )

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    enrolment_id: EnrolmentId = belongs_to("enrolment.id")
    kind: LearningEventKind = enum_column(LearningEventKind)
    lesson_id: LessonId | None = Field(default=None, sa_type=Uuid, nullable=True)
    client_id: str | None = Field(default=None, max_length=64)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    at: datetime = Field(sa_type=UtcDateTime)

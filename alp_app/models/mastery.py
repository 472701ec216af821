"""What the answers of a learner tell of each objective of a course."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlmodel import Field

from alp_app.db.base import UtcDateTime
from alp_app.kit.ids import CourseId, OrganisationId, QuestionId, UserId
from alp_app.models.columns import Table, enum_column, organisation, primary_key


class EvidenceKind(StrEnum):
    QUIZ = "quiz"
    """Of a lesson."""
    PRACTICE = "practice"
    """Spaced review."""
    TEST = "test"
    """Of a class, once its mark is released."""


class ObjectiveEvidence(Table, table=True):
    """What one answer tells of one objective. Append only: a mark that changed adds the difference."""

    __table_args__ = (
        Index("objective_evidence_subject_idx", "subject_id", "question_id"),
        Index("objective_evidence_user_idx", "user_id", "course_id", "objective_id", "at"),
    )

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId = Field(
        sa_type=Uuid, foreign_key="user_account.id", ondelete="CASCADE", nullable=False
    )
    course_id: CourseId = Field(
        sa_type=Uuid, foreign_key="course.id", ondelete="CASCADE", nullable=False, index=True
    )
    objective_id: UUID = Field(sa_type=Uuid)
    kind: EvidenceKind = enum_column(EvidenceKind)
    subject_id: UUID = Field(sa_type=Uuid)
    """The attempt or the review that the answer belongs to."""
    question_id: QuestionId = Field(sa_type=Uuid)
    right: float
    """The part of one answer that speaks for mastery."""
    wrong: float
    """The part that speaks against it."""
    at: datetime = Field(sa_type=UtcDateTime)
    """When it was answered."""


class ObjectiveMastery(Table, table=True):
    """The sums of one learner's evidence for one objective, as they weighed at `at`."""

    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    course_id: CourseId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="course.id", ondelete="CASCADE"
    )
    objective_id: UUID = Field(sa_type=Uuid, primary_key=True)
    organisation_id: OrganisationId = organisation()
    right: float
    wrong: float
    answers: int
    """How many answers told something."""
    at: datetime = Field(sa_type=UtcDateTime)
    """Of the latest of them."""

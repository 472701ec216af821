"""Spaced review: the questions that a learner has met, and every review of them as it happened."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import (
    CourseId,
    LessonId,
    OrganisationId,
    PracticeCardId,
    PracticeReviewId,
    QuestionId,
    QuestionVersionId,
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


class Rating(StrEnum):
    """How a review went. A wrong answer is `again`; of a right one its learner may say the rest."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


class Phase(StrEnum):
    NEW = "new"
    """Not reviewed yet."""
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


class PracticeCard(Table, table=True):
    """One question that one learner reviews. What stands here is derived from the card's reviews."""

    __table_args__ = (
        UniqueConstraint("user_id", "question_id"),
        Index("practice_card_due_idx", "user_id", "due_at"),
    )

    id: PracticeCardId = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId = Field(
        sa_type=Uuid, foreign_key="user_account.id", ondelete="CASCADE", nullable=False
    )
    course_id: CourseId = belongs_to("course.id")
    lesson_id: LessonId = Field(sa_type=Uuid)
    """Where the question was met."""
    question_id: QuestionId = belongs_to("question.id")
    phase: Phase = enum_column(Phase, default=Phase.NEW)
    step: int | None = None
    """Of the short steps by which a card is learned first, counted from 0."""
    stability: float | None = None
    """Days until it is recalled with 90 % probability, by FSRS."""
    difficulty: float | None = None
    """1 to 10, by FSRS."""
    due_at: datetime = created()
    reviewed_at: datetime | None = moment()
    reviews: int = 0
    begun_at: datetime | None = moment()
    """Its first review."""
    put_away_at: datetime | None = moment()
    """Its learner does not want to be asked any more."""
    created_at: datetime = created()


class PracticeReview(Table, table=True):
    """Append only. A card's state is what FSRS makes of these rows.

    Another rating for a review is a further row of the same number; the last one counts, at the time
    of the first.
    """

    __table_args__ = (UniqueConstraint("card_id", "number", "correction"),)

    id: PracticeReviewId = primary_key()
    organisation_id: OrganisationId = organisation()
    card_id: PracticeCardId = belongs_to("practice_card.id")
    number: int
    """Counts from 1."""
    correction: int = 0
    """Counts the ratings that were given to this review since."""
    question_version_id: QuestionVersionId = Field(sa_type=Uuid)
    response: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """An `Answer` in the one field that it uses."""
    score: float
    """0 to 1."""
    is_right: bool
    rating: Rating = enum_column(Rating)
    at: datetime = created()


class PracticeSettings(Table, table=True):
    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    new_per_day: int

"""Questions, and what learners answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import (
    AttemptId,
    BlockId,
    CourseId,
    EnrolmentId,
    LessonId,
    OrganisationId,
    QuestionId,
    QuestionVersionId,
)
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    json_column,
    moment,
    organisation,
    primary_key,
)
from alp_app.models.questions import AnyQuestion


class Question(Table, table=True):
    """One question of a course's bank. Quizzes ask the present wording of those that they name."""

    id: QuestionId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    current_version_id: QuestionVersionId = Field(sa_type=Uuid)
    name: str = Field(default="", max_length=200)
    """For teachers; learners never see it."""
    category: str = Field(default="", max_length=200)
    """Path with slashes: `Engines/Fuel`."""
    tags: list[str] = json_column(list[str], default_factory=list)
    deleted_at: datetime | None = moment()
    created_at: datetime = created()


class QuestionVersion(Table, table=True):
    """One wording of a question. Never changed, so that an old answer keeps its meaning."""

    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: QuestionVersionId = primary_key()
    organisation_id: OrganisationId = organisation()
    question_id: QuestionId = belongs_to("question.id")
    number: int
    content: AnyQuestion = json_column(AnyQuestion)
    created_at: datetime = created()


class QuizAttempt(Table, table=True):
    """One go at the quiz of one block. At most one attempt of a quiz is open at a time."""

    __table_args__ = (UniqueConstraint("enrolment_id", "block_id", "number"),)

    id: AttemptId = primary_key()
    organisation_id: OrganisationId = organisation()
    enrolment_id: EnrolmentId = belongs_to("enrolment.id")
    lesson_id: LessonId = Field(sa_type=Uuid, index=True)
    block_id: BlockId = Field(sa_type=Uuid)
    number: int
    question_version_ids: list[QuestionVersionId] = json_column(
        list[QuestionVersionId], default_factory=list
    )
    seed: int = Field(default=0, sa_type=BigInteger)
    """Decides the values of the questions that vary."""
    score: float = 0.0
    max_score: float = 0.0
    """In points."""
    is_passed: bool | None = None
    """None until every question is answered."""
    started_at: datetime = created()
    finished_at: datetime | None = moment()


class QuizAnswer(Table, table=True):
    attempt_id: AttemptId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="quiz_attempt.id", ondelete="CASCADE"
    )
    question_version_id: QuestionVersionId = Field(sa_type=Uuid, primary_key=True, index=True)
    organisation_id: OrganisationId = organisation()
    response: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """An `Answer` in the one field that it uses."""
    score: float
    """0 to 1."""
    points: float
    """What it earns; less than nothing where wrong answers cost something."""
    answered_at: datetime = created()

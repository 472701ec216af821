"""Class tests: what they ask, who takes them when, what was answered, and what it was worth.

Pages say "test"; code says exam.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Value
from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import (
    AssetId,
    ClassroomId,
    ExamAttemptId,
    ExamFileId,
    ExamId,
    ExamRegradeId,
    GradeItemId,
    OrganisationId,
    QuestionId,
    QuestionVersionId,
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
from alp_app.models.grading import POINTS, ScanState

SlotPoints = Annotated[Decimal, Value(gt=0, le=1000, max_digits=7, decimal_places=3)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chosen(Part):
    """One question of the bank."""

    kind: Literal["question"] = "question"
    question_id: QuestionId
    points: SlotPoints = Decimal(1)


class Drawn(Part):
    """So many questions of a shelf of the bank, others for each learner."""

    kind: Literal["draw"] = "draw"
    category: str = Value(default="", max_length=200)
    """With all categories below it. Empty: any."""
    tag: str = Value(default="", max_length=60)
    """Empty: any."""
    count: int = Value(default=1, ge=1, le=100)
    points: SlotPoints = Decimal(1)
    """Of each."""


ExamPart = Annotated[Chosen | Drawn, Value(discriminator="kind")]


class ExamSection(Part):
    title: str = Value(default="", max_length=120)
    parts: list[ExamPart] = Value(min_length=1, max_length=200)


class Counting(StrEnum):
    """Which of several attempts makes the mark."""

    BEST = "best"
    LATEST = "latest"
    FIRST = "first"
    AVERAGE = "average"


class FeedbackTime(StrEnum):
    AT_ONCE = "at_once"
    """Behind each answer, which is final then."""
    SUBMITTED = "submitted"
    CLOSED = "closed"
    """When nobody can take the test any more."""
    RELEASED = "released"
    """When a teacher says so."""


class Feedback(StrEnum):
    """What a learner gets to see when it is time."""

    SCORE = "score"
    VERDICTS = "verdicts"
    """Right or wrong."""
    REASONS = "reasons"
    KEY = "key"


class Exam(Table, table=True):
    """A test of a class. Its title, points and closing time are those of its column."""

    __table_args__ = (CheckConstraint("attempts >= 1", name="attempts"),)

    id: ExamId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = belongs_to("classroom.id")
    item_id: GradeItemId = belongs_to("grade_item.id", unique=True)
    instructions: str = ""
    """Markdown."""
    sections: list[ExamSection] = json_column(list[ExamSection])
    minutes: int | None = None
    """None: until it closes."""
    opens_at: datetime | None = moment()
    closes_at: datetime | None = moment()
    attempts: int = 1
    counting: Counting = enum_column(Counting, default=Counting.BEST)
    is_shuffled: bool = True
    """The questions within their section, for each learner."""
    is_one_at_a_time: bool = False
    may_go_back: bool = True
    feedback_when: FeedbackTime = enum_column(FeedbackTime, default=FeedbackTime.CLOSED)
    feedback: list[Feedback] = json_column(list[Feedback])
    passing_percent: int | None = None
    published_at: datetime | None = moment()
    created_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    created_at: datetime = created()
    deleted_at: datetime | None = moment()


class ExamAccommodation(Table, table=True):
    """What one learner needs in every test of a class."""

    classroom_id: ClassroomId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="classroom.id", ondelete="CASCADE"
    )
    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    extra_percent: int = 0
    """Of the time of a test."""
    break_minutes: int = 0
    """In which the clock stands still and the questions are covered."""
    extra_attempts: int = 0


class AskedSlot(BaseModel):
    """One question of one attempt, in its order."""

    model_config = ConfigDict(frozen=True)

    section: str
    question_id: QuestionId
    version_id: QuestionVersionId
    points: Decimal
    seed: int
    """Of its variant and of the order of what can be picked."""


class AttemptState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    """Handed in; a person has to mark something."""
    MARKED = "marked"


class ExamAttempt(Table, table=True):
    """One go of one learner. At most one of theirs is open."""

    __table_args__ = (
        UniqueConstraint("exam_id", "user_id", "number"),
        Index("exam_attempt_user_idx", "user_id"),
        Index(
            "exam_attempt_open_idx",
            "exam_id",
            "user_id",
            unique=True,
            postgresql_where="state = 'open'",
        ),
    )

    id: ExamAttemptId = primary_key()
    organisation_id: OrganisationId = organisation()
    exam_id: ExamId = belongs_to("exam.id")
    user_id: UserId = Field(
        sa_type=Uuid, foreign_key="user_account.id", ondelete="CASCADE", nullable=False
    )
    number: int
    state: AttemptState = enum_column(AttemptState, default=AttemptState.OPEN)
    seed: int = Field(sa_type=BigInteger)
    asked: list[AskedSlot] = json_column(list[AskedSlot])
    started_at: datetime = created()
    deadline_at: datetime | None = moment()
    """With the breaks that are over."""
    break_seconds: int = 0
    """Of the breaks that are over."""
    break_started_at: datetime | None = moment()
    submitted_at: datetime | None = moment()
    is_automatic: bool = False
    """Handed in by the clock."""
    receipt: str = ""
    """SHA-256 over what was handed in, by whom and when."""
    points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    """None until everything is marked."""


class ExamAnswer(Table, table=True):
    """What stands in one slot of an attempt: the write with the highest sequence, whenever it came."""

    attempt_id: ExamAttemptId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="exam_attempt.id", ondelete="CASCADE"
    )
    slot: int = Field(primary_key=True)
    organisation_id: OrganisationId = organisation()
    response: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """As `assessment.inputs.Answer`; empty where nothing was answered."""
    sequence: int = Field(default=0, sa_type=BigInteger)
    """Counted by the player, and never smaller than any that it has seen."""
    writer: str = Field(default="", max_length=40)
    """The player that wrote it; decides between two that counted alike."""
    is_flagged: bool = Field(default=False, sa_type=Boolean)
    is_final: bool = Field(default=False, sa_type=Boolean)
    """Checked, or left behind in a test that does not go back."""
    seconds: float = 0.0
    """For which the question was on the screen."""
    saved_at: datetime = created()
    score: float | None = None
    """0 to 1; None until it is marked."""
    points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    problem: str = ""
    """Code of the error for an answer that could not be read; it earns nothing by itself."""
    marked_version_id: QuestionVersionId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """Whose key it was marked by, when that is not the version that was asked."""
    hand_points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    """By a person; stands before `points`."""
    comment: str = ""
    marked_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    marked_at: datetime | None = moment()


class ExamFile(Table, table=True):
    """Taken for one slot of an attempt. It is part of the answer once that names it."""

    __table_args__ = (Index("exam_file_slot_idx", "attempt_id", "slot"),)

    id: ExamFileId = primary_key()
    organisation_id: OrganisationId = organisation()
    attempt_id: ExamAttemptId = Field(
        sa_type=Uuid, foreign_key="exam_attempt.id", ondelete="CASCADE", nullable=False
    )
    slot: int
    asset_id: AssetId = belongs_to("asset.id", unique=True)
    scan: ScanState = enum_column(ScanState)
    signature: str = ""
    """What the scanner found."""
    scanned_by: str = ""
    added_at: datetime = created()


class RegradedAnswer(BaseModel):
    model_config = ConfigDict(frozen=True)

    attempt_id: ExamAttemptId
    user_id: UserId
    slot: int
    version_id: QuestionVersionId | None
    """Whose key had marked it before; None: of the version that was asked."""
    score: float
    points: Decimal
    new_score: float
    new_points: Decimal


class ExamRegrade(Table, table=True):
    """One question of a test, marked again by another key."""

    id: ExamRegradeId = primary_key()
    organisation_id: OrganisationId = organisation()
    exam_id: ExamId = belongs_to("exam.id")
    question_id: QuestionId = Field(sa_type=Uuid)
    version_id: QuestionVersionId = Field(sa_type=Uuid)
    """By whose key."""
    answers: list[RegradedAnswer] = json_column(list[RegradedAnswer])
    """Every answer that was marked again, also those whose points stayed."""
    applied_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    applied_at: datetime = created()
    undone_at: datetime | None = moment()

"""Work that learners hand in, the marks it gets, and the columns of a class's gradebook."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Value
from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint, Uuid
from sqlmodel import Field

from alp_app.kit.ids import (
    AssetId,
    AssignmentId,
    ClassroomId,
    CriterionId,
    GradeCategoryId,
    GradeItemId,
    LessonId,
    OrganisationId,
    PeerReviewId,
    SnippetId,
    SubmissionFileId,
    SubmissionId,
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

POINTS = Numeric(9, 3)


class Missing(StrEnum):
    """What counts where nothing was handed in."""

    IGNORED = "ignored"
    ZERO = "zero"
    ZERO_AFTER_DUE = "zero_after_due"


class LetterGrade(BaseModel):
    """From `at_least` percent on, the grade has this name."""

    model_config = ConfigDict(frozen=True)

    name: str = Value(min_length=1, max_length=20, examples=["B"])
    at_least: Decimal = Value(ge=0, le=1000, max_digits=7, decimal_places=3, examples=["80"])


class GradebookRules(Table, table=True):
    """How a class adds up. A class without a row uses the defaults."""

    classroom_id: ClassroomId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="classroom.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    missing: Missing = enum_column(Missing, default=Missing.ZERO_AFTER_DUE)
    decimals: int = 1
    letters: list[LetterGrade] = json_column(list[LetterGrade], default_factory=list[LetterGrade])


class GradeCategory(Table, table=True):
    id: GradeCategoryId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = belongs_to("classroom.id")
    position: int = 0
    title: str = Field(max_length=80)
    weight: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    """Where one category has none, all count by their points."""
    drop_lowest: int = 0


class GradeItem(Table, table=True):
    """One column of a gradebook: that of an assignment, or one that is filled in by hand."""

    id: GradeItemId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = belongs_to("classroom.id")
    category_id: GradeCategoryId = belongs_to("grade_category.id", cascade=False)
    position: int = 0
    title: str = Field(max_length=120)
    points: Decimal = Field(sa_type=POINTS)
    due_at: datetime | None = moment()
    is_extra: bool = False
    is_hidden: bool = False
    """From learners, with all that is in it."""
    required_percent: int | None = None
    """Of its points, which completing the course asks for; 0: handing in is enough; None: it is not
    asked for."""
    late_percent: Decimal = Field(default=Decimal(0), sa_type=POINTS)
    """Of the points, for each day begun after the due time and the grace."""
    late_most_percent: Decimal = Field(default=Decimal(100), sa_type=POINTS)
    late_grace_minutes: int = 0
    created_at: datetime = created()
    deleted_at: datetime | None = moment()


class GradeEntry(Table, table=True):
    """What one learner has in one column. Locked by whatever changes it or their submissions."""

    __table_args__ = (Index("grade_entry_user_idx", "user_id"),)

    item_id: GradeItemId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="grade_item.id", ondelete="CASCADE"
    )
    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    """As marked, before anything is taken off."""
    submitted_at: datetime | None = moment()
    """Of the attempt that counts: the latest."""
    is_excused: bool = False
    override_points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    override_reason: str = Field(default="", max_length=500)
    due_at: datetime | None = moment()
    """This learner's own, when it was extended."""
    closes_at: datetime | None = moment()
    extra_attempts: int = 0
    extension_reason: str = Field(default="", max_length=500)
    released_at: datetime | None = moment()
    """From then on the learner sees the mark."""


class MarkingForm(StrEnum):
    """What the marks of an assignment are made of."""

    POINTS = "points"
    RUBRIC = "rubric"
    """A level for each criterion."""
    CHECKLIST = "checklist"
    """Each criterion is met, or not."""
    REFLECTION = "reflection"
    """The learner answers each criterion in words, and each answer gets a level."""


class SecondMarks(StrEnum):
    """Whose work a second teacher marks too, without seeing the first mark."""

    NONE = "none"
    SAMPLE = "sample"
    ALL = "all"


class Assignment(Table, table=True):
    """Work for a class. Its title, points and due time are those of its column."""

    __table_args__ = (CheckConstraint("attempts >= 1", name="attempts"),)

    id: AssignmentId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = belongs_to("classroom.id")
    item_id: GradeItemId = belongs_to("grade_item.id", unique=True)
    lesson_id: LessonId | None = Field(default=None, sa_type=Uuid, nullable=True)
    instructions: str = ""
    """Markdown."""
    form: MarkingForm = enum_column(MarkingForm)
    opens_at: datetime | None = moment()
    closes_at: datetime | None = moment()
    attempts: int = 1
    allows_text: bool = True
    allows_files: bool = True
    files_most: int = 5
    file_megabytes_most: int = 50
    is_anonymous: bool = False
    """Who grades does not see whose work it is, until the grades are released."""
    second_marks: SecondMarks = enum_column(SecondMarks, default=SecondMarks.NONE)
    second_percent: int = 20
    """Of the work that is handed in, for a sample."""
    reviews_each: int = 0
    """How many others each learner reviews; 0: none."""
    reviews_due_at: datetime | None = moment()
    reviews_count: bool = False
    """Whether what learners find can be the mark of work that no teacher has marked."""
    calibration: int = 0
    """How many works that a teacher has marked everybody reviews too, to weigh their word."""
    reviews_opened_at: datetime | None = moment()
    published_at: datetime | None = moment()
    created_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    created_at: datetime = created()
    deleted_at: datetime | None = moment()


class Level(BaseModel):
    model_config = ConfigDict(frozen=True)

    title: str = Value(min_length=1, max_length=80, examples=["Convincing"])
    description: str = Value(default="", max_length=500)
    points: Decimal = Value(ge=0, le=1000, max_digits=7, decimal_places=3, examples=["4"])


class Criterion(Table, table=True):
    """One line of an assignment's rubric, checklist or reflection."""

    id: CriterionId = primary_key()
    organisation_id: OrganisationId = organisation()
    assignment_id: AssignmentId = belongs_to("assignment.id")
    position: int
    title: str = Field(max_length=200)
    description: str = Field(default="", max_length=1000)
    levels: list[Level] = json_column(list[Level])
    """From the least points to the most."""


class SubmissionState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    GRADED = "graded"
    RELEASED = "released"


class Submission(Table, table=True):
    """One attempt of one learner. At most one of theirs is a draft."""

    __table_args__ = (
        UniqueConstraint("assignment_id", "user_id", "attempt"),
        Index("submission_user_idx", "user_id"),
    )

    id: SubmissionId = primary_key()
    organisation_id: OrganisationId = organisation()
    assignment_id: AssignmentId = belongs_to("assignment.id")
    user_id: UserId = Field(
        sa_type=Uuid, foreign_key="user_account.id", ondelete="CASCADE", nullable=False
    )
    attempt: int
    state: SubmissionState = enum_column(SubmissionState, default=SubmissionState.DRAFT)
    text: str = ""
    reflections: dict[str, str] = json_column(dict[str, str], default_factory=dict[str, str])
    """By criterion."""
    saved_at: datetime = created()
    submitted_at: datetime | None = moment()
    receipt: str = ""
    """SHA-256 over what was handed in, by whom and when."""


class ScanState(StrEnum):
    PENDING = "pending"
    CLEAN = "clean"
    QUARANTINED = "quarantined"
    NOT_SCANNED = "not_scanned"
    """The school has no scanner."""


class SubmissionFile(Table, table=True):
    id: SubmissionFileId = primary_key()
    organisation_id: OrganisationId = organisation()
    submission_id: SubmissionId = belongs_to("submission.id")
    asset_id: AssetId = belongs_to("asset.id", unique=True)
    scan: ScanState = enum_column(ScanState)
    signature: str = ""
    """What the scanner found."""
    scanned_by: str = ""
    added_at: datetime = created()


class CriterionMark(BaseModel):
    model_config = ConfigDict(frozen=True)

    level: int | None = Value(default=None, ge=0, le=20)
    """Its place among the criterion's levels, from 0."""
    comment: str = Value(default="", max_length=4000)


class GradeMark(Table, table=True):
    """What a teacher says of one submission."""

    submission_id: SubmissionId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="submission.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    grader_id: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    """Who changed it last."""
    criteria: dict[str, CriterionMark] = json_column(
        dict[str, CriterionMark], default_factory=dict[str, CriterionMark]
    )
    """By criterion."""
    points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    """None until everything that makes it up is there."""
    comment: str = ""
    saved_at: datetime = created()


class SecondMark(Table, table=True):
    """What a second teacher says of one submission, and how the two came to agree."""

    submission_id: SubmissionId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="submission.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    grader_id: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    criteria: dict[str, CriterionMark] = json_column(
        dict[str, CriterionMark], default_factory=dict[str, CriterionMark]
    )
    points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    comment: str = ""
    saved_at: datetime = created()
    compared_at: datetime | None = moment()
    """From then on both marks can be seen, and neither changes any more."""
    first_points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    """Of the first mark, as it was compared: the agreed one takes its place."""
    settled_by: UserId | None = Field(
        default=None,
        sa_type=Uuid,
        nullable=True,
        foreign_key="user_account.id",
        ondelete="SET NULL",
    )
    settled_at: datetime | None = moment()


class PeerReview(Table, table=True):
    """What one learner says of another's work, without knowing whose it is."""

    __table_args__ = (
        UniqueConstraint("submission_id", "reviewer_id"),
        Index("peer_review_reviewer_idx", "reviewer_id", "assignment_id"),
    )

    id: PeerReviewId = primary_key()
    organisation_id: OrganisationId = organisation()
    assignment_id: AssignmentId = belongs_to("assignment.id")
    submission_id: SubmissionId = Field(
        sa_type=Uuid, foreign_key="submission.id", ondelete="CASCADE", nullable=False
    )
    reviewer_id: UserId = Field(
        sa_type=Uuid, foreign_key="user_account.id", ondelete="CASCADE", nullable=False
    )
    is_calibration: bool = False
    """Of work that a teacher has marked: it weighs the reviewer, and is no part of a mark."""
    criteria: dict[str, CriterionMark] = json_column(
        dict[str, CriterionMark], default_factory=dict[str, CriterionMark]
    )
    points: Decimal | None = Field(default=None, sa_type=POINTS, nullable=True)
    comment: str = ""
    saved_at: datetime = created()
    submitted_at: datetime | None = moment()


class CommentSnippet(Table, table=True):
    """A sentence that a teacher says often."""

    id: SnippetId = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId = belongs_to("user_account.id")
    text: str = Field(max_length=1000)
    used_at: datetime = created()

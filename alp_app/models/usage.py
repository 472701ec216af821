"""What engines have done and for whom, what is set aside for work that goes on, and how much there may be."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlmodel import Field

from alp_app.kit.ids import ClassroomId, CourseId, JobId, OrganisationId, UserId
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    organisation,
    primary_key,
)


class EngineUse(Table, table=True):
    """One answer of an engine. Rows are added and never changed; a run that was lost and done again used
    the engine twice, and so stands here twice."""

    __table_args__ = (Index("engine_use_at_idx", "organisation_id", "at"),)

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    root_id: JobId | None = belongs_to("job.id", cascade=False, nullable=True)
    """The work that was asked for; the answer may be of one of its parts."""
    kind: str
    """Of that work. It stays when the job is deleted."""
    user_id: UserId | None = belongs_to("user_account.id", cascade=False, nullable=True)
    classroom_id: ClassroomId | None = belongs_to("classroom.id", cascade=False, nullable=True)
    course_id: CourseId | None = belongs_to("course.id", cascade=False, nullable=True)
    purpose: str
    engine: str
    model: str = ""
    tokens: int = 0
    """Read and written. 0 where an engine has none or does not count."""
    seconds: float = 0.0
    """Of the engine."""
    at: datetime = created()


class UseReservation(Table, table=True):
    """What was set aside when work was asked for. It counts while the job has not ended; then what was
    used counts, and the rest is free again."""

    job_id: JobId = Field(sa_type=Uuid, primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    organisation_id: OrganisationId = organisation()
    user_id: UserId | None = belongs_to("user_account.id", nullable=True)
    classroom_id: ClassroomId | None = belongs_to("classroom.id", cascade=False, nullable=True)
    kind: str = Field(index=True)
    units: int
    """How much is asked for: the lessons of a course; 1 for what has no parts."""
    tokens: int
    seconds: float


class Scope(StrEnum):
    PERSON = "person"
    CLASS = "class"
    SCHOOL = "school"


class Measure(StrEnum):
    TOKENS = "tokens"
    SECONDS = "seconds"


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class UsageLimit(Table, table=True):
    """How much engines may do in a period, which begins at midnight UTC, on Monday, on the first."""

    __table_args__ = (
        Index(
            "usage_limit_key",
            "organisation_id",
            "scope",
            "subject_id",
            "measure",
            "period",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    scope: Scope = enum_column(Scope)
    subject_id: UUID | None = Field(default=None, sa_type=Uuid)
    """A person or a class. None: every one that has no limit of its own; of the school always."""
    measure: Measure = enum_column(Measure)
    period: Period = enum_column(Period)
    amount: int

"""Work that was asked for, how far it has come, and who is at it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField
from sqlalchemy import BigInteger, CheckConstraint, Identity, Index, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Column, Field

from alp_app.kit.ids import CourseId, JobId, OrganisationId, UserId
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


class JobState(StrEnum):
    QUEUED = "queued"
    """Due, or due at `run_at`."""
    RUNNING = "running"
    WAITING = "waiting"
    """For its children; it runs again when the last of them has ended."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})

TRANSITIONS = frozenset(
    {
        (JobState.QUEUED, JobState.RUNNING),
        (JobState.QUEUED, JobState.CANCELLED),
        (JobState.RUNNING, JobState.RUNNING),
        (JobState.RUNNING, JobState.QUEUED),
        (JobState.RUNNING, JobState.WAITING),
        (JobState.RUNNING, JobState.DONE),
        (JobState.RUNNING, JobState.FAILED),
        (JobState.RUNNING, JobState.CANCELLED),
        (JobState.WAITING, JobState.QUEUED),
        (JobState.WAITING, JobState.CANCELLED),
        (JobState.FAILED, JobState.QUEUED),
        (JobState.FAILED, JobState.WAITING),
        (JobState.CANCELLED, JobState.QUEUED),
        (JobState.CANCELLED, JobState.WAITING),
    }
)
"""Every move a job can make; docs/jobs.md draws them. RUNNING to RUNNING is another worker taking over
from one whose lease ran out."""

COUNTS_AS_REQUESTED = (
    "dedupe_key IS NOT NULL"
    " AND (state IN ('queued', 'running', 'waiting') OR (state = 'done' AND is_once))"
)
"""Rows that stop the same work from being asked for again. Failed and cancelled ones never do."""


class JobError(BaseModel):
    """Why a run of a job failed, in words for the person who asked for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    message: str
    hint: str = ""
    facts: dict[str, str | int | float | bool] = PydanticField(default_factory=dict)
    is_bug: bool = False
    technical: str = ""
    """For admins: the exception and its traceback. Never shown to others."""


class Job(Table, table=True):
    __table_args__ = (
        CheckConstraint("progress BETWEEN 0 AND 1", name="progress"),
        Index(
            "job_dedupe_key",
            "organisation_id",
            "dedupe_key",
            unique=True,
            postgresql_where=text(COUNTS_AS_REQUESTED),
        ),
        Index(
            "job_stage_key",
            "parent_id",
            "stage",
            unique=True,
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
        Index(
            "job_line_idx",
            "queue",
            text("priority DESC"),
            "turn",
            "run_at",
            "id",
            postgresql_where=text("state = 'queued'"),
        ),
        Index("job_lease_idx", "lease_until", postgresql_where=text("state = 'running'")),
        Index("job_waiting_idx", "id", postgresql_where=text("state = 'waiting'")),
    )

    id: JobId = primary_key()
    organisation_id: OrganisationId = organisation()
    kind: str
    queue: str
    args: dict[str, Any] = Field(sa_type=JSONB)
    """The spec, as JSON."""
    dedupe_key: str | None = None
    """None for a child: `parent_id` and `stage` say what it is."""
    is_once: bool = True
    """Once done, the same work is not done again."""
    state: JobState = enum_column(JobState, default=JobState.QUEUED)
    priority: int = 0
    """Higher goes first."""
    turn: str = ""
    """With whom it takes turns, see `alp_app.job_line`."""

    attempt: int = 0
    """The fencing token: raised by each claim, checked by each write of the worker that made it."""
    failures: int = 0
    """Runs that failed or were lost. A parent's further runs are none."""
    max_failures: int
    run_at: datetime = created()
    lease_until: datetime | None = moment()
    seen_at: datetime | None = moment()
    """The last sign of life of the worker that runs it."""
    worker: str = ""
    host: str = ""

    step: str | None = None
    step_number: int = 0
    step_count: int = 0
    progress: float = 0.0
    message_key: str = ""
    """What is happening, as a key of the message catalogue; `message_facts` fill it."""
    message_facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    error: JobError | None = json_column(JobError, nullable=True)
    """Of the last run that failed; a job that runs again keeps it until it ends well."""

    requested_by: UserId | None = belongs_to("user_account.id", nullable=True)
    """Whom it acts as, so it goes with their account. None: the product itself asked."""
    course_id: CourseId | None = belongs_to("course.id", nullable=True)
    parent_id: JobId | None = belongs_to("job.id", nullable=True)
    stage: str | None = None
    """A child's name under its parent."""
    is_required: bool = True
    """A child whose failure fails its parent."""
    request_id: str = ""
    """Of the web request or the job that asked; logs carry it."""

    cancel_requested_at: datetime | None = moment()
    created_at: datetime = created()
    started_at: datetime | None = moment()
    finished_at: datetime | None = moment()
    notified_at: datetime | None = moment()
    """When the bell was last rung for it. None: not since it became queued."""


class JobStep(Table, table=True):
    """A finished step of a job. A further run takes `result` from here instead of doing it again."""

    __table_args__ = (Index("job_step_finished_at_idx", "finished_at"),)

    job_id: JobId = Field(sa_type=Uuid, primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    name: str = Field(primary_key=True)
    position: int
    """Counts from 1."""
    result: Any = Field(default=None, sa_type=JSONB)
    attempt: int
    started_at: datetime = created()
    finished_at: datetime = created()


class JobArtifact(Table, table=True):
    """Something a job made. The bytes are in the object store before the row is here."""

    job_id: JobId = Field(sa_type=Uuid, primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    name: str = Field(primary_key=True)
    sha256: str = Field(index=True)
    size: int = Field(sa_type=BigInteger)
    """Bytes."""
    media_type: str
    object_key: str
    created_at: datetime = created()


class JobEffect(Table, table=True):
    """Something to do outside, written with the step that decided it and delivered afterwards, at
    least once; the key `job_id:step` lets the receiver notice a repeat."""

    __table_args__ = (
        Index("job_effect_due_idx", "due_at", postgresql_where=text("delivered_at IS NULL")),
    )

    job_id: JobId = Field(sa_type=Uuid, primary_key=True, foreign_key="job.id", ondelete="CASCADE")
    step: str = Field(primary_key=True)
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    failures: int = 0
    due_at: datetime = created()
    delivered_at: datetime | None = moment()


class JobLog(Table, table=True):
    """One line of a job's log."""

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    job_id: JobId = belongs_to("job.id")
    at: datetime = created()
    level: str
    message: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)


class WorkerProcess(Table, table=True):
    """A worker, as it last said of itself."""

    name: str = Field(primary_key=True)
    host: str
    queue: str
    pid: int
    version: str
    started_at: datetime = created()
    seen_at: datetime = created()

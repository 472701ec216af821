"""What the rest of the product may see of jobs and workers. Immutable, safe to send to a browser."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import CourseId, JobId, UserId
from alp_app.models.job import JobError, JobState


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Words(View):
    """A sentence of the message catalogue; the browser puts it together."""

    key: str
    facts: dict[str, Any] = {}


class JobView(View):
    id: JobId
    kind: str
    state: JobState
    status: Words
    """The state in words."""
    message: Words | None
    """What it is doing just now; of a job that waits for its stages, what one of them does."""
    progress: float
    """0 to 1. Of a job that waits for its stages: theirs, averaged."""
    step: str | None
    step_number: int
    step_count: int
    """0 when it is not known beforehand."""
    error: JobError | None
    """Technical detail only for admins."""
    queue: str
    before: int | None
    """How many jobs of the same queue go first; None unless it waits for a worker."""
    attempt: int
    failures: int
    worker: str
    host: str
    course_id: CourseId | None
    course_title: str | None
    requested_by: UserId | None
    owner_name: str | None
    parent_id: JobId | None
    stage: str | None
    is_required: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration: timedelta | None
    """From its first start until now, or until it ended."""
    can_cancel: bool
    can_retry: bool


class StepView(View):
    name: str
    position: int
    attempt: int
    started_at: datetime
    duration: timedelta


class ArtifactView(View):
    name: str
    sha256: str
    size: int
    media_type: str


class ArtifactFile(View):
    """What is needed to send an artifact."""

    key: str
    """Of the object in the store."""
    name: str
    size: int
    """Bytes."""
    media_type: str


class LogLine(View):
    at: datetime
    level: str
    message: str
    facts: dict[str, Any]


class JobDetail(View):
    job: JobView
    args: dict[str, Any]
    steps: tuple[StepView, ...]
    artifacts: tuple[ArtifactView, ...]
    stages: tuple[JobView, ...]
    """Its children, in the order in which they were asked for."""
    log: tuple[LogLine, ...]
    """The last lines."""


class JobCounts(View):
    """How many jobs there are in each group."""

    all: int
    running: int
    waiting: int
    failed: int
    done: int


class QueueView(View):
    name: str
    waiting: int
    running: int
    oldest_age: timedelta
    """How long the job that waits longest has been due."""
    workers: int


class WorkerView(View):
    name: str
    host: str
    queue: str
    pid: int
    version: str
    started_at: datetime
    seen_at: datetime
    job_id: JobId | None
    is_alive: bool


class OperationsView(View):
    queues: tuple[QueueView, ...]
    workers: tuple[WorkerView, ...]

"""A job's state in words: a function of its row and the moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from alp_app.models.job import JobError, JobState
from alp_app.services.operations.inputs import Group
from alp_app.services.operations.views import Words

GROUPS: Mapping[Group, frozenset[JobState]] = {
    "active": frozenset({JobState.QUEUED, JobState.RUNNING, JobState.WAITING}),
    "running": frozenset({JobState.RUNNING, JobState.WAITING}),
    "waiting": frozenset({JobState.QUEUED}),
    "failed": frozenset({JobState.FAILED}),
    "done": frozenset({JobState.DONE, JobState.CANCELLED}),
}
"""A job that waits for its stages is at work; one that waits for a worker is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The engine that this kind of work needs rests."""

    engine: str
    reason: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What of a job's row the words depend on."""

    state: JobState
    run_at: datetime
    lease_until: datetime | None
    seen_at: datetime | None
    is_cancelling: bool
    before: int
    """How many jobs of its queue go first."""
    step_number: int
    step_count: int
    stages_ended: int
    stages: int
    error: JobError | None
    pause: Pause | None = None


def status_of(job: Standing, now: datetime) -> Words:
    match job.state:
        case JobState.QUEUED:
            return _queued(job, now)
        case JobState.RUNNING:
            return _running(job, now)
        case JobState.WAITING:
            facts = {"ended": job.stages_ended, "count": max(job.stages, job.step_count)}
            return Words(key="job_status.waiting", facts=facts)
        case JobState.FAILED if job.error is not None:
            facts = {"reason": job.error.message, "code": job.error.code}
            return Words(key="job_status.failed", facts=facts)
        case JobState.DONE | JobState.FAILED | JobState.CANCELLED:
            return Words(key=f"job_status.{job.state.value}")


def _queued(job: Standing, now: datetime) -> Words:
    if (pause := job.pause) is not None:
        facts = {
            "engine": pause.engine,
            "reason": pause.reason,
            "since": pause.since,
            "at": max(pause.until, job.run_at),
        }
        return Words(key="job_status.engine_rests", facts=facts)
    if job.run_at <= now:
        return Words(key="job_status.queued", facts={"before": job.before})
    if job.error is None:
        return Words(key="job_status.scheduled", facts={"at": job.run_at})
    facts = {"at": job.run_at, "reason": job.error.message, "code": job.error.code}
    return Words(key="job_status.retrying", facts=facts)


def _running(job: Standing, now: datetime) -> Words:
    seen = {"seen_at": job.seen_at}
    if job.is_cancelling:
        return Words(key="job_status.cancelling", facts=seen)
    if job.lease_until is not None and job.lease_until < now:
        return Words(key="job_status.reconnecting", facts=seen)
    if job.step_number == 0:
        return Words(key="job_status.running", facts=seen)
    step = {"step": job.step_number, "of": max(job.step_count, job.step_number)}
    key = "running_step" if job.step_count else "running_at"
    return Words(key=f"job_status.{key}", facts={**seen, **step})

"""Jobs as pages show them: flat, with keys and facts in place of sentences. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alp_app.services.operations.views import JobDetail, JobView, StepView

LIVELY = frozenset({"retrying", "cancelling", "reconnecting"})
"""States that only the words of a status tell."""


@dataclass(frozen=True, kw_only=True)
class JobRow:
    id: str
    kind: str
    stage: str
    course: str
    course_href: str
    owner: str
    """Empty when the product itself asked."""
    state: str
    """Of `components.ui.badge.state_badge`."""
    doing_key: str
    """What it is doing just now, else its status; `doing_facts` fill it."""
    doing_facts: dict[str, Any]
    status_key: str
    """Its status, when `doing_key` is something else."""
    status_facts: dict[str, Any]
    percent: int
    queue: str
    host: str
    worker: str
    runs: int
    failures: int
    created_at: str
    started_at: str
    finished_at: str
    error_code: str
    """Of the last run that failed."""
    error_facts: dict[str, Any]
    error_message: str
    error_hint: str
    technical: str
    can_cancel: bool
    can_retry: bool


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A finished step. `kind` names it, `number` counts those of its kind."""

    name: str
    kind: str
    number: int
    run: int
    started_at: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class LogRow:
    at: str
    level: str
    key: str
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


def job_row(job: JobView) -> JobRow:
    said = job.status.key.removeprefix("job_status.")
    doing = job.message or job.status
    error = job.error
    return JobRow(
        id=str(job.id),
        kind=job.kind,
        stage=job.stage or "",
        course=job.course_title or "",
        course_href=f"/studio/{job.course_id}" if job.course_id else "",
        owner=job.owner_name or "",
        state=said if said in LIVELY else _shown(job.state.value),
        doing_key=doing.key,
        doing_facts=plain(doing.facts),
        status_key=job.status.key if job.message and said != "running" else "",
        status_facts=plain(job.status.facts),
        percent=round(job.progress * 100),
        queue=job.queue,
        host=job.host,
        worker=job.worker,
        runs=job.attempt,
        failures=job.failures,
        created_at=instant(job.created_at),
        started_at=instant(job.started_at),
        finished_at=instant(job.finished_at),
        error_code=error.code if error else "",
        error_facts=plain(error.facts) if error else {},
        error_message=error.message if error else "",
        error_hint=error.hint if error else "",
        technical=error.technical if error else "",
        can_cancel=job.can_cancel,
        can_retry=job.can_retry,
    )


def timeline(detail: JobDetail) -> list[dict[str, Any]]:
    """`components.ui.job.TimelineStage`s: the job's stages, or its steps when it has none."""
    if detail.stages:
        return [
            {
                "id": str(stage.id),
                "title_key": f"job_kind.{stage.kind}",
                "facts": {},
                "state": _drawn(stage.state.value),
                "started_at": instant(stage.started_at),
                "ended_at": instant(stage.finished_at),
            }
            for stage in detail.stages
        ]
    done = [
        _bar(row, "done", row.started_at, instant(step.started_at + step.duration))
        for row, step in zip(step_rows(detail.steps), detail.steps, strict=True)
    ]
    return [*done, *_present_step(detail, done)]


def step_rows(steps: Sequence[StepView]) -> list[StepRow]:
    counts: dict[str, int] = {}
    rows: list[StepRow] = []
    for step in steps:
        kind = kind_of_step(step.name)
        counts[kind] = counts.get(kind, 0) + 1
        rows.append(
            StepRow(
                name=step.name,
                kind=kind,
                number=counts[kind],
                run=step.attempt,
                started_at=instant(step.started_at),
                seconds=step.duration.total_seconds(),
            )
        )
    return rows


def log_rows(detail: JobDetail) -> list[LogRow]:
    return [
        LogRow(at=instant(line.at), level=line.level, key=line.message, facts=plain(line.facts))
        for line in detail.log
    ]


def kind_of_step(name: str) -> str:
    """`lesson` of `lesson:0190…`."""
    return name.partition(":")[0]


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON has them: instants as ISO 8601."""
    return {
        name: instant(value) if isinstance(value, datetime) else value
        for name, value in facts.items()
    }


def instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _shown(state: str) -> str:
    """A job that waits for its stages is at work, as far as anybody who watches is concerned."""
    return "running" if state == "waiting" else state


def _drawn(state: str) -> str:
    """A state as the timeline draws it."""
    return "waiting" if state == "queued" else _shown(state)


def _present_step(detail: JobDetail, done: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The step a job was at when it last said so. It began when the one before ended."""
    job = detail.job
    if job.step is None or job.state == "done" or any(job.step == bar["id"] for bar in done):
        return []
    kind = kind_of_step(job.step)
    row = StepRow(
        name=job.step,
        kind=kind,
        number=1 + sum(kind == kind_of_step(str(bar["id"])) for bar in done),
        run=job.attempt,
        started_at=str(done[-1]["ended_at"]) if done else instant(job.started_at),
        seconds=0,
    )
    return [_bar(row, _drawn(job.state.value), row.started_at, instant(job.finished_at))]


def _bar(row: StepRow, state: str, started_at: str, ended_at: str) -> dict[str, Any]:
    return {
        "id": row.name,
        "title_key": f"job_step.{row.kind}",
        "facts": {"n": row.number},
        "state": state,
        "started_at": started_at,
        "ended_at": ended_at,
    }

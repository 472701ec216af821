"""What people can see of jobs, queues and workers. The list is a hot read, so it is written as SQL."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.job_line import PLACES
from alp_app.kit.ids import JobId
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.models.job import ENDED, JobArtifact, JobError, JobLog, JobState, JobStep
from alp_app.security.actor import Actor, Role
from alp_app.security.policies import Policy
from alp_app.services.operations.access import Ownership, job_to_see, may_change
from alp_app.services.operations.errors import ArtifactNotFound
from alp_app.services.operations.inputs import Group, JobFilter
from alp_app.services.operations.rules import GROUPS, Pause, Standing, status_of
from alp_app.services.operations.views import (
    ArtifactFile,
    ArtifactView,
    JobCounts,
    JobDetail,
    JobView,
    LogLine,
    OperationsView,
    QueueView,
    StepView,
    Words,
    WorkerView,
)
from alp_app.unit_of_work import Reader

LOG_TAIL = 200

_JOBS = f"""
    WITH place AS ({PLACES})
    SELECT job.*, course.title AS course_title, course.owner_id, place.before,
        pause.engine AS paused_engine, pause.reason AS paused_reason, pause.since AS paused_since,
        pause.until AS paused_until,
        asker.display_name AS owner_name, clock_timestamp() AS now,
        stages.count AS stages, stages.ended AS stages_ended, stages.progress AS stages_progress,
        stages.message AS stages_message
    FROM job
    LEFT JOIN course ON course.id = job.course_id
    LEFT JOIN user_account asker ON asker.id = job.requested_by
    LEFT JOIN place ON place.id = job.id
    LEFT JOIN job_pause pause ON pause.kind = job.kind AND job.state = 'queued'
        AND pause.until > clock_timestamp()
    LEFT JOIN LATERAL (
        SELECT count(*), sum(CASE WHEN child.finished_at IS NULL THEN child.progress ELSE 1 END)
                / greatest(count(*), job.step_count, 1) AS progress,
            count(child.finished_at) AS ended,
            (array_agg(ARRAY[child.message_key, child.message_facts::text]
                ORDER BY child.started_at) FILTER (WHERE child.state = 'running'))[1:1] AS message
        FROM job child WHERE child.parent_id = job.id AND job.state = 'waiting') stages ON true
    """  # noqa: S608 - written here

_SEEN = """
    WHERE job.organisation_id = %(organisation_id)s
    AND (%(is_admin)s OR job.requested_by = %(user_id)s
        OR (%(is_instructor)s AND course.owner_id = %(user_id)s))
    """

_CHOSEN = (
    _SEEN
    + """
    AND (%(with_stages)s OR job.parent_id IS NULL
        OR (job.state = 'failed' AND NOT job.is_required))
    AND (%(states)s::text[] IS NULL OR job.state = ANY(%(states)s))
    AND (%(kind)s::text IS NULL OR job.kind = %(kind)s)
    AND (%(queue)s::text IS NULL OR job.queue = %(queue)s)
    AND (%(course_id)s::uuid IS NULL OR job.course_id = %(course_id)s)
    AND (%(search)s = '%%' OR replace(job.kind, '_', ' ') ILIKE %(search)s
        OR job.kind ILIKE %(search)s OR course.title ILIKE %(search)s
        OR asker.display_name ILIKE %(search)s OR job.error ->> 'message' ILIKE %(search)s)
    AND (NOT %(is_mine)s::bool OR job.requested_by = %(user_id)s OR course.owner_id = %(user_id)s)
    AND (%(ended_since)s::timestamptz IS NULL OR job.finished_at IS NULL
        OR job.finished_at > %(ended_since)s)
    """
)

_LISTED = (
    _JOBS
    + _CHOSEN
    + """
    AND (%(before)s::uuid IS NULL OR job.id < %(before)s)
    ORDER BY job.id DESC LIMIT %(limit)s
    """
)

_PLAIN = """
    FROM job
    LEFT JOIN course ON course.id = job.course_id
    LEFT JOIN user_account asker ON asker.id = job.requested_by
    """

_COUNTED = "SELECT job.state, count(*)" + _PLAIN + _CHOSEN + " GROUP BY job.state"

_KINDS = "SELECT DISTINCT job.kind" + _PLAIN + _SEEN + " ORDER BY job.kind"

_ONE = _JOBS + " WHERE job.id = %(id)s"

_STAGES = _JOBS + " WHERE job.parent_id = %(id)s ORDER BY job.id"

QUEUES = """
    SELECT known.name,
        count(job.id) FILTER (WHERE job.state = 'queued') AS waiting,
        count(job.id) FILTER (WHERE job.state = 'running') AS running,
        coalesce(max(clock_timestamp() - job.run_at) FILTER (WHERE job.state = 'queued'), '0')
            AS oldest_age,
        (SELECT count(*) FROM worker_process WHERE worker_process.queue = known.name
            AND seen_at > clock_timestamp() - interval '60 seconds') AS workers
    FROM unnest('{default,text,media,gpu}'::text[]) WITH ORDINALITY AS known (name, position)
    LEFT JOIN job ON job.queue = known.name AND (job.state = 'running'
        OR (job.state = 'queued' AND job.run_at <= clock_timestamp()))
    GROUP BY known.name, position ORDER BY position
    """

_WORKERS = """
    SELECT worker_process.*, job.id AS job_id,
        worker_process.seen_at > clock_timestamp() - interval '60 seconds' AS is_alive
    FROM worker_process
    LEFT JOIN job ON job.worker = worker_process.name AND job.state = 'running'
    ORDER BY worker_process.queue, worker_process.host, worker_process.name
    """


async def list_jobs(reader: Reader, chosen: JobFilter, page: PageRequest) -> Page[JobView]:
    """The jobs that the actor may see, the newest first."""
    place = {"before": _before(page), "limit": page.limit + 1}
    rows = await fetch_all(reader, _LISTED, _choice(reader, chosen) | place)
    shown = rows[: page.limit]
    has_more = len(rows) > page.limit
    return Page[JobView](
        items=[_job_view(row, reader.actor) for row in shown],
        next_cursor=cursor_at(str(shown[-1]["id"])) if has_more else None,
    )


async def count_jobs(reader: Reader, chosen: JobFilter) -> JobCounts:
    """How many jobs each group would list, with the rest of the choice as it is."""
    everywhere = chosen.model_copy(update={"state": None, "group": None})
    rows = await fetch_all(reader, _COUNTED, _choice(reader, everywhere))
    found = {JobState(row["state"]): int(row["count"]) for row in rows}
    return JobCounts(
        all=sum(found.values()),
        running=_sum(found, "running"),
        waiting=_sum(found, "waiting"),
        failed=_sum(found, "failed"),
        done=_sum(found, "done"),
    )


async def list_kinds(reader: Reader) -> list[str]:
    """The kinds of work among the jobs that the actor may see."""
    rows = await fetch_all(reader, _KINDS, _viewer(reader))
    return [str(row["kind"]) for row in rows]


async def get_job(reader: Reader, job_id: JobId) -> JobDetail:
    """One job with everything that was kept about it."""
    await job_to_see(reader, job_id)
    session = reader.session
    [row] = await fetch_all(reader, _ONE, {"id": job_id})
    children = await fetch_all(reader, _STAGES, {"id": job_id})
    steps = await session.scalars(
        select(JobStep)
        .where(col(JobStep.job_id) == job_id)
        .order_by(col(JobStep.position), col(JobStep.finished_at))
    )
    artifacts = await session.scalars(
        select(JobArtifact)
        .where(col(JobArtifact.job_id) == job_id)
        .order_by(col(JobArtifact.created_at))
    )
    tail = select(JobLog).where(col(JobLog.job_id) == job_id).order_by(col(JobLog.id).desc())
    return JobDetail(
        job=_job_view(row, reader.actor),
        args=row["args"],
        steps=tuple(
            StepView(
                name=step.name,
                position=step.position,
                attempt=step.attempt,
                started_at=step.started_at,
                duration=step.finished_at - step.started_at,
            )
            for step in steps
        ),
        artifacts=tuple(
            ArtifactView(
                name=item.name, sha256=item.sha256, size=item.size, media_type=item.media_type
            )
            for item in artifacts
        ),
        stages=tuple(_job_view(child, reader.actor) for child in children),
        log=tuple(
            _log_line(line)
            for line in reversed((await session.scalars(tail.limit(LOG_TAIL))).all())
        ),
    )


async def get_artifact(reader: Reader, job_id: JobId, name: str) -> ArtifactFile:
    """Something that a job made. Raises JobNotFound or ArtifactNotFound."""
    await job_to_see(reader, job_id)
    found = await reader.session.get(JobArtifact, (job_id, name))
    if found is None:
        raise ArtifactNotFound
    return ArtifactFile(
        key=found.object_key, name=found.name, size=found.size, media_type=found.media_type
    )


async def list_log(reader: Reader, job_id: JobId) -> list[LogLine]:
    """The whole log of a job, the first line first."""
    await job_to_see(reader, job_id)
    lines = select(JobLog).where(col(JobLog.job_id) == job_id).order_by(col(JobLog.id))
    return [_log_line(line) for line in await reader.session.scalars(lines)]


async def get_operations(reader: Reader) -> OperationsView:
    """How long the queues are, and who works on them. For admins."""
    Policy.ADMIN.require(reader.actor)
    queues = await fetch_all(reader, QUEUES, {})
    workers = await fetch_all(reader, _WORKERS, {})
    return OperationsView(
        queues=tuple(QueueView.model_validate(row) for row in queues),
        workers=tuple(WorkerView.model_validate(row) for row in workers),
    )


def _viewer(reader: Reader) -> dict[str, Any]:
    role = reader.actor.role
    return {
        "organisation_id": reader.organisation_id,
        "user_id": reader.user_id,
        "is_admin": role is Role.ADMIN,
        "is_instructor": role is Role.INSTRUCTOR,
    }


def _choice(reader: Reader, chosen: JobFilter) -> dict[str, Any]:
    states = {chosen.state} if chosen.state else GROUPS[chosen.group] if chosen.group else None
    return {
        **_viewer(reader),
        **chosen.model_dump(mode="json"),
        "states": None if states is None else [state.value for state in states],
        "search": f"%{_literally(chosen.search)}%" if chosen.search else "%",
    }


def _sum(found: Mapping[JobState, int], group: Group) -> int:
    return sum(found.get(state, 0) for state in GROUPS[group])


def _before(page: PageRequest) -> UUID | None:
    if (seen := page.after(1)) is None:
        return None
    try:
        return UUID(seen[0])
    except ValueError as error:
        raise BadCursor from error


def _literally(search: str) -> str:
    """`search` with LIKE's own signs taken as they are."""
    return search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _log_line(line: JobLog) -> LogLine:
    return LogLine(at=line.at, level=line.level, message=line.message, facts=line.facts)


def _job_view(row: Mapping[str, Any], actor: Actor) -> JobView:
    is_admin = actor.role is Role.ADMIN
    state = JobState(row["state"])
    error = JobError.model_validate(row["error"]) if row["error"] else None
    now: datetime = row["now"]
    standing = Standing(
        state=state,
        run_at=row["run_at"],
        lease_until=row["lease_until"],
        seen_at=row["seen_at"],
        is_cancelling=row["cancel_requested_at"] is not None,
        before=row["before"] or 0,
        step_number=row["step_number"],
        step_count=row["step_count"],
        stages_ended=row["stages_ended"],
        stages=row["stages"],
        error=error,
        pause=_pause(row),
    )
    owned = Ownership(
        organisation_id=row["organisation_id"],
        requested_by=row["requested_by"],
        course_id=row["course_id"],
        course_owner_id=row["owner_id"],
    )
    is_mine = may_change(actor, owned)
    return JobView.model_validate(
        {
            **row,
            "status": status_of(standing, now),
            "message": _message(row, state),
            "progress": (row["stages_progress"] or 0)
            if state is JobState.WAITING
            else row["progress"],
            "error": error if error is None or is_admin else _without_technical(error),
            "duration": (row["finished_at"] or now) - row["started_at"]
            if row["started_at"]
            else None,
            "can_cancel": is_mine and state not in ENDED and not standing.is_cancelling,
            "can_retry": is_mine and state in {JobState.FAILED, JobState.CANCELLED},
        }
    )


def _pause(row: Mapping[str, Any]) -> Pause | None:
    if row["paused_until"] is None:
        return None
    return Pause(
        engine=row["paused_engine"],
        reason=row["paused_reason"],
        since=row["paused_since"],
        until=row["paused_until"],
    )


def _message(row: Mapping[str, Any], state: JobState) -> Words | None:
    if state is JobState.RUNNING and row["message_key"]:
        return Words(key=row["message_key"], facts=row["message_facts"])
    if state is JobState.WAITING and row["stages_message"]:
        [[key, facts]] = row["stages_message"]
        return Words(key=key, facts=json.loads(facts)) if key else None
    return None


def _without_technical(error: JobError) -> JobError:
    return error.model_copy(update={"technical": ""})

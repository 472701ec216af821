"""Every statement that moves a job from one state to another.

They compare moments by the database's clock only. Locks are taken in one order everywhere: business
rows, then a parent, then its children.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.functions import func
from sqlmodel import col, select

from alp_app.job_line import turn_of
from alp_app.jobspecs.base import JobSpec
from alp_app.kit.ids import CourseId, JobId, OrganisationId, UserId, new_uuid
from alp_app.models.job import COUNTS_AS_REQUESTED, ENDED, Job, JobState


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What workers and the reconciler run. Their tests break each one in turn."""

    claim: TextClause
    """Take a job that is due, or one whose worker's lease ran out. No row: leave it alone."""
    beat: TextClause
    """Extend the lease. No row: it was lost."""
    look: TextClause
    """As `beat`, without a write."""
    fence: TextClause
    """Lock the job's row until the transaction ends. No row: another worker has it."""
    hold: TextClause
    """Lock a parent before its child, as everybody does."""
    plan: TextClause
    """Count the steps that are stored and those that are to come."""
    begin_step: TextClause
    report: TextClause
    end: TextClause
    run_again: TextClause
    """Back to the queue, after a pause or at once."""
    suspend: TextClause
    """Wait for the children, or run again at once when they have all ended meanwhile."""
    resume: TextClause
    """Queue one parent whose children have all ended."""
    resume_all: TextClause
    is_under_way: TextClause
    """Whether any job of a kind has not ended."""
    rescue: TextClause
    """Take from dead workers what may run again, or was to be cancelled. Rows that a live transaction
    holds are left alone."""
    hopeless: TextClause
    """What has lost its worker too often to run again, and on whose behalf it ran."""
    give_up: TextClause
    """Fail one of these. No row: somebody else has done it, or holds it."""


STATEMENTS = Statements(
    claim=text("""
        UPDATE job SET state = 'running', attempt = attempt + 1,
            failures = failures + CASE state WHEN 'running' THEN 1 ELSE 0 END,
            worker = :worker, host = :host, started_at = coalesce(started_at, clock_timestamp()),
            lease_until = clock_timestamp() + :lease, seen_at = clock_timestamp()
        WHERE id = :id AND (
            (state = 'queued' AND run_at <= clock_timestamp())
            OR (state = 'running' AND lease_until < clock_timestamp()
                AND cancel_requested_at IS NULL AND failures + 1 < max_failures))
        RETURNING attempt, failures, max_failures, kind, args, organisation_id, course_id,
            parent_id, requested_by, request_id,
            (SELECT role FROM user_account WHERE user_account.id = job.requested_by) AS role
        """),
    beat=text("""
        UPDATE job SET lease_until = clock_timestamp() + :lease, seen_at = clock_timestamp()
        WHERE id = :id AND attempt = :attempt AND state = 'running'
        RETURNING cancel_requested_at IS NOT NULL
        """),
    look=text("""
        SELECT cancel_requested_at IS NOT NULL FROM job
        WHERE id = :id AND attempt = :attempt AND state = 'running'
        """),
    fence=text("""
        SELECT cancel_requested_at IS NOT NULL FROM job
        WHERE id = :id AND attempt = :attempt AND state = 'running' FOR UPDATE
        """),
    hold=text("SELECT FROM job WHERE id = :id FOR UPDATE"),
    plan=text("""
        UPDATE job SET step_count = (SELECT count(*) FROM (
            SELECT name FROM job_step WHERE job_step.job_id = :id
            UNION SELECT unnest(CAST(:names AS text[]))) AS planned)
        WHERE id = :id AND attempt = :attempt AND state = 'running'
        RETURNING cancel_requested_at IS NOT NULL
        """),
    begin_step=text("""
        UPDATE job SET step = :step, message_key = '', message_facts = '{}',
            step_number = (SELECT count(*) FROM job_step WHERE job_step.job_id = job.id) + 1
        WHERE id = :id AND attempt = :attempt AND state = 'running'
        RETURNING cancel_requested_at IS NOT NULL, step_number, clock_timestamp() AS at
        """),
    report=text("""
        UPDATE job SET progress = :progress, message_key = :key,
            message_facts = CAST(:facts AS jsonb)
        WHERE id = :id AND attempt = :attempt AND state = 'running'
        RETURNING cancel_requested_at IS NOT NULL
        """),
    end=text("""
        UPDATE job SET state = CAST(:state AS text), finished_at = clock_timestamp(), lease_until = NULL,
            failures = failures + CASE CAST(:state AS text) WHEN 'failed' THEN 1 ELSE 0 END,
            progress = CASE CAST(:state AS text) WHEN 'done' THEN 1 ELSE progress END,
            error = CAST(:error AS jsonb)
        WHERE id = :id
        """),
    run_again=text("""
        UPDATE job SET state = 'queued', lease_until = NULL, notified_at = NULL,
            failures = failures + :failures, error = coalesce(CAST(:error AS jsonb), error),
            run_at = clock_timestamp() + CAST(:pause AS interval) * (0.9 + 0.2 * random())
        WHERE id = :id
        """),
    suspend=text("""
        UPDATE job SET lease_until = NULL, notified_at = NULL, run_at = clock_timestamp(),
            state = CASE WHEN EXISTS (
                SELECT FROM job child WHERE child.parent_id = job.id
                AND child.state IN ('queued', 'running', 'waiting'))
                THEN 'waiting' ELSE 'queued' END
        WHERE id = :id
        """),
    resume=text("""
        UPDATE job SET state = 'queued', run_at = clock_timestamp(), notified_at = NULL
        WHERE id = :id AND state = 'waiting' AND NOT EXISTS (
            SELECT FROM job child WHERE child.parent_id = job.id
            AND child.state IN ('queued', 'running', 'waiting'))
        """),
    resume_all=text("""
        UPDATE job SET state = 'queued', run_at = clock_timestamp(), notified_at = NULL
        WHERE id IN (
            SELECT id FROM job WHERE state = 'waiting' AND NOT EXISTS (
                SELECT FROM job child WHERE child.parent_id = job.id
                AND child.state IN ('queued', 'running', 'waiting'))
            FOR UPDATE SKIP LOCKED)
        RETURNING id
        """),
    is_under_way=text("""
        SELECT EXISTS (SELECT FROM job WHERE kind = :kind AND state IN ('queued', 'running'))
        """),
    rescue=text("""
        UPDATE job SET failures = failures + 1, lease_until = NULL, notified_at = NULL,
            error = CAST(:error AS jsonb),
            run_at = clock_timestamp() + (0.5 + random())
                * least(CAST(:longest_pause AS interval),
                        CAST(:pause AS interval) * 2 ^ least(failures, 20)),
            finished_at = CASE WHEN cancel_requested_at IS NOT NULL THEN clock_timestamp() END,
            state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled' ELSE 'queued' END
        WHERE id IN (
            SELECT id FROM job WHERE state = 'running' AND lease_until < clock_timestamp()
            AND (cancel_requested_at IS NOT NULL OR failures + 1 < max_failures)
            ORDER BY lease_until LIMIT 100 FOR UPDATE SKIP LOCKED)
        RETURNING id, kind, state
        """),
    hopeless=text("""
        SELECT id, kind, organisation_id, requested_by, request_id,
            (SELECT role FROM user_account WHERE user_account.id = job.requested_by) AS role
        FROM job WHERE state = 'running' AND lease_until < clock_timestamp()
            AND cancel_requested_at IS NULL AND failures + 1 >= max_failures
        ORDER BY lease_until LIMIT 100
        """),
    give_up=text("""
        UPDATE job SET state = 'failed', failures = failures + 1, lease_until = NULL,
            error = CAST(:error AS jsonb), finished_at = clock_timestamp()
        WHERE id IN (
            SELECT id FROM job WHERE id = :id AND state = 'running'
            AND lease_until < clock_timestamp() AND cancel_requested_at IS NULL
            FOR UPDATE SKIP LOCKED)
        RETURNING id
        """),
)


LOCK_LIMITS = text(
    "SELECT id FROM usage_limit WHERE organisation_id = :organisation_id ORDER BY id FOR UPDATE"
)


async def lock_limits(session: AsyncSession, organisation_id: OrganisationId) -> None:
    """Let those who ask for metered work follow one another, as far as a school has limits."""
    await session.execute(LOCK_LIMITS, {"organisation_id": organisation_id})


async def request_job(
    session: AsyncSession,
    spec: JobSpec,
    *,
    organisation_id: OrganisationId,
    requested_by: UserId | None,
    request_id: str = "",
    course_id: CourseId | None = None,
    parent_id: JobId | None = None,
    stage: str | None = None,
    is_required: bool = True,
) -> tuple[JobId, bool]:
    """Insert a job in the caller's transaction, or find the one that does the same work already.

    Returns its id, and whether it is new. A child is known by its stage under its parent instead of
    by its idempotency key.
    """
    key = None if parent_id else spec.idempotency_key()
    same_work = select(Job.id).where(
        col(Job.organisation_id) == organisation_id,
        col(Job.dedupe_key) == key,
        text(COUNTS_AS_REQUESTED),
    )
    same_stage = select(Job.id).where(col(Job.parent_id) == parent_id, col(Job.stage) == stage)
    values: dict[str, object] = {
        "id": new_uuid(),
        "organisation_id": organisation_id,
        "kind": spec.kind,
        "queue": spec.queue,
        "args": spec.model_dump(mode="json"),
        "dedupe_key": key,
        "is_once": spec.is_once,
        "priority": spec.priority,
        "turn": turn_of(spec.course_id or course_id, requested_by),
        "max_failures": spec.max_failures,
        "requested_by": requested_by,
        "course_id": spec.course_id or course_id,
        "parent_id": parent_id,
        "stage": stage,
        "is_required": is_required,
        "request_id": request_id,
        "created_at": func.clock_timestamp(),
        "run_at": func.clock_timestamp(),
    }
    adding = insert(Job).values(values).on_conflict_do_nothing().returning(col(Job.id))
    while True:
        if (made := await session.scalar(adding)) is not None:
            return JobId(made), True
        # None: the other job failed between the two statements, so there is room for this one.
        if (found := await session.scalar(same_stage if parent_id else same_work)) is not None:
            return JobId(found), False


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    id: JobId
    parent_id: JobId | None
    state: JobState


FAMILY = text("""
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM job WHERE id = :id
        UNION ALL SELECT job.id, job.parent_id FROM job JOIN above ON job.id = above.parent_id
    ), family AS (
        SELECT id, 0 AS depth FROM above WHERE parent_id IS NULL
        UNION ALL SELECT job.id, depth + 1 FROM job JOIN family ON job.parent_id = family.id
    )
    SELECT job.id, job.parent_id, job.state FROM job JOIN family ON family.id = job.id
    ORDER BY depth, job.id FOR UPDATE OF job
    """)

STOP = text("""
    UPDATE job SET cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
        state = CASE state WHEN 'running' THEN 'running' ELSE 'cancelled' END,
        finished_at = CASE state WHEN 'running' THEN NULL ELSE clock_timestamp() END
    WHERE id = ANY(:ids) AND state IN ('queued', 'running', 'waiting')
    """)

REVIVE = text("""
    UPDATE job SET state = :state, failures = 0, error = NULL, cancel_requested_at = NULL,
        run_at = clock_timestamp(), notified_at = NULL, started_at = NULL, finished_at = NULL,
        message_key = '', message_facts = '{}'
    WHERE id = ANY(:ids)
    """)


async def lock_family(session: AsyncSession, job_id: JobId) -> list[Relative]:
    """Lock a job, its ancestors and all their descendants; ancestors come first."""
    rows = await session.execute(FAMILY, {"id": job_id})
    return [Relative(id=row.id, parent_id=row.parent_id, state=JobState(row.state)) for row in rows]


async def stop_jobs(session: AsyncSession, job_id: JobId) -> list[JobId]:
    """Cancel what has not begun, ask what runs to stop, and do so for all descendants.

    Returns every job to announce. The family must be unlocked or locked by this session.
    """
    family = await lock_family(session, job_id)
    stopped = [item.id for item in under(family, job_id) if item.state not in ENDED]
    await session.execute(STOP, {"ids": stopped})
    parent_id = next(item.parent_id for item in family if item.id == job_id)
    await session.execute(STATEMENTS.resume, {"id": parent_id})
    return [*stopped, *([parent_id] if parent_id else [])]


async def revive_jobs(session: AsyncSession, family: Sequence[Relative], job_id: JobId) -> None:
    """Let a job that failed or was cancelled run again, as `after_retry` says. Lock the family first.

    Raises IntegrityError when the same work was asked for again meanwhile.
    """
    for state in (JobState.QUEUED, JobState.WAITING):
        ids = [key for key, planned in after_retry(family, job_id).items() if planned is state]
        await session.execute(REVIVE, {"ids": ids, "state": state.value})


def under(family: Iterable[Relative], job_id: JobId) -> list[Relative]:
    """The job and all its descendants, ancestors first."""
    known = {job_id}
    chosen: list[Relative] = []
    for item in family:
        if item.id in known or item.parent_id in known:
            known.add(item.id)
            chosen.append(item)
    return chosen


def after_retry(family: Sequence[Relative], job_id: JobId) -> Mapping[JobId, JobState]:
    """Say which jobs move when one is tried again, and where to.

    It takes its failed and cancelled descendants along, and its ended ancestors wait for it again;
    what is done stays done.
    """
    by_id = {item.id: item for item in family}
    broken = {JobState.FAILED, JobState.CANCELLED}
    again = {item.id for item in under(family, job_id) if item.state in broken}
    waiting = {by_id[key].parent_id for key in again if key != job_id}
    parent_id = by_id[job_id].parent_id
    while parent_id and by_id[parent_id].state in broken:
        again.add(parent_id)
        waiting.add(parent_id)
        parent_id = by_id[parent_id].parent_id
    return {key: JobState.WAITING if key in waiting else JobState.QUEUED for key in again}

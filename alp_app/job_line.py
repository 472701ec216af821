"""Whose work a queue takes up next.

Work that somebody waits for goes before work that nobody does (`priority`). Within that, everybody takes
turns: a course, or a person where there is no course, that was served longest ago comes next, so five
hundred jobs of one cannot hold up the one of another. Kinds that wait for an engine which rests are left
alone until its next trial.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.kit.ids import CourseId, JobId, UserId
from providers.contracts.errors import ProviderResting

DUE = """
    state = 'queued' AND run_at <= clock_timestamp() AND NOT EXISTS (
        SELECT FROM job_pause WHERE job_pause.kind = job.kind
        AND job_pause.until > clock_timestamp())
    """
"""Of a row of `job`: it may begin now."""

PLACES = f"""
    SELECT id, row_number() OVER (PARTITION BY queue
        ORDER BY priority DESC, rank, served_at NULLS FIRST, head_at, head_id) - 1 AS before
    FROM (
        SELECT job.id, job.queue, priority, served_at, row_number() OVER own AS rank,
            first_value(run_at) OVER own AS head_at, first_value(job.id) OVER own AS head_id
        FROM job LEFT JOIN job_turn ON job_turn.queue = job.queue AND job_turn.turn = job.turn
        WHERE {DUE}
        WINDOW own AS (PARTITION BY job.queue, priority, job.turn ORDER BY run_at, job.id)) AS ranked
    """  # noqa: S608 - written here
"""How many jobs of its queue go before each that is due."""

NEXT = text(f"""
    WITH first AS (
        SELECT DISTINCT ON (priority, turn) id, priority, turn, run_at
        FROM job WHERE queue = :queue AND {DUE}
        ORDER BY priority DESC, turn, run_at, id)
    SELECT first.id, first.turn FROM first
    LEFT JOIN job_turn ON job_turn.queue = :queue AND job_turn.turn = first.turn
    ORDER BY priority DESC, served_at NULLS FIRST, run_at, first.id LIMIT 1
    """)  # noqa: S608 - written here

SERVED = text("""
    INSERT INTO job_turn (queue, turn, served_at) VALUES (:queue, :turn, clock_timestamp())
    ON CONFLICT (queue, turn) DO UPDATE SET served_at = clock_timestamp()
    """)

PAUSE = text("""
    INSERT INTO job_pause AS known (kind, engine, reason, since, until)
    VALUES (:kind, :engine, :reason, :since, clock_timestamp() + CAST(:pause AS interval))
    ON CONFLICT (kind) DO UPDATE SET engine = excluded.engine, reason = excluded.reason,
        since = excluded.since, until = greatest(known.until, excluded.until)
    """)


def turn_of(course_id: CourseId | None, requested_by: UserId | None) -> str:
    """With whom a job takes turns. Empty: the product's own work, all of it together."""
    return str(course_id or requested_by or "")


async def pause_kind(session: AsyncSession, kind: str, rest: ProviderResting) -> None:
    """Leave a kind of work alone until somebody may ask the engine that it needs."""
    values = {
        "kind": kind,
        "engine": rest.provider,
        "reason": rest.reason,
        "since": rest.since,
        "pause": rest.pause,
    }
    await session.execute(PAUSE, values)


async def take_turn(session: AsyncSession, queue: str) -> JobId | None:
    """The job that a worker of this queue should begin now; whoever it is for goes to the end of the
    line. None: nothing may begin."""
    row = (await session.execute(NEXT, {"queue": queue})).first()
    if row is None:
        return None
    await session.execute(SERVED, {"queue": queue, "turn": row.turn})
    return JobId(row.id)

"""Puts right, each second, what crashes and lost messages left behind. One process at a time does it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from alp_app.job_line import DUE
from alp_app.job_rows import STATEMENTS, Statements
from alp_app.kit.ids import JobId
from alp_app.models.job import JobError
from alp_app.security.actor import Actor, Role
from alp_app.services.operations import events
from alp_app.unit_of_work import UnitOfWork
from jobs.queue import RqQueue
from jobs.schedule import SCHEDULE, Periodic, request_due

logger = logging.getLogger(__name__)

Deliver = Callable[[str, Mapping[str, Any]], Awaitable[None]]
"""Does one outside effect: takes its idempotency key and its payload, raises when it did not work."""

Transaction = Callable[[Actor, str], AbstractAsyncContextManager[UnitOfWork]]
"""Opens a unit of work for whoever asked for a job, under the id of their request."""

RECONCILER_LOCK = 7_301_010
DELIVERY_LOCK = 7_301_011
DELIVER_AT_ONCE = 20
LONGEST_PAUSE = timedelta(minutes=1)
MOST_BELLS = 100
"""Of a queue at once."""

WORKER_LOST = JobError(
    code="job.worker_lost",
    message="The process that worked on this stopped answering.",
    hint="Retry to go on after the last finished step.",
)

TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")

NEVER_RUNG = text(f"""
    SELECT id, queue FROM job WHERE {DUE}
    AND notified_at IS NULL ORDER BY priority DESC, run_at LIMIT 500
    """)  # noqa: S608 - written here

LONG_RUNG = text(f"""
    SELECT id, queue FROM job WHERE {DUE}
    AND notified_at < clock_timestamp() - CAST(:pause AS interval)
    ORDER BY priority DESC, run_at LIMIT 5000
    """)  # noqa: S608 - written here

DUE_EFFECTS = text("""
    SELECT job_id, step, kind, payload FROM job_effect
    WHERE delivered_at IS NULL AND due_at <= clock_timestamp() AND kind = ANY(:kinds)
    ORDER BY due_at LIMIT :limit
    """)

DELIVERED = text("""
    UPDATE job_effect SET delivered_at = clock_timestamp() WHERE job_id = :job_id AND step = :step
    """)

PUT_OFF = text("""
    UPDATE job_effect SET failures = failures + 1, due_at = clock_timestamp()
        + least(interval '1 hour', interval '1 second' * 2 ^ least(failures, 12)) * (0.5 + random())
    WHERE job_id = :job_id AND step = :step
    """)


class Reconciler:
    """Everything it does is safe to do twice, and beside another reconciler."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        queue: RqQueue,
        *,
        transaction: Transaction,
        told: Collection[str],
        pause: timedelta,
        deliveries: Mapping[str, Deliver],
        schedule: Sequence[Periodic] = SCHEDULE,
        statements: Statements = STATEMENTS,
        first_pause: timedelta = timedelta(seconds=1),
        listen: timedelta = timedelta(seconds=5),
    ) -> None:
        """`told` names the kinds of work whose end whoever asked for it hears of.
        `first_pause` is before the first further run of a job that lost its worker; it doubles.
        `listen` is how long a bell may go unheard before it is looked for, and how often that is done.
        """
        self._sessions = sessions
        self._queue = queue
        self._transaction = transaction
        self._told = told
        self._pause = pause
        self._deliveries = deliveries
        self._schedule = schedule
        self._sql = statements
        self._first_pause = first_pause
        self._listen = listen
        self._listen_at = 0.0

    async def run(self, is_stopping: Callable[[], bool]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._repeat(self.put_right, RECONCILER_LOCK, is_stopping))
            group.create_task(self._repeat(self.deliver, DELIVERY_LOCK, is_stopping))

    async def put_right(self) -> None:
        await self.rescue()
        await self.give_up()
        await self.resume_parents()
        await self.request_periodic()
        await self.ring()
        if asyncio.get_running_loop().time() >= self._listen_at:
            await self.ring_again()
            self._listen_at = asyncio.get_running_loop().time() + self._listen.total_seconds()

    async def rescue(self) -> None:
        """Put back what dead workers held."""
        values = {
            "error": WORKER_LOST.model_dump_json(),
            "pause": self._first_pause,
            "longest_pause": LONGEST_PAUSE,
        }
        async with self._sessions.begin() as session:
            rows = (await session.execute(self._sql.rescue, values)).all()
        for row in rows:
            logger.warning("job.rescued", extra={"job_id": str(row.id), "state": row.state})
        await self._announce(rows)

    async def give_up(self) -> None:
        """Fail what lost its worker too often, each in a transaction with what follows from it."""
        async with self._sessions() as session:
            rows = (await session.execute(self._sql.hopeless)).all()
        for row in rows:
            try:
                await self._give_up(row)
            except Exception:
                # Whatever telling of one job came to, the others must go on; it is tried again.
                logger.exception("job.giving_up_failed", extra={"job_id": str(row.id)})

    async def _give_up(self, row: Row[Any]) -> None:
        actor = Actor(
            organisation_id=row.organisation_id,
            user_id=row.requested_by,
            role=Role(row.role) if row.role else Role.ADMIN,
        )
        values = {"id": row.id, "error": WORKER_LOST.model_dump_json()}
        async with self._transaction(actor, row.request_id or str(row.id)) as work:
            if (await work.session.execute(self._sql.give_up, values)).first() is None:
                return
            if row.kind in self._told:
                work.record(events.JOB_FAILED, row.id, kind=row.kind)
        logger.warning("job.given_up", extra={"job_id": str(row.id)})

    async def resume_parents(self) -> None:
        """Queue parents whose children have all ended. The last child does so itself, unless it was
        given up here."""
        async with self._sessions.begin() as session:
            rows = (await session.execute(self._sql.resume_all)).all()
        await self._announce(rows)

    async def request_periodic(self) -> None:
        async with self._sessions.begin() as session:
            requested = await request_due(session, self._schedule)
        if requested:
            await self._queue.announce(requested)

    async def ring(self) -> None:
        """Ring for what became due, or was never announced."""
        async with self._sessions() as session:
            rows = (await session.execute(NEVER_RUNG)).all()
        await self._announce(await self._heard(rows))

    async def ring_again(self) -> None:
        """Ring for what waits without a bell: the store was emptied, or a worker died with it."""
        async with self._sessions() as session:
            rows = (await session.execute(LONG_RUNG, {"pause": self._listen})).all()
        await self._announce(await self._heard(rows))

    async def _heard(self, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
        """Those of the rows that have no bell, as far as workers will come to hear one soon. A bell says
        that something is due; more of them wake workers for nothing."""
        chosen: list[Row[Any]] = []
        for queue in {row.queue for row in rows}:
            ringing = await self._queue.ringing(queue)
            silent = [row for row in rows if row.queue == queue and row.id not in ringing]
            chosen += silent[: max(0, MOST_BELLS - len(ringing))]
        return chosen

    async def deliver(self) -> None:
        """Do the outside effects that steps decided. The same one may be done again after a crash."""
        values = {"kinds": list(self._deliveries), "limit": DELIVER_AT_ONCE}
        async with self._sessions() as session:
            effects = (await session.execute(DUE_EFFECTS, values)).all()
        for effect in effects:
            try:
                await self._deliveries[effect.kind](
                    f"{effect.job_id}:{effect.step}", effect.payload
                )
            except Exception:
                # Whatever went wrong outside, the row stays and is tried again later.
                logger.exception("effect.failed", extra={"job_id": str(effect.job_id)})
                written = PUT_OFF
            else:
                written = DELIVERED
            async with self._sessions.begin() as session:
                await session.execute(written, {"job_id": effect.job_id, "step": effect.step})

    async def _announce(self, rows: Sequence[Row[Any]]) -> None:
        if rows:
            await self._queue.announce([JobId(row.id) for row in rows])

    async def _repeat(
        self, do: Callable[[], Awaitable[None]], lock: int, is_stopping: Callable[[], bool]
    ) -> None:
        while not is_stopping():
            try:
                async with self._sessions.begin() as guard:
                    if await guard.scalar(TRY_LOCK, {"key": lock}):
                        await do()
            except (DBAPIError, RedisError) as error:
                logger.warning("reconciler.interrupted", extra={"reason": str(error)})
            await asyncio.sleep(self._pause.total_seconds())

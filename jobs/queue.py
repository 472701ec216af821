"""Rings for jobs through RQ, and tells open pages which jobs changed. Losing either is harmless."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.queue import EnqueueData
from rq.serializers import JSONSerializer
from sqlalchemy import Row, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from alp_app.job_line import DUE
from alp_app.kit.ids import JobId
from alp_app.notices import JOBS_CHANNEL

logger = logging.getLogger(__name__)

ENTRY = "alp_app.worker.run_job"
"""What RQ calls, with a job's id and nothing else."""

NO_LIMIT = -1
"""RQ's own time limit interrupts in the middle of anything; the runner keeps time instead."""

FAILED_SECONDS = 3600

CHANGED = text(f"""
    SELECT id, queue, attempt, parent_id, course_id, organisation_id, {DUE} AS is_due
    FROM job WHERE id = ANY(:ids) ORDER BY queue, priority DESC, run_at, id
    """)  # noqa: S608 - written here

RUNG = text("""
    UPDATE job SET notified_at = clock_timestamp() WHERE id = ANY(:ids) AND state = 'queued'
    """)


def connect(url: str) -> Redis:
    """A client that gives up soon: nobody may wait for a bell."""
    return Redis.from_url(url, socket_connect_timeout=1, socket_timeout=2)


def queue_named(name: str, redis: Redis) -> Queue:
    return Queue(name, connection=redis, serializer=JSONSerializer)


class RqQueue:
    """`alp_app.unit_of_work.JobQueue` over RQ."""

    def __init__(
        self, redis: Redis, sessions: async_sessionmaker[AsyncSession], *, entry: str = ENTRY
    ) -> None:
        self._redis = redis
        self._sessions = sessions
        self._entry = entry

    async def announce(self, job_ids: Sequence[JobId]) -> None:
        """Ring for those of the jobs that are due, and tell pages that all of them changed."""
        try:
            async with self._sessions() as session:
                rows = (await session.execute(CHANGED, {"ids": list(job_ids)})).all()
            due = [row for row in rows if row.is_due]
            await asyncio.to_thread(self._tell, rows, due)
            if due:
                async with self._sessions.begin() as session:
                    await session.execute(RUNG, {"ids": [row.id for row in due]})
        except (RedisError, OperationalError) as error:
            logger.warning("jobs.not_announced", extra={"reason": str(error)})

    async def ringing(self, queue: str) -> set[UUID]:
        """The jobs whose bell no worker has heard yet. Raises RedisError."""
        bells = await asyncio.to_thread(queue_named(queue, self._redis).get_job_ids)
        return {UUID(bell.rpartition("-")[0]) for bell in bells}

    def _tell(self, rows: Iterable[Row[Any]], due: Iterable[Row[Any]]) -> None:
        for name, group in groupby(due, key=lambda row: row.queue):
            queue_named(name, self._redis).enqueue_many([self._bell(row) for row in group])
        with self._redis.pipeline(transaction=False) as pipeline:
            for row in rows:
                change = {
                    "job_id": row.id,
                    "parent_id": row.parent_id,
                    "course_id": row.course_id,
                    "organisation_id": row.organisation_id,
                }
                pipeline.publish(JOBS_CHANNEL, orjson.dumps(change))
            pipeline.execute()

    def _bell(self, row: Row[Any]) -> EnqueueData:
        return Queue.prepare_data(
            self._entry,
            args=(str(row.id),),
            # With the attempt: RQ forgets a bell by its id when its run ends, which for a parent may
            # be after the last child has rung for it again.
            job_id=f"{row.id}-{row.attempt}",
            timeout=NO_LIMIT,
            result_ttl=0,
            failure_ttl=FAILED_SECONDS,
        )

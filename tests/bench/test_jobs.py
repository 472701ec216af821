"""What a job costs beside its own work."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import psycopg
from redis import Redis

from alp_app.db.base import make_engine, session_factory
from alp_app.kit.ids import OrganisationId, new_uuid
from alp_app.models.account import Organisation
from alp_app.security.actor import Actor, Role
from alp_app.settings import ROOT, DatabaseSettings, Settings
from alp_app.unit_of_work import unit_of_work
from jobs.queue import RqQueue, connect
from tests.bench.errands import ENTRY, START, Errand
from tests.bench.meter import RoundTrips, Spread, counted, cpu_seconds
from tests.bench.report import Report, Table
from tests.support.product import RecordedBoard
from tests.support.stack import Stack, new_database

JOBS = 40
ROUNDS = 5
LOOK_SECONDS = 0.05

Worker = subprocess.Popen[bytes]


async def test_jobs(stack: Stack, report: Report, tmp_path: Path):
    with new_database(stack.settings) as url:
        async with counted(url) as trips:
            database = DatabaseSettings(url=trips.url)
            settings = stack.settings.model_copy(update={"database": database})
            with working(settings, tmp_path) as worker:
                await report_jobs(report, stack, url, trips, worker)


async def report_jobs(
    report: Report, stack: Stack, url: str, trips: RoundTrips, worker: Worker
) -> None:
    asker = Asker(url, stack.redis_url, worker)
    await asker.open()
    await asker.have_done(JOBS)  # warm: the first fork and connection cost more
    costs: list[float] = []
    database: list[float] = []
    store: list[float] = []
    for _ in range(ROUNDS):
        before = cpu_seconds([worker.pid]), trips.count, asker.store_commands
        await asker.have_done(JOBS)
        costs.append((cpu_seconds([worker.pid]) - before[0]) * 1000 / JOBS)
        database.append((trips.count - before[1]) / JOBS)
        store.append((asker.store_commands - before[2]) / JOBS)
    await asker.close()
    report.tables.append(
        Table(
            title="Jobs",
            about=f"Each of {ROUNDS * JOBS} jobs that do nothing, in a process of its own.",
            heads=["what", "for each job"],
            rows=[
                ["CPU ms of the worker and the job's process", str(Spread(costs))],
                ["round trips to Postgres", str(Spread(database))],
                ["commands to Redis, those of asking included", str(Spread(store))],
            ],
        )
    )


class Asker:
    """Asks for jobs past the counter, so that only the worker is counted."""

    def __init__(self, database_url: str, redis_url: str, worker: Worker) -> None:
        self._worker = worker
        self._url = database_url
        self._engine = make_engine(database_url, pool_size=2)
        self._sessions = session_factory(self._engine)
        self._redis: Redis = connect(redis_url)
        self._queue = RqQueue(self._redis, self._sessions, entry=ENTRY)
        self._actor = Actor(organisation_id=OrganisationId(new_uuid()), role=Role.ADMIN)
        self._asked = 0

    async def open(self) -> None:
        async with self._sessions.begin() as session:
            session.add(Organisation(id=self._actor.organisation_id, name="Canal School"))

    async def close(self) -> None:
        self._redis.close()
        await self._engine.dispose()

    @property
    def store_commands(self) -> int:
        said = cast("dict[str, int]", self._redis.info("stats"))
        return said["total_commands_processed"]

    async def have_done(self, count: int) -> None:
        async with unit_of_work(self._sessions, self._queue, RecordedBoard(), self._actor) as work:
            for number in range(self._asked, self._asked + count):
                await work.request(Errand(number=number))
        self._asked += count
        with psycopg.connect(self._url, autocommit=True) as connection:
            while self._unfinished(connection):
                assert self._worker.poll() is None, "the worker has ended"
                await asyncio.sleep(LOOK_SECONDS)

    def _unfinished(self, connection: psycopg.Connection) -> int:
        row = connection.execute("SELECT count(*) FROM job WHERE state <> 'done'").fetchone()
        assert row
        return row[0]


@contextmanager
def working(settings: Settings, folder: Path) -> Generator[Worker]:
    """A worker, until the end of the block."""
    groups = {"database", "redis", "s3", "jobs"}
    shown = json.dumps({**settings.model_dump(mode="json", include=groups), "home": str(folder)})
    with subprocess.Popen([sys.executable, "-c", START, shown], cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.kill()

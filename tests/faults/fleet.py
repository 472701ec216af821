"""A process that keeps workers and a reconciler running, however often they are killed.

Start it as `python -c "from tests.faults.fleet import main; main(...)"`: what it forks inherits its place.
"""

import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast, get_args
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from alp_app.db.base import make_engine, session_factory
from alp_app.jobspecs.base import Queue
from alp_app.kit.ids import JobId
from alp_app.services.revisions.recording import keep_history
from alp_app.settings import Settings
from alp_app.unit_of_work import unit_of_work
from alp_app.worker import (
    QueueWorker,
    current_worker,
    end_process,
    in_turn,
    run_until_told_to_stop,
)
from jobs.context import Resources
from jobs.queue import RqQueue, connect
from jobs.reconciler import Reconciler
from jobs.registry import HANDLERS
from jobs.runner import Ending, Runner
from providers.contracts.engines import Providers
from providers.fakes.images import PlaceholderImages
from providers.fakes.scenes import PlaceholderScenes
from providers.fakes.text import PlaceholderText
from providers.fakes.vectors import PlaceholderEmbeddings
from tests.faults.folder_objects import FolderObjects
from tests.faults.kinds import Handlers
from tests.faults.strikes import Rotation, Strikes
from tests.support.product import Absent, RecordedBoard
from tests.support.shared_servers import IsolatedSettings

COURSE = text("SELECT course_id FROM job WHERE id = :id")
ENTRY = "tests.faults.fleet.run_job"
WATCH_SECONDS = 0.05


class Place:
    """Where this fleet works; set once, before anything is forked."""

    settings: Settings
    folder: Path
    writes: bool = False
    """Its jobs are those of the product, with engines that give no answer twice."""


def run_job(job_id: str) -> None:
    asyncio.run(_run_job(JobId(UUID(job_id))))


async def _run_job(rung: JobId) -> None:
    engine = make_engine(Place.settings.database.url, pool_size=2)
    sessions = session_factory(engine)

    async def run(job_id: JobId) -> Ending:
        return await _run(job_id, sessions)

    await in_turn(sessions, rung, run)
    await engine.dispose()


async def _run(job_id: JobId, sessions: async_sessionmaker[AsyncSession]) -> Ending:
    settings = Place.settings
    strikes = Strikes(Place.folder / "strikes")
    watch = await _rotation(job_id) if Place.writes else strikes
    logger = logging.getLogger("jobs")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(watch)
    runner = Runner(
        Resources(
            sessions=sessions,
            queue=RqQueue(connect(settings.redis.url), sessions, entry=ENTRY),
            board=RecordedBoard(),
            objects=cast("Any", FolderObjects(Place.folder / "objects")),
            providers=engines() if Place.writes else cast("Any", Absent("engines")),
            public_url=Place.settings.public_url,
            listeners=(keep_history,) if Place.writes else (),
        ),
        HANDLERS if Place.writes else Handlers(strikes).bindings,
        database_url=settings.database.url,
        lease=settings.lease,
        worker=current_worker(),
        on_hang=end_process,
    )
    try:
        return await run_until_told_to_stop(runner, job_id)
    finally:
        logger.removeHandler(watch)


async def _rotation(job_id: JobId) -> Rotation:
    """What kills the process of this job, by the course that it is for."""
    engine = make_engine(Place.settings.database.url, pool_size=1)
    async with engine.connect() as connection:
        course_id = await connection.scalar(COURSE, {"id": job_id})
    await engine.dispose()
    return Rotation(Place.folder / "strikes", job_id, str(course_id))


def engines() -> Providers:
    """Each attempt at a job gets other words, and each call another picture: work done twice shows."""
    return Providers(
        text=PlaceholderText(),
        embeddings=PlaceholderEmbeddings(),
        images=PlaceholderImages(),
        scenes=PlaceholderScenes(),
        scanner=None,
        engines=(),
        parts=(),
    )


def _work(queue: str = "default") -> None:
    QueueWorker(queue, Place.settings).work(logging_level="WARNING")


def _reconcile() -> None:
    fleet = os.getppid()

    async def run() -> None:
        sessions = session_factory(make_engine(Place.settings.database.url, pool_size=4))
        queue = RqQueue(connect(Place.settings.redis.url), sessions, entry=ENTRY)
        reconciler = Reconciler(
            sessions,
            queue,
            transaction=partial(unit_of_work, sessions, queue, RecordedBoard()),
            told=(),
            pause=timedelta(seconds=Place.settings.jobs.reconcile_seconds),
            listen=timedelta(seconds=1),
            first_pause=timedelta(seconds=0.1),
            deliveries={},
            schedule=(),
        )
        await reconciler.run(is_stopping=lambda: os.getppid() != fleet)

    asyncio.run(run())


def _fork(do: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        do()
    finally:
        os._exit(0)


def main(settings: str, folder: str, workers: str, writes: str = "") -> None:
    """Run until killed; its children end with it. With `writes`, so many workers for each queue."""
    Place.settings = IsolatedSettings(**json.loads(settings))
    Place.folder = Path(folder)
    Place.writes = bool(writes)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    queues = get_args(Queue) if writes else ("default",)
    works = [partial(_work, queue) for queue in queues for _ in range(int(workers))]
    duties = {_fork(do): do for do in (_reconcile, *works)}
    while True:
        ended, _ = os.waitpid(-1, os.WNOHANG)
        if ended in duties:
            do = duties.pop(ended)
            duties[_fork(do)] = do
        if not ended:
            time.sleep(WATCH_SECONDS)

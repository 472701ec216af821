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
from typing import Any, cast
from uuid import UUID

from alp_app.db.base import make_engine, session_factory
from alp_app.kit.ids import JobId
from alp_app.settings import Settings
from alp_app.unit_of_work import unit_of_work
from alp_app.worker import QueueWorker, current_worker, end_process, run_until_told_to_stop
from jobs.context import Resources
from jobs.queue import RqQueue, connect
from jobs.reconciler import Reconciler
from jobs.runner import Runner
from tests.faults.folder_objects import FolderObjects
from tests.faults.kinds import Handlers
from tests.faults.strikes import Strikes
from tests.support.product import Absent, RecordedBoard
from tests.support.shared_servers import IsolatedSettings

ENTRY = "tests.faults.fleet.run_job"
WATCH_SECONDS = 0.05


class Place:
    """Where this fleet works; set once, before anything is forked."""

    settings: Settings
    folder: Path


def run_job(job_id: str) -> None:
    asyncio.run(_run_job(JobId(UUID(job_id))))


async def _run_job(job_id: JobId) -> None:
    settings = Place.settings
    strikes = Strikes(Place.folder / "strikes")
    logger = logging.getLogger("jobs")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(strikes)
    engine = make_engine(settings.database.url, pool_size=2)
    sessions = session_factory(engine)
    runner = Runner(
        Resources(
            sessions=sessions,
            queue=RqQueue(connect(settings.redis.url), sessions, entry=ENTRY),
            board=RecordedBoard(),
            objects=cast("Any", FolderObjects(Place.folder / "objects")),
            providers=cast("Any", Absent("engines")),
            public_url=Place.settings.public_url,
        ),
        Handlers(strikes).bindings,
        database_url=settings.database.url,
        lease=settings.lease,
        worker=current_worker(),
        on_hang=end_process,
    )
    await run_until_told_to_stop(runner, job_id)
    await engine.dispose()


def _work() -> None:
    QueueWorker("default", Place.settings).work(logging_level="WARNING")


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


def main(settings: str, folder: str, workers: str) -> None:
    """Run until killed; its children end with it."""
    Place.settings = IsolatedSettings(**json.loads(settings))
    Place.folder = Path(folder)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    duties = {_fork(do): do for do in (_reconcile, *(_work for _ in range(int(workers))))}
    while True:
        ended, _ = os.waitpid(-1, os.WNOHANG)
        if ended in duties:
            do = duties.pop(ended)
            duties[_fork(do)] = do
        if not ended:
            time.sleep(WATCH_SECONDS)

"""A database, a queue and a fleet of workers of their own, and the ledger of what happens there."""

import json
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from alp_app.db.base import make_engine, session_factory
from alp_app.kit.ids import JobId, OrganisationId, new_uuid
from alp_app.models.account import Organisation
from alp_app.security.actor import Actor, Role
from alp_app.settings import ROOT, DatabaseSettings, JobSettings, Settings
from alp_app.unit_of_work import unit_of_work
from jobs.queue import RqQueue, connect
from tests.faults.fleet import ENTRY
from tests.faults.kinds import STAGES, Chain
from tests.faults.ledger import Ledger
from tests.faults.strikes import Strikes
from tests.support.product import RecordedBoard
from tests.support.stack import Stack, new_database

JOBS = JobSettings(lease_seconds=1.5, reconcile_seconds=0.2)
START = "import sys; from tests.faults.fleet import main; main(*sys.argv[1:])"
LOOK_SECONDS = 0.1
STALL_SECONDS = 300


class Arena:
    def __init__(self, settings: Settings, folder: Path, ledger: Ledger) -> None:
        self.settings = settings
        self.folder = folder
        self.ledger = ledger
        self.strikes = Strikes(folder / "strikes")
        self.actor = Actor(organisation_id=OrganisationId(new_uuid()), role=Role.ADMIN)
        self._engine = make_engine(settings.database.url, pool_size=4)
        self.sessions = session_factory(self._engine)
        self.redis = connect(settings.redis.url)
        self.queue = RqQueue(self.redis, self.sessions, entry=ENTRY)

    async def open(self) -> None:
        async with self.sessions.begin() as session:
            session.add(Organisation(id=self.actor.organisation_id, name="Canal School"))

    async def close(self) -> None:
        self.redis.close()
        await self._engine.dispose()

    async def request(self, *specs: Chain) -> list[JobId]:
        board = RecordedBoard()
        async with unit_of_work(self.sessions, self.queue, board, self.actor) as work:
            requested: list[JobId] = []
            for spec in specs:
                job_id = await work.request(spec)
                if spec.strike == "job.claimed":
                    # Nothing of the job runs before this event, so it cannot plan its own strike.
                    self.strikes.plan(job_id, spec.strike, spec.victim)
                requested.append(job_id)
            return requested

    @contextmanager
    def fleet(self, workers: int = 3, *, writes: bool = False) -> Generator[psutil.Process]:
        """Workers and a reconciler that are started again whenever they die."""
        shown = self.settings.model_dump(mode="json", include={"database", "redis", "jobs"})
        arguments = (json.dumps(shown), str(self.folder), str(workers), "writes" if writes else "")
        with (self.folder / "fleet.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", START, *arguments], cwd=ROOT, stdout=log, stderr=log
            )
        fleet = psutil.Process(process.pid)
        try:
            yield fleet
        finally:
            everybody = [fleet, *fleet.children(recursive=True)]
            for member in everybody:
                with_grace(member.kill)
            process.wait()

    def settle(self) -> None:
        """Wait until every job has ended; fail when for a long time none has moved.

        The time that a busy machine takes to start the first worker does not count.
        """
        moves, moved_at = 0, time.monotonic()
        while not self.ledger.is_settled:
            if self.ledger.moves > moves or not self.ledger.workers:
                moves, moved_at = self.ledger.moves, time.monotonic()
            elif time.monotonic() > moved_at + STALL_SECONDS:
                raise AssertionError(f"nothing moves: {self.ledger.states()}\n{self.log}")
            time.sleep(LOOK_SECONDS)

    def check(self) -> None:
        assert self.ledger.complaints(stages=STAGES) == [], self.log

    @property
    def log(self) -> str:
        return (self.folder / "fleet.log").read_text()[-4000:]


def with_grace(do: Any) -> None:
    """Signal a process that may have gone already."""
    try:
        do()
    except psutil.NoSuchProcess:
        return


@contextmanager
def new_arena(stack: Stack, folder: Path, **changes: Any) -> Generator[Arena]:
    for name in ("strikes", "objects"):
        (folder / name).mkdir()
    with new_database(stack.settings) as url:
        own = {"database": DatabaseSettings(url=url), "jobs": JOBS, **changes}
        ledger = Ledger(url, folder / "objects")
        ledger.install()
        yield Arena(stack.settings.model_copy(update=own), folder, ledger)
        ledger.close()

"""Specs, handlers and a place to run them: what the tests of the job layer share."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlmodel import col, select

from alp_app.job_rows import STATEMENTS, Statements
from alp_app.jobspecs.base import JobSpec
from alp_app.kit.ids import JobId
from alp_app.models.job import Job, JobStep
from alp_app.security.actor import Actor
from alp_app.unit_of_work import Listener, unit_of_work
from jobs.context import JobContext, Resources
from jobs.reconciler import Reconciler
from jobs.runner import Ending, Runner
from providers.fakes.objects import MemoryObjects
from tests.support.product import Absent, RecordedBoard, RecordedQueue

LEASE = timedelta(seconds=1.5)

Handle = Callable[[JobContext, Any], Awaitable[None]]


class Errand(JobSpec):
    """Work that a test makes up."""

    kind = "operations.test_errand"
    retry_after: ClassVar[tuple[timedelta, ...]] = (timedelta(0), timedelta(0))

    name: str = "errand"

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.name}"


class Repeated(Errand):
    kind = "operations.test_repeated"
    is_once: ClassVar[bool] = False


class Household(Errand):
    """A parent of errands."""

    kind = "operations.test_household"


@dataclass
class Workshop:
    """Several workers in one process, without RQ between them."""

    sessions: async_sessionmaker[AsyncSession]
    database_url: str
    actor: Actor
    queue: RecordedQueue = field(default_factory=RecordedQueue)
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    providers: Any = field(default_factory=lambda: Absent("engines"))
    listeners: Sequence[Listener] = ()
    handlers: dict[type[JobSpec], Handle] = field(default_factory=dict[type[JobSpec], Handle])

    def work(self) -> Any:
        return unit_of_work(self.sessions, self.queue, RecordedBoard(), self.actor)

    def transaction(self, actor: Actor, request_id: str) -> Any:
        """As `work`, for whoever asked for a job, and with those who listen."""
        board = RecordedBoard()
        return unit_of_work(
            self.sessions, self.queue, board, actor, request_id, listeners=self.listeners
        )

    async def request(self, spec: JobSpec) -> JobId:
        async with self.work() as work:
            return await work.request(spec)

    def runner(
        self,
        kind: type[Runner] = Runner,
        *,
        statements: Statements = STATEMENTS,
        lease: timedelta = LEASE,
        worker: str = "worker-1",
    ) -> Runner:
        resources = Resources(
            sessions=self.sessions,
            queue=self.queue,
            board=RecordedBoard(),
            objects=cast("Any", self.objects),
            providers=self.providers,
            public_url="https://learn.example.org",
            statements=statements,
            listeners=self.listeners,
        )
        return kind(
            resources,
            list(self.handlers.items()),
            database_url=self.database_url,
            lease=lease,
            worker=worker,
            on_hang=lambda: None,
        )

    async def run(self, job_id: JobId) -> Ending:
        return await self.runner().run(job_id)

    async def drain(self) -> None:
        """Run whatever is due until nothing is, as workers would."""
        runner = self.runner()
        while due := await self._due():
            for job_id in due:
                await runner.run(job_id)

    async def job(self, job_id: JobId) -> Job:
        async with self.sessions() as session:
            return (await session.scalars(select(Job).where(col(Job.id) == job_id))).one()

    async def children(self, job_id: JobId) -> Mapping[str, Job]:
        async with self.sessions() as session:
            rows = await session.scalars(select(Job).where(col(Job.parent_id) == job_id))
            return {row.stage or "": row for row in rows}

    async def steps(self, job_id: JobId) -> dict[str, JobStep]:
        statement = select(JobStep).where(col(JobStep.job_id) == job_id)
        async with self.sessions() as session:
            return {step.name: step for step in await session.scalars(statement)}

    async def execute(self, statement: str, **values: Any) -> Any:
        async with self.sessions.begin() as session:
            return await session.execute(text(statement), values)

    async def lose_worker(self, job_id: JobId) -> None:
        """As if the worker had died long ago, or were cut off from the database."""
        await self.execute(
            "UPDATE job SET lease_until = clock_timestamp() - interval '1 minute' WHERE id = :id",
            id=job_id,
        )

    async def abandon(self, job_id: JobId) -> None:
        """As if a worker had taken the job and died at once."""
        values = {"id": job_id, "worker": "dead", "host": "here", "lease": timedelta(0)}
        async with self.sessions.begin() as session:
            await session.execute(STATEMENTS.claim, values)

    async def _due(self) -> list[JobId]:
        rows = await self.execute(
            "SELECT id FROM job WHERE state = 'queued' AND run_at <= clock_timestamp() ORDER BY id"
        )
        return [JobId(row.id) for row in rows]


def reconciler_of(
    workshop: Workshop, kind: type[Reconciler] = Reconciler, **more: Any
) -> Reconciler:
    given: dict[str, Any] = {
        "transaction": workshop.transaction,
        "told": {kind.kind for kind in workshop.handlers if kind.is_told},
        "pause": timedelta(seconds=0.1),
        "first_pause": timedelta(0),
        "deliveries": {},
        "schedule": (),
    }
    return kind(workshop.sessions, cast("Any", workshop.queue), **{**given, **more})

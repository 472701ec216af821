"""What must hold for the job layer, each told with the parts it is given: sound ones, or a broken one."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.job_rows import STATEMENTS, Statements, request_job
from alp_app.kit.ids import JobId
from alp_app.models.job import JobState
from jobs.context import Effect, JobContext
from jobs.reconciler import Reconciler
from jobs.runner import Ending, Runner
from providers.contracts.errors import ProviderUnreachable
from tests.jobs.workshop import Errand, Workshop, reconciler_of
from tests.support.product import RecordedQueue

SHORT = timedelta(seconds=2)
LONG_PAUSE = timedelta(seconds=30)
DOWN = ProviderUnreachable("engine", "connection refused")


class Patient(Errand):
    kind = "operations.test_patient"
    retry_after = (LONG_PAUSE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The job layer's parts; a mutant replaces one of them."""

    statements: Statements = STATEMENTS
    runner: type[Runner] = Runner
    reconciler: type[Reconciler] = Reconciler
    request: Callable[..., Awaitable[tuple[JobId, bool]]] = request_job


Scenario = Callable[[Workshop, Parts], Awaitable[None]]


async def one_run_for_many_bells(workshop: Workshop, parts: Parts) -> None:
    runs: list[int] = []

    async def handle(context: JobContext, _: Errand) -> None:
        runs.append(context.run.attempt)
        await asyncio.sleep(0.05)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    await asyncio.gather(*(_runner(workshop, parts).run(job_id) for _ in range(3)))
    await _runner(workshop, parts).run(job_id)
    assert runs == [1]


async def a_lost_worker_writes_nothing(workshop: Workshop, parts: Parts) -> None:
    """One that was cut off comes back after another has finished its job."""

    async def handle(context: JobContext, _: Errand) -> None:
        if context.run.attempt == 1:
            await workshop.lose_worker(context.job_id)
            await _runner(workshop, parts).run(context.job_id)
        async with context.unit_of_work() as work:
            work.record("errand.run", context.job_id, attempt=context.run.attempt)

    workshop.handlers[Errand] = handle
    await _runner(workshop, parts).run(await workshop.request(Errand()))
    rows = (await workshop.execute("SELECT facts FROM audit_event")).all()
    assert [row.facts for row in rows] == [{"attempt": 2}]


async def an_effect_belongs_to_its_step(workshop: Workshop, parts: Parts) -> None:
    """A worker is lost between its engine's answer and the step's commit."""

    async def handle(context: JobContext, _: Errand) -> None:
        async def draw() -> str:
            if context.run.attempt == 1:
                await workshop.lose_worker(context.job_id)
                await reconciler_of(workshop).rescue()
            return secrets.token_hex(8)

        await context.step("draw", draw, returns=str, effect=_mail)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    await _runner(workshop, parts).run(job_id)
    await _runner(workshop, parts).run(job_id)
    stored = (await workshop.steps(job_id))["draw"].result
    effects = (await workshop.execute("SELECT payload FROM job_effect")).all()
    assert [row.payload for row in effects] == [{"noise": stored}]


async def a_dead_workers_job_is_taken_over(workshop: Workshop, parts: Parts) -> None:
    workshop.handlers[Errand] = _do_nothing
    job_id = await workshop.request(Errand())
    await workshop.abandon(job_id)
    await reconciler_of(workshop, parts.reconciler).put_right()
    await workshop.drain()
    assert (await workshop.job(job_id)).state is JobState.DONE


async def a_bell_that_was_lost_rings_again(workshop: Workshop, parts: Parts) -> None:
    class EmptyQueue(RecordedQueue):
        async def ringing(self, queue: str) -> set[UUID]:
            return set()

    job_id = await workshop.request(Errand())
    await workshop.execute("UPDATE job SET notified_at = clock_timestamp() - interval '1 minute'")
    workshop.queue = EmptyQueue()
    await reconciler_of(workshop, parts.reconciler).put_right()
    assert workshop.queue.announced == [job_id]


async def failures_are_followed_by_a_pause(workshop: Workshop, parts: Parts) -> None:
    async def handle(*_: object) -> None:
        raise DOWN

    workshop.handlers[Patient] = handle
    failed = await workshop.request(Patient(name="failed"))
    assert await _runner(workshop, parts).run(failed) is Ending.RETRYING
    lost = await workshop.request(Patient(name="lost"))
    await workshop.abandon(lost)
    reconciler = reconciler_of(
        workshop, parts.reconciler, statements=parts.statements, first_pause=LONG_PAUSE
    )
    await reconciler.rescue()
    rows = await workshop.execute("SELECT run_at - clock_timestamp() AS pause FROM job")
    assert all(row.pause > LONG_PAUSE / 3 for row in rows)


async def the_same_work_is_one_job(workshop: Workshop, parts: Parts) -> None:
    async def ask() -> JobId:
        async with workshop.work() as work:
            job_id, _ = await parts.request(
                work.session,
                Errand(),
                organisation_id=work.organisation_id,
                requested_by=work.user_id,
            )
            return job_id

    assert len(set(await asyncio.gather(*(ask() for _ in range(4))))) == 1


async def every_artifact_has_its_bytes(workshop: Workshop, parts: Parts) -> None:
    """The object store fails at the moment of storing."""

    async def handle(context: JobContext, _: Errand) -> None:
        await context.attach("cover", secrets.token_bytes(100), media_type="image/png")

    workshop.handlers[Errand] = handle
    workshop.objects.troubles.append(DOWN)
    job_id = await workshop.request(Errand())
    assert await _runner(workshop, parts).run(job_id) is Ending.RETRYING
    rows = await workshop.execute("SELECT object_key FROM job_artifact")
    assert [
        row.object_key for row in rows if await workshop.objects.find(row.object_key) is None
    ] == []


async def a_busy_process_keeps_its_lease(workshop: Workshop, parts: Parts) -> None:
    held: list[bool] = []

    async def handle(context: JobContext, _: Errand) -> None:
        time.sleep(2 * SHORT.total_seconds())  # noqa: ASYNC251 - as a parser would
        with psycopg.connect(workshop.database_url) as connection:
            row = connection.execute(
                "SELECT lease_until > clock_timestamp() FROM job WHERE id = %s", (context.job_id,)
            ).fetchone()
        assert row is not None
        held.append(row[0])

    workshop.handlers[Errand] = handle
    await _runner(workshop, parts, SHORT).run(await workshop.request(Errand()))
    assert held == [True]


async def a_long_run_is_not_taken_away(workshop: Workshop, parts: Parts) -> None:
    async def handle(*_: object) -> None:
        for _ in range(10):
            await asyncio.sleep(SHORT.total_seconds() / 4)
            await reconciler_of(workshop).rescue()

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    ending = await _runner(workshop, parts, SHORT).run(job_id)
    assert (ending, (await workshop.job(job_id)).attempt) == (Ending.DONE, 1)


async def a_held_row_does_not_hold_up_the_others(workshop: Workshop, parts: Parts) -> None:
    """A live transaction holds one job's row while another job waits to be rescued."""
    held, lost = [await workshop.request(Errand(name=name)) for name in ("held", "lost")]
    for job_id in (held, lost):
        await workshop.abandon(job_id)
    reconciler = reconciler_of(workshop, parts.reconciler, statements=parts.statements)
    async with workshop.sessions.begin() as session:
        await _lock(session, held)
        try:
            await asyncio.wait_for(reconciler.rescue(), timeout=2)
        except TimeoutError as error:
            raise AssertionError("the reconciler waits for a worker") from error
    assert (await workshop.job(lost)).state is JobState.QUEUED
    assert (await workshop.job(held)).state is JobState.RUNNING


def _runner(workshop: Workshop, parts: Parts, lease: timedelta = timedelta(seconds=5)) -> Runner:
    return workshop.runner(parts.runner, statements=parts.statements, lease=lease)


def _mail(noise: str) -> Effect:
    return Effect(kind="mail", payload={"noise": noise})


async def _do_nothing(context: JobContext, _: Any) -> None:
    await context.checkpoint()


async def _lock(session: AsyncSession, job_id: JobId) -> None:
    await session.execute(STATEMENTS.hold, {"id": job_id})

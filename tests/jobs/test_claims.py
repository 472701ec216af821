"""Who may run a job: one worker at a time, and nobody after it was lost."""

import asyncio
import time
from datetime import timedelta

import pytest

from alp_app.models.job import JobState
from jobs.context import JobContext
from jobs.runner import Ending
from tests.jobs.workshop import Errand, Repeated, Workshop


async def nothing() -> bool:
    return True


async def test_two_workers_that_hear_the_same_bell_run_the_job_once(workshop: Workshop):
    runs: list[int] = []

    async def handle(context: JobContext, _: Errand) -> None:
        runs.append(context.run.attempt)
        await asyncio.sleep(0.05)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    runners = [workshop.runner(worker=f"worker-{number}") for number in range(4)]
    endings = await asyncio.gather(*(runner.run(job_id) for runner in runners))
    assert sorted(endings) == [Ending.DONE, Ending.SKIPPED, Ending.SKIPPED, Ending.SKIPPED]
    assert await workshop.run(job_id) is Ending.SKIPPED
    assert runs == [1]


async def test_a_bell_that_rings_too_early_is_ignored(workshop: Workshop):
    job_id = await workshop.request(Errand())
    await workshop.execute("UPDATE job SET run_at = clock_timestamp() + interval '1 hour'")
    assert await workshop.run(job_id) is Ending.SKIPPED
    assert (await workshop.job(job_id)).attempt == 0


async def test_a_worker_that_lost_its_job_can_write_nothing_more(workshop: Workshop):
    was_lost = asyncio.Event()
    endings: list[Ending] = []

    async def handle(context: JobContext, _: Errand) -> None:
        if context.run.attempt == 1:
            await workshop.lose_worker(context.job_id)
            endings.append(await workshop.runner(worker="worker-2").run(context.job_id))
            was_lost.set()
        async with context.unit_of_work() as work:
            work.record("errand.run", context.job_id, attempt=context.run.attempt)
        await context.step(f"attempt {context.run.attempt}", nothing, returns=bool)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.LOST
    assert endings == [Ending.DONE]
    recorded = (await workshop.execute("SELECT facts FROM audit_event")).all()
    assert [row.facts for row in recorded] == [{"attempt": 2}]
    assert list(await workshop.steps(job_id)) == ["attempt 2"]
    job = await workshop.job(job_id)
    assert (job.state, job.attempt, job.failures, job.worker) == (JobState.DONE, 2, 1, "worker-2")


async def test_a_handler_that_blocks_its_process_keeps_its_lease(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        time.sleep(0.9)  # noqa: ASYNC251 - as a parser would
        job = await workshop.job(context.job_id)
        assert job.lease_until is not None
        assert job.seen_at is not None
        assert job.started_at is not None
        assert job.seen_at > job.started_at

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.runner(lease=timedelta(seconds=0.6)).run(job_id) is Ending.DONE


async def test_asking_twice_for_the_same_work_gives_the_first_job(workshop: Workshop):
    first = await workshop.request(Errand(name="once"))
    assert await workshop.request(Errand(name="once")) == first
    assert await workshop.request(Errand(name="other")) != first
    assert workshop.queue.announced.count(first) == 1


async def test_many_who_ask_at_the_same_moment_get_one_job(workshop: Workshop):
    asked = await asyncio.gather(*(workshop.request(Errand()) for _ in range(8)))
    assert len(set(asked)) == 1


@pytest.mark.parametrize(("spec", "is_same"), [(Errand(), True), (Repeated(), False)])
async def test_work_that_is_done_is_done_again_only_where_that_is_meant(
    workshop: Workshop, spec: Errand, is_same: bool
):
    async def handle(context: JobContext, _: Errand) -> None:
        await context.checkpoint()

    workshop.handlers[type(spec)] = handle
    first = await workshop.request(spec)
    await workshop.run(first)
    assert (await workshop.request(spec) == first) is is_same


async def test_work_that_failed_may_be_asked_for_again(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        raise KeyError(context.job_id)

    workshop.handlers[Errand] = handle
    first = await workshop.request(Errand())
    assert await workshop.run(first) is Ending.FAILED
    assert await workshop.request(Errand()) != first

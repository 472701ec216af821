"""Ends before the end: cancelling, timing out, shutting down, failing."""

import asyncio
from datetime import timedelta
from typing import ClassVar

import pytest

from alp_app.models.job import JobState
from alp_app.services.operations.commands import cancel_job, retry_job
from alp_app.services.operations.errors import JobHasEnded, JobIsNotBroken
from jobs.context import JobContext
from jobs.runner import Ending
from tests.jobs.workshop import Errand, Workshop


class Hurried(Errand):
    kind = "operations.test_hurried"
    timeout: ClassVar[timedelta] = timedelta(seconds=0.2)
    retry_after: ClassVar[tuple[timedelta, ...]] = (timedelta(0),)


class Engine:
    """Works until somebody interrupts it."""

    def __init__(self) -> None:
        self.is_working = asyncio.Event()
        self.was_interrupted = False

    async def draw(self) -> bool:
        self.is_working.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.was_interrupted = True
            raise
        return True


async def test_cancelling_interrupts_the_engine_within_two_seconds(workshop: Workshop):
    engine = Engine()

    async def handle(context: JobContext, _: Errand) -> None:
        await context.step("draw", engine.draw, returns=bool)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    running = asyncio.create_task(workshop.run(job_id))
    await engine.is_working.wait()
    async with workshop.work() as work:
        await cancel_job(work, job_id)
    assert (await workshop.job(job_id)).state is JobState.RUNNING
    assert await asyncio.wait_for(running, timeout=2) is Ending.CANCELLED
    assert engine.was_interrupted
    assert (await workshop.job(job_id)).state is JobState.CANCELLED
    with pytest.raises(JobHasEnded):
        async with workshop.work() as work:
            await cancel_job(work, job_id)


async def test_a_cancelled_job_stops_before_its_next_step(workshop: Workshop):
    done: list[str] = []

    async def note(name: str) -> bool:
        done.append(name)
        return True

    async def handle(context: JobContext, _: Errand) -> None:
        await context.step("first", lambda: note("first"), returns=bool)
        async with workshop.work() as work:
            await cancel_job(work, context.job_id)
        await context.step("second", lambda: note("second"), returns=bool)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.CANCELLED
    assert done == ["first"]

    async with workshop.work() as work:
        await retry_job(work, job_id)

    async def handle_again(context: JobContext, _: Errand) -> None:
        await context.step("first", lambda: note("again"), returns=bool)

    workshop.handlers[Errand] = handle_again
    assert await workshop.run(job_id) is Ending.DONE
    assert done == ["first"]


async def test_a_job_that_waits_in_the_queue_is_cancelled_at_once(workshop: Workshop):
    job_id = await workshop.request(Errand())
    async with workshop.work() as work:
        await cancel_job(work, job_id)
    assert (await workshop.job(job_id)).state is JobState.CANCELLED
    assert await workshop.run(job_id) is Ending.SKIPPED


async def test_a_run_that_takes_too_long_is_ended_and_tried_again(workshop: Workshop):
    engine = Engine()

    async def handle(context: JobContext, _: Hurried) -> None:
        await context.step("draw", engine.draw, returns=bool)

    workshop.handlers[Hurried] = handle
    job_id = await workshop.request(Hurried())
    assert await workshop.run(job_id) is Ending.RETRYING
    assert engine.was_interrupted
    assert await workshop.run(job_id) is Ending.FAILED
    error = (await workshop.job(job_id)).error
    assert error is not None
    assert error.code == "job.timed_out"


async def test_a_timeout_of_the_handlers_own_is_no_timeout_of_the_run(workshop: Workshop):
    async def handle(context: JobContext, _: Hurried) -> None:
        raise TimeoutError(context.job_id)

    workshop.handlers[Hurried] = handle
    job_id = await workshop.request(Hurried())
    assert await workshop.run(job_id) is Ending.FAILED
    error = (await workshop.job(job_id)).error
    assert error is not None
    assert error.is_bug


async def test_a_worker_that_shuts_down_hands_its_job_back(workshop: Workshop):
    engine = Engine()

    async def handle(context: JobContext, _: Errand) -> None:
        if context.run.attempt == 1:
            await context.step("draw", engine.draw, returns=bool)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    runner = workshop.runner()
    running = asyncio.create_task(runner.run(job_id))
    await engine.is_working.wait()
    runner.release()
    assert await running is Ending.RELEASED
    job = await workshop.job(job_id)
    assert (job.state, job.failures) == (JobState.QUEUED, 0)
    assert workshop.queue.announced[-1] == job_id
    assert await workshop.run(job_id) is Ending.DONE


async def test_a_worker_that_shuts_down_at_the_very_beginning_hands_its_job_back(
    workshop: Workshop,
):
    async def handle(context: JobContext, _: Errand) -> None:
        await context.step("draw", Engine().draw, returns=bool)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    runner = workshop.runner()
    runner.release()
    assert await runner.run(job_id) is Ending.RELEASED
    assert (await workshop.job(job_id)).state is JobState.QUEUED


async def test_a_bug_is_given_a_number_and_not_tried_again(workshop: Workshop):
    async def handle(_: JobContext, spec: Errand) -> None:
        raise KeyError(spec.name)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand(name="the secret"))
    assert await workshop.run(job_id) is Ending.FAILED
    error = (await workshop.job(job_id)).error
    assert error is not None
    assert error.is_bug
    assert str(error.facts["reference"]) in error.message
    assert "the secret" not in error.message
    assert "KeyError: 'the secret'" in error.technical


async def test_work_that_this_worker_does_not_know_waits_for_one_that_does(workshop: Workshop):
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.RETRYING
    job = await workshop.job(job_id)
    assert job.error is not None
    assert (job.state, job.error.code) == (JobState.QUEUED, "job.unknown_kind")


async def test_arguments_of_another_shape_fail_the_job(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        await context.checkpoint()

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    await workshop.execute("""UPDATE job SET args = '{"colour": "red"}'""")
    assert await workshop.run(job_id) is Ending.FAILED


async def test_only_what_is_broken_can_be_tried_again(workshop: Workshop):
    job_id = await workshop.request(Errand())
    with pytest.raises(JobIsNotBroken):
        async with workshop.work() as work:
            await retry_job(work, job_id)

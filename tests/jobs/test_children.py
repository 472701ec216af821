"""A parent and its stages: it waits without a worker, and goes on exactly once."""

import asyncio
from collections.abc import Sequence

import pytest

from alp_app.kit.ids import JobId
from alp_app.models.job import JobState
from alp_app.services.operations.commands import cancel_job, retry_job
from jobs.context import Child, ChildOutcome, JobContext
from jobs.reconciler import Reconciler
from jobs.runner import Ending
from providers.contracts.errors import ProviderRefused
from tests.jobs.workshop import LEASE, Errand, Household, Workshop, reconciler_of
from tests.support.product import RecordedQueue

NO = ProviderRefused("engine", "the prompt is empty", hint="Write a longer prompt.")


class Home:
    """What happened in a household: which errands ran, what each run of the parent saw."""

    def __init__(self, workshop: Workshop, children: Sequence[Child]) -> None:
        self.children = children
        self.refused: set[str] = set()
        self.ran: list[str] = []
        self.seen: list[dict[str, ChildOutcome]] = []
        self.parent_runs = 0
        workshop.handlers[Household] = self.keep_house
        workshop.handlers[Errand] = self.run_errand

    async def keep_house(self, context: JobContext, _: Household) -> None:
        self.parent_runs += 1
        await context.step("plan", self._note("plan"), returns=bool)
        self.seen.append(await context.run_children(self.children))
        await context.step("tidy", self._note("tidy"), returns=bool)

    async def run_errand(self, context: JobContext, spec: Errand) -> None:
        await context.step("go", self._note(spec.name), returns=bool)
        if spec.name in self.refused:
            raise NO

    def _note(self, name: str):
        async def note() -> bool:
            self.ran.append(name)
            return True

        return note


MILK = Child("milk", Errand(name="milk"))
BREAD = Child("bread", Errand(name="bread"))
NEWS = Child("news", Errand(name="news"), is_required=False)


async def test_all_stages_are_announced_however_long_that_takes(workshop: Workshop):
    class SlowQueue(RecordedQueue):
        async def announce(self, job_ids: Sequence[JobId]) -> None:
            await asyncio.sleep(LEASE.total_seconds())  # the heartbeat looks meanwhile
            await super().announce(job_ids)

    async def keep_house(context: JobContext, _: Household) -> None:
        await context.run_children([MILK, BREAD])

    workshop.handlers[Household] = keep_house
    workshop.queue = SlowQueue()
    parent = await workshop.request(Household())
    assert await workshop.run(parent) is Ending.SUSPENDED
    stages = {child.id for child in (await workshop.children(parent)).values()}
    assert stages < set(workshop.queue.announced)


async def test_a_parent_waits_for_its_stages_and_goes_on_once(workshop: Workshop):
    home = Home(workshop, [MILK, BREAD])
    parent = await workshop.request(Household())
    assert await workshop.run(parent) is Ending.SUSPENDED
    assert (await workshop.job(parent)).state is JobState.WAITING

    children = await workshop.children(parent)
    assert await workshop.run(children["milk"].id) is Ending.DONE
    assert (await workshop.job(parent)).state is JobState.WAITING
    assert await workshop.run(children["bread"].id) is Ending.DONE
    assert (await workshop.job(parent)).state is JobState.QUEUED
    assert workshop.queue.announced[-1] == parent

    assert await workshop.run(parent) is Ending.DONE
    assert home.ran == ["plan", "milk", "bread", "tidy"]
    assert [outcome.is_done for outcome in home.seen[0].values()] == [True, True]
    assert (await workshop.job(parent)).failures == 0


async def test_the_last_two_stages_may_end_at_the_same_moment(workshop: Workshop):
    home = Home(workshop, [Child(f"errand {n}", Errand(name=f"{n}")) for n in range(6)])
    parent = await workshop.request(Household())
    await workshop.run(parent)
    children = await workshop.children(parent)
    await asyncio.gather(*(workshop.runner().run(child.id) for child in children.values()))
    assert (await workshop.job(parent)).state is JobState.QUEUED
    await workshop.drain()
    assert home.parent_runs == 2
    assert (await workshop.job(parent)).state is JobState.DONE


async def test_a_parent_may_have_stages_one_after_the_other(workshop: Workshop):
    order: list[str] = []

    async def keep_house(context: JobContext, _: Household) -> None:
        await context.run_children([MILK])
        order.append("between")
        await context.run_children([BREAD, NEWS])

    async def run_errand(context: JobContext, spec: Errand) -> None:
        order.append(spec.name)
        await context.checkpoint()

    workshop.handlers |= {Household: keep_house, Errand: run_errand}
    parent = await workshop.request(Household())
    await workshop.drain()
    assert (await workshop.job(parent)).state is JobState.DONE
    assert order == ["milk", "between", "bread", "news", "between"]


async def test_a_required_stage_that_fails_fails_its_parent_with_its_words(workshop: Workshop):
    home = Home(workshop, [MILK, BREAD])
    home.refused = {"bread"}
    parent = await workshop.request(Household())
    await workshop.drain()
    job = await workshop.job(parent)
    child = (await workshop.children(parent))["bread"]
    assert (job.state, child.state) == (JobState.FAILED, JobState.FAILED)
    assert job.error == child.error
    assert job.error is not None
    assert job.error.message == "engine: the prompt is empty"


async def test_an_optional_stage_that_fails_does_not_fail_its_parent(workshop: Workshop):
    home = Home(workshop, [MILK, NEWS])
    home.refused = {"news"}
    parent = await workshop.request(Household())
    await workshop.drain()
    assert (await workshop.job(parent)).state is JobState.DONE
    assert home.seen[0]["news"].state is JobState.FAILED


@pytest.mark.parametrize("retried", ["parent", "child"])
async def test_a_retry_does_only_what_is_missing(workshop: Workshop, retried: str):
    home = Home(workshop, [MILK, BREAD])
    home.refused = {"bread"}
    parent = await workshop.request(Household())
    await workshop.drain()
    home.refused = set()
    bread = (await workshop.children(parent))["bread"].id
    async with workshop.work() as work:
        await retry_job(work, parent if retried == "parent" else bread)
    assert (await workshop.job(parent)).state is JobState.WAITING
    await workshop.drain()
    assert (await workshop.job(parent)).state is JobState.DONE
    assert (await workshop.job(bread)).state is JobState.DONE
    assert home.ran == ["plan", "milk", "bread", "tidy"]


async def test_cancelling_a_parent_cancels_its_stages(workshop: Workshop):
    Home(workshop, [MILK, BREAD])
    parent = await workshop.request(Household())
    await workshop.run(parent)
    milk = (await workshop.children(parent))["milk"].id
    await workshop.run(milk)
    async with workshop.work() as work:
        await cancel_job(work, parent)
    children = await workshop.children(parent)
    assert (await workshop.job(parent)).state is JobState.CANCELLED
    assert children["milk"].state is JobState.DONE
    assert children["bread"].state is JobState.CANCELLED
    assert await workshop.run(children["bread"].id) is Ending.SKIPPED


async def test_cancelling_the_last_required_stage_fails_its_parent(workshop: Workshop):
    Home(workshop, [MILK, BREAD])
    parent = await workshop.request(Household())
    await workshop.run(parent)
    children = await workshop.children(parent)
    await workshop.run(children["milk"].id)
    async with workshop.work() as work:
        await cancel_job(work, children["bread"].id)
    assert (await workshop.job(parent)).state is JobState.QUEUED
    assert parent in workshop.queue.announced
    await workshop.drain()
    error = (await workshop.job(parent)).error
    assert error is not None
    assert (error.code, error.facts) == ("job.stage_cancelled", {"stage": "bread"})


async def test_a_stage_given_up_by_the_reconciler_wakes_its_parent(workshop: Workshop):
    Home(workshop, [MILK])
    parent = await workshop.request(Household())
    await workshop.run(parent)
    milk = (await workshop.children(parent))["milk"].id
    await workshop.execute("UPDATE job SET max_failures = 1 WHERE id = :id", id=milk)
    await workshop.abandon(milk)
    reconciler: Reconciler = reconciler_of(workshop)
    await reconciler.give_up()
    assert (await workshop.job(milk)).state is JobState.FAILED
    assert (await workshop.job(parent)).state is JobState.WAITING
    await reconciler.resume_parents()
    await workshop.drain()
    error = (await workshop.job(parent)).error
    assert error is not None
    assert error.code == "job.worker_lost"

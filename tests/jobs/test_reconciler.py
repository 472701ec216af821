"""What crashes and lost messages leave behind is put right."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import pytest
from sqlalchemy import text

from alp_app.kit.ids import JobId
from alp_app.models.audit import AuditEvent
from alp_app.models.job import JobState
from alp_app.services.operations.commands import cancel_job
from alp_app.unit_of_work import UnitOfWork
from jobs.context import Effect, JobContext
from jobs.reconciler import RECONCILER_LOCK, Reconciler
from jobs.runner import Ending
from tests.jobs.workshop import Errand, Workshop, reconciler_of
from tests.support.product import RecordedQueue


class DeafQueue(RecordedQueue):
    """Knows which bells are still unheard."""

    def __init__(self, unheard: set[UUID]) -> None:
        super().__init__()
        self.unheard = unheard

    async def ringing(self, queue: str) -> set[UUID]:
        assert queue == "default"
        return self.unheard


async def handle_at_once(context: JobContext, _: Errand) -> None:
    await context.checkpoint()


async def test_a_job_whose_worker_died_runs_again(workshop: Workshop):
    workshop.handlers[Errand] = handle_at_once
    job_id = await workshop.request(Errand())
    await workshop.abandon(job_id)
    await reconciler_of(workshop).put_right()
    job = await workshop.job(job_id)
    assert (job.state, job.failures) == (JobState.QUEUED, 1)
    assert job.error is not None
    assert job.error.code == "job.worker_lost"
    assert await workshop.run(job_id) is Ending.DONE


async def test_a_job_that_kills_its_workers_is_given_up(workshop: Workshop):
    job_id = await workshop.request(Errand())
    reconciler = reconciler_of(workshop)
    lost = 0
    while (await workshop.job(job_id)).state is JobState.QUEUED:
        await workshop.execute("UPDATE job SET run_at = clock_timestamp()")
        await workshop.abandon(job_id)
        await reconciler.put_right()
        lost += 1
    assert lost == Errand.max_failures
    job = await workshop.job(job_id)
    assert (job.state, job.failures) == (JobState.FAILED, Errand.max_failures)
    assert job.error is not None
    assert job.error.code == "job.worker_lost"
    assert await _told(workshop) == []


async def test_who_asked_for_a_job_hears_once_that_it_was_given_up(workshop: Workshop):
    heard: list[tuple[str, UUID, UUID | None]] = []

    async def listen(work: UnitOfWork, events: Sequence[AuditEvent]) -> None:
        assert work.actor == workshop.actor
        heard.extend((event.name, event.subject_id, event.actor_id) for event in events)

    workshop.listeners = (listen,)
    workshop.handlers[Announced] = handle_at_once
    job_id = await _hopeless(workshop, "told")
    reconcilers = [reconciler_of(workshop) for _ in range(3)]
    await asyncio.gather(*(each.put_right() for each in reconcilers))
    await reconcilers[0].put_right()
    told = ("job.failed", job_id, workshop.actor.user_id)
    assert heard == [told]
    assert await _told(workshop) == [told]


async def test_a_job_of_which_nobody_can_be_told_holds_up_no_other(workshop: Workshop):
    workshop.handlers[Announced] = handle_at_once
    untold, other = [await _hopeless(workshop, name) for name in ("untold", "other")]

    async def refuse(work: UnitOfWork, events: Sequence[AuditEvent]) -> None:
        if any(event.subject_id == untold for event in events):
            raise RuntimeError(f"no words for {work.user_id}")

    workshop.listeners = (refuse,)
    await reconciler_of(workshop).put_right()
    assert (await workshop.job(other)).state is JobState.FAILED
    assert [told[1] for told in await _told(workshop)] == [other]
    workshop.listeners = ()
    await reconciler_of(workshop).put_right()
    assert (await workshop.job(untold)).state is JobState.FAILED
    assert [told[1] for told in await _told(workshop)] == [other, untold]


class Announced(Errand):
    """Somebody waits for it."""

    kind = "operations.test_announced"
    is_told: ClassVar[bool] = True
    max_failures: ClassVar[int] = 1


async def _hopeless(workshop: Workshop, name: str) -> JobId:
    """A job that has lost its last worker."""
    job_id = await workshop.request(Announced(name=name))
    await workshop.abandon(job_id)
    return job_id


async def _told(workshop: Workshop) -> list[tuple[str, UUID, UUID | None]]:
    rows = await workshop.execute(
        "SELECT name, subject_id, actor_id FROM audit_event WHERE name LIKE 'job.%' ORDER BY id"
    )
    return [(row.name, row.subject_id, row.actor_id) for row in rows]


async def test_the_pause_after_a_lost_worker_grows(workshop: Workshop):
    job_id = await workshop.request(Errand())
    reconciler = reconciler_of(workshop, first_pause=timedelta(seconds=10))
    pauses: list[float] = []
    for _ in range(3):
        await workshop.execute("UPDATE job SET run_at = clock_timestamp()")
        await workshop.abandon(job_id)
        await reconciler.rescue()
        [row] = await workshop.execute("SELECT run_at - clock_timestamp() AS pause FROM job")
        pauses.append(row.pause.total_seconds())
    for number, pause in enumerate(pauses):
        assert 0.4 * 10 * 2**number < pause <= 1.5 * min(10 * 2**number, 60)


async def test_a_job_that_was_to_be_cancelled_when_its_worker_died_is_cancelled(
    workshop: Workshop,
):
    job_id = await workshop.request(Errand())
    await workshop.abandon(job_id)
    async with workshop.work() as work:
        await cancel_job(work, job_id)
    await reconciler_of(workshop).rescue()
    assert (await workshop.job(job_id)).state is JobState.CANCELLED


async def test_a_live_lease_is_left_alone(workshop: Workshop):
    workshop.handlers[Errand] = handle_at_once
    job_id = await workshop.request(Errand())
    await workshop.abandon(job_id)
    await workshop.execute("UPDATE job SET lease_until = clock_timestamp() + interval '1 minute'")
    await reconciler_of(workshop).rescue()
    assert (await workshop.job(job_id)).state is JobState.RUNNING


async def test_a_job_that_was_never_announced_is_rung_for(workshop: Workshop):
    job_id = await workshop.request(Errand())
    workshop.queue.announced.clear()
    await reconciler_of(workshop).ring()
    assert workshop.queue.announced == [job_id]


async def test_a_job_whose_pause_is_not_over_is_not_rung_for(workshop: Workshop):
    await workshop.request(Errand())
    await workshop.execute("UPDATE job SET run_at = clock_timestamp() + interval '1 minute'")
    workshop.queue.announced.clear()
    await reconciler_of(workshop).ring()
    assert workshop.queue.announced == []


async def test_only_bells_that_are_gone_are_rung_again(workshop: Workshop):
    heard, lost = [await workshop.request(Errand(name=name)) for name in ("heard", "lost")]
    await workshop.execute("UPDATE job SET notified_at = clock_timestamp() - interval '1 minute'")
    workshop.queue = DeafQueue(unheard={heard})
    await reconciler_of(workshop).ring_again()
    assert workshop.queue.announced == [lost]


async def test_one_reconciler_works_at_a_time(workshop: Workshop):
    passes: list[str] = []

    class Noted(Reconciler):
        async def put_right(self) -> None:
            passes.append("pass")

    stop = asyncio.Event()
    async with workshop.sessions.begin() as elsewhere:
        await elsewhere.execute(
            text("SELECT pg_advisory_xact_lock(:key)"), {"key": RECONCILER_LOCK}
        )
        task = asyncio.create_task(reconciler_of(workshop, Noted).run(stop.is_set))
        await asyncio.sleep(0.4)
        assert passes == []
    await asyncio.sleep(0.4)
    stop.set()
    await task
    assert passes


class Postman:
    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.delivered: list[tuple[str, Mapping[str, Any]]] = []

    async def __call__(self, key: str, payload: Mapping[str, Any]) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.delivered.append((key, payload))


async def post(workshop: Workshop) -> JobId:
    async def handle(context: JobContext, _: Errand) -> None:
        await context.step(
            "post",
            context.checkpoint,
            returns=type(None),
            effect=lambda _: Effect(kind="mail", payload={"to": "a teacher"}),
        )

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    await workshop.run(job_id)
    return job_id


async def test_an_effect_is_delivered_once_under_its_key(workshop: Workshop):
    postman = Postman()
    job_id = await post(workshop)
    reconciler = reconciler_of(workshop, deliveries={"mail": postman})
    await reconciler.deliver()
    await reconciler.deliver()
    assert postman.delivered == [(f"{job_id}:post", {"to": "a teacher"})]


@pytest.mark.parametrize("failures", [[OSError("no route")], [ValueError("no"), OSError("no")]])
async def test_an_effect_that_fails_is_tried_again_later(
    workshop: Workshop, failures: Sequence[Exception]
):
    postman = Postman(*failures)
    await post(workshop)
    reconciler = reconciler_of(workshop, deliveries={"mail": postman})
    for _ in failures:
        await reconciler.deliver()
        await reconciler.deliver()
        assert postman.delivered == []
        await workshop.execute("UPDATE job_effect SET due_at = clock_timestamp()")
    await reconciler.deliver()
    assert len(postman.delivered) == 1


async def test_an_effect_that_nobody_knows_is_kept(workshop: Workshop):
    await post(workshop)
    await reconciler_of(workshop).deliver()
    [effect] = await workshop.execute("SELECT * FROM job_effect")
    assert effect.delivered_at is None
    assert effect.failures == 0

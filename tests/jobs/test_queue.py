"""The bell and the news: rung once for each claim, and never missed by anybody for long."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from redis import Redis
from rq.job import Job as Bell
from rq.serializers import JSONSerializer

from alp_app.models.job import JobState
from alp_app.notices import JOBS_CHANNEL
from jobs.queue import ENTRY, RqQueue, connect, queue_named
from tests.jobs.workshop import Errand, Workshop
from tests.support.stack import Stack


@pytest.fixture
async def redis(stack: Stack) -> AsyncGenerator[Redis]:
    client = connect(stack.redis_url)
    client.flushdb()
    yield client
    client.close()


@pytest.fixture
def bells(redis: Redis, workshop: Workshop) -> RqQueue:
    return RqQueue(redis, workshop.sessions)


def rung(redis: Redis) -> list[str]:
    return queue_named("default", redis).get_job_ids()


async def test_a_bell_carries_the_id_of_its_job_and_nothing_else(
    workshop: Workshop, bells: RqQueue, redis: Redis
):
    job_id = await workshop.request(Errand(name="a secret"))
    await bells.announce([job_id])
    [bell_id] = rung(redis)
    bell = Bell.fetch(bell_id, connection=redis, serializer=JSONSerializer)
    assert (bell.func_name, bell.args, bell.kwargs) == (ENTRY, [str(job_id)], {})
    assert bell_id == f"{job_id}-0"
    assert json.loads(bell.data)
    assert (await workshop.job(job_id)).notified_at is not None


async def test_pages_hear_which_job_changed(workshop: Workshop, bells: RqQueue, redis: Redis):
    job_id = await workshop.request(Errand())
    with redis.pubsub(ignore_subscribe_messages=True) as pages:
        pages.subscribe(JOBS_CHANNEL)
        while redis.pubsub_numsub(JOBS_CHANNEL)[0][1] == 0:
            pages.get_message(timeout=0.1)
        await bells.announce([job_id])
        heard: Any = None
        while heard is None:
            heard = await asyncio.to_thread(pages.get_message, timeout=1)
    assert json.loads(heard["data"]) == {
        "job_id": str(job_id),
        "parent_id": None,
        "course_id": None,
        "organisation_id": str(workshop.actor.organisation_id),
    }


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.WAITING, JobState.DONE])
async def test_nobody_is_called_for_a_job_that_is_not_due(
    workshop: Workshop, bells: RqQueue, redis: Redis, state: JobState
):
    job_id = await workshop.request(Errand())
    await workshop.execute("UPDATE job SET state = :state", state=state.value)
    await bells.announce([job_id])
    assert rung(redis) == []


async def test_what_is_urgent_is_rung_first(workshop: Workshop, bells: RqQueue, redis: Redis):
    calm, urgent = [await workshop.request(Errand(name=name)) for name in ("calm", "urgent")]
    await workshop.execute("UPDATE job SET priority = 5 WHERE id = :id", id=urgent)
    await bells.announce([calm, urgent])
    assert rung(redis) == [f"{urgent}-0", f"{calm}-0"]


async def test_an_unheard_bell_is_known(workshop: Workshop, bells: RqQueue, redis: Redis):
    job_id = await workshop.request(Errand())
    await bells.announce([job_id])
    assert await bells.ringing("default") == {job_id}
    redis.flushdb()
    assert await bells.ringing("default") == set()


async def test_a_store_that_does_not_answer_keeps_nobody_waiting(workshop: Workshop):
    nowhere = Redis(host="127.0.0.1", port=1, socket_connect_timeout=1)
    job_id = await workshop.request(Errand())
    await RqQueue(nowhere, workshop.sessions).announce([job_id])
    assert (await workshop.job(job_id)).notified_at is None

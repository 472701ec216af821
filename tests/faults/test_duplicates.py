"""F8: bells that ring several times, late, early and out of order; requests made twice."""

import asyncio
import random
import time

from rq import Queue

from jobs.queue import queue_named
from tests.faults.arena import Arena
from tests.faults.conftest import Times
from tests.faults.fleet import ENTRY
from tests.faults.kinds import Chain, Family


async def test_bells_in_any_number_and_order_run_each_job_once(patient_arena: Arena, times: Times):
    arena = patient_arena
    count = times(50, 300)
    asked = [_some(number) for number in range(count)]
    twice = await asyncio.gather(*(arena.request(spec) for spec in (*asked, *reversed(asked))))
    job_ids = {job_id for [job_id] in twice}
    assert len(job_ids) == count

    bells = [(job_id, number) for job_id in job_ids for number in range(2)]
    random.Random(time.time_ns()).shuffle(bells)  # noqa: S311 - shuffles bells
    queue_named("default", arena.redis).enqueue_many(
        [
            Queue.prepare_data(ENTRY, args=(str(job_id),), job_id=f"{job_id}-{900 + number}")
            for job_id, number in bells
        ]
    )
    with arena.fleet():
        arena.settle()
    arena.check()
    assert arena.ledger.attempts == {Chain.kind: 1, Family.kind: 2}


def _some(number: int) -> Chain:
    kind = Family if number % 10 == 0 else Chain
    return kind(number=str(number))

"""Workers are told to stop while they work: their jobs go on elsewhere, and nothing counts as lost."""

import time

from tests.faults.arena import Arena, with_grace
from tests.faults.conftest import Times
from tests.faults.kinds import Chain


async def test_a_rolling_restart_of_workers_loses_no_time_and_no_work(
    patient_arena: Arena, times: Times
):
    arena = patient_arena
    with arena.fleet(workers=2) as fleet:
        await arena.request(*(Chain(number=f"{n}", seconds=0.4) for n in range(8)))
        for _ in range(times(4, 20)):
            time.sleep(0.5)  # noqa: ASYNC251 - nothing else runs here
            busy = [worker for worker in fleet.children() if worker.children()]
            for worker in busy:
                with_grace(worker.terminate)
        arena.settle()
    arena.check()
    assert arena.ledger.failures == 0

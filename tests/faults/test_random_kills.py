"""F2: job processes, workers and both are killed at random moments under load."""

import random
import time

import psutil

from tests.faults.arena import Arena, with_grace
from tests.faults.conftest import Times
from tests.faults.kinds import Chain, Family

PAUSE_SECONDS = 0.15
FAMILY_EVERY = 5


def kill_somebody(fleet: psutil.Process, chance: random.Random) -> bool:
    """Kill a worker, the process of its job, or both. Returns whether anybody was there to kill."""
    workers = fleet.children()
    pairs = [(worker, child) for worker in workers for child in worker.children()]
    if not pairs:
        return False
    worker, job = chance.choice(pairs)
    victims = chance.choice([(job,), (worker,), (worker, job)])
    for victim in victims:
        with_grace(victim.kill)
    return True


async def test_random_kills_lose_and_double_nothing(arena: Arena, times: Times):
    kills = times(60, 300)
    seed = time.time_ns()
    chance = random.Random(seed)  # noqa: S311 - chooses victims
    made = 0
    with arena.fleet() as fleet:
        while kills > 0:
            if arena.ledger.unfinished < 10:
                await arena.request(*(_some(made + n) for n in range(10)))
                made += 10
            try:
                kills -= kill_somebody(fleet, chance)
            except psutil.NoSuchProcess:
                continue
            time.sleep(PAUSE_SECONDS * chance.random() * 2)  # noqa: ASYNC251 - nothing else runs here
        arena.settle()
    arena.check()


def _some(number: int) -> Chain:
    kind = Family if number % FAMILY_EVERY == 0 else Chain
    return kind(number=str(number), seconds=0.1)

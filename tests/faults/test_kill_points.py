"""F1: processes are killed at each named point of each kind of job. Nothing is lost or done twice."""

from itertools import cycle, product

from tests.faults.arena import Arena
from tests.faults.conftest import Times
from tests.faults.kinds import Chain, Family

CHAIN_POINTS = (
    "job.claimed",
    "step.begun:draw",
    "step.computed:draw",
    "step.committing:draw",
    "step.committed:draw",
    "artifact.stored",
    "step.committing:render",
    "step.committing:tell",
    "job.settling",
    "job.settled",
)
FAMILY_POINTS = (
    "job.claimed",
    "step.committed:plan",
    "job.suspending",
    "job.suspended",
    "step.begun:close",
    "job.settling",
)
CHILD_POINTS = ("job.settling", "job.settled")
VICTIMS = ("job", "both", "worker")


async def test_nothing_is_lost_or_doubled_wherever_a_process_is_killed(arena: Arena, times: Times):
    repeats = times(3, 20)
    victims = cycle(VICTIMS)
    specs: list[Chain] = []
    for number, point in product(range(repeats), CHAIN_POINTS):
        specs.append(Chain(number=f"{point} {number}", strike=point, victim=next(victims)))
    for number, point in product(range(repeats), FAMILY_POINTS):
        specs.append(Family(number=f"{point} {number}", strike=point, victim=next(victims)))
    for number, point in product(range(repeats), CHILD_POINTS):
        family = Family(number=f"child {point} {number}", child_strike=point, victim=next(victims))
        specs.append(family)
    with arena.fleet():
        await arena.request(*specs)
        arena.settle()
    arena.check()
    assert arena.strikes.planned == 0
    assert arena.strikes.struck == len(specs) + len(CHILD_POINTS) * repeats

"""Limits hold in Redis, and in the process when Redis is away: never open."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from alp_app.security.rate_limits import (
    LEASE_MOST,
    LEASE_SECONDS,
    LOCAL_BUCKETS,
    Limit,
    LocalBuckets,
    RateLimits,
    TooManyRequests,
)
from tests.support.stack import Stack

FIVE = Limit("test.five", 5, timedelta(seconds=50))
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


class Later:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


async def use_up(limits: RateLimits, who: str) -> int:
    """How often `who` may until they may not."""
    for taken in range(100):
        try:
            await limits.take(FIVE, who)
        except TooManyRequests:
            return taken
    raise AssertionError("there is no limit")


async def test_a_burst_is_allowed_and_then_refilled_evenly() -> None:
    clock = Later()
    limits = RateLimits(None, now=clock)
    assert await use_up(limits, "a") == 5
    clock.seconds += 10
    assert await use_up(limits, "a") == 1
    clock.seconds += 1000
    assert await use_up(limits, "a") == 5


async def test_one_does_not_use_up_what_is_anothers() -> None:
    limits = RateLimits(None)
    await use_up(limits, "a")
    assert await use_up(limits, "b") == 5


async def test_writing_a_name_differently_does_not_give_more() -> None:
    limits = RateLimits(None)
    await use_up(limits, "mara@example.org")
    assert await use_up(limits, "MARA@example.org") == 0


async def test_a_refusal_says_when_to_come_back() -> None:
    limits = RateLimits(None)
    await use_up(limits, "a")
    with pytest.raises(TooManyRequests) as refusal:
        await limits.take(FIVE, "a")
    assert refusal.value.retry_after == 10


async def test_what_is_forgiven_is_forgotten() -> None:
    limits = RateLimits(None)
    await use_up(limits, "a")
    await limits.forgive(FIVE, "a")
    assert await use_up(limits, "a") == 5


@pytest.mark.usefixtures("socket_enabled")
async def test_processes_count_together_in_redis(stack: Stack) -> None:
    async with Redis.from_url(stack.redis_url) as one, Redis.from_url(stack.redis_url) as other:
        first, second = RateLimits(one), RateLimits(other)
        for _ in range(3):
            await first.take(FIVE, "together")
        assert await use_up(second, "together") == 2
        await first.forgive(FIVE, "together")
        assert await use_up(second, "together") == 5
        assert await use_up(first, "together") == 0


@pytest.mark.usefixtures("socket_enabled")
async def test_redis_learns_no_address_and_forgets_by_itself(stack: Stack) -> None:
    async with Redis.from_url(stack.redis_url) as redis:
        await RateLimits(redis).take(FIVE, "mara@example.org")
        (key,) = [found async for found in redis.scan_iter("alp:limit:test.five:*")][:1]
        assert b"mara" not in key
        assert 0 < await redis.pttl(key) <= 60_000


@pytest.mark.usefixtures("socket_enabled")
async def test_without_redis_the_process_counts_and_people_still_get_in() -> None:
    async with Redis.from_url(NOBODY_LISTENS, socket_connect_timeout=0.2) as redis:
        limits = RateLimits(redis)
        assert await use_up(limits, "a") == 5


@pytest.mark.usefixtures("socket_enabled")
async def test_a_redis_that_is_away_is_left_alone_for_a_while() -> None:
    clock = Later()
    async with Redis.from_url(NOBODY_LISTENS, socket_connect_timeout=0.2) as redis:
        limits = RateLimits(redis, now=clock)
        asked: list[str] = []
        script = limits._script

        async def counted(**arguments: object) -> object:
            asked.append("redis")
            return await script(**arguments)

        limits._script = counted
        await limits.take(FIVE, "a")
        await limits.take(FIVE, "a")
        assert asked == ["redis"]
        clock.seconds += 3
        await limits.take(FIVE, "a")
        assert asked == ["redis", "redis"]


def test_a_crowd_of_strangers_does_not_fill_the_memory() -> None:
    buckets = LocalBuckets()
    for number in range(LOCAL_BUCKETS + 100):
        buckets.take(FIVE, str(number))
    assert len(buckets._buckets) == LOCAL_BUCKETS


MANY = Limit("test.many", 40, timedelta(days=1), is_shared_out=True)


async def test_what_is_shared_out_is_never_more_than_there_is(stack: Stack) -> None:
    async with Redis.from_url(stack.redis_url) as redis:
        processes = [RateLimits(redis) for _ in range(3)]
        taken = 0
        for turn in range(200):
            try:
                await processes[turn % 3].take(MANY, "busy")
            except TooManyRequests:
                continue
            taken += 1
        assert taken == 40


async def test_who_comes_often_is_let_in_without_asking_redis_each_time(stack: Stack) -> None:
    async with Redis.from_url(stack.redis_url) as redis:
        limits = RateLimits(redis)
        before = (await redis.info("commandstats")).get("cmdstat_evalsha", {"calls": 0})["calls"]
        for _ in range(30):
            await limits.take(MANY, "often")
        after = (await redis.info("commandstats"))["cmdstat_evalsha"]["calls"]
        assert after - before <= 6


async def test_no_more_than_one_lease_is_lost_when_many_ask_at_the_same_moment(
    stack: Stack,
) -> None:
    async with Redis.from_url(stack.redis_url) as redis:
        limits = RateLimits(redis)
        plenty = Limit("test.plenty", 46 * 8 + LEASE_MOST, timedelta(days=1), is_shared_out=True)
        for _ in range(46):
            await asyncio.gather(*(limits.take(plenty, "crowd") for _ in range(8)))


async def test_at_most_half_of_what_is_taken_in_advance_is_lost(stack: Stack) -> None:
    clock = Later()
    async with Redis.from_url(stack.redis_url) as redis:
        limits = RateLimits(redis, now=clock)
        for _ in range(20):
            await limits.take(MANY, "slow")
            clock.seconds += LEASE_SECONDS

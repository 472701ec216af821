"""How often something may be tried: token buckets in Redis, or in this process when it is down."""

import hashlib
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from alp_app.kit.errors import AppError

logger = logging.getLogger(__name__)

LEASE_SECONDS = 1.0
LEASE_MOST = 32
REDIS_PAUSE = 2.0
"""Seconds to leave Redis alone after it failed to answer."""
LOCAL_BUCKETS = 50_000
"""Kept per process while Redis is away; the oldest go first. About 10 MB."""

TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local capacity = tonumber(ARGV[1])
local per_second = tonumber(ARGV[2])
local most = tonumber(ARGV[3])
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or capacity
local at = tonumber(bucket[2]) or now
tokens = math.min(capacity, tokens + math.max(0, now - at) * per_second)
local taken = math.min(most, math.floor(tokens))
local wait = 0
tokens = tokens - taken
if taken < 1 then
  wait = math.ceil((1 - tokens) / per_second * 1000)
end
redis.call('HSET', KEYS[1], 'tokens', tokens, 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(capacity / per_second * 1000) + 1000)
return {taken, wait}
"""


class TooManyRequests(AppError):
    code = "too_many_requests"
    status = 429
    hint = "Wait a moment, then try again."

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            f"That was tried too often. It can be tried again in {retry_after} s.",
            retry_after=retry_after,
        )
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, refilled evenly over `period`."""

    name: str
    burst: int
    period: timedelta
    is_shared_out: bool = False
    """Processes take several at once from what there is, for whoever comes often, and give them out
    without asking: never more than `burst`, but of what is left over after a second nothing comes
    back. Not for what must not be guessed."""

    @property
    def per_second(self) -> float:
        return self.burst / self.period.total_seconds()


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class LocalBuckets:
    """The same arithmetic as the Redis script, for one process."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, limit: Limit, key: str) -> float:
        """Seconds to wait; 0 when one was taken."""
        now = self._now()
        bucket = self._buckets.pop(key, None) or _Bucket(limit.burst, now)
        self._buckets[key] = bucket
        while len(self._buckets) > LOCAL_BUCKETS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(limit.burst, bucket.tokens + (now - bucket.at) * limit.per_second)
        bucket.at = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / limit.per_second
        bucket.tokens -= 1
        return 0.0

    def forget(self, key: str) -> None:
        self._buckets.pop(key, None)


@dataclass(slots=True)
class _Lease:
    size: int
    left: int
    until: float
    is_asking: bool = False
    """Somebody is on the way to Redis for more: who comes meanwhile takes only their own."""


class Leases:
    """What a process has taken in advance. Who uses all of it within its second gets twice as much the
    next time, so that at most half of what is taken is ever lost."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._leases: OrderedDict[str, _Lease] = OrderedDict()

    def take(self, key: str) -> bool:
        lease = self._leases.get(key)
        if lease is None or lease.left < 1 or self._now() >= lease.until:
            return False
        lease.left -= 1
        return True

    def wanted(self, key: str) -> int:
        lease = self._leases.get(key)
        if lease is None or lease.is_asking or lease.left or self._now() >= lease.until:
            return 1
        lease.is_asking = True
        return min(LEASE_MOST, lease.size * 2)

    def keep(self, key: str, taken: int) -> None:
        """One of `taken` is used already."""
        lease = self._leases.pop(key, None)
        if lease is None or self._now() >= lease.until or taken > 1:
            lease = _Lease(taken, taken - 1, self._now() + LEASE_SECONDS)
        self._leases[key] = lease
        while len(self._leases) > LOCAL_BUCKETS:
            self._leases.popitem(last=False)


class RateLimits:
    """One instance per process. `redis` None: this process counts alone."""

    def __init__(self, redis: Redis | None, now: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._script = None if redis is None else redis.register_script(TAKE)
        self._now = now
        self._local = LocalBuckets(now)
        self._leases = Leases(now)
        self._redis_again_at = 0.0

    async def take(self, limit: Limit, who: str) -> None:
        """Raise TooManyRequests when `who` (an address, an account) has used up `limit`.

        Only a hash of `who` is kept.
        """
        wait = await self._wait(limit, _key(limit, who))
        if wait > 0:
            raise TooManyRequests(max(1, math.ceil(wait)))

    async def forgive(self, limit: Limit, who: str) -> None:
        """Forget what `who` has tried, as after the right password."""
        key = _key(limit, who)
        self._local.forget(key)
        if self._redis is None or self._now() < self._redis_again_at:
            return
        try:
            await self._redis.delete(key)
        except (RedisError, OSError) as failure:
            self._leave_redis_alone(failure)

    async def _wait(self, limit: Limit, key: str) -> float:
        if self._script is None or self._now() < self._redis_again_at:
            return self._local.take(limit, key)
        if limit.is_shared_out and self._leases.take(key):
            return 0.0
        most = self._leases.wanted(key) if limit.is_shared_out else 1
        try:
            arguments = [limit.burst, f"{limit.per_second:.9f}", most]
            asked: object = await cast("Any", self._script)(keys=[key], args=arguments)
        except (RedisError, OSError) as failure:
            self._leave_redis_alone(failure)
            return self._local.take(limit, key)
        taken, milliseconds = cast("tuple[int, int]", asked)
        if limit.is_shared_out and taken:
            self._leases.keep(key, taken)
        return milliseconds / 1000

    def _leave_redis_alone(self, failure: Exception) -> None:
        self._redis_again_at = self._now() + REDIS_PAUSE
        logger.warning("rate limits fall back to this process: %s", type(failure).__name__)


def _key(limit: Limit, who: str) -> str:
    digest = hashlib.blake2b(who.casefold().encode(), digest_size=16).hexdigest()
    return f"alp:limit:{limit.name}:{digest}"

"""F4: the queue's store is emptied, killed, started empty and out of memory. The rows remain."""

import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from alp_app.local import redis, state
from alp_app.local.home import Home
from alp_app.local.store import Store
from alp_app.settings import RedisSettings
from tests.faults.arena import Arena, new_arena
from tests.faults.conftest import Times
from tests.faults.kinds import Chain, Family
from tests.support.stack import Stack

JOBS_EACH = 6


class OwnRedis:
    """A store that may be broken: nobody else uses it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._home = Home(folder)
        self._kept = state.load(self._home)
        self._store: Store | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self._kept.secrets.redis}@127.0.0.1:{self._kept.ports.redis}/0"

    async def start(self) -> None:
        self._store = await redis.start(self._home, self._kept)

    async def kill(self) -> None:
        assert self._store is not None
        self._store.process.kill()
        await self._store.process.wait()

    async def flush(self) -> None:
        self._client().flushall()

    async def kill_and_start_empty(self) -> None:
        await self.kill()
        shutil.rmtree(self._home.folder(redis.NAME))
        await self.start()

    async def kill_and_start(self) -> None:
        await self.kill()
        await self.start()

    async def run_out_of_memory(self) -> None:
        self._client().config_set("maxmemory", "1")

    async def find_memory(self) -> None:
        self._client().config_set("maxmemory", "0")

    def _client(self) -> Redis:
        return Redis.from_url(self.url)


@pytest.fixture
async def own_redis(tmp_path: Path) -> AsyncGenerator[OwnRedis]:
    server = OwnRedis(tmp_path / "redis")
    await server.start()
    yield server
    await server.kill()


@pytest.fixture
async def arena(stack: Stack, own_redis: OwnRedis, tmp_path: Path) -> AsyncGenerator[Arena]:
    with new_arena(stack, tmp_path, redis=RedisSettings(url=own_redis.url)) as made:
        await made.open()
        yield made
        await made.close()


async def test_no_job_is_lost_with_the_queue(arena: Arena, own_redis: OwnRedis, times: Times):
    breakages: list[Callable[[], Awaitable[None]]] = [
        own_redis.flush,
        own_redis.kill_and_start_empty,
        own_redis.kill_and_start,
        own_redis.run_out_of_memory,
    ]
    with arena.fleet():
        for number in range(times(10, 50)):
            await arena.request(*(_some(f"{number} {n}") for n in range(JOBS_EACH)))
            await breakages[number % len(breakages)]()
            # Asked for while the store is broken: the request is kept, and nobody is kept waiting.
            await arena.request(_some(f"{number} meanwhile"))
            await own_redis.find_memory()
        arena.settle()
    arena.check()


async def test_work_asked_for_without_a_store_is_done_when_there_is_one(
    arena: Arena, own_redis: OwnRedis
):
    await own_redis.kill()
    await arena.request(Chain(number="1"), Family(number="2"))
    with pytest.raises(RedisError):
        arena.redis.ping()
    with arena.fleet():
        await own_redis.start()
        arena.settle()
    arena.check()


def _some(number: str) -> Chain:
    kind = Family if number.endswith("0") else Chain
    return kind(number=number, seconds=0.05)

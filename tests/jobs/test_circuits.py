"""Engines that fail are left alone by every process, and found again soon."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from alp_app.circuits import FAILURES_TO_OPEN, LONGEST_REST, PostgresCircuits
from alp_app.db.base import session_factory
from providers.contracts.errors import ProviderUnreachable

GONE = ProviderUnreachable("ollama", "connection refused", "Start it.")
NAME = "text:ollama"
Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
def circuits(sessions: Sessions) -> PostgresCircuits:
    return PostgresCircuits(sessions)


async def fail(circuits: PostgresCircuits, times: int = FAILURES_TO_OPEN) -> None:
    for _ in range(times):
        await circuits.failed(NAME, GONE)


async def end_rest(sessions: Sessions) -> None:
    """As if its time had passed."""
    async with sessions.begin() as session:
        await session.execute(text("UPDATE engine_circuit SET retry_at = clock_timestamp()"))


async def test_the_fifth_failure_in_a_row_opens_a_circuit_for_all_processes(
    circuits: PostgresCircuits, sessions: Sessions
):
    await fail(circuits, FAILURES_TO_OPEN - 1)
    assert await circuits.enter(NAME) is None
    await circuits.failed(NAME, GONE)
    for one in (circuits, PostgresCircuits(sessions)):
        rest = await one.enter(NAME)
        assert rest is not None
        assert (rest.failures, rest.reason, rest.hint) == (5, GONE.reason, GONE.hint)
        assert await one.look(NAME) is not None
    assert await circuits.enter("images:webui") is None


async def test_a_success_between_them_starts_the_count_anew(circuits: PostgresCircuits):
    await fail(circuits, FAILURES_TO_OPEN - 1)
    await circuits.succeeded(NAME)
    await fail(circuits, FAILURES_TO_OPEN - 1)
    assert await circuits.enter(NAME) is None


async def test_of_many_that_come_when_the_rest_is_over_one_may_try(
    circuits: PostgresCircuits, sessions: Sessions
):
    await fail(circuits)
    await end_rest(sessions)
    came = await asyncio.gather(*(circuits.enter(NAME) for _ in range(20)))
    assert came.count(None) == 1
    await circuits.succeeded(NAME)
    assert await asyncio.gather(*(circuits.enter(NAME) for _ in range(5))) == [None] * 5


async def test_a_probe_that_never_came_back_does_not_close_the_way_for_ever(
    circuits: PostgresCircuits, sessions: Sessions
):
    await fail(circuits)
    await end_rest(sessions)
    assert await circuits.enter(NAME) is None
    assert await circuits.enter(NAME) is not None
    await end_rest(sessions)
    assert await circuits.enter(NAME) is None


async def test_rests_grow_but_an_engine_that_works_again_is_found_within_fifteen_seconds(
    circuits: PostgresCircuits,
):
    pauses: list[timedelta] = []
    for _ in range(30):
        await circuits.failed(NAME, GONE)
        if rest := await circuits.look(NAME):
            pauses.append(rest.pause)
    assert pauses[0] < timedelta(seconds=3)
    assert max(pauses) > timedelta(seconds=7)
    assert max(pauses) <= LONGEST_REST * 1.2 < timedelta(seconds=15)
    assert len(set(pauses)) == len(pauses), "all at one moment would be a stampede"


async def test_a_circuit_says_since_when_it_is_open(circuits: PostgresCircuits):
    await fail(circuits)
    first = await circuits.look(NAME)
    await fail(circuits)
    later = await circuits.look(NAME)
    assert first is not None
    assert later is not None
    assert (first.since, later.failures) == (later.since, 10)


async def test_without_the_database_engines_are_asked():
    engine = create_async_engine("postgresql+psycopg://nobody@127.0.0.1:1/none")
    circuits = PostgresCircuits(session_factory(engine))
    await circuits.failed(NAME, GONE)
    await circuits.succeeded(NAME)
    assert await circuits.enter(NAME) is None
    assert await circuits.look(NAME) is None
    await engine.dispose()

"""The product over a real database, without servers of its own: what most tests are given."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from alp_app import runtime
from alp_app.db.base import autocommit_factory, make_engine, session_factory
from alp_app.db.reads import rows_of
from alp_app.kit.ids import JobId
from alp_app.notices import Notice
from alp_app.runtime import Runtime
from alp_app.security.guard import Guard
from alp_app.security.passwords import Passwords
from alp_app.security.rate_limits import RateLimits
from alp_app.security.signed_links import SignedLinks
from alp_app.security.tokens import AccessTokens
from alp_app.unit_of_work import Reads
from tests.support.stack import Stack

ISSUER = "http://localhost:8080"


class RecordedQueue:
    """Remembers what was announced; `alp_app.unit_of_work.JobQueue`."""

    def __init__(self) -> None:
        self.announced: list[JobId] = []

    async def announce(self, job_ids: Sequence[JobId]) -> None:
        self.announced.extend(job_ids)

    async def ringing(self, queue: str) -> set[UUID]:
        """Every bell is heard at once."""
        return set()


class RecordedBoard:
    """Remembers what pages were told; `alp_app.unit_of_work.NoticeBoard`."""

    def __init__(self) -> None:
        self.published: list[Notice] = []

    async def publish(self, notices: Sequence[Notice]) -> None:
        self.published.extend(notices)


class Absent:
    """Stands where a test needs nothing; says so when something is asked of it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        raise AssertionError(f"this test has no {self._name}, but {attribute!r} was asked of it")


def quick_guard() -> Guard:
    """Passwords at a hundredth of the cost; limits counted here."""
    return Guard(
        passwords=Passwords(memory_kib=64, passes=1),
        limits=RateLimits(None),
        tokens=AccessTokens(b"k" * 32, issuer=ISSUER),
        links=SignedLinks(b"l" * 32),
    )


@pytest.fixture
async def sessions(stack: Stack) -> AsyncGenerator[async_sessionmaker[AsyncSession]]:
    """An empty database. Commits are real, so that tests may use several connections."""
    engine = make_engine(stack.database_url, pool_size=4)
    yield session_factory(engine)
    async with engine.begin() as connection:
        await connection.execute(text("TRUNCATE organisation CASCADE"))
        await connection.execute(
            text("TRUNCATE idempotency_key, engine_circuit, job_pause, job_turn")
        )
    await engine.dispose()


@pytest.fixture
def queue() -> RecordedQueue:
    return RecordedQueue()


@pytest.fixture
def board() -> RecordedBoard:
    return RecordedBoard()


@pytest.fixture
async def reads(stack: Stack, sessions: async_sessionmaker[AsyncSession]) -> AsyncGenerator[Reads]:
    async with rows_of(stack.database_url, size=2) as rows:
        yield Reads(rows, autocommit_factory(sessions.kw["bind"]))


@pytest.fixture
def product(
    stack: Stack,
    sessions: async_sessionmaker[AsyncSession],
    queue: RecordedQueue,
    board: RecordedBoard,
    reads: Reads,
) -> Runtime:
    """The installed runtime, for tests that go through an edge."""
    built = Runtime(
        settings=stack.settings,
        sessions=sessions,
        queue=queue,
        board=board,
        objects=cast("Any", Absent("object store")),
        providers=cast("Any", Absent("engines")),
        guard=quick_guard(),
        reads=reads,
    )
    runtime.install(built)
    return built

"""Hot reads: plain SQL past the ORM, for the queries that every page and every poll asks.

A reader's statements go to connections that do nothing else: each is a transaction of its own, and
what was asked before is planned already. In a unit of work they go to its session's connection, and
so are in its transaction. Everything else goes through the session.
"""

import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, LiteralString, Protocol, cast

import orjson
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.db.base import SESSION_OPTIONS, TRUSTED_SECONDS

WAIT_SECONDS = 30.0
PLANNED_AFTER = 2
"""How often a connection is asked something before it keeps the plan."""


class ReadConnection(AsyncConnection[DictRow]):
    rests_since = 0.0


class Rows:
    """The connections of one process for hot reads. Made and closed by `rows_of`."""

    def __init__(self, pool: AsyncConnectionPool[ReadConnection]) -> None:
        self._pool = pool

    async def fetch_all(
        self, query: LiteralString, params: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        # Not `connection()`, which ends a transaction that autocommit does not have.
        connection = await self._pool.getconn()
        try:
            cursor = connection.cursor(binary=True)
            await cursor.execute(query, params)
            return await cursor.fetchall()
        finally:
            connection.rests_since = time.monotonic()
            await self._pool.putconn(connection)


@asynccontextmanager
async def rows_of(url: str, *, size: int) -> AsyncGenerator[Rows]:
    """At most `size` connections, opened when they are needed, until the end of the block."""
    pool: AsyncConnectionPool[ReadConnection] = AsyncConnectionPool(
        url,
        connection_class=ReadConnection,
        kwargs={
            "autocommit": True,
            "row_factory": dict_row,
            "prepare_threshold": PLANNED_AFTER,
            "options": SESSION_OPTIONS,
            "connect_timeout": 5,
        },
        min_size=0,
        max_size=size,
        timeout=WAIT_SECONDS,
        configure=_configure,
        check=_check,
        open=False,
    )
    async with pool:
        yield Rows(pool)


async def _configure(connection: ReadConnection) -> None:
    set_json_loads(orjson.loads, connection)
    connection.rests_since = time.monotonic()


async def _check(connection: ReadConnection) -> None:
    """Notice a connection that was lost while it rested. One that was just used is trusted."""
    if time.monotonic() - connection.rests_since > TRUSTED_SECONDS:
        await connection.execute("")


class Source(Protocol):
    """A reader or a unit of work."""

    @property
    def rows(self) -> Rows | None: ...

    @property
    def session(self) -> AsyncSession: ...


async def fetch_all(
    source: Source, query: LiteralString, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Every row by column name. `%(name)s` marks a parameter; the query never holds a value."""
    if source.rows is not None:
        return await source.rows.fetch_all(query, params)
    await source.session.flush()
    return await fetch_in(source.session, query, params)


async def fetch_in(
    session: AsyncSession, query: LiteralString, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """As `fetch_all`, in the session's transaction."""
    pooled = await (await session.connection()).get_raw_connection()
    connection = cast("AsyncConnection[Any] | None", pooled.driver_connection)
    if connection is None:
        raise RuntimeError("the session's connection was closed")
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(query, params)
        return await cursor.fetchall()


async def fetch_one(
    source: Source, query: LiteralString, params: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The first row, if there is one."""
    return next(iter(await fetch_all(source, query, params)), None)

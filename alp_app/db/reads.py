"""Hot reads: plain SQL on the session's own connection, past the ORM, in the session's transaction.

For the few queries that every page and every poll asks; everything else goes through the session.
"""

from collections.abc import Mapping
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from sqlalchemy.ext.asyncio import AsyncSession


async def fetch_all(
    session: AsyncSession, query: LiteralString, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Every row by column name. `%(name)s` marks a parameter; the query never holds a value."""
    pooled = await (await session.connection()).get_raw_connection()
    connection: AsyncConnection[Any] | None = pooled.driver_connection
    if connection is None:
        raise RuntimeError("the session's connection was closed")
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(query, params)
        return await cursor.fetchall()


async def fetch_one(
    session: AsyncSession, query: LiteralString, params: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The first row, if there is one."""
    return next(iter(await fetch_all(session, query, params)), None)

"""Asks Postgres and Redis, wherever they run, whether they answer, and says plainly when not."""

from urllib.parse import urlsplit

import psycopg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from alp_app.kit.errors import Unavailable

PATIENCE_SECONDS = 5


class StoreUnreachable(Unavailable):
    code = "store_unreachable"


def place(url: str) -> str:
    """Where an address leads, without the name and password in it."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.hostname}{port}{parts.path}"


async def database(url: str) -> str:
    """The server's version. Raises StoreUnreachable."""
    try:
        async with await psycopg.AsyncConnection.connect(
            url, connect_timeout=PATIENCE_SECONDS
        ) as connection:
            answer = await connection.execute("SHOW server_version")
            row = await answer.fetchone()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise StoreUnreachable(
            f"The database at {place(url)} cannot be used: {reason}. "
            "Check that it runs and that ALP_DATABASE_URL is right."
        ) from error
    return f"Postgres {row[0] if row else ''}".strip()


async def redis(url: str) -> str:
    """The server's version. Raises StoreUnreachable."""
    async with Redis.from_url(
        url, socket_connect_timeout=PATIENCE_SECONDS, socket_timeout=PATIENCE_SECONDS
    ) as client:
        try:
            about = await client.info("server")
        except (RedisError, OSError) as error:
            raise StoreUnreachable(
                f"Redis at {place(url)} cannot be used: {error}. "
                "Check that it runs and that ALP_REDIS_URL is right."
            ) from error
    return f"{about.get('server_name', 'redis')} {about['redis_version']}"

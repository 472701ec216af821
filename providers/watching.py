"""Stops an engine's long work when nobody waits for it any more."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from providers.contracts.errors import ProviderError, ProviderUnreachable


@asynccontextmanager
async def stopping(
    provider: str, stop: Callable[[], Awaitable[None]], *, within: timedelta
) -> AsyncGenerator[None]:
    """Call `stop` when the block fails, is cancelled, or takes longer than `within`.

    `stop` keeps to two seconds or so. Its own failure is not reported: the reason for leaving is.
    """
    limit = asyncio.timeout(within.total_seconds())
    try:
        async with limit:
            yield
    except BaseException as reason:
        await asyncio.shield(asyncio.create_task(_quietly(stop)))
        if isinstance(reason, TimeoutError) and limit.expired():
            seconds = f"{within.total_seconds():g}"
            raise ProviderUnreachable(provider, f"did not finish within {seconds} s") from reason
        raise


async def _quietly(stop: Callable[[], Awaitable[None]]) -> None:
    with suppress(ProviderError):
        await stop()

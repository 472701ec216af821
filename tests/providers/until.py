"""Waits for what another process or task does, as long as the test may take."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

WITHOUT_HANGING = timedelta(seconds=30)
"""Far above every deadline of ours: a busy machine may take its time, a question may not hang."""


async def until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110 - what we wait for sets no event
        await asyncio.sleep(0.01)

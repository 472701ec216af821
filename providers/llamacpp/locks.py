"""File locks that the kernel lets go of however their holder ends."""

import asyncio
import fcntl
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from io import BufferedRandom
from pathlib import Path

PAUSE_SECONDS = 0.05


def try_lock(path: Path, *, shared: bool = False) -> BufferedRandom | None:
    """Lock the file at `path`, made when missing; None when somebody else holds it.

    Closing the returned file unlocks it. The file's times are left alone.
    """
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def is_locked(path: Path) -> bool:
    """Whether somebody holds the file at `path` for themselves alone."""
    if not path.exists():
        return False
    file = try_lock(path, shared=True)
    if file is None:
        return True
    file.close()
    return False


@asynccontextmanager
async def locked(path: Path, *, shared: bool = False) -> AsyncGenerator[None]:
    """Wait for the lock without blocking the event loop."""
    while (file := try_lock(path, shared=shared)) is None:  # noqa: ASYNC110 - other processes set no event
        await asyncio.sleep(PAUSE_SECONDS)
    with file:
        yield

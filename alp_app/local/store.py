"""A process that has come up as it should: what a store is, and how healthy is established."""

import asyncio
import subprocess
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from alp_app.kit.errors import Unavailable
from alp_app.local.process import Command, Process

POLL_SECONDS = 0.03
LOG_LINES = 12
LOG_TAIL_BYTES = 4000


class CannotStart(Unavailable):
    """A program that the product needs does not run; the message holds what it said last."""

    code = "cannot_start"


class TooEarly(Exception):
    """A health check's way to say: not yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    group: Literal["database", "redis", "s3"]
    """The group of `alp_app.settings` that `address` belongs to."""
    process: Process
    address: Mapping[str, str]


async def run_to_end(command: Command) -> str:
    """Run a program that ends by itself; what it printed. Raises CannotStart when it fails."""
    process = await Process.start(command, output=subprocess.PIPE)
    try:
        printed = await process.read_output()
    finally:
        await process.stop()
    if process.returncode:
        name = command.name
        raise CannotStart(f"{name} failed with status {process.returncode}.\n{last_words(process)}")
    return printed.decode()


async def bring_up(
    command: Command, check: Callable[[], Awaitable[None]], *, seconds: float
) -> Process:
    """Start a program and return when `check` passes; stop it again when that does not happen."""
    process = await Process.start(command)
    try:
        await until_healthy(process, check, seconds=seconds)
    except BaseException:  # whatever stops us, a cancellation included, must not leave it running
        await process.stop()
        raise
    return process


async def until_healthy(
    process: Process, check: Callable[[], Awaitable[None]], *, seconds: float
) -> None:
    """Return when `check` no longer raises `TooEarly`."""
    name = process.command.name
    reason = "it did not answer"
    try:
        async with asyncio.timeout(seconds):
            while process.returncode is None:
                try:
                    await check()
                except TooEarly as not_yet:
                    reason = str(not_yet).strip()
                else:
                    return
                await asyncio.sleep(POLL_SECONDS)
    except TimeoutError:
        problem = f"{name} is not healthy after {seconds:g} seconds: {reason}."
    else:
        problem = f"{name} ended with status {process.returncode}."
    raise CannotStart(f"{problem}\n{last_words(process)}")


def last_words(process: Process) -> str:
    log = process.command.log
    lines = log.read_bytes()[-LOG_TAIL_BYTES:].decode(errors="replace").splitlines()[-LOG_LINES:]
    return "\n".join([f"The log {log} ends with:", *lines])

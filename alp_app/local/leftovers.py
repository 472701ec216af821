"""Ends what a killed supervisor left running.

On Linux the kernel has already told those processes to end, and this waits for the slow ones;
elsewhere it does the whole work.
"""

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

import psutil

from alp_app.local.home import Home, write_private
from alp_app.local.process import Process, kill_all, session_members

GRACE_SECONDS = 15.0
POLL_SECONDS = 0.1


class Trace(NamedTuple):
    """A process as it can be recognised later: ids are given out again, start times are not."""

    pid: int
    started: float
    stop_signal: int


def record(home: Home, processes: Iterable[Process]) -> None:
    """Write down everything that runs now."""
    traces: list[Trace] = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            started = psutil.Process(process.pid).create_time()
            traces.append(Trace(process.pid, started, process.command.stop_signal))
    write_private(home.processes_file, json.dumps(traces))


async def end(home: Home) -> int:
    """End the recorded processes and all they started; how many there were."""
    try:
        recorded = json.loads(home.processes_file.read_text())
    except FileNotFoundError:
        return 0
    traces = [trace for trace in (Trace(*fields) for fields in recorded) if _may_be_ours(trace)]
    leaders = frozenset(trace.pid for trace in traces)
    found = session_members(leaders)
    for trace in traces:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(trace.pid).send_signal(trace.stop_signal)
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while any(process.pid in leaders for process in session_members(leaders)):  # noqa: ASYNC110 - not our children
                await asyncio.sleep(POLL_SECONDS)
    kill_all(session_members(leaders))
    forget(home)
    return len(found)


def forget(home: Home) -> None:
    """Everything was stopped."""
    home.processes_file.unlink(missing_ok=True)


def _may_be_ours(trace: Trace) -> bool:
    """False when the id was given to a later process. A dead leader's session may still live."""
    try:
        return psutil.Process(trace.pid).create_time() == trace.started
    except psutil.NoSuchProcess:
        return True

"""Ends what a killed supervisor left running.

On Linux the kernel has already told those processes to end, and this waits for the slow ones;
elsewhere it does the whole work.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import psutil

from alp_app.local import traces
from alp_app.local.home import Home
from alp_app.local.process import kill_all, session_members

GRACE_SECONDS = 15.0
POLL_SECONDS = 0.1


async def end(home: Home) -> int:
    """End the processes that left a trace and all they started; how many there were."""
    found = traces.read(home)
    ours = {trace.pid: trace for trace in found.values() if trace.may_be_ours()}
    living = session_members(ours)
    for trace in ours.values():
        with suppress(psutil.NoSuchProcess):
            psutil.Process(trace.pid).send_signal(trace.stop_signal)
    await _until(lambda: not any(process.pid in ours for process in session_members(ours)))
    kill_all(session_members(ours))
    await _until(lambda: not session_members(ours))
    for name in found:
        traces.remove(home, name)
    return len(living)


async def _until(is_so: Callable[[], bool]) -> None:
    """Wait for it, but no longer than the grace. They are not our children, so nothing tells us."""
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while not is_so():  # noqa: ASYNC110 - as said
                await asyncio.sleep(POLL_SECONDS)

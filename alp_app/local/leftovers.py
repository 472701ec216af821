"""Ends what a killed supervisor left running.

On Linux the kernel has already told those processes to end, and this waits for the slow ones;
elsewhere it does the whole work.
"""

import asyncio
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
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS):
            while any(process.pid in ours for process in session_members(ours)):  # noqa: ASYNC110 - not our children
                await asyncio.sleep(POLL_SECONDS)
    kill_all(session_members(ours))
    for name in found:
        traces.remove(home, name)
    return len(living)

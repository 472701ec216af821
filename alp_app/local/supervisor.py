"""Keeps the product's own processes running above the stores, and knows when to give up."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

from alp_app.local.process import Command, Process
from alp_app.local.restarts import Restarts
from alp_app.local.store import CannotStart, bring_up, last_words
from alp_app.local.stores import Report, Stores
from alp_app.local.together import together


class StoreEnded(CannotStart):
    code = "store_ended"


class Supervisor:
    def __init__(self, stores: Stores, report: Report) -> None:
        self._stores = stores
        self._report = report
        self._apps: list[Process] = []

    async def start(self, command: Command) -> None:
        self._apps.append(await Process.start(command))

    async def start_healthy(
        self, command: Command, check: Callable[[], Awaitable[None]], *, seconds: float
    ) -> None:
        """Return when `check` passes; raise CannotStart when the process ends before that."""
        self._apps.append(await bring_up(command, check, seconds=seconds))

    async def watch(self) -> NoReturn:
        """Start again what ends. Raises StoreEnded when a store does: nothing works without."""
        async with together() as group:
            for place in range(len(self._apps)):
                group.create_task(self._keep_running(place))
            for store in self._stores.running:
                group.create_task(self._expect_no_end(store.process))
            await asyncio.Event().wait()
        raise AssertionError("the group ends only by an exception")

    async def stop(self) -> None:
        await asyncio.gather(*(process.stop() for process in self._apps))

    async def _keep_running(self, place: int) -> NoReturn:
        clock = asyncio.get_running_loop()
        restarts = Restarts()
        while True:
            process = self._apps[place]
            began = clock.time()
            status = await process.wait()
            process.kill()
            pause = restarts.pause_after(clock.time() - began)
            command = process.command
            self._report(
                f"{command.name} ended with status {status}; it starts again in {pause:g} s "
                f"({command.log})"
            )
            await asyncio.sleep(pause)
            self._apps[place] = await Process.start(process.command)

    async def _expect_no_end(self, process: Process) -> NoReturn:
        status = await process.wait()
        raise StoreEnded(
            f"{process.command.name} ended with status {status}, so everything is stopped.\n"
            f"{last_words(process)}"
        )

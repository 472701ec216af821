"""Starts the embedded services that no address in the settings replaces, and stops them."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from alp_app.local import leftovers, postgres, redis, s3, state
from alp_app.local.home import Home, write_private
from alp_app.local.store import Store
from alp_app.local.together import together
from alp_app.settings import Settings

Report = Callable[[str], None]
"""Told each thing worth a line to the person who waits."""


class Stores:
    """The embedded services of one home."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self.home = Home(settings.home.resolve())
        self.running: list[Store] = []
        self._settings = settings
        self._report = report

    async def start(self) -> None:
        """Return when all are healthy. Raises CannotStart."""
        kept = state.load(self.home)
        async with together() as group:
            if not self._settings.database.url:
                group.create_task(self._bring_up("Postgres", postgres.start(self.home, kept)))
            if not self._settings.redis.url:
                group.create_task(self._bring_up("Redis", redis.start(self.home, kept)))
            if not self._settings.s3.endpoint:
                group.create_task(self._bring_up("S3", s3.start(self.home, kept)))

    async def stop(self) -> None:
        self.home.run_file.unlink(missing_ok=True)
        await asyncio.gather(*(store.process.stop() for store in self.running))

    def publish(self, **chosen: Mapping[str, Any]) -> None:
        """Tell this home's other commands where everything is, until the end; and what was `chosen`
        for this start, as groups of settings."""
        content: dict[str, Any] = {store.group: dict(store.address) for store in self.running}
        content.update(chosen)
        write_private(self.home.run_file, json.dumps(content, indent=1))

    async def _bring_up(self, title: str, starting: Awaitable[Store]) -> None:
        began = asyncio.get_running_loop().time()
        self.running.append(await starting)
        self._report(f"{title} is ready ({asyncio.get_running_loop().time() - began:.1f} s)")


@asynccontextmanager
async def held(settings: Settings, report: Report) -> AsyncGenerator[Stores]:
    """Hold the home, and stop whatever the block started in it. Raises AlreadyRunning."""
    stores = Stores(settings, report)
    with stores.home.lock():
        if ended := await leftovers.end(stores.home):
            report(f"Ended {ended} processes that a killed `alp up` had left")
        stores.home.run_file.unlink(missing_ok=True)
        try:
            yield stores
        finally:
            await stores.stop()


@asynccontextmanager
async def embedded(settings: Settings, report: Report) -> AsyncGenerator[Stores]:
    """Run the services, and nothing else, for as long as the block lasts."""
    async with held(settings, report) as stores:
        await stores.start()
        stores.publish()
        yield stores

"""`alp up`: one command from a fresh clone to a school in the browser."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import click
import httpx

from alp_app.cli import frontend, reach
from alp_app.cli.progress import Progress
from alp_app.jobspecs.base import Queue
from alp_app.local import ports
from alp_app.local.home import AlreadyRunning, Home
from alp_app.local.process import Command
from alp_app.local.store import TooEarly, run_to_end
from alp_app.local.stores import Stores, held
from alp_app.local.supervisor import Supervisor
from alp_app.local.together import together
from alp_app.settings import ROOT, Settings, current

QUEUES = get_args(Queue)
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared with, not bound to
WEB_START_SECONDS = 120.0
GRACE_SECONDS = 15.0
SIGNALS_UNTIL_ABANDONED = 3


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the pages (8080).")
@click.option("--host", help="Address to listen on (127.0.0.1). Any other needs TLS in front.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that serve pages (1).")
@click.option("--small-writer", is_flag=True, help="Write courses with the small built-in model.")
def up(port: int | None, host: str | None, workers: int | None, small_writer: bool) -> None:
    """Start everything and print the address. Ctrl-C stops it; the next start resumes."""
    settings = current()
    web = settings.web
    progress = Progress()
    installation = Installation(
        settings=settings,
        home=Home(settings.home.resolve()),
        host=host or web.host,
        port=port or web.port,
        workers=workers or web.workers,
        small_writer=small_writer or settings.writer.size == "small",
        progress=progress,
    )
    try:
        asyncio.run(_until_told_to_stop(installation.run(), progress))
    except AlreadyRunning:
        running = installation.home.running().get("web")
        if running is None:
            raise
        click.echo(f"AutoLearnPro is already running at http://localhost:{running['port']}")


@dataclass(kw_only=True)
class Installation:
    settings: Settings
    home: Home
    host: str
    port: int
    workers: int
    small_writer: bool
    progress: Progress

    async def run(self) -> None:
        """Serve until cancelled, or until a store ends."""
        async with held(self.settings, self.progress.say) as stores:
            self._choose_port()
            with ports.held(self.port, self.host):
                await self._run(stores)

    async def _run(self, stores: Stores) -> None:
        supervisor = Supervisor(stores, self.progress.say)
        try:
            async with together() as group:
                preparing = group.create_task(self._prepare())
                group.create_task(self._serve(stores, supervisor))
            await supervisor.start(self._workers())
            self._welcome(preparing.result())
            await supervisor.watch()
        finally:
            await supervisor.stop()

    def _choose_port(self) -> None:
        wanted = self.port
        self.port = ports.first_free(wanted, self.host)
        if self.port != wanted:
            self.progress.say(f"Port {wanted} is taken: using {self.port}")

    async def _serve(self, stores: Stores, supervisor: Supervisor) -> None:
        """The web server loads while the database is brought up to date, and is ready after it."""
        async with together() as group:
            group.create_task(self._build_pages())
            group.create_task(self._start_stores(stores))
        await supervisor.start_healthy(
            self._web_server(), self._check_ready, seconds=WEB_START_SECONDS
        )

    async def _build_pages(self) -> None:
        if await frontend.build(self.home):
            self.progress.say("The pages are built")

    async def _start_stores(self, stores: Stores) -> None:
        if self.settings.database.url:
            await reach.database(self.settings.database.url)
        if self.settings.redis.url:
            await reach.redis(self.settings.redis.url)
        await stores.start()
        stores.publish(web={"port": self.port}, writer={"size": self._writer_size})

    async def _prepare(self) -> str:
        """Bring the stores' content up to date; the owner's set-up link, or "" when it was used.

        The process that does it loads while the stores start, and waits for their addresses.
        """
        link = await run_to_end(self._command("prepare", "-m", "alp_app.cli", "prepare"))
        self.progress.say("The database is up to date")
        return link.strip()

    def _workers(self) -> Command:
        queues = [f"--queue={queue}" for queue in QUEUES]
        return self._command("workers", "-m", "alp_app.worker", *queues)

    def _web_server(self) -> Command:
        return self._command(
            "web",
            *("-m", "granian", "--interface", "asgi", "--factory", "alp_app.alp_app:app"),
            *("--host", self.host, "--port", str(self.port), "--workers", str(self.workers)),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--no-access-log"),
        )

    def _command(self, name: str, *arguments: str) -> Command:
        return Command(
            name=name,
            argv=(sys.executable, *arguments),
            home=self.home,
            folder=ROOT,
            environment=self._environment(),
            grace_seconds=GRACE_SECONDS,
        )

    def _environment(self) -> Mapping[str, str]:
        return {
            **frontend.serving_environment(self.home),
            "ALP_HOME": str(self.home.path),
            "ALP_WEB_HOST": self.host,
            "ALP_WEB_PORT": str(self.port),
            "ALP_WEB_WORKERS": str(self.workers),
            "ALP_WRITER_SIZE": self._writer_size,
        }

    @property
    def _writer_size(self) -> str:
        return "small" if self.small_writer else "good"

    async def _check_ready(self) -> None:
        host = EVERY_ADDRESS.get(self.host, self.host)
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                answer = await client.get(f"http://{host}:{self.port}/readyz")
            except httpx.TransportError as error:
                raise TooEarly(str(error)) from error
        if not answer.is_success:
            raise TooEarly(f"/readyz answers {answer.status_code}: {answer.text[:500]}")

    def _welcome(self, setup_link: str) -> None:
        address = self.settings.web.public_url or f"http://localhost:{self.port}"
        if self.host not in LOCAL_HOSTS and not address.startswith("https://"):
            self.progress.say(
                f"Listening on {self.host}. Browsers sign in only on localhost or over TLS: put a "
                "proxy with a certificate in front and set ALP_WEB_PUBLIC_URL to its https address"
            )
        if setup_link:
            self.progress.say("Ready. Claim the owner's account with this link; it works once:")
        else:
            self.progress.say("Ready. Ctrl-C stops it")
        click.echo(f"\n    {setup_link or address}\n")


async def _until_told_to_stop(work: Coroutine[Any, Any, None], progress: Progress) -> None:
    """Run `work`; cancel it at the first signal, and leave it behind if signals keep coming."""
    task = asyncio.ensure_future(work)
    signals = 0

    def stop() -> None:
        nonlocal signals
        signals += 1
        if signals == 1:
            progress.say("Stopping")
            task.cancel()
        elif signals == SIGNALS_UNTIL_ABANDONED:
            os._exit(130)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        progress.say("Stopped")

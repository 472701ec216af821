"""`alp doctor`: what is found, what is missing, and how to mend it."""

import asyncio
import platform
import shutil
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from alp_app import runtime
from alp_app.cli import frontend, reach
from alp_app.cli.operator import find_operator
from alp_app.cli.up import QUEUES
from alp_app.kit.errors import AppError
from alp_app.local import postgres, redis, s3
from alp_app.services.operations.queries import get_operations
from alp_app.settings import Settings, current
from providers.contracts.status import ProviderStatus

GIB = 1024**3
ENOUGH_DISK = 5 * GIB
TOO_LITTLE_DISK = GIB


class Verdict(StrEnum):
    FOUND = "found"
    LACKING = "lacking"
    """Something useful is missing; the rest works."""
    BROKEN = "broken"


COLOURS = {Verdict.FOUND: "green", Verdict.LACKING: "yellow", Verdict.BROKEN: "red"}


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    verdict: Verdict
    detail: str
    mend: str = ""


@click.command()
def doctor() -> None:
    """Look at everything the product needs; fail when something that is needed is broken."""
    sys.exit(asyncio.run(_report(current())))


async def _report(settings: Settings) -> int:
    broken = False
    async for finding in examine(settings):
        verdict = click.style(f"{finding.verdict.value:8}", fg=COLOURS[finding.verdict])
        click.echo(f"{verdict} {finding.subject:18} {finding.detail}")
        if finding.mend:
            click.echo(f"{'':27} {finding.mend}")
        broken = broken or finding.verdict is Verdict.BROKEN
    return 1 if broken else 0


async def examine(settings: Settings) -> AsyncGenerator[Finding]:
    yield Finding("Python", Verdict.FOUND, platform.python_version())
    yield disk(settings.home)
    stores = (
        await store("Postgres", settings.database.url, reach.database, postgres.find_programs),
        await store("Redis", settings.redis.url, reach.redis, redis.find_program),
    )
    for finding in stores:
        yield finding
    if not settings.s3.endpoint:
        yield ready_to_start("S3", s3.find_program())
    if is_running(settings) and all(found.verdict is Verdict.FOUND for found in stores):
        async with runtime.build(settings) as running:
            status = await running.objects.status()
            if not status.is_ready:  # a busy machine may miss the two seconds it has, once
                status = await running.objects.status()
            yield answer("S3", status, needed=True)
            for finding in (*await workers(running), *await engines(running)):
                yield finding
    if not settings.smtp.host:
        mend = "Set ALP_SMTP_HOST (docs/operations.md)."
        yield Finding("E-mail", Verdict.LACKING, "nothing is sent; see the outbox", mend)
    yield pages()
    yield program("blender", without="3D models are not made", packages="blender python3-numpy")
    yield program("chromium", without="the tests cannot open pages", packages="chromium")


def is_running(settings: Settings) -> bool:
    return all((settings.database.url, settings.redis.url, settings.s3.endpoint))


def disk(home: Path) -> Finding:
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    detail = f"{free / GIB:.1f} GiB free at {existing}"
    if free < TOO_LITTLE_DISK:
        return Finding("Disk", Verdict.BROKEN, detail, "Free some space: nothing can be stored.")
    if free < ENOUGH_DISK:
        mend = "Models and media may not fit: make room, or set ALP_HOME to a larger disk."
        return Finding("Disk", Verdict.LACKING, detail, mend)
    return Finding("Disk", Verdict.FOUND, detail)


async def store(
    subject: str, url: str, ask: Callable[[str], Awaitable[str]], find: Callable[[], Path | None]
) -> Finding:
    """One that is running, else one that `alp up` could run."""
    if not url:
        return ready_to_start(subject, find())
    try:
        version = await ask(url)
    except AppError as error:
        return Finding(subject, Verdict.BROKEN, error.message)
    return Finding(subject, Verdict.FOUND, f"{version} answers at {reach.place(url)}")


def ready_to_start(subject: str, program: Path | None) -> Finding:
    if program is not None:
        return Finding(subject, Verdict.FOUND, f"ready to start ({program})")
    mend = "Install one, or set the address of one that you run (docs/operations.md)."
    return Finding(subject, Verdict.BROKEN, "not found on this machine", mend)


def answer(subject: str, status: ProviderStatus, *, needed: bool) -> Finding:
    """What a server said just now."""
    if status.is_ready:
        detail = " ".join(filter(None, ("answers", status.version, status.reason)))
        return Finding(subject, Verdict.FOUND, detail)
    verdict = Verdict.BROKEN if needed else Verdict.LACKING
    return Finding(subject, verdict, f"{status.readiness}: {status.reason}", status.hint)


async def workers(running: runtime.Runtime) -> list[Finding]:
    operator = await find_operator(running)
    if operator is None:
        mend = "Open the link that ./alp up prints."
        return [Finding("Owner", Verdict.LACKING, "nobody has claimed the account", mend)]
    async with running.reader(operator) as reader:
        seen = await get_operations(reader)
    return [
        _workers_of(queue, sum(worker.is_alive for worker in seen.workers if worker.queue == queue))
        for queue in QUEUES
    ]


async def engines(running: runtime.Runtime) -> list[Finding]:
    known = running.providers.engines
    statuses = await asyncio.gather(*(engine.engine.status() for engine in known))
    return [
        answer(f"{engine.purpose.title()}: {engine.engine.name}", status, needed=False)
        for engine, status in zip(known, statuses, strict=True)
    ]


def _workers_of(queue: str, alive: int) -> Finding:
    subject = f"Worker: {queue}"
    if alive:
        return Finding(subject, Verdict.FOUND, f"{alive} alive")
    mend = f"Start ./alp up, or one more with ./alp worker --queue {queue}."
    return Finding(subject, Verdict.BROKEN, "none alive: its jobs wait", mend)


def pages() -> Finding:
    if not (frontend.find_node() and frontend.find_bun()):
        mend = "They come with the packages: remove .venv and run ./alp again."
        return Finding("Pages", Verdict.BROKEN, "node or bun is missing", mend)
    if frontend.is_built():
        return Finding("Pages", Verdict.FOUND, "built")
    return Finding("Pages", Verdict.FOUND, "not built yet; ./alp up does it")


def program(name: str, *, without: str, packages: str) -> Finding:
    if found := shutil.which(name):
        return Finding(name.title(), Verdict.FOUND, found)
    mend = f"On Debian and Ubuntu: sudo apt-get install {packages}"
    return Finding(name.title(), Verdict.LACKING, f"not found; {without}", mend)

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

from alp_app.cli import frontend, reach
from alp_app.kit.errors import AppError
from alp_app.local import postgres, redis
from alp_app.settings import Settings, current

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
        click.echo(f"{verdict} {finding.subject:10} {finding.detail}")
        if finding.mend:
            click.echo(f"{'':19} {finding.mend}")
        broken = broken or finding.verdict is Verdict.BROKEN
    return 1 if broken else 0


async def examine(settings: Settings) -> AsyncGenerator[Finding]:
    yield Finding("Python", Verdict.FOUND, platform.python_version())
    yield disk(settings.home)
    yield await store(
        "Postgres",
        settings.database.url,
        reach.database,
        postgres.find_programs,
        "ALP_DATABASE_URL",
    )
    yield await store("Redis", settings.redis.url, reach.redis, redis.find_program, "ALP_REDIS_URL")
    yield pages()
    yield program("blender", without="3D models are not made", packages="blender python3-numpy")
    yield program("chromium", without="the tests cannot open pages", packages="chromium")


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
    subject: str,
    url: str,
    ask: Callable[[str], Awaitable[str]],
    find: Callable[[], Path | None],
    variable: str,
) -> Finding:
    """One that is running, else one that `alp up` could run."""
    if url:
        try:
            version = await ask(url)
        except AppError as error:
            return Finding(subject, Verdict.BROKEN, error.message)
        return Finding(subject, Verdict.FOUND, f"{version} answers at {reach.place(url)}")
    program = find()
    if program is None:
        mend = f"Install it, or set {variable} to a server that you run."
        return Finding(subject, Verdict.BROKEN, "not found on this machine", mend)
    return Finding(subject, Verdict.FOUND, f"ready to start with ./alp up ({program})")


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

"""`alp check`, `test`, `bench`, `faults`, `screenshots`: what keeps the product honest."""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from alp_app.settings import ROOT, child_environment

PARALLEL = 2
TOOLS = Path(sys.executable).parent
STATIC_CHECKS = {
    "lint": ("ruff", "check"),
    "format": ("ruff", "format", "--check"),
    "imports": ("lint-imports",),
    "types": ("basedpyright",),
}
SLOW = ("bench", "e2e", "faults", "local", "providers", "screenshots")
"""Folders of tests that drive a browser, real engines or whole installations."""
HEAVY = ("faults",)
"""Those that load the machine: they run last, when nothing else is disturbed by it."""
LONG = ("bench", "e2e", "screenshots")
"""Folders that only have commands of their own."""
NOTHING_CHOSEN = 5
"""What pytest exits with when the words given to it leave out every test."""
PROGRAMS = {
    "chromium": "the pages are not tested in a browser",
    "blender": "3D scenes are not made",
    "ffmpeg": "video is not made",
}

passes_on = click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
lenient = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


@click.command(context_settings=lenient)
@passes_on
def check(arguments: tuple[str, ...]) -> None:
    """Quick loop: lint, format, imports, types and the fast tests. Extra words go to pytest."""
    _static_checks()
    skipped = [f"--ignore=tests/{folder}" for folder in SLOW]
    sys.exit(_pytest("tests", "-m", "not e2e and not live", *skipped, *arguments))


@click.command(context_settings=lenient)
@passes_on
def test(arguments: tuple[str, ...]) -> None:
    """The static checks, then all tests but the journeys, the heavy ones last. Extra words go to pytest."""
    for program, consequence in PROGRAMS.items():
        if shutil.which(program) is None:
            click.echo(f"{program} is missing: {consequence}.")
    _static_checks()
    skipped = [f"--ignore=tests/{folder}" for folder in (*HEAVY, *LONG)]
    heavy = [f"tests/{folder}" for folder in HEAVY]
    for chosen in (["tests", *skipped], heavy):
        if (status := _pytest(*chosen, *arguments)) not in {0, NOTHING_CHOSEN}:
            sys.exit(status)


@click.command(context_settings=lenient)
@passes_on
def e2e(arguments: tuple[str, ...]) -> None:
    """Journeys in Chromium on the production build. Extra words go to pytest."""
    sys.exit(_pytest(*_within("tests/e2e", arguments)))


@click.command(context_settings=lenient)
@passes_on
def bench(arguments: tuple[str, ...]) -> None:
    """Measure, and write docs/benchmarks.md. Extra words go to pytest."""
    sys.exit(_pytest("-s", *_within("tests/bench", arguments), parallel=False))


@click.command(context_settings=lenient)
@passes_on
def faults(arguments: tuple[str, ...]) -> None:
    """Kill and cut each part of the job layer many times; `test` does it a few times. Extra words go to
    pytest."""
    sys.exit(_pytest(*_within("tests/faults", arguments), ALP_FAULTS="long"))


@click.command(context_settings=lenient)
@passes_on
def screenshots(arguments: tuple[str, ...]) -> None:
    """Take a picture of every page in three widths and two themes. Extra words go to pytest."""
    sys.exit(_pytest(*_within("tests/screenshots", arguments), parallel=False))


def _within(folder: str, arguments: Sequence[str]) -> list[str]:
    """The words for pytest: all of `folder`, unless they name files themselves."""
    names_files = any(
        "/" in word and (ROOT / word.partition("::")[0]).exists() for word in arguments
    )
    return [*arguments] if names_files else [folder, *arguments]


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    passed: bool
    output: str
    seconds: float


def _static_checks() -> None:
    failed: list[Outcome] = []
    with ThreadPoolExecutor(PARALLEL) as pool:
        for outcome in pool.map(_run_check, STATIC_CHECKS):
            verdict = "passed" if outcome.passed else "failed"
            click.echo(f"{outcome.seconds:6.1f} s  {outcome.name} {verdict}")
            if not outcome.passed:
                failed.append(outcome)
    for outcome in failed:
        click.echo(f"\n{outcome.name}:\n{outcome.output}")
    if failed:
        sys.exit(1)


def _run_check(name: str) -> Outcome:
    began = time.monotonic()
    program, *arguments = STATIC_CHECKS[name]
    result = subprocess.run(  # noqa: S603 - one of STATIC_CHECKS
        [TOOLS / program, *arguments],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(name, result.returncode == 0, result.stdout, time.monotonic() - began)


def _pytest(*arguments: str, parallel: bool = True, **environment: str) -> int:
    spread: Sequence[str] = ("-n", str(PARALLEL), "--dist", "loadgroup") if parallel else ()
    command = [sys.executable, "-m", "pytest", *spread, *arguments]
    own = child_environment(**environment)
    return subprocess.run(command, cwd=ROOT, env=own, check=False).returncode  # noqa: S603 - our tests

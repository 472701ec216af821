"""`alp lock`: write down the exact packages, for every platform and with their hashes."""

import subprocess
import sys
from pathlib import Path

import click

from alp_app.cli.progress import Progress
from alp_app.settings import ROOT

RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
COMPILE = (
    *("pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes"),
    *("--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url"),
)


@click.command()
@click.option("--upgrade", is_flag=True, help="Take the newest versions instead of the known ones.")
def lock(upgrade: bool) -> None:
    """Resolve pyproject.toml into requirements.lock and requirements-dev.lock."""
    newest = ("--upgrade",) if upgrade else ()
    progress = Progress()
    for name, selection in (
        (DEVELOPMENT, ("--group", "dev", *newest)),
        (RUNTIME, ("--constraints", DEVELOPMENT)),
    ):
        command = [Path(sys.executable).with_name("uv"), *COMPILE, *selection, "-o", name]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - fixed words
        if "://" in (ROOT / name).read_text():
            raise click.ClickException(
                f"{name} names an address. Use packages by name and version only."
            )
        progress.say(f"{name} is written")

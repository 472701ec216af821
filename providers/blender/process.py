"""Runs a script in Blender: bounded in time, and gone for good when nobody waits any more."""

import asyncio
import os
import shutil
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)

PROVIDER = "blender"
_INSTALL = (
    "Install Blender (on Debian and Ubuntu: `apt-get install blender python3-numpy`),"
    " or fetch it under Engines."
)
_TAIL_BYTES = 4000
_TAIL_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class BlenderCommand:
    """How to start Blender: the program, or the `bpy` package under a Python."""

    argv: tuple[str, ...]
    python_path: Path | None = None

    def for_script(self, script: Path, *arguments: str) -> list[str]:
        if self.python_path:
            return [*self.argv, str(script), "--", *arguments]
        options = ("--background", "--factory-startup", "--python-exit-code", "3", "--python")
        return [*self.argv, *options, str(script), "--", *arguments]


def find_command(configured: str, package_folder: Path, python: str) -> BlenderCommand:
    """Return the configured program, else `blender` on PATH, else the fetched package.

    Raises ProviderMisconfigured when there is none.
    """
    if found := shutil.which(configured or "blender"):
        return BlenderCommand(argv=(found,))
    if configured:
        raise ProviderMisconfigured(
            PROVIDER, f"the program {configured} does not exist", "Check the path in the settings."
        )
    if (package_folder / "bpy").is_dir():
        return BlenderCommand(argv=(python,), python_path=package_folder)
    raise ProviderMisconfigured(PROVIDER, "is not installed", _INSTALL)


async def run(
    command: BlenderCommand, arguments: Sequence[str], *, folder: Path, within: timedelta
) -> str:
    """Run in `folder` and return what was printed. Raises ProviderError when it fails.

    The process gets an environment of its own, without our settings, and its whole group is killed
    when the time is up or the task is cancelled.
    """
    log = folder / "log.txt"
    environment = {"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"}
    if command.python_path:
        environment["PYTHONPATH"] = str(command.python_path)
    with log.open("wb") as output:
        try:
            process = await asyncio.create_subprocess_exec(
                *arguments,
                cwd=folder,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise ProviderMisconfigured(
                PROVIDER, f"cannot be started: {error}", _INSTALL
            ) from error
    try:
        async with asyncio.timeout(within.total_seconds()):
            code = await process.wait()
    except TimeoutError as error:
        seconds = f"{within.total_seconds():g}"
        raise ProviderUnreachable(PROVIDER, f"did not finish within {seconds} s") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
    said = await asyncio.to_thread(_tail, log)
    if code:
        raise _failure(code, said)
    return said


def _failure(code: int, said: str) -> ProviderError:
    last = next((line for line in reversed(said.splitlines()) if "Error" in line), said[-200:])
    if code < 0:
        return ProviderUnreachable(
            PROVIDER, f"was ended by signal {-code}", "Look for a lack of memory on this machine."
        )
    if "No module named" in last:
        return ProviderMisconfigured(PROVIDER, last.strip(), _INSTALL)
    return ProviderRefused(PROVIDER, f"could not build the model: {last.strip()}", said)


def _tail(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL_BYTES))
        text = file.read().decode(errors="replace")
    return "\n".join(text.splitlines()[-_TAIL_LINES:])

"""One program that the supervisor runs: started in a session of its own, stopped with patience."""

import asyncio
import os
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Self

import psutil

from alp_app.local import launch, traces
from alp_app.local.home import Home
from alp_app.local.rights import Rights
from alp_app.settings import child_environment

LONGEST_LOG_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: str
    """Names its log and its trace: no two that run at once have the same."""
    argv: tuple[str | Path, ...]
    home: Home
    folder: Path
    """Where it runs."""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """Laid over the supervisor's own."""
    stop_signal: Signals = SIGTERM
    grace_seconds: float = 10.0
    rights: Rights = field(default_factory=Rights)

    @property
    def log(self) -> Path:
        return self.home.log(self.name)


class Process:
    def __init__(self, command: Command, child: asyncio.subprocess.Process) -> None:
        self.command = command
        self._child = child

    @classmethod
    async def start(cls, command: Command, *, output: int | None = None) -> Self:
        """`output`: where its standard output goes instead of the log."""
        arguments = launch.arguments(
            command.argv,
            death_signal=command.stop_signal.value,
            rights=command.rights.launch_options(),
        )
        _make_room(command.log)
        with command.log.open("ab") as log:
            child = await asyncio.create_subprocess_exec(
                *arguments,
                stdin=subprocess.DEVNULL,
                stdout=log if output is None else output,
                stderr=log,
                cwd=command.folder,
                env=child_environment(**command.environment),
                start_new_session=True,
            )
        traces.leave(command.home, command.name, child.pid, command.stop_signal)
        return cls(command, child)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def returncode(self) -> int | None:
        return self._child.returncode

    async def wait(self) -> int:
        return await self._child.wait()

    async def read_output(self) -> bytes:
        """All it writes to the pipe it was started with."""
        output, _ = await self._child.communicate()
        return output

    async def stop(self) -> None:
        """Ask it to end, wait its grace, then kill it and whatever it started."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                self._child.send_signal(self.command.stop_signal)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wait(), self.command.grace_seconds)
        self.kill()
        await self.wait()
        traces.remove(self.command.home, self.command.name)

    def kill(self) -> None:
        """Kill it and its whole session: a child that outlives its parent would keep its ports."""
        kill_all(session_members([self.pid]))


def _make_room(log: Path) -> None:
    """Begin a new log when the old one has grown long; one old one is kept."""
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))


def session_members(leaders: Iterable[int]) -> list[psutil.Process]:
    """Every living process of the sessions that `leaders` began."""
    sessions = frozenset(leaders)
    members: list[psutil.Process] = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, PermissionError, psutil.NoSuchProcess):
            if os.getsid(process.pid) in sessions and process.status() != psutil.STATUS_ZOMBIE:
                members.append(process)
    return members


def kill_all(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()

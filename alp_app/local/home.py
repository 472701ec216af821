"""The folder that holds everything the embedded stack keeps: data, logs, secrets, who is running."""

import fcntl
import json
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alp_app.kit.errors import Conflict


class AlreadyRunning(Conflict):
    code = "already_running"


@dataclass(frozen=True, slots=True)
class Home:
    path: Path

    @property
    def run_file(self) -> Path:
        """Addresses of what runs now; `alp_app.settings.load` reads it."""
        return self.path / "run.json"

    @property
    def state_file(self) -> Path:
        """Ports and passwords; they live as long as the data does."""
        return self.path / "state.json"

    def log(self, name: str) -> Path:
        return self.folder("logs") / f"{name}.log"

    def folder(self, name: str) -> Path:
        """A private folder below the home, made when it is missing."""
        folder = self.path / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def running(self) -> dict[str, Any]:
        """What `run_file` says; empty when nothing runs."""
        try:
            return json.loads(self.run_file.read_text())
        except FileNotFoundError:
            return {}

    def forget_killed(self) -> None:
        """Remove the run file of a start that was killed: what it names does not answer."""
        if self.run_file.exists():
            with suppress(AlreadyRunning), self.lock():
                self.run_file.unlink()

    @contextmanager
    def lock(self) -> Generator[None]:
        """Hold the home for this process; the kernel lets go of it however the process ends."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.path / "up.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyRunning(f"Another `alp up` is running in {self.path}.") from None
            yield


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one step; only the owner may read it, at every moment."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

"""Runs the whole product as a person would: `alp up`, in a home of its own."""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from alp_app.local import ports
from alp_app.settings import ROOT, child_environment

START_SECONDS = 240
"""The first start of a checkout builds the pages."""
STOP_SECONDS = 60
LINK = re.compile(r"^ {4}(?P<address>https?://[^/\s]+)(?P<path>/\S*)?$")


class School:
    """A running `alp up`, and what it has said so far."""

    def __init__(self, home: Path, process: subprocess.Popen[str]) -> None:
        self.home = home
        self.said: list[str] = []
        self.address = ""
        self.setup_link = ""
        """Makes the owner's account, once; empty when there is one already."""
        self._process = process
        self._is_settled = threading.Event()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_for_address(self) -> None:
        self._is_settled.wait(START_SECONDS)
        if not self.address:
            raise AssertionError("\n".join(self.said))

    def stop(self) -> int:
        """Press Ctrl-C; the exit status."""
        self._process.send_signal(signal.SIGINT)
        status = self._process.wait(STOP_SECONDS)
        self._reading.join()
        return status

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.said.append(line.rstrip("\n"))
            if found := LINK.match(self.said[-1]):
                self.address = found["address"]
                self.setup_link = found[0].strip() if found["path"] else ""
                self._is_settled.set()
        self._is_settled.set()


@contextmanager
def running_school(home: Path, *options: str, **environment: str) -> Generator[School]:
    """Start `alp up` with the small writer, wait for its address, and stop it at the end."""
    process = subprocess.Popen(
        command("up", "--small-writer", "--port", str(ports.choose(taken=())), *options),
        cwd=ROOT,
        env=isolated_environment(home, **environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        school = School(home, process)
        try:
            school.wait_for_address()
            yield school
        finally:
            if school.is_running:
                school.stop()


def command(*words: str) -> list[str]:
    """`./alp` without the part that makes the environment."""
    return [sys.executable, "-m", "alp_app.cli", *words]


def isolated_environment(home: Path, **changes: str) -> dict[str, str]:
    """Ours without any setting of the product but these."""
    kept = {name: value for name, value in child_environment().items() if name[:4] != "ALP_"}
    return {**kept, "ALP_HOME": str(home), **changes}

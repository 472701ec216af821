"""Several programs that are forks of one process, seen from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import psutil
import pytest

from alp_app.settings import ROOT, child_environment

PATIENCE_SECONDS = 60
CREW = """
import json, os, sys, time
from functools import partial
from pathlib import Path
from alp_app.local.crew import Crew

def note(place, name):
    with Path(place).open("a") as file:
        print(json.dumps([name, os.getpid()]), file=file)
    while True:
        time.sleep(3600)

Crew({name: partial(note, sys.argv[1], name) for name in ("text", "gpu")}).run()
"""


class Running:
    def __init__(self, process: subprocess.Popen[bytes], notes: Path) -> None:
        self.process = process
        self._notes = notes

    def started(self) -> list[tuple[str, int]]:
        """The name and process of every start so far."""
        if not self._notes.exists():
            return []
        return [tuple(json.loads(line)) for line in self._notes.read_text().splitlines()]

    def members(self) -> dict[str, int]:
        return dict(self.started())


@pytest.fixture
def crew(tmp_path: Path) -> Generator[Running]:
    notes = tmp_path / "notes"
    process = subprocess.Popen(
        [sys.executable, "-c", CREW, str(notes)], cwd=ROOT, env=child_environment()
    )
    running = Running(process, notes)
    with process:
        until(lambda: len(running.members()) == 2)
        yield running
        process.kill()


def until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_each_program_is_a_child_of_its_own(crew: Running):
    children = {child.pid for child in psutil.Process(crew.process.pid).children()}
    assert children == set(crew.members().values())


def test_a_program_that_dies_is_started_again_and_the_others_go_on(crew: Running):
    before = crew.members()
    os.kill(before["text"], signal.SIGKILL)
    until(lambda: crew.members()["text"] != before["text"])
    assert crew.members()["gpu"] == before["gpu"]
    assert len(crew.started()) == 3


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_when_all_have_ended(crew: Running, told: signal.Signals):
    members = crew.members()
    crew.process.send_signal(told)
    assert crew.process.wait(PATIENCE_SECONDS) == 0
    assert not any(psutil.pid_exists(pid) for pid in members.values())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of such an end")
def test_killed_it_takes_everybody_with_it(crew: Running):
    members = [psutil.Process(pid) for pid in crew.members().values()]
    crew.process.kill()
    _, alive = psutil.wait_procs(members, PATIENCE_SECONDS)
    assert alive == []

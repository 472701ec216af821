"""Notes of which processes were started, by which a later start recognises what a killed one left."""

import json
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from alp_app.local.home import Home, write_private

FOLDER = "processes"


class Trace(NamedTuple):
    """Ids are given out again; together with the moment of its start, one means one process."""

    pid: int
    started: float
    stop_signal: int

    def may_be_ours(self) -> bool:
        """False when the id belongs to a later process. A dead leader's session may still live."""
        try:
            return psutil.Process(self.pid).create_time() == self.started
        except psutil.NoSuchProcess:
            return True


def leave(home: Home, name: str, pid: int, stop_signal: int) -> None:
    with suppress(psutil.NoSuchProcess):  # it has ended already
        trace = Trace(pid, psutil.Process(pid).create_time(), stop_signal)
        write_private(_path(home, name), json.dumps(trace))


def remove(home: Home, name: str) -> None:
    _path(home, name).unlink(missing_ok=True)


def read(home: Home) -> dict[str, Trace]:
    """What was started in this home and not stopped, by name."""
    return {
        path.stem: Trace(*json.loads(path.read_text()))
        for path in home.folder(FOLDER).glob("*.json")
    }


def _path(home: Home, name: str) -> Path:
    return home.folder(FOLDER) / f"{name}.json"

"""Kills a process at a named event of the job layer's log, once."""

import logging
import os
import signal
from pathlib import Path

from alp_app.kit.ids import JobId

PLACES = frozenset({
    "step.begun", "step.computed", "step.committing", "step.committed", "artifact.stored",
    "job.suspending", "job.suspended", "job.settling", "job.settled",
})  # fmt: skip
VICTIMS = ("job", "both", "worker")


class Rotation(logging.Handler):
    """Kills the process of each job once: at the n-th of the places that its first run comes to. The
    folder holds for each course a file with its n; a job without one is left alone."""

    def __init__(self, folder: Path, job_id: JobId, course_id: str) -> None:
        super().__init__(logging.DEBUG)
        wish = folder / course_id
        self._left = int(wish.read_text()) if wish.exists() else 0
        self._fired = folder / f"{job_id}.fired"
        self._victim = VICTIMS[job_id.int % len(VICTIMS)]

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage() not in PLACES or self._left < 1 or self._fired.exists():
            return
        self._left -= 1
        if self._left:
            return
        self._fired.write_text(f"{record.getMessage()} {getattr(record, 'step', '')}")
        if self._victim in {"worker", "both"}:
            os.kill(os.getppid(), signal.SIGKILL)
        if self._victim in {"job", "both"}:
            os.kill(os.getpid(), signal.SIGKILL)


class Strikes(logging.Handler):
    """A strike is a file named after job and event; striking renames it first, so that it happens
    once whatever dies. Its content says who is the victim."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.DEBUG)
        self._folder = folder

    def plan(self, job_id: JobId, event: str, victim: str) -> None:
        """Plan a strike, unless it was planned before."""
        if not event:
            return
        marker = self._marker(str(job_id), event)
        if not marker.exists() and not self._fired(marker).exists():
            marker.write_text(victim)

    def emit(self, record: logging.LogRecord) -> None:
        job_id = getattr(record, "job_id", "")
        event = record.getMessage()
        for name in (event, f"{event}:{getattr(record, 'step', '')}"):
            marker = self._marker(job_id, name)
            try:
                marker.rename(self._fired(marker))
            except FileNotFoundError:
                continue
            victim = self._fired(marker).read_text()
            if victim in {"worker", "both"}:
                os.kill(os.getppid(), signal.SIGKILL)
            if victim in {"job", "both"}:
                os.kill(os.getpid(), signal.SIGKILL)

    @property
    def planned(self) -> int:
        return sum(1 for path in self._folder.iterdir() if path.suffix != ".fired")

    @property
    def struck(self) -> int:
        return sum(1 for path in self._folder.iterdir() if path.suffix == ".fired")

    def _marker(self, job_id: str, event: str) -> Path:
        return self._folder / f"{job_id} {event}"

    def _fired(self, marker: Path) -> Path:
        return marker.with_name(f"{marker.name}.fired")

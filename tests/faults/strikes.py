"""Kills a process at a named event of the job layer's log, once."""

import logging
import os
import signal
from pathlib import Path

from alp_app.kit.ids import JobId


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

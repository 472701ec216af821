"""Holds the lease of the job that this process runs, and hears when it has to stop."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Self

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from alp_app.db.base import driver_url
from alp_app.job_rows import Statements
from alp_app.kit.ids import JobId
from jobs.context import Stop

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How soon a cancelled job, or one whose worker is gone, hears of it."""

HANG_SECONDS = 60.0
"""A run that goes on for so long after its end was due holds up its process."""


class Heartbeat:
    """A thread with a database connection of its own, so that nothing a handler does delays it."""

    def __init__(
        self,
        database_url: str,
        statements: Statements,
        *,
        job_id: JobId,
        attempt: int,
        lease: timedelta,
        timeout: timedelta,
        on_stop: Callable[[Stop], object],
        on_hang: Callable[[], None],
    ) -> None:
        """`on_stop` and `on_hang` are called from the thread; `on_hang` when the lease is given up
        because the run neither ends nor stops."""
        self._database_url = database_url
        self._sql = statements
        self._me = {"id": job_id, "attempt": attempt, "lease": lease}
        self._beat_seconds = lease.total_seconds() / 3
        self._deadline = time.monotonic() + timeout.total_seconds() + HANG_SECONDS
        self._on_stop = on_stop
        self._on_hang = on_hang
        self._parent = os.getppid()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ended.set()
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        engine = _engine(self._database_url)
        beat_at = time.monotonic() + self._beat_seconds
        while not self._ended.wait(min(LOOK_SECONDS, self._beat_seconds)):
            now = time.monotonic()
            if now > self._deadline:
                logger.error("job.hangs", extra={"job_id": str(self._me["id"])})
                self._on_hang()
                break
            if os.getppid() != self._parent:
                self._stop(Stop.RELEASED)
            is_due = now >= beat_at
            try:
                is_ours = self._look(engine, extend=is_due)
            except DBAPIError as error:
                # The next look tries again; if none succeeds in time, the fence tells.
                logger.warning("job.heartbeat_failed", extra={"reason": str(error.orig)})
                continue
            if not is_ours:
                break
            if is_due:
                beat_at = now + self._beat_seconds
        engine.dispose()

    def _look(self, engine: Engine, *, extend: bool) -> bool:
        statement = self._sql.beat if extend else self._sql.look
        with engine.connect() as connection:
            row = connection.execute(statement, self._me).first()
        if row is None:
            self._stop(Stop.LOST)
            return False
        if row[0]:
            self._stop(Stop.CANCELLED)
        return True

    def _stop(self, why: Stop) -> None:
        # Whoever has been told to stop may take time for it, but not for ever.
        self._deadline = min(self._deadline, time.monotonic() + HANG_SECONDS)
        self._on_stop(why)


def _engine(database_url: str) -> Engine:
    return create_engine(
        driver_url(database_url),
        isolation_level="AUTOCOMMIT",
        pool_size=1,
        connect_args={
            "connect_timeout": 2,
            "tcp_user_timeout": 3000,
            "options": "-c statement_timeout=1000",
        },
    )

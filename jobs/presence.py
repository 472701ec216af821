"""A worker's row: who it is, and when it last gave a sign of life."""

import logging
import os
import socket
import time

from sqlalchemy import NullPool, TextClause, create_engine, text
from sqlalchemy.exc import DBAPIError

from alp_app import __version__
from alp_app.db.base import driver_url

logger = logging.getLogger(__name__)

SAY_SECONDS = 5.0

HERE = text("""
    INSERT INTO worker_process (name, host, queue, pid, version, started_at, seen_at)
    VALUES (:name, :host, :queue, :pid, :version, clock_timestamp(), clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET seen_at = clock_timestamp()
    """)

GONE = text("DELETE FROM worker_process WHERE name = :name")


class Presence:
    """Opens a connection for each word: one that stayed open would be shared with forked jobs."""

    def __init__(self, database_url: str, *, name: str, queue: str) -> None:
        self._engine = create_engine(
            driver_url(database_url),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": 2, "options": "-c statement_timeout=1000"},
        )
        self._row = {
            "name": name,
            "host": socket.gethostname(),
            "queue": queue,
            "pid": os.getpid(),
            "version": __version__,
        }
        self._said_at = float("-inf")

    def say_here(self) -> None:
        """Often called; writes at most every few seconds."""
        if time.monotonic() - self._said_at >= SAY_SECONDS:
            self._said_at = time.monotonic()
            self._say(HERE)

    def say_gone(self) -> None:
        self._say(GONE)

    def _say(self, statement: TextClause) -> None:
        try:
            with self._engine.connect() as connection:
                connection.execute(statement, self._row)
        except DBAPIError as error:
            logger.warning("worker.not_seen", extra={"reason": str(error.orig)})

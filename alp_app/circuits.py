"""Circuits of engines in Postgres: what one process learns of an engine all others know at once."""

import logging
from datetime import timedelta

from sqlalchemy import Row, TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from providers.contracts.circuits import Rest
from providers.contracts.errors import ProviderError

logger = logging.getLogger(__name__)

FAILURES_TO_OPEN = 5
FIRST_REST = timedelta(seconds=2)
LONGEST_REST = timedelta(seconds=10)
"""With its jitter still under the 15 s within which an engine that works again is found."""
PROBE = timedelta(seconds=15)
"""How long a probe may take until another one is let through."""
LONGEST_REASON = 500

LOOK = text("""
    SELECT failures, reason, hint, opened_at, retry_at, retry_at <= clock_timestamp() AS is_over,
        greatest(retry_at - clock_timestamp(), interval '0') AS pause
    FROM engine_circuit WHERE engine = :engine AND opened_at IS NOT NULL
    """)
PROBED = text("""
    UPDATE engine_circuit SET retry_at = clock_timestamp() + CAST(:probe AS interval)
    WHERE engine = :engine AND opened_at IS NOT NULL AND retry_at <= clock_timestamp()
    RETURNING engine
    """)
SUCCEEDED = text("""
    WITH resumed AS (DELETE FROM job_pause WHERE engine = split_part(:engine, ':', 2))
    DELETE FROM engine_circuit WHERE engine = :engine RETURNING opened_at
    """)
FAILED = text("""
    INSERT INTO engine_circuit AS known (engine, failures, reason, hint)
    VALUES (:engine, 1, :reason, :hint)
    ON CONFLICT (engine) DO UPDATE SET failures = known.failures + 1,
        reason = excluded.reason, hint = excluded.hint,
        opened_at = CASE WHEN known.failures + 1 >= :to_open
            THEN coalesce(known.opened_at, clock_timestamp()) END,
        retry_at = CASE WHEN known.failures + 1 >= :to_open
            THEN clock_timestamp() + (0.8 + 0.4 * random()) * least(CAST(:longest AS interval),
                CAST(:first AS interval) * 2 ^ least(known.failures + 1 - :to_open, 20)) END
    RETURNING failures, opened_at
    """)


class PostgresCircuits:
    """`providers.contracts.circuits.Circuits`. Where the database does not answer engines are asked:
    nothing could be kept of their work anyway."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def look(self, engine: str) -> Rest | None:
        row = await self._run(LOOK, engine=engine)
        return _rest(row) if row and not row.is_over else None

    async def enter(self, engine: str) -> Rest | None:
        row = await self._run(LOOK, engine=engine)
        if row is None:
            return None
        if row.is_over and await self._run(PROBED, engine=engine, probe=PROBE):
            return None
        # Somebody else is at the probe, unless it was closed meanwhile.
        row = await self._run(LOOK, engine=engine)
        return _rest(row) if row else None

    async def succeeded(self, engine: str) -> None:
        if (row := await self._run(SUCCEEDED, engine=engine)) and row.opened_at:
            logger.info("engine.circuit_closed", extra={"engine": engine})

    async def failed(self, engine: str, error: ProviderError) -> None:
        row = await self._run(
            FAILED,
            engine=engine,
            reason=error.reason[:LONGEST_REASON],
            hint=error.hint[:LONGEST_REASON],
            to_open=FAILURES_TO_OPEN,
            first=FIRST_REST,
            longest=LONGEST_REST,
        )
        if row and row.opened_at:
            logger.warning(
                "engine.circuit_open",
                extra={"engine": engine, "failures": row.failures, "reason": error.reason},
            )

    async def _run(self, statement: TextClause, **values: object) -> Row[tuple[object, ...]] | None:
        try:
            async with self._sessions.begin() as session:
                return (await session.execute(statement, values)).first()
        except (DBAPIError, OSError) as error:
            logger.warning("engine.circuit_unknown", extra={"reason": str(error)})
            return None


def _rest(row: Row[tuple[object, ...]]) -> Rest:
    return Rest(
        since=row.opened_at,
        until=row.retry_at,
        pause=row.pause,
        failures=row.failures,
        reason=row.reason,
        hint=row.hint,
    )

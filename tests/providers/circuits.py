"""Circuits that a test sets by hand, and that remember what they were told."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from providers.contracts.circuits import Rest
from providers.contracts.errors import ProviderError

REST = Rest(
    since=datetime(2026, 1, 1, tzinfo=UTC),
    until=datetime(2026, 1, 1, 0, 0, 5, tzinfo=UTC),
    pause=timedelta(seconds=5),
    failures=5,
    reason="no power",
    hint="Plug it in.",
)


class MemoryCircuits:
    """`providers.contracts.circuits.Circuits`."""

    def __init__(self) -> None:
        self.rests: dict[str, Rest] = {}
        self.failures: Counter[str] = Counter()
        self.successes: Counter[str] = Counter()

    async def look(self, engine: str) -> Rest | None:
        return self.rests.get(engine)

    async def enter(self, engine: str) -> Rest | None:
        return self.rests.get(engine)

    async def succeeded(self, engine: str) -> None:
        self.successes[engine] += 1

    async def failed(self, engine: str, error: ProviderError) -> None:
        assert str(error)
        self.failures[engine] += 1

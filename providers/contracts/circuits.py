"""Leaving an engine alone that keeps failing, wherever the calls come from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from providers.contracts.errors import ProviderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """An engine that nobody asks for a while."""

    since: datetime
    until: datetime
    """When the next call may try whether it works again."""
    pause: timedelta
    """How long that is from now, by the clock of whoever keeps it."""
    failures: int
    """In a row."""
    reason: str
    """What the last of them said."""
    hint: str = ""


class Circuits(Protocol):
    """One circuit for each engine, known by a name such as `text:ollama`, and shared by all processes.

    After `failures` in a row a circuit opens: the engine rests. When the rest is over one call is let
    through as a probe; if it works the circuit closes, else the engine rests again, longer. No method
    raises: where nothing can be known, engines are asked.
    """

    async def look(self, engine: str) -> Rest | None:
        """Why nobody may ask the engine now. None: somebody may."""
        ...

    async def enter(self, engine: str) -> Rest | None:
        """As `look`, for a caller that asks now: of those that come when a rest is over, one gets None."""
        ...

    async def succeeded(self, engine: str) -> None: ...

    async def failed(self, engine: str, error: ProviderError) -> None: ...

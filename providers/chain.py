"""Several engines as one: the first that is ready writes, and the result says which one that was."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderResting,
    ProviderUnreachable,
)
from providers.contracts.status import ProviderStatus, Readiness
from providers.contracts.text import Fallback, TextChunk, TextModel, TextRequest, TextResult
from providers.drafts import whole
from providers.guarding import resting


class FirstAnswering:
    """`providers.contracts.text.TextModel`.

    An engine that is not ready, or that fails before it has written anything, is passed over and
    named in `TextResult.fallback_from`. One that fails later fails the request: a text has one author.
    """

    name = "text"

    def __init__(
        self,
        models: Sequence[TextModel],
        *,
        trust_status: timedelta = timedelta(seconds=10),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`models` in order of preference. A status is asked for at most once per `trust_status`."""
        self._seats = [_Seat(model, monotonic, trust_status.total_seconds()) for model in models]

    async def statuses(self) -> list[ProviderStatus]:
        """What each engine says now, in order of preference."""
        return [await seat.model.status() for seat in self._seats]

    async def status(self) -> ProviderStatus:
        """The engine that would write now; the first choice when none would."""
        statuses = [await seat.status() for seat in self._seats]
        return next((status for status in statuses if status.is_ready), statuses[0])

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        errors: list[ProviderError] = []
        for seat in self._seats:
            status = await seat.status()
            if not status.is_ready:
                errors.append(_as_error(status))
                continue
            has_written = False
            try:
                async with aclosing(seat.model.stream(request)) as chunks:
                    async for chunk in chunks:
                        has_written = True
                        yield _with_history(chunk, errors)
            except (ProviderUnreachable, ProviderMisconfigured) as error:
                seat.failed()
                if has_written:
                    raise
                errors.append(error)
            else:
                return
        raise self._nobody(errors)

    def _nobody(self, errors: list[ProviderError]) -> ProviderError:
        reason = "; ".join(str(error) for error in errors)
        hint = next((error.hint for error in errors if error.hint), "")
        if rests := [error for error in errors if isinstance(error, ProviderResting)]:
            first = min(rests, key=lambda error: error.pause)
            return ProviderResting(
                first.provider, first.reason, hint, since=first.since, pause=first.pause
            )
        hopeless = all(isinstance(error, ProviderMisconfigured) for error in errors)
        kind = ProviderMisconfigured if hopeless else ProviderUnreachable
        return kind(self.name, f"no engine can write now: {reason}", hint)


class _Seat:
    """One engine of the chain, and what is known about it."""

    def __init__(self, model: TextModel, monotonic: Callable[[], float], trust: float) -> None:
        self.model = model
        self._monotonic = monotonic
        self._trust = trust
        self._status: ProviderStatus | None = None
        self._known_until = 0.0

    async def status(self) -> ProviderStatus:
        if self._status is None or self._monotonic() >= self._known_until:
            return self._remember(await self.model.status())
        return self._status

    def failed(self) -> None:
        """Ask for its status before the next use."""
        self._status = None

    def _remember(self, status: ProviderStatus) -> ProviderStatus:
        self._status = status
        self._known_until = self._monotonic() + self._trust
        return status


def _as_error(status: ProviderStatus) -> ProviderError:
    if status.rest:
        return resting(status.provider, status.rest)
    is_gone = status.readiness is Readiness.UNREACHABLE
    kind = ProviderUnreachable if is_gone else ProviderMisconfigured
    return kind(status.provider, status.reason, status.hint)


def _with_history(chunk: TextChunk, errors: Sequence[ProviderError]) -> TextChunk:
    if chunk.result is None:
        return chunk
    passed = tuple(Fallback(engine=error.provider, reason=error.reason) for error in errors)
    return replace(chunk, result=replace(chunk.result, fallback_from=passed))

"""Text models inside this process: one that writes without a model, and one that does as told."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

from providers.contracts.errors import ProviderError
from providers.contracts.status import Capability, ProviderStatus, Readiness
from providers.contracts.text import FinishReason, TextChunk, TextRequest, TextResult
from providers.drafts import Draft, whole
from providers.fakes.answers import answer

MODEL = "placeholder"


class PlaceholderText:
    """`providers.contracts.text.TextModel`. Its texts say of themselves that no model wrote them."""

    def __init__(self, name: str = "placeholder") -> None:
        self.name = name
        self.requests: list[TextRequest] = []

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason="writes without a model, for tests and demonstrations",
            capabilities=frozenset({Capability.TEXT, Capability.JSON_SCHEMA}),
        )

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        self.requests.append(request)
        parameters = {
            "model": MODEL,
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "seed": request.seed,
        }
        draft = Draft(self.name, parameters)
        written = answer(
            request.messages,
            schema=request.schema,
            seed=request.seed,
            max_tokens=request.max_tokens,
            stop=request.stop,
        )
        for piece in written.pieces:
            yield draft.add(piece)
            await asyncio.sleep(0)
        yield draft.finish(
            FinishReason.LENGTH if written.is_cut_off else FinishReason.STOP,
            model=MODEL,
            prompt_tokens=written.prompt_tokens,
            output_tokens=len(written.pieces),
            is_placeholder=True,
        )


class ScriptedText:
    """`providers.contracts.text.TextModel` that gives the next of `answers` at each request.

    A text is answered; an error is raised; an event is waited for, and then the answer after it is
    given. When nothing is left, the last one counts again.
    """

    def __init__(
        self, answers: Sequence[str | ProviderError | asyncio.Event], name: str = "scripted"
    ) -> None:
        self.name = name
        self.requests: list[TextRequest] = []
        self.current = ProviderStatus(provider=name, readiness=Readiness.READY)
        """What `status()` says; set it to say something else."""
        self._answers = list(answers)

    async def status(self) -> ProviderStatus:
        return self.current

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        self.requests.append(request)
        draft = Draft(self.name, {"model": MODEL, "max_tokens": request.max_tokens})
        while isinstance(event := self._next(), asyncio.Event):
            await event.wait()
        if isinstance(event, ProviderError):
            raise event
        words = event.split(" ")
        pieces = [words[0], *(f" {word}" for word in words[1:])]
        for piece in pieces[: request.max_tokens]:
            yield draft.add(piece)
        is_cut_off = len(pieces) > request.max_tokens
        yield draft.finish(
            FinishReason.LENGTH if is_cut_off else FinishReason.STOP,
            model=MODEL,
            prompt_tokens=None,
            output_tokens=min(len(pieces), request.max_tokens),
            is_placeholder=True,
        )

    def _next(self) -> str | ProviderError | asyncio.Event:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

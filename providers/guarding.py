"""Engines with a circuit in front: while it is open they are not asked."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any

from providers.contracts.circuits import Circuits, Rest
from providers.contracts.embeddings import EmbeddingModel
from providers.contracts.engines import Probed
from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderResting,
    ProviderUnreachable,
    ReplyTooLong,
)
from providers.contracts.images import GeneratedImage, ImageModel, ImageRequest, OnImageProgress
from providers.contracts.scenes import BuiltScene, SceneRenderer, SceneRequest
from providers.contracts.status import ProviderStatus, Readiness
from providers.contracts.text import TextChunk, TextModel, TextRequest, TextResult
from providers.drafts import whole

FAILS = (ProviderUnreachable, ProviderMisconfigured, ReplyTooLong)


class Gate:
    """The circuit of one engine."""

    def __init__(self, circuits: Circuits, purpose: str, engine: str) -> None:
        self.name = circuit_name(purpose, engine)
        self._circuits = circuits
        self._engine = engine

    async def status(self, engine: Probed) -> ProviderStatus:
        """What the engine says of itself; that it rests, without asking, while it does."""
        if rest := await self._circuits.look(self.name):
            return ProviderStatus(
                provider=self._engine,
                readiness=Readiness.UNREACHABLE,
                reason=_reason(rest),
                hint=rest.hint,
                rest=rest,
            )
        status = await engine.status()
        if status.readiness is Readiness.UNREACHABLE:
            error = ProviderUnreachable(self._engine, status.reason, status.hint)
            await self._circuits.failed(self.name, error)
        return status

    @asynccontextmanager
    async def passed(self) -> AsyncGenerator[None]:
        """Around a call. Raises ProviderResting instead of letting it through."""
        if rest := await self._circuits.enter(self.name):
            raise resting(self._engine, rest)
        try:
            yield
        except ProviderError as error:
            if isinstance(error, FAILS):
                await self._circuits.failed(self.name, error)
            else:  # a refusal is an answer: the engine works
                await self.answered()
            raise

    async def answered(self) -> None:
        await self._circuits.succeeded(self.name)


class GuardedText:
    """`providers.contracts.text.TextModel`."""

    def __init__(self, model: TextModel, circuits: Circuits) -> None:
        self.name = model.name
        self.guarded = model
        self._gate = Gate(circuits, "text", model.name)

    async def status(self) -> ProviderStatus:
        return await self._gate.status(self.guarded)

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        is_first = True
        async with self._gate.passed(), aclosing(self.guarded.stream(request)) as chunks:
            async for chunk in chunks:
                # An engine that writes works; the rest of a long text need not be waited for.
                if is_first or chunk.result:
                    await self._gate.answered()
                is_first = False
                yield chunk


class GuardedImages:
    """`providers.contracts.images.ImageModel`."""

    def __init__(self, model: ImageModel, circuits: Circuits) -> None:
        self.name = model.name
        self.guarded = model
        self._gate = Gate(circuits, "images", model.name)

    async def status(self) -> ProviderStatus:
        return await self._gate.status(self.guarded)

    async def generate(
        self, request: ImageRequest, on_progress: OnImageProgress | None = None
    ) -> GeneratedImage:
        async with self._gate.passed():
            image = await self.guarded.generate(request, on_progress)
        await self._gate.answered()
        return image


class GuardedScenes:
    """`providers.contracts.scenes.SceneRenderer`."""

    def __init__(self, renderer: SceneRenderer, circuits: Circuits) -> None:
        self.name = renderer.name
        self.guarded = renderer
        self._gate = Gate(circuits, "scenes", renderer.name)

    async def status(self) -> ProviderStatus:
        return await self._gate.status(self.guarded)

    async def build(self, request: SceneRequest) -> BuiltScene:
        async with self._gate.passed():
            scene = await self.guarded.build(request)
        await self._gate.answered()
        return scene


class GuardedEmbeddings:
    """`providers.contracts.embeddings.EmbeddingModel`."""

    def __init__(self, model: EmbeddingModel, circuits: Circuits) -> None:
        self.name, self.model, self.dimension = model.name, model.model, model.dimension
        self.guarded = model
        self._gate = Gate(circuits, "embeddings", model.name)

    async def status(self) -> ProviderStatus:
        return await self._gate.status(self.guarded)

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        async with self._gate.passed():
            vectors = await self.guarded.embed(texts)
        await self._gate.answered()
        return vectors


GUARDED = (GuardedText, GuardedImages, GuardedScenes, GuardedEmbeddings)


def bare(engine: Any) -> Any:
    """The engine behind its circuit: for somebody who wants it asked whatever happened before."""
    return engine.guarded if isinstance(engine, GUARDED) else engine


def circuit_name(purpose: str, engine: str) -> str:
    return f"{purpose}:{engine}"


def resting(engine: str, rest: Rest) -> ProviderResting:
    return ProviderResting(engine, _reason(rest), rest.hint, since=rest.since, pause=rest.pause)


def _reason(rest: Rest) -> str:
    return f"rests after {rest.failures} failures in a row, the last: {rest.reason}"

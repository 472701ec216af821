"""Counts what engines do for a job: every answer, whatever becomes of it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.kit.ids import JobId, new_uuid
from providers.contracts.engines import Engine, Providers, Purpose
from providers.contracts.images import GeneratedImage, ImageModel, ImageRequest, OnImageProgress
from providers.contracts.scenes import BuiltScene, SceneRenderer, SceneRequest
from providers.contracts.status import ProviderStatus
from providers.contracts.text import TextChunk, TextModel, TextRequest, TextResult

KEEP = text("""
    WITH RECURSIVE above AS (
        SELECT id, parent_id FROM job WHERE id = :job_id
        UNION ALL SELECT job.id, job.parent_id FROM job JOIN above ON job.id = above.parent_id)
    INSERT INTO engine_use (id, organisation_id, root_id, kind, user_id, classroom_id, course_id,
        purpose, engine, model, tokens, seconds, at)
    SELECT :id, root.organisation_id, root.id, root.kind, root.requested_by, set_aside.classroom_id,
        root.course_id, :purpose, :engine, :model, :tokens, :seconds, clock_timestamp()
    FROM above JOIN job root ON root.id = above.id AND above.parent_id IS NULL
    LEFT JOIN use_reservation set_aside ON set_aside.job_id = root.id
    """)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Of one answer."""

    purpose: Purpose
    engine: str
    model: str
    tokens: int
    duration: timedelta


Note = Callable[[Use], Awaitable[None]]


async def keep_use(session: AsyncSession, job_id: JobId, use: Use) -> None:
    """Add it to the account of the work that the job is part of. Nothing for a job that is gone."""
    values = {
        "id": new_uuid(),
        "job_id": job_id,
        "purpose": use.purpose,
        "engine": use.engine,
        "model": use.model,
        "tokens": use.tokens,
        "seconds": use.duration.total_seconds(),
    }
    await session.execute(KEEP, values)


def metered(providers: Providers, note: Note) -> Providers:
    """The same engines; `note` hears of each answer of those that write, draw and build."""
    if not isinstance(providers, Providers):  # pyright: ignore[reportUnnecessaryIsInstance] - tests give less
        return providers
    return replace(
        providers,
        text=_Text(providers.text, note),
        images=_Images(providers.images, note),
        scenes=_Scenes(providers.scenes, note),
        engines=tuple(_engine(engine, note) for engine in providers.engines),
    )


def _engine(engine: Engine, note: Note) -> Engine:
    kinds: dict[str, Any] = {"text": _Text, "images": _Images, "scenes": _Scenes}
    kind = kinds.get(engine.purpose)
    return replace(engine, engine=kind(cast("Any", engine.engine), note)) if kind else engine


class _Text:
    """`providers.contracts.text.TextModel`."""

    def __init__(self, model: TextModel, note: Note) -> None:
        self.name = model.name
        self._model = model
        self._note = note

    async def status(self) -> ProviderStatus:
        return await self._model.status()

    async def complete(self, request: TextRequest) -> TextResult:
        result = await self._model.complete(request)
        await self._note(_of_text(result))
        return result

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        async with aclosing(self._model.stream(request)) as chunks:
            async for chunk in chunks:
                if chunk.result is not None:
                    await self._note(_of_text(chunk.result))
                yield chunk


class _Images:
    """`providers.contracts.images.ImageModel`."""

    def __init__(self, model: ImageModel, note: Note) -> None:
        self.name = model.name
        self._model = model
        self._note = note

    async def status(self) -> ProviderStatus:
        return await self._model.status()

    async def generate(
        self, request: ImageRequest, on_progress: OnImageProgress | None = None
    ) -> GeneratedImage:
        image = await self._model.generate(request, on_progress)
        await self._note(
            Use(
                purpose="images",
                engine=image.engine,
                model=image.model,
                tokens=0,
                duration=image.duration,
            )
        )
        return image


class _Scenes:
    """`providers.contracts.scenes.SceneRenderer`."""

    def __init__(self, renderer: SceneRenderer, note: Note) -> None:
        self.name = renderer.name
        self._renderer = renderer
        self._note = note

    async def status(self) -> ProviderStatus:
        return await self._renderer.status()

    async def build(self, request: SceneRequest) -> BuiltScene:
        scene = await self._renderer.build(request)
        await self._note(
            Use(
                purpose="scenes",
                engine=self.name,
                model=scene.engine,
                tokens=0,
                duration=scene.duration,
            )
        )
        return scene


def _of_text(result: TextResult) -> Use:
    return Use(
        purpose="text",
        engine=result.engine,
        model=result.model,
        tokens=(result.prompt_tokens or 0) + (result.output_tokens or 0),
        duration=result.duration,
    )

"""Which engines there are, what they say of themselves just now, and whether they do their work."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from alp_app.db.reads import fetch_all
from alp_app.jobspecs.operations import FetchEnginePart
from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import JobId
from alp_app.kit.text import shorten
from alp_app.security.actor import Role
from alp_app.services.operations.errors import UnknownEngine, UnknownPart
from alp_app.unit_of_work import Reader, UnitOfWork
from providers.contracts.embeddings import EmbeddingModel
from providers.contracts.engines import Engine, Providers
from providers.contracts.errors import ProviderError
from providers.contracts.images import ImageModel, ImageRequest
from providers.contracts.mail import Mailer
from providers.contracts.objects import ObjectStore
from providers.contracts.parts import EnginePart
from providers.contracts.scanner import MalwareScanner
from providers.contracts.scenes import SceneRenderer, SceneRequest
from providers.contracts.status import ProviderStatus
from providers.contracts.text import Message, TextModel, TextRequest
from providers.guarding import bare, circuit_name

TRIAL_SENTENCE = "Say in one sentence why a diesel engine needs no spark plug."
TRIAL_SECONDS = 120.0
WRITER_PART = "writer"

_ARRIVING = """
    SELECT args ->> 'part' AS part, progress FROM job
    WHERE kind = %(kind)s AND organisation_id = %(organisation_id)s AND state IN ('queued', 'running')
    """


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class ModelView(View):
    name: str
    size: int | None
    """Bytes."""
    details: Mapping[str, str]


class EngineView(View):
    name: str
    purpose: str
    """`text`, `embeddings`, `images`, `scenes`, `objects`."""
    place: int
    """Its place in the order of asking, from 1."""
    is_in_use: bool
    """Work goes to it: of those that write, the first that is ready; of the others, the first."""
    readiness: str
    reason: str
    hint: str
    version: str
    models: tuple[ModelView, ...]
    capabilities: tuple[str, ...]
    elapsed_ms: int
    checked_at: datetime
    rests_since: datetime | None
    """It failed too often, and is left alone until `rests_until`."""
    rests_until: datetime | None


class PartView(View):
    name: str
    title: str
    licence: str
    size: int
    """Bytes."""
    is_present: bool
    problem: str
    """Why the file that is there cannot be used; empty when it can, or when there is none."""
    is_coming: bool
    """It is being fetched."""
    percent: int
    """How much of it has arrived, while it is being fetched."""


class TrialView(View):
    """What came of asking an engine for something small."""

    engine: str
    is_ok: bool
    seconds: float
    sample: str
    """What it wrote, or how large the thing is that it made."""
    error: str
    hint: str


async def list_engines(
    reader: Reader, providers: Providers, objects: ObjectStore
) -> list[EngineView]:
    """Ask every engine and the object store now, all at once. The store is the last."""
    _require_admin(reader)
    asked = [item.engine for item in providers.engines]
    *statuses, stored = await asyncio.gather(*(each.status() for each in (*asked, objects)))
    now = clock.now()
    writer = next(
        (
            item.place
            for item, status in zip(providers.engines, statuses, strict=True)
            if item.purpose == "text" and status.is_ready
        ),
        1,
    )
    views = [
        _engine_view(
            item.engine.name,
            item.purpose,
            item.place,
            status,
            is_in_use=item.place == (writer if item.purpose == "text" else 1),
            now=now,
        )
        for item, status in zip(providers.engines, statuses, strict=True)
    ]
    return [*views, _engine_view(objects.name, "objects", 1, stored, is_in_use=True, now=now)]


async def list_parts(reader: Reader, providers: Providers) -> list[PartView]:
    """What the built-in engines need to have fetched, here or not."""
    _require_staff(reader)
    arriving = await _arriving(reader)
    return [await _part_view(part, arriving.get(part.name)) for part in providers.parts]


async def list_awaited_parts(reader: Reader, providers: Providers) -> list[PartView]:
    """Those that are not here, and without which something of a course cannot be made."""
    absent = [part for part in await list_parts(reader, providers) if not part.is_present]
    return [part for part in absent if await _is_needed(part.name, providers)]


async def try_engine(reader: Reader, providers: Providers, name: str, purpose: str) -> TrialView:
    """Have an engine do something small, even while it rests; if it works, it rests no longer. Never
    raises for the engine's own failure."""
    _require_admin(reader)
    found = [
        item for item in providers.engines if item.engine.name == name and item.purpose == purpose
    ]
    if not found:
        raise UnknownEngine(name)
    began = time.monotonic()
    try:
        sample = await asyncio.wait_for(_try(found[0]), TRIAL_SECONDS)
    except ProviderError as error:
        return _trial(name, began, error=error.reason, hint=error.hint)
    except TimeoutError:
        return _trial(name, began, error=f"no result within {TRIAL_SECONDS:.0f} seconds")
    if providers.circuits:  # what waits for it goes on at once
        await providers.circuits.succeeded(circuit_name(purpose, name))
    return _trial(name, began, sample=sample)


async def fetch_part(work: UnitOfWork, providers: Providers, name: str) -> JobId:
    """Ask for a missing file to be fetched in the background."""
    _require_admin(work)
    if name not in {part.name for part in providers.parts}:
        raise UnknownPart(name)
    job_id = await work.request(FetchEnginePart(part=name))
    work.record("engine.part_requested", job_id)
    return job_id


async def fetch_what_is_missing(work: UnitOfWork, providers: Providers) -> list[JobId]:
    """Ask for every missing part without which something of a course cannot be made."""
    return [
        await fetch_part(work, providers, part.name)
        for part in providers.parts
        if not await part.is_present() and await _is_needed(part.name, providers)
    ]


async def _is_needed(part: str, providers: Providers) -> bool:
    """The built-in writer is the last that is asked: its model is needed when no other one answers."""
    return part != WRITER_PART or not (await providers.text.status()).is_ready


async def _arriving(reader: Reader) -> dict[str, int]:
    """The parts that are being fetched, and how many percent of each are here."""
    rows = await fetch_all(
        reader,
        _ARRIVING,
        {"kind": FetchEnginePart.kind, "organisation_id": reader.organisation_id},
    )
    return {row["part"]: round(row["progress"] * 100) for row in rows}


async def _try(item: Engine) -> str:
    engine: Any = bare(item.engine)
    match item.purpose:
        case "text":
            return await _try_text(engine)
        case "embeddings":
            return await _try_embeddings(engine)
        case "images":
            return await _try_images(engine)
        case "scenes":
            return await _try_scenes(engine)
        case "scanning":
            return await _try_scanning(engine)
        case "mail":
            return await _try_mail(engine)


async def _try_text(engine: TextModel) -> str:
    request = TextRequest(messages=(Message("user", TRIAL_SENTENCE),), max_tokens=80, seed=1)
    result = await engine.complete(request)
    return shorten(result.text, 300)


async def _try_embeddings(engine: EmbeddingModel) -> str:
    [vector] = await engine.embed([TRIAL_SENTENCE])
    return f"{len(vector)} dimensions"


async def _try_images(engine: ImageModel) -> str:
    image = await engine.generate(
        ImageRequest(prompt="a single brass gear", width=256, height=256, seed=1, steps=4)
    )
    return f"{len(image.png):,} bytes, {image.model}"


async def _try_scenes(engine: SceneRenderer) -> str:
    scene = await engine.build(SceneRequest(kind="bearing", still_width=240, still_height=160))
    return f"{len(scene.glb):,} bytes, {scene.engine}"


async def _try_scanning(engine: MalwareScanner) -> str:
    async def sentence() -> AsyncGenerator[bytes]:
        yield TRIAL_SENTENCE.encode()

    verdict = await engine.scan(sentence())
    return f"{verdict.signature or 'OK'}, {verdict.engine}"


async def _try_mail(mailer: Mailer) -> str:
    """Sign in at the server. Nothing is sent: there is nobody to send it to."""
    status = await mailer.status()
    return f"{status.readiness}: {status.reason or status.version}"


def _trial(
    name: str, began: float, *, sample: str = "", error: str = "", hint: str = ""
) -> TrialView:
    return TrialView(
        engine=name,
        is_ok=not error,
        seconds=round(time.monotonic() - began, 1),
        sample=sample,
        error=error,
        hint=hint,
    )


def _engine_view(
    name: str,
    purpose: str,
    place: int,
    status: ProviderStatus,
    *,
    is_in_use: bool,
    now: datetime,
) -> EngineView:
    return EngineView(
        name=name,
        purpose=purpose,
        place=place,
        is_in_use=is_in_use,
        readiness=status.readiness.value,
        reason=status.reason,
        hint=status.hint,
        version=status.version,
        models=tuple(
            ModelView(name=model.name, size=model.size, details=dict(model.details))
            for model in status.models
        ),
        capabilities=tuple(sorted(item.value for item in status.capabilities)),
        elapsed_ms=round(status.elapsed.total_seconds() * 1000),
        checked_at=now,
        rests_since=status.rest.since if status.rest else None,
        rests_until=status.rest.until if status.rest else None,
    )


async def _part_view(part: EnginePart, arrived: int | None) -> PartView:
    problem = ""
    try:
        is_present = await part.is_present()
    except ProviderError as error:
        is_present, problem = False, error.reason
    return PartView(
        name=part.name,
        title=part.title,
        licence=part.licence,
        size=part.size,
        is_present=is_present,
        problem=problem,
        is_coming=arrived is not None,
        percent=arrived or 0,
    )


def _require_admin(reader: Reader) -> None:
    if reader.actor.role is not Role.ADMIN:
        raise Forbidden("Only administrators can see and try the engines.")


def _require_staff(reader: Reader) -> None:
    if not reader.actor.is_staff:
        raise Forbidden("Only staff can see what the engines still need.")

"""Sending a request again to the engine that answered it, to see whether it answers the same."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from pydantic import BaseModel, TypeAdapter

from alp_app.jobspecs.manifests import PackEvidence, RerunText
from alp_app.models.manifest import Making, PictureDifference, Rerun
from alp_app.services.manifests.commands import keep_rerun
from alp_app.services.manifests.evidence import gather_evidence
from alp_app.services.manifests.packs import FILE
from alp_app.services.manifests.pictures import picture_difference
from alp_app.services.manifests.queries import get_making
from alp_app.services.manifests.rules import current_template
from alp_app.services.manifests.sealing import write_pack
from jobs.context import JobContext
from jobs.making import image_making, scene_making, text_making
from providers.contracts.engines import Probed, Purpose
from providers.contracts.images import ImageModel, ImageRequest
from providers.contracts.objects import ObjectMissing
from providers.contracts.scenes import SceneRenderer, SceneRequest
from providers.contracts.text import TextModel, TextRequest
from providers.schemas import in_order

ENGINES: Mapping[str, Purpose] = {"text": "text", "image": "images", "scene": "scenes"}
FILES = {"image": ("again.png", "image/png"), "scene": ("again.glb", "model/gltf-binary")}


class Again(BaseModel):
    """What came of a request that was sent again."""

    making: Making | None
    """None: its engine is not configured any more."""
    picture: PictureDifference | None = None


async def rerun_manifest(context: JobContext, spec: RerunText) -> None:
    async with context.reader() as reader:
        rerun = await reader.session.get(Rerun, spec.rerun_id)
        if rerun is None or rerun.ended_at is not None:
            return
        before = await get_making(reader, rerun)
    await context.plan(["ask"])
    await context.step(
        "ask",
        lambda: _again(context, before),
        returns=Again,
        save=lambda work, again: keep_rerun(
            work,
            spec.rerun_id,
            making=again.making,
            picture=again.picture,
            template_now=current_template(before.prompt),
        ),
    )


async def _again(context: JobContext, before: Making) -> Again:
    await context.progress(0.1, "manifests.asking_again", engine=before.engine)
    engine = _engine(context, before)
    if engine is None:
        return Again(making=None)
    if before.capability == "text":
        request = TypeAdapter(TextRequest).validate_python(before.request)
        if request.schema:
            request = replace(request, schema=in_order(request.schema))
        result = await cast("TextModel", engine).complete(request)
        making = text_making(
            request, result, prompt=before.prompt, chunk_hashes=before.chunk_hashes
        )
        return Again(making=making)
    content, making = await _drawn(engine, before)
    name, media_type = FILES[before.capability]
    await context.attach(name, content, media_type=media_type)
    return Again(making=making, picture=await _apart(context, before, content))


def _engine(context: JobContext, before: Making) -> Probed | None:
    """The one that answered then, not the one that would answer now."""
    purpose = ENGINES[before.capability]
    return next(
        (
            one.engine
            for one in context.providers.engines
            if one.purpose == purpose and one.engine.name == before.engine
        ),
        None,
    )


async def _drawn(engine: Probed, before: Making) -> tuple[bytes, Making]:
    if before.capability == "image":
        request = TypeAdapter(ImageRequest).validate_python(before.request)
        image = await cast("ImageModel", engine).generate(request)
        return image.png, image_making(request, image, prompt=before.prompt)
    wanted = TypeAdapter(SceneRequest).validate_python(before.request)
    scene = await cast("SceneRenderer", engine).build(wanted)
    return scene.glb, scene_making(wanted, scene, engine=engine.name)


async def _apart(context: JobContext, before: Making, content: bytes) -> PictureDifference | None:
    if before.capability != "image":
        return None
    try:
        then = b"".join([chunk async for chunk in context.objects.stream(before.output_hash)])
    except ObjectMissing:
        return None
    return await asyncio.to_thread(picture_difference, then, content)


async def pack_evidence(context: JobContext, spec: PackEvidence) -> None:
    await context.progress(0.1, "manifests.gathering")
    async with context.reader() as reader:
        files = await gather_evidence(reader, spec.course_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        await asyncio.to_thread(write_pack, path, files, context.seal)
        await context.attach(FILE, path, media_type="application/zip")

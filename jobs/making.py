"""How an engine's answer came about, as manifests keep it: one shape for texts, pictures and 3D models."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from alp_app.kit import clock
from alp_app.models.manifest import Making
from alp_app.services.manifests.rules import hash_of, hash_text
from providers.contracts.images import GeneratedImage, ImageRequest
from providers.contracts.scenes import BuiltScene, SceneRequest
from providers.contracts.text import TextRequest, TextResult


def text_making(
    request: TextRequest, result: TextResult, *, prompt: str, chunk_hashes: Sequence[str] = ()
) -> Making:
    """How a text came about, ready for `manifests.commands.record_manifest`."""
    sent = asdict(request)
    return Making(
        capability="text",
        engine=result.engine,
        engine_version=result.engine_version,
        model=result.model,
        model_digest=result.model_digest,
        prompt=prompt,
        request=sent,
        request_hash=hash_of(sent),
        chunk_hashes=tuple(chunk_hashes),
        seed=request.seed,
        parameters=dict(result.parameters),
        output=result.text,
        output_hash=hash_text(result.text),
        is_placeholder=result.is_placeholder,
        duration_seconds=result.duration.total_seconds(),
        prompt_tokens=result.prompt_tokens,
        output_tokens=result.output_tokens,
        energy_joules=result.energy_joules,
        made_at=clock.now(),
    )


def image_making(request: ImageRequest, image: GeneratedImage, *, prompt: str) -> Making:
    """How a picture came about; its bytes are in the store under their hash."""
    sent = asdict(request)
    return Making(
        capability="image",
        engine=image.engine,
        engine_version=image.engine_version,
        model=image.model,
        model_digest=image.model_hash,
        prompt=prompt,
        request=sent,
        request_hash=hash_of(sent),
        seed=image.seed,
        parameters=dict(image.parameters),
        output_hash=hashlib.sha256(image.png).hexdigest(),
        is_placeholder=image.is_placeholder,
        duration_seconds=image.duration.total_seconds(),
        energy_joules=image.energy_joules,
        made_at=clock.now(),
    )


def scene_making(request: SceneRequest, scene: BuiltScene, *, engine: str) -> Making:
    """How a 3D model came about; its bytes are in the store under their hash."""
    sent = {**asdict(request), "parameters": dict(request.parameters)}
    return Making(
        capability="scene",
        engine=engine,
        engine_version=scene.engine_version or scene.engine,
        model=scene.engine,
        model_digest=str(scene.manifest.get("script_sha256", "")),
        request=sent,
        request_hash=hash_of(sent),
        parameters=dict(scene.manifest),
        output_hash=hashlib.sha256(scene.glb).hexdigest(),
        is_placeholder=scene.is_placeholder,
        duration_seconds=scene.duration.total_seconds(),
        energy_joules=scene.energy_joules,
        made_at=clock.now(),
    )

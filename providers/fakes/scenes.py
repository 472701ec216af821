"""A scene renderer inside this process, for tests: gives a cube whatever it is asked for."""

import asyncio
import hashlib
import secrets
import struct
from collections.abc import Sequence
from datetime import timedelta

import orjson
from pydantic import ValidationError

from providers.contracts.errors import ProviderError, ProviderRefused
from providers.contracts.scene_kinds import SCENE_KINDS
from providers.contracts.scenes import BuiltScene, ScenePart, SceneRequest
from providers.contracts.status import Capability, ProviderStatus, Readiness
from providers.fakes.noise import noise_png

_PART = ScenePart(name="cube", label="Cube", description="Stands for the model asked for")
_CORNERS = [(x, y, z) for x in (-0.05, 0.05) for y in (-0.05, 0.05) for z in (-0.05, 0.05)]
_SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
_FACES = [corner for a, b, c, d in _SIDES for corner in (a, b, c, a, c, d)]


class PlaceholderScenes:
    """`providers.contracts.scenes.SceneRenderer`.

    Each of `troubles` meets one call: an error is raised, an event is waited for. No two models are
    alike, so that work done twice shows.
    """

    def __init__(
        self, troubles: Sequence[ProviderError | asyncio.Event] = (), name: str = "placeholder"
    ) -> None:
        self.name = name
        self.requests: list[SceneRequest] = []
        self._troubles = list(troubles)

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason="builds cubes, for tests",
            capabilities=frozenset({Capability.SCENES}),
        )

    async def build(self, request: SceneRequest) -> BuiltScene:
        self.requests.append(request)
        if request.kind not in SCENE_KINDS:
            raise ProviderRefused(self.name, f"knows no kind {request.kind!r}")
        try:
            parameters = SCENE_KINDS[request.kind].complete(request.parameters)
        except ValidationError as error:
            raise ProviderRefused(self.name, f"cannot use the parameters: {error}") from error
        trouble = self._troubles.pop(0) if self._troubles else None
        if isinstance(trouble, ProviderError):
            raise trouble
        if trouble:
            await trouble.wait()
        glb = _cube()
        return BuiltScene(
            glb=glb,
            still_png=noise_png(request.still_width, request.still_height),
            parts=(_PART,),
            engine=self.name,
            is_placeholder=True,
            duration=timedelta(milliseconds=1),
            manifest={
                "kind": request.kind,
                "parameters": parameters,
                "engine": self.name,
                "glb_sha256": hashlib.sha256(glb).hexdigest(),
            },
        )


def _cube() -> bytes:
    binary = b"".join(struct.pack("<3f", *corner) for corner in _CORNERS)
    binary += struct.pack(f"<{len(_FACES)}H", *_FACES)
    size = 12 * len(_CORNERS)
    document = {
        "asset": {"version": "2.0", "generator": "fake", "extras": {"mark": secrets.token_hex(8)}},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [
            {
                "name": _PART.name,
                "mesh": 0,
                "extras": {"label": _PART.label, "description": _PART.description},
            }
        ],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": 5126,
                "count": len(_CORNERS),
                "type": "VEC3",
                "min": [-0.05] * 3,
                "max": [0.05] * 3,
            },
            {"bufferView": 1, "componentType": 5123, "count": len(_FACES), "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": size},
            {"buffer": 0, "byteOffset": size, "byteLength": len(binary) - size},
        ],
        "buffers": [{"byteLength": len(binary)}],
    }
    text = orjson.dumps(document)
    chunks = _chunk(text + b" " * (-len(text) % 4), b"JSON")
    chunks += _chunk(binary + b"\0" * (-len(binary) % 4), b"BIN\0")
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def _chunk(content: bytes, kind: bytes) -> bytes:
    return struct.pack("<I4s", len(content), kind) + content

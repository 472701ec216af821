"""The API of Stable Diffusion WebUI (AUTOMATIC1111, Forge) on the wire."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, Field, Json

from providers.http import STATUS_TIMEOUT, EngineClient, Explain

_LOOK_UP = timedelta(seconds=30)
"""An engine that draws answers slowly. `checked` keeps a status quick as a whole."""


class Options(BaseModel):
    sd_model_checkpoint: str | None = None


class Checkpoint(BaseModel):
    title: str
    model_name: str
    hash: str | None = None
    sha256: str | None = None


class Sampler(BaseModel):
    name: str
    aliases: list[str] = Field(default_factory=list)


class ProgressState(BaseModel):
    interrupted: bool = False
    sampling_step: int = 0
    sampling_steps: int = 0


class Progress(BaseModel):
    state: ProgressState


class Info(BaseModel):
    """What the server says it did."""

    seed: int
    prompt: str
    sd_model_name: str = ""
    sd_model_hash: str | None = None
    sampler_name: str = ""
    steps: int | None = None
    cfg_scale: float | None = None
    version: str | None = None


class Drawn(BaseModel):
    images: list[str]
    """PNG in base64, sometimes behind a `data:` prefix."""
    info: Json[Info]


class WebUIClient:
    def __init__(self, url: str, *, timeout: timedelta, explain: Explain) -> None:
        self._http = EngineClient("webui", url, timeout=timeout, explain=explain)

    async def options(self) -> Options:
        return await self._http.get("/sdapi/v1/options", Options, within=_LOOK_UP)

    async def checkpoints(self) -> list[Checkpoint]:
        return await self._http.get("/sdapi/v1/sd-models", list[Checkpoint], within=_LOOK_UP)

    async def samplers(self) -> list[Sampler]:
        return await self._http.get("/sdapi/v1/samplers", list[Sampler], within=_LOOK_UP)

    async def progress(self) -> Progress:
        path, params = "/sdapi/v1/progress", {"skip_current_image": "true"}
        return await self._http.get(path, Progress, params=params, within=_LOOK_UP)

    async def draw(self, body: Mapping[str, Any], *, max_bytes: int) -> Drawn:
        return await self._http.post("/sdapi/v1/txt2img", Drawn, body=body, max_bytes=max_bytes)

    async def interrupt(self) -> None:
        await self._http.post_for_bytes("/sdapi/v1/interrupt", within=STATUS_TIMEOUT)

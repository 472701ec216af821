"""Pictures from a Stable Diffusion WebUI server (AUTOMATIC1111 or Forge, started with `--api`)."""

import asyncio
import base64
import binascii
import time
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.images import (
    GeneratedImage,
    ImageProgress,
    ImageRequest,
    OnImageProgress,
)
from providers.contracts.status import Capability, ModelInfo, ProviderStatus, Readiness
from providers.http import checked
from providers.pictures import check_png, longest_png, size_for_engine
from providers.watching import stopping
from providers.webui.client import Checkpoint, Drawn, Sampler, WebUIClient

_POLL_SECONDS = 1.0
_SPARE = timedelta(seconds=30)
"""The HTTP call may last longer than we wait: we end it ourselves, and interrupt the server."""


class WebUIImages:
    """`providers.contracts.images.ImageModel`.

    The server draws one picture at a time and `/interrupt` stops whatever it is drawing: let no
    two programs share one server.
    """

    name = "webui"

    def __init__(
        self,
        url: str,
        *,
        checkpoint: str = "",
        sampler: str = "DPM++ 2M",
        steps: int = 25,
        cfg: float = 6.5,
        timeout: timedelta,
        poll_seconds: float = _POLL_SECONDS,
    ) -> None:
        """`checkpoint` is a title, a name or a hash; empty: the one the server has loaded."""
        self._checkpoint = checkpoint
        self._sampler = sampler
        self._steps = steps
        self._cfg = cfg
        self._timeout = timeout
        self._poll_seconds = poll_seconds
        self._client = WebUIClient(url, timeout=timeout + _SPARE, explain=self._explain)

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask)

    async def _ask(self) -> ProviderStatus:
        loaded = (await self._client.options()).sd_model_checkpoint or ""
        found = await self._client.checkpoints()
        chosen = self._find_checkpoint(found, loaded)
        self._find_sampler(await self._client.samplers(), None)
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason=f"draws with {chosen.model_name}",
            models=tuple(_model_info(checkpoint, loaded) for checkpoint in found),
            capabilities=frozenset({Capability.TEXT_TO_IMAGE, Capability.SEEDED}),
        )

    async def generate(
        self, request: ImageRequest, on_progress: OnImageProgress | None = None
    ) -> GeneratedImage:
        started = time.perf_counter()
        width, height = size_for_engine(self.name, request.width, request.height)
        sampler = self._find_sampler(await self._client.samplers(), request.sampler)
        loaded = (await self._client.options()).sd_model_checkpoint or ""
        checkpoint = self._find_checkpoint(await self._client.checkpoints(), loaded)
        parameters: dict[str, Any] = {
            "prompt": request.prompt,
            "negative_prompt": request.negative,
            "steps": request.steps or self._steps,
            "width": width,
            "height": height,
            "cfg_scale": self._cfg if request.cfg is None else request.cfg,
            "seed": request.seed,
            "sampler_name": sampler,
        }
        body = {
            **parameters,
            "batch_size": 1,
            "n_iter": 1,
            "send_images": True,
            "save_images": False,
            "override_settings": {"sd_model_checkpoint": checkpoint.title},
            "override_settings_restore_afterwards": False,
        }
        drawn = await self._draw(body, 2 * longest_png(width, height), on_progress)
        png = self._picture(drawn, request)
        await check_png(self.name, png, width, height)
        return GeneratedImage(
            png=png,
            engine=self.name,
            model=drawn.info.sd_model_name or checkpoint.model_name,
            engine_version=drawn.info.version or "",
            model_hash=checkpoint.sha256 or drawn.info.sd_model_hash or checkpoint.hash or "",
            seed=drawn.info.seed,
            parameters={
                **parameters,
                "steps": drawn.info.steps or parameters["steps"],
                "sampler_name": drawn.info.sampler_name or sampler,
                "checkpoint": checkpoint.title,
            },
            is_placeholder=False,
            duration=timedelta(seconds=time.perf_counter() - started),
        )

    async def _draw(
        self, body: dict[str, Any], max_bytes: int, on_progress: OnImageProgress | None
    ) -> Drawn:
        task = asyncio.create_task(self._client.draw(body, max_bytes=max_bytes))

        async def stop() -> None:
            is_drawing = not task.done()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            if is_drawing:
                await self._client.interrupt()

        async with stopping(self.name, stop, within=self._timeout):
            return await self._watch(task, on_progress)

    async def _watch(self, task: asyncio.Task[Drawn], on_progress: OnImageProgress | None) -> Drawn:
        """Wait for the picture, saying how far it is. An interrupted one is none.

        The server answers 200 to an interrupted call too; only its progress says the difference.
        """
        reported = -1
        while not (await asyncio.wait({task}, timeout=self._poll_seconds))[0]:
            with suppress(ProviderError):
                state = (await self._client.progress()).state
                if on_progress and state.sampling_steps and state.sampling_step > reported:
                    reported = state.sampling_step
                    await on_progress(ImageProgress(step=reported, steps=state.sampling_steps))
        drawn = task.result()
        if (await self._client.progress()).state.interrupted:
            raise ProviderUnreachable(self.name, "was interrupted before the picture was finished")
        return drawn

    def _picture(self, drawn: Drawn, request: ImageRequest) -> bytes:
        if drawn.info.seed != request.seed or drawn.info.prompt.strip() != request.prompt.strip():
            raise ProviderUnreachable(self.name, "sent the picture of another request")
        if not drawn.images:
            raise ProviderUnreachable(self.name, "sent no picture")
        try:
            return base64.b64decode(drawn.images[0].rpartition(",")[2], validate=True)
        except binascii.Error as error:
            raise ProviderUnreachable(self.name, f"sent broken base64: {error}") from error

    def _find_checkpoint(self, found: list[Checkpoint], loaded: str) -> Checkpoint:
        wanted = self._checkpoint or loaded
        for checkpoint in found:
            names = {checkpoint.title, checkpoint.model_name, checkpoint.hash, checkpoint.sha256}
            if wanted in names:
                return checkpoint
        if found and not wanted:
            return found[0]
        raise self._no_checkpoint(wanted, found)

    def _no_checkpoint(self, wanted: str, found: list[Checkpoint]) -> ProviderMisconfigured:
        return ProviderMisconfigured(
            self.name,
            f"checkpoint {wanted} is not installed" if wanted else "has no checkpoint",
            f"Choose one of: {', '.join(c.model_name for c in found)}."
            if found
            else "Put a .safetensors file into models/Stable-diffusion on that machine.",
        )

    def _find_sampler(self, samplers: list[Sampler], asked: str | None) -> str:
        """Servers silently replace a sampler they do not know, so it is looked up first."""
        wanted = asked or self._sampler
        for sampler in samplers:
            if wanted == sampler.name or wanted in sampler.aliases:
                return sampler.name
        kind = ProviderRefused if asked else ProviderMisconfigured
        known = ", ".join(sampler.name for sampler in samplers)
        raise kind(self.name, f"knows no sampler {wanted}", f"Choose one of: {known}.")

    def _explain(self, code: int, message: str) -> ProviderError | None:
        words = message.lower()
        if code == HTTPStatus.NOT_FOUND:
            return ProviderMisconfigured(
                self.name, "has no API at this address", "Start the server with `--api`."
            )
        if code < HTTPStatus.INTERNAL_SERVER_ERROR:
            return None
        if "checkpoint" in words:
            return ProviderMisconfigured(
                self.name, message, "Choose another checkpoint in the settings."
            )
        if "nan" in words.replace("'", " ").split() or "nans" in words:
            return ProviderMisconfigured(
                self.name, message, "Start the server with `--no-half --precision full`."
            )
        if "out of memory" in words:
            return ProviderUnreachable(
                self.name, message, "Start the server with `--medvram`, or ask for less pixels."
            )
        return None


def _model_info(checkpoint: Checkpoint, loaded: str) -> ModelInfo:
    facts = {
        "sha256": checkpoint.sha256 or "",
        "loaded": "yes" if checkpoint.title == loaded else "no",
    }
    details = {name: value for name, value in facts.items() if value}
    return ModelInfo(name=checkpoint.model_name, details=details)

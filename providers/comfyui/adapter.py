"""Pictures from a ComfyUI server."""

import asyncio
import time
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from providers.comfyui.client import ComfyUIClient, Event, EventData, Listening, Run
from providers.comfyui.graph import OUTPUT_NODE, SAMPLER_NODE, text_to_image
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
from providers.http import STATUS_TIMEOUT, checked
from providers.pictures import check_png, longest_png, size_for_engine
from providers.watching import stopping

_ENDS = frozenset({"execution_success", "execution_error", "execution_interrupted"})
_HISTORY_TRIES = 20
_HISTORY_PAUSE_SECONDS = 0.1


class ComfyUIImages:
    """`providers.contracts.images.ImageModel`."""

    name = "comfyui"

    def __init__(
        self,
        url: str,
        *,
        checkpoint: str = "",
        sampler: str = "dpmpp_2m",
        scheduler: str = "karras",
        steps: int = 25,
        cfg: float = 6.5,
        timeout: timedelta,
    ) -> None:
        """`checkpoint` is a file name; empty: the first one the server has."""
        self._checkpoint = checkpoint
        self._sampler = sampler
        self._scheduler = scheduler
        self._steps = steps
        self._cfg = cfg
        self._timeout = timeout
        self._client = ComfyUIClient(url, timeout=timeout, explain=self._explain)

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask)

    async def _ask(self) -> ProviderStatus:
        version = await self._client.version()
        found = await self._client.checkpoints()
        chosen = self._find_checkpoint(found)
        await self._find_sampler(None)
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason=f"draws with {chosen}",
            version=version,
            models=tuple(ModelInfo(name=name) for name in found),
            capabilities=frozenset({Capability.TEXT_TO_IMAGE, Capability.SEEDED}),
        )

    async def generate(
        self, request: ImageRequest, on_progress: OnImageProgress | None = None
    ) -> GeneratedImage:
        started = time.perf_counter()
        width, height = size_for_engine(self.name, request.width, request.height)
        parameters: dict[str, Any] = {
            "checkpoint": self._find_checkpoint(await self._client.checkpoints()),
            "prompt": request.prompt,
            "negative": request.negative,
            "width": width,
            "height": height,
            "steps": request.steps or self._steps,
            "cfg": self._cfg if request.cfg is None else request.cfg,
            "sampler": await self._find_sampler(request.sampler),
            "scheduler": self._scheduler,
            "seed": request.seed,
        }
        png = await self._run(parameters, on_progress, longest_png(width, height))
        await check_png(self.name, png, width, height)
        return GeneratedImage(
            png=png,
            engine=self.name,
            engine_version=await self._version(),
            model=parameters["checkpoint"],
            seed=request.seed,
            parameters=parameters,
            is_placeholder=False,
            duration=timedelta(seconds=time.perf_counter() - started),
        )

    async def _version(self) -> str:
        """For the record: a picture that is drawn is not lost because the server does not say it."""
        try:
            return await self._client.version()
        except ProviderError:
            return ""

    async def _run(
        self, parameters: dict[str, Any], on_progress: OnImageProgress | None, max_bytes: int
    ) -> bytes:
        client_id = uuid4().hex
        graph = text_to_image(**parameters)
        async with self._client.listening(client_id) as socket:
            queueing = asyncio.create_task(self._client.queue(graph, client_id))

            async def stop() -> None:
                await asyncio.wait({queueing}, timeout=STATUS_TIMEOUT.total_seconds())
                if queueing.done():
                    await self._client.stop(queueing.result())
                queueing.cancel()

            async with stopping(self.name, stop, within=self._timeout):
                prompt_id = await asyncio.shield(queueing)
                end = await self._follow(socket, prompt_id, on_progress)
        self._check_end(end.type, end.data)
        run = await self._result(prompt_id)
        files = run.outputs[OUTPUT_NODE].images if OUTPUT_NODE in run.outputs else []
        if not files:
            raise ProviderUnreachable(self.name, "finished without a picture")
        return await self._client.view(files[0], max_bytes=max_bytes)

    async def _follow(
        self, socket: Listening, prompt_id: str, on_progress: OnImageProgress | None
    ) -> Event:
        """Return the event that ends the prompt."""
        while True:
            event = await socket.next_event()
            data = event.data
            if data.prompt_id != prompt_id:
                continue
            if event.type in _ENDS or (event.type == "executing" and data.node is None):
                return event
            if event.type == "progress" and data.node == SAMPLER_NODE and on_progress:
                await on_progress(ImageProgress(step=data.value, steps=data.max))

    async def _result(self, prompt_id: str) -> Run:
        """The history lags a little behind the events."""
        for _ in range(_HISTORY_TRIES):
            if run := await self._client.history(prompt_id):
                break
            await asyncio.sleep(_HISTORY_PAUSE_SECONDS)
        else:
            raise ProviderUnreachable(self.name, "lost the result of a finished prompt")
        for kind, data in run.status.messages:
            self._check_end(kind, data)
        return run

    def _check_end(self, kind: str, data: EventData) -> None:
        if kind == "execution_error":
            raise self._failure(data)
        if kind == "execution_interrupted":
            raise ProviderUnreachable(self.name, "was interrupted before the picture was finished")

    def _failure(self, data: EventData) -> ProviderError:
        words = f"{data.node_type} failed: {data.exception_message.strip()}"
        if "out of memory" in words.lower() or "OutOfMemory" in data.exception_type:
            return ProviderUnreachable(
                self.name, words, "Start the server with `--lowvram`, or ask for less pixels."
            )
        return ProviderMisconfigured(self.name, words, "See the log of the server.")

    def _find_checkpoint(self, found: list[str]) -> str:
        wanted = self._checkpoint or next(iter(found), "")
        if wanted in found:
            return wanted
        raise ProviderMisconfigured(
            self.name,
            f"checkpoint {wanted} is not installed" if wanted else "has no checkpoint",
            f"Choose one of: {', '.join(found)}."
            if found
            else "Put a .safetensors file into models/checkpoints on that machine.",
        )

    async def _find_sampler(self, asked: str | None) -> str:
        samplers, schedulers = await self._client.sampler_choices()
        wanted = asked or self._sampler
        if wanted not in samplers:
            kind = ProviderRefused if asked else ProviderMisconfigured
            known = ", ".join(samplers)
            raise kind(self.name, f"knows no sampler {wanted}", f"Choose one of: {known}.")
        if self._scheduler not in schedulers:
            raise ProviderMisconfigured(
                self.name,
                f"knows no scheduler {self._scheduler}",
                f"Choose one of: {', '.join(schedulers)}.",
            )
        return wanted

    def _explain(self, code: int, message: str) -> ProviderError | None:
        if code == HTTPStatus.BAD_REQUEST:
            return ProviderMisconfigured(
                self.name,
                f"does not accept our graph: {message}",
                "Update ComfyUI to 0.3 or later, without replacing its own nodes.",
            )
        return None

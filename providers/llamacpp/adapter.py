"""The built-in writer: text without any engine to install."""

import asyncio
import importlib.metadata
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from providers.contracts.errors import ProviderMisconfigured
from providers.contracts.status import Capability, ModelInfo, ProviderStatus, Readiness
from providers.contracts.text import TextChunk, TextRequest, TextResult
from providers.drafts import whole
from providers.energy import EnergyMeter
from providers.http import checked
from providers.llamacpp.downloads import PROVIDER
from providers.llamacpp.model_files import digest_of, find
from providers.llamacpp.models import ModelSpec
from providers.llamacpp.process import WriterProcess
from providers.openai.adapter import OpenAIText

ALWAYS = {"cache_prompt": False}
"""A prompt that is partly in the cache is worked through in other pieces, and the sums then round
differently: the same request would get another answer."""


class BuiltInWriter:
    """`providers.contracts.text.TextModel`."""

    name = PROVIDER

    def __init__(
        self,
        model: ModelSpec,
        folder: Path,
        *,
        timeout: timedelta,
        idle: timedelta,
        threads: int = 1,
        context_tokens: int = 8192,
        keep_with: Path | None = None,
    ) -> None:
        """`folder` holds the fetched model, and what the processes that share the writer agree on.

        The model is loaded at the first request and unloaded after `idle`; or earlier, when
        somebody held the lock file `keep_with` and lets go of it. More than one thread makes it
        slower wherever the cores have other work.
        """
        self._model = model
        self._folder = folder
        self._timeout = timeout
        self._process = WriterProcess(
            folder=folder,
            threads=threads,
            context_tokens=context_tokens,
            idle=idle,
            start_timeout=timeout,
            keep_with=keep_with,
        )

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask)

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        path = await self._path()
        meter = EnergyMeter()
        async with self._process.in_use(path, self._alias(path)) as server:
            engine = OpenAIText(
                server.url,
                self._alias(path),
                timeout=self._timeout,
                api_key=server.api_key,
                name=self.name,
                more=ALWAYS,
            )
            async with aclosing(engine.stream(request)) as chunks:
                async for chunk in chunks:
                    yield await self._signed(chunk, path, meter)

    async def _signed(self, chunk: TextChunk, path: Path, meter: EnergyMeter) -> TextChunk:
        """With the very program and file that wrote it, on the last chunk."""
        if chunk.result is None:
            return chunk
        result = replace(
            chunk.result,
            engine_version=_version(),
            model_digest=await asyncio.to_thread(digest_of, self._model, path),
            energy_joules=meter.joules(),
        )
        return replace(chunk, result=result)

    async def _ask(self) -> ProviderStatus:
        path = await self._path()
        is_loaded = await asyncio.to_thread(self._process.is_running, path)
        model = ModelInfo(
            name=self._alias(path),
            size=path.stat().st_size,
            details={"loaded": "yes" if is_loaded else "no", "licence": self._licence},
        )
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            version=_version(),
            models=(model,),
            capabilities=frozenset({Capability.TEXT, Capability.JSON_SCHEMA}),
        )

    async def _path(self) -> Path:
        if path := await asyncio.to_thread(find, self._model, self._folder):
            return path
        raise ProviderMisconfigured(
            self.name,
            f"{self._model.name} is not on this machine yet ({self._model.size / 1e9:.1f} GB)",
            "It is fetched in the background; the page of the engines shows how far it is.",
        )

    def _alias(self, path: Path) -> str:
        return path.stem if self._model.own_path else self._model.name

    @property
    def _licence(self) -> str:
        return "unknown" if self._model.own_path else self._model.licence


def _version() -> str:
    return importlib.metadata.version("xllamacpp")

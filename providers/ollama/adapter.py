"""Text and embeddings from an Ollama server."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from providers.contracts.errors import ProviderError, ProviderMisconfigured
from providers.contracts.status import Capability, ModelInfo, ProviderStatus, Readiness
from providers.contracts.text import FinishReason, TextChunk, TextRequest, TextResult
from providers.drafts import Draft, longest_reply, whole
from providers.http import checked
from providers.ollama.client import ChatLine, Model, OllamaClient
from providers.vectors import unit_vectors

EMBEDDING_BATCH = 32


class _Ollama:
    """What text and embeddings share: one configured model on one server."""

    name = "ollama"
    _purpose: str
    """As Ollama itself names what a model can do."""

    def __init__(self, url: str, model: str, *, timeout: timedelta) -> None:
        self._configured = model
        self._client = OllamaClient(url, timeout=timeout, explain=self._explain)

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask)

    async def _ask(self) -> ProviderStatus:
        version = await self._client.version()
        models = await self._client.models()
        loaded = {model.name for model in await self._client.loaded_models()}
        chosen = self._find(models)
        if chosen.capabilities and self._purpose not in chosen.capabilities:
            raise ProviderMisconfigured(
                self.name,
                f"model {chosen.name} is not made for {self._purpose}",
                "Choose another model in the settings.",
            )
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            version=version,
            models=tuple(_info(model, is_loaded=model.name in loaded) for model in models),
            capabilities=_capabilities(chosen),
        )

    async def _identity(self) -> tuple[str, str]:
        """Version of the server and digest of the model, for the record: a text that is written is
        not lost because the server does not answer this."""
        try:
            return await self._client.version(), self._find(await self._client.models()).digest
        except ProviderError:
            return "", ""

    def _find(self, models: list[Model]) -> Model:
        wanted = self._configured if ":" in self._configured else f"{self._configured}:latest"
        for model in models:
            if model.name == wanted:
                return model
        raise self._not_installed()

    def _not_installed(self) -> ProviderMisconfigured:
        return ProviderMisconfigured(
            self.name,
            f"model {self._configured} is not installed",
            f"Run `ollama pull {self._configured}` on that machine, or choose another model.",
        )

    def _explain(self, code: int, message: str) -> ProviderError | None:
        if code == HTTPStatus.NOT_FOUND and "model" in message:
            return self._not_installed()
        if code == HTTPStatus.BAD_REQUEST and "does not support" in message:
            return ProviderMisconfigured(
                self.name, message, "Choose another model in the settings."
            )
        return None


class OllamaText(_Ollama):
    """`providers.contracts.text.TextModel`."""

    _purpose = "completion"

    def __init__(
        self, url: str, model: str, *, timeout: timedelta, context_tokens: int = 8192
    ) -> None:
        """Ollama cuts off the start of whatever is longer than `context_tokens`, silently."""
        super().__init__(url, model, timeout=timeout)
        self._context_tokens = context_tokens

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        parameters = {"model": self._configured, "options": self._options(request)}
        body: dict[str, Any] = {
            **parameters,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            "stream": True,
        }
        if request.schema is not None:
            body["format"] = request.schema
        draft = Draft(self.name, parameters)
        last: ChatLine | None = None
        async with aclosing(self._client.chat(body, max_bytes=longest_reply(request))) as lines:
            async for line in lines:
                last = line
                if line.message.content:
                    yield draft.add(line.message.content)
                if line.done:
                    break
        version, digest = await self._identity()
        yield draft.finish(
            _finish(last),
            model=last.model if last else "",
            engine_version=version,
            model_digest=digest,
            prompt_tokens=last.prompt_eval_count if last else None,
            output_tokens=last.eval_count if last else None,
        )

    def _options(self, request: TextRequest) -> dict[str, Any]:
        options: dict[str, Any] = {
            "num_ctx": self._context_tokens,
            "num_predict": request.max_tokens,
            "temperature": request.temperature,
        }
        if request.seed is not None:
            options["seed"] = request.seed
        if request.stop:
            options["stop"] = list(request.stop)
        return options


class OllamaEmbeddings(_Ollama):
    """`providers.contracts.embeddings.EmbeddingModel`."""

    _purpose = "embedding"

    def __init__(self, url: str, model: str, *, dimension: int, timeout: timedelta) -> None:
        super().__init__(url, model, timeout=timeout)
        self.dimension = dimension

    @property
    def model(self) -> str:
        return self._configured

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = []
        for start in range(0, len(texts), EMBEDDING_BATCH):
            batch = texts[start : start + EMBEDDING_BATCH]
            rows = await self._client.embed(self._configured, batch)
            vectors += unit_vectors(self.name, rows, count=len(batch), dimension=self.dimension)
        return vectors


def _finish(last: ChatLine | None) -> FinishReason | None:
    if last is None or not last.done:
        return None
    return FinishReason.LENGTH if last.done_reason == "length" else FinishReason.STOP


def _capabilities(model: Model) -> frozenset[Capability]:
    confirmed = {
        "completion": {Capability.TEXT, Capability.JSON_SCHEMA},
        "embedding": {Capability.EMBEDDINGS},
    }
    found = (confirmed.get(capability, set[Capability]()) for capability in model.capabilities)
    return frozenset[Capability]().union(*found)


def _info(model: Model, *, is_loaded: bool) -> ModelInfo:
    facts = {
        "family": model.details.family,
        "parameters": model.details.parameter_size,
        "quantization": model.details.quantization_level,
        "loaded": "yes" if is_loaded else "no",
    }
    details = {name: value for name, value in facts.items() if value}
    return ModelInfo(name=model.name, size=model.size or None, details=details)

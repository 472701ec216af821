"""Ollama's native API on the wire."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, Field

from providers.framing import NdJson
from providers.http import EngineClient, Explain


class Version(BaseModel):
    version: str


class ModelDetails(BaseModel):
    family: str = ""
    parameter_size: str = ""
    quantization_level: str = ""


class Model(BaseModel):
    name: str
    size: int = 0
    digest: str = ""
    details: ModelDetails = Field(default_factory=ModelDetails)
    capabilities: list[str] = Field(default_factory=list[str])


class Models(BaseModel):
    models: list[Model]


class ChatMessage(BaseModel):
    content: str = ""


class ChatLine(BaseModel):
    """One line of a streamed chat. The counters come with the last."""

    model: str
    message: ChatMessage
    done: bool
    done_reason: str | None = None
    prompt_eval_count: int | None = None
    """Missing when the whole prompt was still in the engine's cache."""
    eval_count: int | None = None


class Embeddings(BaseModel):
    model: str
    embeddings: list[list[float]]


class OllamaClient:
    def __init__(self, url: str, *, timeout: timedelta, explain: Explain) -> None:
        self._http = EngineClient("ollama", url, timeout=timeout, explain=explain)

    async def version(self) -> str:
        return (await self._http.get("/api/version", Version)).version

    async def models(self) -> list[Model]:
        return (await self._http.get("/api/tags", Models)).models

    async def loaded_models(self) -> list[Model]:
        return (await self._http.get("/api/ps", Models)).models

    def chat(self, body: Mapping[str, Any], *, max_bytes: int) -> AsyncGenerator[ChatLine]:
        """`body` must ask for a stream."""
        return self._http.stream("/api/chat", ChatLine, NdJson(), body=body, max_bytes=max_bytes)

    async def embed(self, model: str, texts: Sequence[str]) -> list[list[float]]:
        body = {"model": model, "input": list(texts)}
        return (await self._http.post("/api/embed", Embeddings, body=body)).embeddings

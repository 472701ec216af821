"""OpenAI's chat API on the wire, as vLLM, llama.cpp and LM Studio serve it too."""

from collections.abc import AsyncGenerator, Mapping
from datetime import timedelta
from typing import Any

import httpx
from pydantic import BaseModel

from providers.framing import ServerSentEvents
from providers.http import EngineClient, Explain


class Model(BaseModel):
    id: str
    meta: Mapping[str, Any] | None = None
    """llama.cpp only."""


class Models(BaseModel):
    data: list[Model]


class Delta(BaseModel):
    content: str | None = None
    refusal: str | None = None


class Choice(BaseModel):
    delta: Delta
    finish_reason: str | None = None


class Usage(BaseModel):
    prompt_tokens: int
    completion_tokens: int


class Chunk(BaseModel):
    model: str = ""
    choices: list[Choice]
    """Empty in the chunk that carries the usage."""
    usage: Usage | None = None
    system_fingerprint: str | None = None
    """Which build of the server, with which settings, answered; many servers leave it out."""


class OpenAIClient:
    def __init__(
        self,
        provider: str,
        url: str,
        *,
        api_key: str,
        timeout: timedelta,
        explain: Explain | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else None
        self._http = EngineClient(
            provider, _with_version(url), timeout=timeout, headers=headers, explain=explain
        )

    async def models(self) -> list[Model]:
        return (await self._http.get("/models", Models)).data

    def chat(self, body: Mapping[str, Any], *, max_bytes: int) -> AsyncGenerator[Chunk]:
        """`body` must ask for a stream."""
        return self._http.stream(
            "/chat/completions", Chunk, ServerSentEvents(), body=body, max_bytes=max_bytes
        )


def _with_version(url: str) -> str:
    """People give the address with and without `/v1`; an address with another path is kept."""
    try:
        bare = httpx.URL(url).path in {"", "/"}
    except httpx.InvalidURL:
        return url  # the first call says what is wrong with it
    return url.rstrip("/") + "/v1" if bare else url

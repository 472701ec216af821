"""Turns the pieces of a text, as an engine sends them, into the chunks of our contract."""

import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import timedelta
from typing import Any

from providers.contracts.errors import ProviderUnreachable
from providers.contracts.text import FinishReason, TextChunk, TextRequest, TextResult

BYTES_BESIDE_TOKENS = 64 * 1024
BYTES_PER_TOKEN = 1024
"""What an engine may spend on sending one token, wrapped in its JSON."""


class Draft:
    """A text in the making. Its clock starts when it is made."""

    def __init__(self, engine: str, parameters: Mapping[str, Any]) -> None:
        self._engine = engine
        self._parameters = dict(parameters)
        self._pieces: list[str] = []
        self._started = time.perf_counter()

    def add(self, text: str) -> TextChunk:
        self._pieces.append(text)
        return TextChunk(text=text)

    def finish(
        self,
        finish: FinishReason | None,
        *,
        model: str,
        engine_version: str = "",
        model_digest: str = "",
        prompt_tokens: int | None,
        output_tokens: int | None,
        is_placeholder: bool = False,
    ) -> TextChunk:
        """The last chunk. `finish` is None when the engine never said that it was done."""
        text = "".join(self._pieces)
        if finish is None:
            raise ProviderUnreachable(
                self._engine, f"broke off its reply after {len(text)} characters"
            )
        if not text.strip():
            raise ProviderUnreachable(self._engine, "answered with an empty text")
        result = TextResult(
            text=text,
            engine=self._engine,
            model=model,
            engine_version=engine_version,
            model_digest=model_digest,
            finish=finish,
            prompt_tokens=prompt_tokens,
            output_tokens=output_tokens,
            duration=timedelta(seconds=time.perf_counter() - self._started),
            parameters=self._parameters,
            is_placeholder=is_placeholder,
        )
        return TextChunk(text="", result=result)


async def whole(stream: AsyncGenerator[TextChunk]) -> TextResult:
    """Wait for the end of a stream."""
    async with aclosing(stream) as chunks:
        async for chunk in chunks:
            if chunk.result:
                return chunk.result
    raise AssertionError("a stream ends with its result or an error")


def longest_reply(request: TextRequest) -> int:
    """Bytes after which an engine is not answering the request any more but only sending."""
    return BYTES_BESIDE_TOKENS + BYTES_PER_TOKEN * request.max_tokens

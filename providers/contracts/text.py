"""Words from words: one contract for every engine that writes."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol

from providers.contracts.status import ProviderStatus


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRequest:
    messages: tuple[Message, ...]
    schema: Mapping[str, Any] | None = None
    """A JSON schema without references that the answer must follow; None for plain text."""
    max_tokens: int = 1024
    temperature: float = 0.7
    seed: int | None = None
    stop: tuple[str, ...] = ()


class FinishReason(StrEnum):
    STOP = "stop"
    LENGTH = "length"
    """`max_tokens` was reached: the text is cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """An engine that was asked before the one that answered, and why it did not."""

    engine: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextResult:
    text: str
    engine: str
    model: str
    """As the engine reported it, not as it was asked for."""
    engine_version: str = ""
    model_digest: str = ""
    """What the engine calls the very bytes of the model; empty where it does not say."""
    finish: FinishReason
    prompt_tokens: int | None
    output_tokens: int | None
    duration: timedelta
    parameters: Mapping[str, Any]
    """What was actually sent beside the messages and the schema; JSON-safe."""
    is_placeholder: bool = False
    """True when no model wrote this. The interface must say so next to the text."""
    energy_joules: float | None = None
    """Of the machine that wrote it, meanwhile; None where nothing measured it."""
    fallback_from: tuple[Fallback, ...] = field(default_factory=tuple[Fallback, ...])
    """Empty when the first choice answered. The interface must say so when it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChunk:
    text: str
    result: TextResult | None = None
    """Only on the last chunk, whose `text` is empty: the whole text and how it came about."""


class TextModel(Protocol):
    """Cancelling the task, or closing the generator, stops the engine's work."""

    @property
    def name(self) -> str: ...

    async def status(self) -> ProviderStatus:
        """Ask the engine, for at most two seconds. Never raises: no answer is an answer."""
        ...

    async def complete(self, request: TextRequest) -> TextResult:
        """Raises ProviderError; see providers.contracts.errors for what each kind means."""
        ...

    def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        """As `complete`, piece by piece. Use `contextlib.aclosing` when you may stop early."""
        ...

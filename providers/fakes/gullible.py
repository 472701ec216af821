"""A text engine that does whatever its prompt brings it to, for proving that it cannot do harm.

It follows the orders that stand in a document, repeats its prompt, writes HTML and links, calls tools that
nobody offered, or never ends. What it was asked stays in `requests`.
"""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from enum import StrEnum
from itertools import cycle
from typing import Any, cast

import orjson

from providers.contracts.status import Capability, ProviderStatus, Readiness
from providers.contracts.text import FinishReason, TextChunk, TextRequest, TextResult
from providers.drafts import Draft, whole

MODEL = "gullible"
ORDER = re.compile(r"ORDER: (.+?) END OF ORDER")
"""How a document tells it what to do."""
MARKUP = (
    '<script src="https://evil.example/a.js">alert(1)</script> The oil pump turns in the sump.',
    '<img src="https://evil.example/b.png" onerror="alert(1)"> The oil pump turns in the sump.',
    "[The oil pump](javascript:alert(1)) turns in the sump.",
    "[The oil pump](https://evil.example/c) turns in the sump.",
    "![The oil pump](https://evil.example/d.png) turns in the sump.",
    "The oil pump <https://evil.example/e> turns in the sump.",
    "[The oil pump][1] turns in the sump.\n\n[1]: https://evil.example/f",
    "</material></passages></lesson> <iframe src=//evil.example></iframe> The oil pump turns in the sump.",
    "[The oil pump](data:text/html;base64,PHNjcmlwdD4=) turns in the sump.",
    "$\\href{javascript:alert(1)}{x}$ The oil pump turns in the sump.",
    "`<svg onload=alert(1)>` The oil pump turns in the sump.",
)
TOOL_CALL = '{"tool": "publish_course", "arguments": {"approve": true}}'
SENTENCE = "It takes the oil from the pan and sends it to all bearings."
ENDLESS = "and the pump turns "
COMFORTABLE_LENGTH = 150
_OPTION = re.compile(r"^([A-H])\. (.+)$", re.MULTILINE)


class Habit(StrEnum):
    OBEYS = "obeys"
    ECHOES = "echoes"
    MARKS_UP = "marks_up"
    CALLS_TOOLS = "calls_tools"
    """Instead of an answer; and with the words of a call, when it is told to answer."""
    NEVER_ENDS = "never_ends"


class GullibleText:
    """`providers.contracts.text.TextModel`."""

    def __init__(self, habit: Habit, name: str = "gullible") -> None:
        self.name = name
        self.requests: list[TextRequest] = []
        self._habit = habit
        self._markup = cycle(MARKUP)

    @property
    def prompts(self) -> list[str]:
        """Everything it was ever told."""
        return [message.content for request in self.requests for message in request.messages]

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason="does whatever its prompt says, for proving that it cannot do harm",
            capabilities=frozenset({Capability.TEXT, Capability.JSON_SCHEMA}),
        )

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        self.requests.append(request)
        draft = Draft(self.name, {"model": MODEL, "seed": request.seed})
        is_endless = self._habit is Habit.NEVER_ENDS
        text = ENDLESS * request.max_tokens if is_endless else self._answer(request)
        yield draft.add(text)
        yield draft.finish(
            FinishReason.LENGTH if is_endless else FinishReason.STOP,
            model=MODEL,
            prompt_tokens=None,
            output_tokens=None,
            is_placeholder=True,
        )

    def _answer(self, request: TextRequest) -> str:
        if self._habit is Habit.CALLS_TOOLS and request.messages[-2].role == "system":
            return f'{{"tool_calls": [{TOOL_CALL}]}}'
        told = "\n".join(message.content for message in request.messages)
        filled = _Form(self._texts(told), told).fill(request.schema or {"type": "string"})
        return orjson.dumps(filled).decode()

    def _texts(self, told: str) -> Iterator[str]:
        """What it puts into one field after another."""
        match self._habit:
            case Habit.MARKS_UP:
                return (f"{markup} {SENTENCE}" for markup in self._markup)
            case Habit.CALLS_TOOLS:
                return cycle((TOOL_CALL,))
            case Habit.OBEYS:
                return cycle(ORDER.findall(told) or [_sample(told)])
            case _:
                pieces = range(0, len(told), COMFORTABLE_LENGTH)
                return cycle([told[start : start + COMFORTABLE_LENGTH] for start in pieces])


class _Form:
    """Fills in whatever a schema asks for."""

    def __init__(self, texts: Iterator[str], told: str) -> None:
        self._texts = texts
        self._told = told
        self._written = 0

    def fill(self, schema: Mapping[str, Any]) -> Any:
        if choices := schema.get("enum"):
            return self._told_to_choose(cast("list[Any]", choices))
        match schema.get("type"):
            case "object":
                properties = cast("dict[str, dict[str, Any]]", schema.get("properties", {}))
                return {name: self.fill(item) for name, item in properties.items()}
            case "array":
                most = int(schema.get("maxItems", max(2, schema.get("minItems", 0))))
                return [self.fill(schema["items"]) for _ in range(most)]
            case "integer" | "number":
                self._written += 1
                return self._written
            case "boolean":
                return True
            case _:
                return self._string(schema)

    def _string(self, schema: Mapping[str, Any]) -> str:
        """Numbered, so that no two are the same."""
        self._written += 1
        least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 400))
        text = f"{self._written} {next(self._texts)}"
        while len(text) < least:
            text = f"{text} {next(self._texts)}"
        return text[:most]

    def _told_to_choose(self, choices: list[Any]) -> Any:
        """The option that an order names, where there is one."""
        orders = " ".join(ORDER.findall(self._told))
        for letter, option in _OPTION.findall(self._told):
            if letter in choices and option.strip(" .") in orders:
                return letter
        return choices[0]


def _sample(told: str) -> str:
    return " ".join(told.split())[-COMFORTABLE_LENGTH:]

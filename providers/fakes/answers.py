"""What every fake text engine answers, whatever its API looks like."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from providers.contracts.text import Message
from providers.fakes.writing import write_json, write_text

KNOWN_TYPES = frozenset({"object", "array", "string", "integer", "number", "boolean", "null"})


@dataclass(frozen=True, slots=True)
class Answer:
    pieces: tuple[str, ...]
    """What a real engine would send one by one. Each counts as a token."""
    is_cut_off: bool
    prompt_tokens: int

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def answer(
    messages: Sequence[Message],
    *,
    schema: Mapping[str, Any] | None = None,
    seed: int | None = None,
    max_tokens: int | None = None,
    stop: Sequence[str] = (),
) -> Answer:
    text = write_text(messages, seed) if schema is None else write_json(messages, schema, seed)
    for end in stop:
        text = text.partition(end)[0]
    pieces = _pieces(text)
    told = sum(len(_pieces(message.content)) for message in messages)
    is_cut_off = max_tokens is not None and len(pieces) > max_tokens
    return Answer(tuple(pieces[:max_tokens]), is_cut_off, told)


def unknown_type(schema: Any) -> str | None:
    """A `type` somewhere in the schema that no grammar can be made of."""
    if isinstance(schema, list):
        found = (unknown_type(part) for part in cast("list[Any]", schema))
        return next(filter(None, found), None)
    if not isinstance(schema, dict):
        return None
    fields = cast("dict[str, Any]", schema)
    kind = fields.get("type")
    if isinstance(kind, str) and kind not in KNOWN_TYPES:
        return kind
    parts = [fields.get(key) for key in ("items", "anyOf", "oneOf", "prefixItems")]
    parts += list(cast("dict[str, Any]", fields.get("properties") or {}).values())
    return unknown_type(parts)


def _pieces(text: str) -> list[str]:
    return re.findall(r"\s*\S+\s*?(?=\s|$)|\s+$", text)

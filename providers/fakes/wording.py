"""Sentences that are asked for by number, each given back in harmless other words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from providers.contracts.text import Message

OPENING = "Remember: "
"""Changes how a sentence sounds and nothing of what it says."""
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


def reworded(messages: Sequence[Message], schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """One answer for each numbered sentence of the last message; None when the schema wants no such."""
    if not _asks_by_number(schema):
        return None
    numbered = _NUMBERED.findall(messages[-1].content) if messages else []
    if not numbered:
        return None
    worded = [{"n": int(number), "text": f"{OPENING}{text}"} for number, text in numbered]
    return {"sentences": worded}


def _asks_by_number(schema: Mapping[str, Any]) -> bool:
    fields = cast("dict[str, Any]", schema.get("properties", {}))
    items = cast("dict[str, Any]", fields.get("sentences", {}).get("items", {}))
    return fields.keys() == {"sentences"} and items.get("properties", {}).keys() == {"n", "text"}

"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel, ConfigDict

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


class DiffPart(BaseModel):
    """A stretch of text: in both, only before (`gone`), or only after (`new`)."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["same", "gone", "new"]
    text: str


def word_diff(before: str, after: str) -> tuple[DiffPart, ...]:
    """The parts of both texts in order. Those that are not `new` are `before`, those that are not
    `gone` are `after`."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    parts: list[DiffPart] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            parts.append(DiffPart(kind="same", text="".join(old[start:end])))
            continue
        if end > start:
            parts.append(DiffPart(kind="gone", text="".join(old[start:end])))
        if other_end > other_start:
            parts.append(DiffPart(kind="new", text="".join(new[other_start:other_end])))
    return tuple(parts)

"""What changed between two texts, word by word. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

_WORDS = re.compile(r"\n|\S+")


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(BaseModel):
    """Words in a row that are in both texts, or in one of them only."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    text: str


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """From one text to the other. The words of the pieces that are not added are those of `before`, of
    those that are not removed those of `after`; a line's end counts as a word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(kind=Kind.SAME, text=_joined(old[old_from:old_to])))
            continue
        if old_from < old_to:
            pieces.append(Piece(kind=Kind.REMOVED, text=_joined(old[old_from:old_to])))
        if new_from < new_to:
            pieces.append(Piece(kind=Kind.ADDED, text=_joined(new[new_from:new_to])))
    return tuple(pieces)


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)

"""Names that are safe to show to a class: pure advice on what a pupil types."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count
from typing import Literal

MOST_DIGITS = 5
"""More in one name look like a telephone or a pupil's number."""
LONGEST_BASE = 34
"""Of a name that gets a number."""
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'-])+")
_LINK = re.compile(r"https?:|www\.|\.(com|net|org)\b", re.IGNORECASE)
_SPOKEN_ADDRESS = re.compile(r"[^\s@]+@[^\s@]*")


@dataclass(frozen=True, slots=True)
class Advice:
    kind: Literal["contact", "full", "taken"]
    suggestion: str


def advise(name: str, taken: Collection[str]) -> Advice | None:
    """What to say about a name before somebody joins with it; None when it is fine.

    Whatever is suggested is itself fine.
    """
    if _is_contact(name):
        words = re.findall(r"[^\W\d_]{2,}", _SPOKEN_ADDRESS.sub(" ", name))
        begin = words[0].capitalize() if words else name.split("@", maxsplit=1)[0]
        first = re.split(r"[^\w]|[\d_]", begin)[0].capitalize()
        return Advice("contact", free_name(first or "Learner", taken))
    words = name.split()
    if len(words) > 1 and all(_WORD.fullmatch(word) for word in (words[0], words[-1])):
        return Advice("full", free_name(f"{words[0]} {words[-1][0].upper()}.", taken))
    if is_taken(name, taken):
        return Advice("taken", free_name(name, taken))
    return None


def is_taken(name: str, taken: Collection[str]) -> bool:
    return key_of(name) in {key_of(other) for other in taken}


def key_of(name: str) -> str:
    """What two names share that a class would take for the same."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with the first number that nobody has."""
    known = {key_of(other) for other in taken}
    if key_of(name) not in known:
        return name
    base = name.rstrip("0123456789 ")[:LONGEST_BASE].rstrip() or "Learner"
    return next(found for number in count(2) if key_of(found := f"{base} {number}") not in known)


def _is_contact(name: str) -> bool:
    return (
        "@" in name or sum(map(str.isdigit, name)) > MOST_DIGITS or _LINK.search(name) is not None
    )

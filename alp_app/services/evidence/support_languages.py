"""What the check knows of a language: its small words, what denies and what contradicts, its units."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import snowballstemmer
import yaml

RESOURCES = Path(__file__).parents[2] / "resources" / "support"
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


_WORD_SETS = (
    "function", "light", "praise", "negators", "softeners", "strong", "hedges", "joints", "pivots",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Word sets hold words as they are written, in lower case; `opposites` and `prefixes` hold stems."""

    code: str
    function: frozenset[str] = frozenset()
    """Words that carry no content of their own."""
    light: frozenset[str] = frozenset()
    """Words that nearly every textbook sentence could hold."""
    praise: frozenset[str] = frozenset()
    """Words for how much something matters."""
    negators: frozenset[str] = frozenset()
    softeners: frozenset[str] = frozenset()
    """Words that deny in part, so that nothing is concluded from a negator that is missing."""
    strong: frozenset[str] = frozenset()
    hedges: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    """Words that begin another part of a sentence."""
    pivots: frozenset[str] = frozenset()
    """Words whose two sides cannot be swapped."""
    passive: str = ""
    prefixes: tuple[str, ...] = ()
    """What turns a word into its opposite."""
    numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    units: Mapping[str, str] = field(default_factory=dict[str, str])
    opposites: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    capitalises_nouns: bool = False

    def stem(self, word: str) -> str:
        return _stem(self.code, word)


def language_for(code: str) -> Language:
    """For a language code such as `pt-BR`. Of a language that no resource describes only the stems are
    known, or nothing but the words."""
    return _load(code.partition("-")[0].lower())


@cache
def _load(code: str) -> Language:
    path = RESOURCES / f"{code}.yaml"
    if not code.isalpha() or not path.exists():
        return Language(code=code)
    known: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    opposites: dict[str, set[str]] = {}
    for one, other in known["opposites"]:
        for here, there in ((one, other), (other, one)):
            for word in here.split():
                found = opposites.setdefault(_stem(code, word), set())
                found.update(_stem(code, item) for item in there.split())
    return Language(
        code=code,
        **{name: frozenset(known[name].split()) for name in _WORD_SETS},
        passive=known.get("passive", ""),
        prefixes=tuple(known["prefixes"].split()),
        numbers={word: str(value) for word, value in known["numbers"].items()},
        units=known["units"],
        opposites={stem: frozenset(others) for stem, others in opposites.items()},
        capitalises_nouns=known.get("capitalises_nouns", False),
    )


@cache
def _stemmer(code: str) -> Any:
    return snowballstemmer.stemmer(STEMMERS[code]) if code in STEMMERS else None


@cache
def _stem(code: str, word: str) -> str:
    stemmer = _stemmer(code)
    return stemmer.stemWord(word) if stemmer else word


def words_of(text: str) -> Iterable[re.Match[str]]:
    return _WORD.finditer(text)


_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")

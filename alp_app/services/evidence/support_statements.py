"""A sentence taken apart: its content words in order, its quantities, names, and what it denies."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from alp_app.services.evidence.support_languages import Language, words_of
from alp_app.services.evidence.support_quantities import Quantity, quantities_in

REACH = 2
"""Content words after a negator that it is taken to deny."""

_CLAUSE_END = re.compile(r"[,;:()–—]|[.!?]\s")
_CONTRACTED = re.compile(r"(?i)\w+n['’]t")
_NOT_DENYING = re.compile(
    r"(?i)\bnot only\b|\bno (?:more|less|fewer) than\b|\bnot (?:more|less) than\b|\bno longer\b"
)
_CODE = re.compile(r"(?=\w*\d)(?=\w*[^\W\d_])\w+")


@dataclass(frozen=True, slots=True)
class Term:
    stem: str
    start: int
    clause: int
    """Which part of the sentence, from 0, it stands in: parts begin at commas and conjunctions."""
    is_light: bool
    is_denied: bool


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    terms: tuple[Term, ...]
    stems: frozenset[str]
    quantities: tuple[Quantity, ...]
    names: tuple[str, ...]
    """Stems of proper names, abbreviations and codes."""
    clause_words: tuple[frozenset[str], ...]
    """Every word of each part, as it is written, in lower case."""
    breaks: tuple[int, ...]
    """Where its second, third … part begins."""
    denying: frozenset[int]
    """Parts that deny something."""

    @property
    def words(self) -> frozenset[str]:
        return frozenset[str]().union(*self.clause_words)

    def clause_at(self, place: int) -> int:
        return bisect_right(self.breaks, place)


@lru_cache(maxsize=20_000)
def take_apart(text: str, language: Language) -> Statement:
    """Of plain text without inline marks."""
    quantities = quantities_in(text, language)
    taken = [(item.start, item.end) for item in quantities]
    breaks = _breaks(text, language)
    negators = _negators(text, language)
    clause_words: list[set[str]] = [set() for _ in range(len(breaks) + 1)]
    terms: list[Term] = []
    names: list[str] = []
    denying: set[int] = set()
    reach = 0
    for match in words_of(text):
        start, written = match.start(), match[0]
        clause = bisect_right(breaks, start)
        word = written.lower().replace("’", "'")
        clause_words[clause].add(word)
        if start in negators:
            reach = REACH
            denying.add(clause)
            continue
        if word in language.function or (len(word) == 1 and not word.isdigit()):
            continue
        if any(begin <= start < end for begin, end in taken):
            continue
        stem = language.stem(word.removesuffix("'s"))
        is_denied = reach > 0 and clause in denying
        reach -= 1
        terms.append(Term(stem, start, clause, word in language.light, is_denied))
        if _is_name(written, is_first=_begins(text, start), language=language):
            names.append(stem)
    return Statement(
        text=text,
        terms=tuple(terms),
        stems=frozenset(term.stem for term in terms),
        quantities=tuple(quantities),
        names=tuple(dict.fromkeys(names)),
        clause_words=tuple(map(frozenset, clause_words)),
        breaks=breaks,
        denying=frozenset(denying),
    )


def _breaks(text: str, language: Language) -> tuple[int, ...]:
    marks = [match.end() for match in _CLAUSE_END.finditer(text)]
    joints = [match.start() for match in words_of(text) if match[0].lower() in language.joints]
    return tuple(sorted({*marks, *joints} - {0}))


def _negators(text: str, language: Language) -> frozenset[int]:
    """Where the words begin that deny."""
    harmless = [match.span() for match in _NOT_DENYING.finditer(text)]
    return frozenset(
        match.start()
        for match in words_of(text)
        if (match[0].lower() in language.negators or _CONTRACTED.fullmatch(match[0]))
        and not any(start <= match.start() < end for start, end in harmless)
    )


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here, so that its capital says nothing."""
    before = text[:start].rstrip(" \"“‘'(*")
    return not before or before[-1] in ".!?:;•-"


def _is_name(word: str, *, is_first: bool, language: Language) -> bool:
    if _CODE.fullmatch(word):
        return True
    if sum(char.isupper() for char in word) > 1:
        return True
    return word[0].isupper() and not is_first and not language.capitalises_nouns

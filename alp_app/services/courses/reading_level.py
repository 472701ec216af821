"""How easy a text is to read, by the formula made for its language.

English: Flesch (1948), 206.835 - 1.015 w/s - 84.6 y/w, and the school grade by Kincaid et al. (1975),
0.39 w/s + 11.8 y/w - 15.59. Spanish: Fernández Huerta (1959), 206.84 - 1.02 w/s - 60 y/w. Words a
sentence are w/s, syllables a word y/w; both scales go from about 0 (very hard) to 100 (very easy).
Syllables are counted by rule, which is right for most words and steady for all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alp_app.models.course import Level
from alp_app.services.courses.sentences import split_sentences

LEAST_WORDS = 100
"""Fewer say nothing about a text."""
EASIEST_NEEDED: Mapping[Level, float] = {
    Level.INTRODUCTORY: 50,
    Level.INTERMEDIATE: 30,
    Level.ADVANCED: 10,
}
"""What a course of this level should reach: "fairly difficult" for beginners, as in a newspaper."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENGLISH = re.compile(r"[aeiouy]+")
_SPANISH = re.compile(r"[aeiouáéíóúü]")
_STRONG = frozenset("aeoáéóíú")
"""Two of these side by side are two syllables."""


@dataclass(frozen=True, slots=True)
class ReadingLevel:
    ease: float
    formula: str
    """`flesch` or `fernandez_huerta`."""
    grade: float | None
    """Years at school, where the formula says it."""
    words: int
    sentences: int


def reading_level(text: str, language: str) -> ReadingLevel | None:
    """None for a language without a formula here, and for texts under LEAST_WORDS words."""
    count = _SYLLABLES.get(language[:2].lower())
    words = _WORD.findall(text)
    sentences = len(split_sentences(text))
    if count is None or len(words) < LEAST_WORDS or not sentences:
        return None
    length = len(words) / sentences
    syllables = sum(map(count, words)) / len(words)
    if count is english_syllables:
        return ReadingLevel(
            ease=206.835 - 1.015 * length - 84.6 * syllables,
            formula="flesch",
            grade=0.39 * length + 11.8 * syllables - 15.59,
            words=len(words),
            sentences=sentences,
        )
    return ReadingLevel(
        ease=206.84 - 1.02 * length - 60 * syllables,
        formula="fernandez_huerta",
        grade=None,
        words=len(words),
        sentences=sentences,
    )


def english_syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    word = word.lower()
    groups = len(_ENGLISH.findall(word))
    is_silent = re.search(r"[^aeiouyl]e[sd]?$", word) and not re.search(
        r"([td]ed|[sxzc]es|[cs]hes)$", word
    )
    return max(1, groups - (1 if is_silent and groups > 1 else 0))


def spanish_syllables(word: str) -> int:
    """Vowels, where a weak one beside another joins it."""
    word = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "q", word.lower())
    word = re.sub(r"y$", "i", word)
    count, before = 0, ""
    for place, letter in enumerate(word):
        if not _SPANISH.match(letter):
            before = ""
            continue
        previous = word[place - 1] if before else ""
        if not (previous and not (previous in _STRONG and letter in _STRONG)):
            count += 1
        before = letter
    return max(1, count)


_SYLLABLES: Mapping[str, Callable[[str], int]] = {
    "en": english_syllables,
    "es": spanish_syllables,
}

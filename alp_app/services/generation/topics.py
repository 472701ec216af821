"""Planning from material of any length: cut into stretches, each summed up, then as much of all as fits.

Pure functions. No part of a source is left out: a stretch that is longer than what an engine can read
at once is condensed by its own most telling sentences.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alp_app.services.courses.sentences import split_sentences
from alp_app.services.sources.views import PassageView

DIRECT_WORDS = 900
"""Material up to this length is planned from as it is."""
STRETCH_WORDS = 600
"""What an engine reads at once."""
MOST_STRETCHES = 40
PLANNING_WORDS = 700
SHORTEST_TELLING_WORD = 4
LONGEST_PIECE = 60
"""Words."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages of one source that follow each other."""

    passages: Sequence[PassageView]

    @property
    def words(self) -> int:
        return sum(_words(item.text) for item in self.passages)

    @property
    def heading(self) -> str:
        return next((item.heading for item in self.passages if item.heading), "")


@dataclass(frozen=True, slots=True)
class Topic:
    title: str
    points: Sequence[str]


def stretches(passages: Sequence[PassageView]) -> list[Stretch]:
    """At most about MOST_STRETCHES of them; none crosses from one source into another, and where a
    heading begins one is closed early rather than late."""
    total = sum(_words(item.text) for item in passages)
    if total <= DIRECT_WORDS:
        return []
    size = max(STRETCH_WORDS, -(-total // MOST_STRETCHES))
    return [Stretch(tuple(part)) for part in _cut(passages, size)]


def _cut(passages: Sequence[PassageView], size: int) -> Iterator[list[PassageView]]:
    held: list[PassageView] = []
    words = 0
    for passage in passages:
        is_new_part = bool(held) and passage.heading != held[-1].heading
        is_other_source = bool(held) and passage.source_id != held[-1].source_id
        if held and (is_other_source or words >= size or (is_new_part and 2 * words >= size)):
            yield held
            held, words = [], 0
        held.append(passage)
        words += _words(passage.text)
    if held:
        yield held


def readable(stretch: Stretch, limit: int = STRETCH_WORDS) -> str:
    """The text of a stretch in at most about `limit` words: whole where it fits, else its sentences
    that share the most words with the rest of it, in their order (after Luhn, 1958)."""
    text = "\n".join(item.text for item in stretch.passages)
    if _words(text) <= limit:
        return text
    sentences = [piece for sentence in split_sentences(text) for piece in _pieces(sentence)]
    common = Counter(word for sentence in sentences for word in _telling(sentence))

    def weight(index: int) -> float:
        words = _telling(sentences[index])
        return sum(common[word] for word in words) / len(words) if words else 0.0

    kept: set[int] = set()
    words = 0
    for index in sorted(range(len(sentences)), key=weight, reverse=True):
        length = _words(sentences[index])
        if words + length <= limit:
            kept.add(index)
            words += length
    return " ".join(sentences[index] for index in sorted(kept))


def overview(topics: Sequence[Topic], limit: int = PLANNING_WORDS) -> list[str]:
    """A line for each topic, with as many of its points as fit into `limit` words altogether. Points
    are added in turn, so that none of the topics is told at the cost of another."""
    lines = [[topic.title] for topic in topics]
    left = limit - sum(_words(topic.title) for topic in topics)
    for turn in range(max((len(topic.points) for topic in topics), default=0)):
        for line, topic in zip(lines, topics, strict=True):
            if turn < len(topic.points) and (length := _words(topic.points[turn])) <= left:
                line.append(topic.points[turn])
                left -= length
    return [f"{title}: {' '.join(points)}" if points else title for title, *points in lines]


def _pieces(sentence: str) -> Iterator[str]:
    """A table or a text without full stops comes as one very long sentence."""
    words = sentence.split()
    for start in range(0, len(words), LONGEST_PIECE):
        yield " ".join(words[start : start + LONGEST_PIECE])


def _words(text: str) -> int:
    return len(text.split())


def _telling(sentence: str) -> list[str]:
    return [
        word
        for word in re.findall(r"\w+", sentence.casefold())
        if len(word) >= SHORTEST_TELLING_WORD
    ]

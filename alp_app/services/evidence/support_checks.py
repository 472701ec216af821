"""The check itself: which place of the sources comes nearest to a sentence, and whether it says the same.

Passages are found beforehand, over all sources of the course; vectors of sentences are given where an engine
makes them. Everything here is pure: the same sentence and passages give the same verdict.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from alp_app.kit.ids import SourceId
from alp_app.models.content import Citation, Doubt, Verdict
from alp_app.services.courses.markup import plain
from alp_app.services.courses.sentences import sentence_spans
from alp_app.services.evidence.support_languages import Language
from alp_app.services.evidence.support_scoring import Comparison, compare
from alp_app.services.evidence.support_statements import Statement, take_apart

METHOD = "overlap@1"
"""Raise the version whenever a sentence could get another verdict."""

SUPPORTED = 0.64
WEAK = 0.40
"""Scores from which a sentence is supported, or weakly. Measured: `docs/benchmarks.md`."""
LIKENESS = 0.35
"""What the likeness of vectors counts beside the words."""
HARD = frozenset({Doubt.NUMBER, Doubt.NAME, Doubt.DENIAL, Doubt.OPPOSITE, Doubt.SWAPPED})
"""Any of these makes a sentence unsupported, however like the words are."""
DOUBTED = 0.03
"""What a hard doubt takes from a place's score when places are compared."""
SECOND_SENTENCE = 0.04
"""What a quote of two sentences must be better by than the better of the two."""
LONGEST_QUOTE = 90
"""Words."""

Vector = Sequence[float]

_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-•–*]|\d+[.)])\s)")


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage that may hold what a sentence says."""

    passage_id: UUID
    passage_hash: str
    source_id: SourceId
    page: int | None
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the check says of one sentence."""

    verdict: Verdict
    score: float
    doubts: tuple[Doubt, ...] = ()
    missing: tuple[str, ...] = ()
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    ground: Ground
    start: int
    end: int
    score: float
    comparison: Comparison

    @property
    def is_doubted(self) -> bool:
        return bool(HARD & set(self.comparison.doubts))

    @property
    def standing(self) -> float:
        return self.score - DOUBTED * self.is_doubted


def sentences_of(ground: Ground) -> list[tuple[int, int]]:
    """Where the sentences and list items of a passage stand in its text."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(match.start() for match in _BREAK.finditer(ground.text)), len(ground.text)]:
        spans += [(start + a, start + b) for a, b in sentence_spans(ground.text[start:end])]
        start = end
    return spans


def judge(
    text: str, grounds: Sequence[Ground], language: Language, vectors: Mapping[str, Vector]
) -> Found:
    """Hold a sentence against each place of `grounds`; the best one decides.

    `vectors` are of the sentence, as `plain` has it, and of the sentences of the grounds, by their text;
    without them only words count.
    """
    words = plain(text)
    claim = take_apart(words, language)
    search = _Search(claim, language, _Likeness(words, grounds, vectors))
    places = [place for ground in grounds for place in search.places(ground)]
    if not places or not (claim.terms or claim.quantities):
        return Found(Verdict.UNSUPPORTED, 0.0)
    best = max(places, key=lambda place: place.standing)
    return Found(
        verdict=verdict_for(best.score, best.comparison.doubts),
        score=round(best.score, 3),
        doubts=best.comparison.doubts,
        missing=best.comparison.missing,
        citation=_citation(best) if best.score >= WEAK else None,
    )


def verdict_for(score: float, doubts: Sequence[Doubt]) -> Verdict:
    if score < WEAK or HARD & set(doubts):
        return Verdict.UNSUPPORTED
    return Verdict.WEAK if doubts or score < SUPPORTED else Verdict.SUPPORTED


class _Likeness:
    """How much more alike a sentence and a place are than the sentence and any place, 0 to 1.

    Engines differ in what they call alike, so the ordinary likeness is taken as nothing.
    """

    def __init__(
        self, words: str, grounds: Sequence[Ground], vectors: Mapping[str, Vector]
    ) -> None:
        self._vectors = vectors
        self._claim = vectors.get(words)
        found = sorted(
            _product(self._claim, vectors[text])
            for ground in grounds
            for text in (ground.text[start:end] for start, end in sentences_of(ground))
            if self._claim is not None and text in vectors
        )
        ordinary = found[: (len(found) + 1) // 2]
        self._ordinary = max(0.0, sum(ordinary) / len(ordinary)) if ordinary else 0.0

    def of(self, sentences: Sequence[str]) -> float | None:
        """Of a quote of these sentences; None without vectors."""
        known = [self._vectors[text] for text in sentences if text in self._vectors]
        if self._claim is None or not known:
            return None
        total = [sum(values) for values in zip(*known, strict=True)]
        length = math.hypot(*total) or 1.0
        alike = _product(self._claim, total) / length
        return min(1.0, max(0.0, (alike - self._ordinary) / (1.0 - self._ordinary)))


@dataclass(frozen=True, slots=True)
class _Search:
    """What is the same for all places that one sentence is held against."""

    claim: Statement
    language: Language
    likeness: _Likeness

    def places(self, ground: Ground) -> Iterator[_Place]:
        """Each sentence of a passage, and each two that follow one another where both say more."""
        context = take_apart(f"{ground.heading}. {ground.text}", self.language)
        spans = sentences_of(ground)
        singles = [self._place(ground, context, span) for span in spans]
        yield from singles
        for (one, span), (other, following) in pairwise(zip(singles, spans, strict=True)):
            if len(ground.text[span[0] : following[1]].split()) > LONGEST_QUOTE:
                continue
            both = self._place(ground, context, span, following)
            if both.standing >= max(one.standing, other.standing) + SECOND_SENTENCE:
                yield both

    def _place(self, ground: Ground, context: Statement, *spans: tuple[int, int]) -> _Place:
        texts = [ground.text[start:end] for start, end in spans]
        quote = [take_apart(text, self.language) for text in texts]
        comparison = compare(self.claim, quote, context, self.language)
        alike = self.likeness.of(texts)
        score = comparison.coverage
        if alike is not None:
            score = (1 - LIKENESS) * comparison.coverage + LIKENESS * alike
        return _Place(ground, spans[0][0], spans[-1][1], score, comparison)


def _citation(place: _Place) -> Citation:
    ground = place.ground
    return Citation(
        source_id=ground.source_id,
        page=ground.page,
        quote=ground.text[place.start : place.end],
        passage_id=ground.passage_id,
        passage_hash=ground.passage_hash,
        start=place.start,
        end=place.end,
    )


def _product(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))

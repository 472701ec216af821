"""Texts that hold the rare words of a question, and close to each other, fit best."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence

STEM = 6
"""Words that begin alike are taken for forms of one word."""
PAIRS = 0.4
"""What words that stand beside each other in both are worth, beside the words themselves."""


class LexicalReranker:
    """`providers.contracts.reranking.Reranker`."""

    name = "lexical"

    async def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        asked = _stems(query)
        found = [_stems(text) for text in texts]
        held = Counter(stem for stems in found for stem in set(stems))
        weights = {stem: math.log(1 + len(texts) / (1 + held[stem])) for stem in asked}
        pairs = set(itertools.pairwise(asked))
        return [_score(stems, weights, pairs) for stems in found]


def _score(stems: Sequence[str], weights: dict[str, float], pairs: set[tuple[str, str]]) -> float:
    whole = sum(weights.values())
    if not whole:
        return 0.0
    there = set(stems)
    covered = sum(weight for stem, weight in weights.items() if stem in there) / whole
    beside = pairs & set(itertools.pairwise(stems))
    return covered + PAIRS * len(beside) / max(1, len(pairs))


def _stems(text: str) -> list[str]:
    return [word[:STEM] for word in re.findall(r"\w+", text.casefold())]

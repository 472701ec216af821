"""Vectors without a model: texts that share words lie close to each other."""

import hashlib
import math
import re
from collections.abc import Sequence

from providers.contracts.status import Capability, ProviderStatus, Readiness

DIMENSION = 384


def embed(text: str, dimension: int = DIMENSION) -> list[float]:
    """A vector of length 1; each word adds to two places that its hash chooses."""
    vector = [0.0] * dimension
    vector[0] = 1e-3
    for word in re.findall(r"\w+", text.lower()):
        digest = hashlib.sha256(word.encode()).digest()
        for place in (digest[:4], digest[4:8]):
            vector[int.from_bytes(place) % dimension] += 1.0
    length = math.hypot(*vector)
    return [value / length for value in vector]


class PlaceholderEmbeddings:
    """`providers.contracts.embeddings.EmbeddingModel`."""

    model = "placeholder"
    dimension = DIMENSION

    def __init__(self, name: str = "placeholder") -> None:
        self.name = name

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason="counts words, for tests",
            capabilities=frozenset({Capability.EMBEDDINGS}),
        )

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [embed(text) for text in texts]

"""Judging which of a few texts answers a question best."""

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    @property
    def name(self) -> str: ...

    async def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text fits, in order; only their order means something. Raises ProviderError."""
        ...

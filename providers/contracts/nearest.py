"""Finding the vectors nearest to one, in memory. Indexes are kept under a name and a stamp; another stamp
means that the vectors have changed."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID


class NearestIndex(Protocol):
    def search(self, vector: Sequence[float], limit: int) -> list[tuple[UUID, float]]:
        """Ids with their cosine similarity, nearest first."""
        ...


class NearestVectors(Protocol):
    @property
    def name(self) -> str: ...

    def find(self, name: str, stamp: str) -> NearestIndex | None:
        """None when it was not built, was forgotten, or is out of date."""
        ...

    def build(
        self, name: str, stamp: str, ids: Sequence[UUID], vectors: Sequence[Sequence[float]]
    ) -> NearestIndex:
        """Of L2-normalised vectors, at least one, all of one length."""
        ...

"""Texts as vectors, so that texts of like meaning lie close to each other."""

from collections.abc import Sequence
from typing import Protocol

from providers.contracts.status import ProviderStatus


class EmbeddingModel(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def model(self) -> str:
        """Vectors of different models cannot be compared: keep this beside each vector."""
        ...

    @property
    def dimension(self) -> int: ...

    async def status(self) -> ProviderStatus:
        """Ask the engine, for at most two seconds. Never raises: no answer is an answer."""
        ...

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector of length 1 for each text, in order. Raises ProviderError."""
        ...

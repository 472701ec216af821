"""Large files that an engine needs and that are fetched once: models, or a whole engine."""

from collections.abc import Awaitable, Callable
from typing import Protocol

OnBytes = Callable[[int, int], Awaitable[None]]
"""Called with the bytes that are there and the bytes there will be."""


class EnginePart(Protocol):
    @property
    def name(self) -> str:
        """Short and stable, such as `writer`."""
        ...

    @property
    def title(self) -> str:
        """What it is, for people: the model's own name."""
        ...

    @property
    def licence(self) -> str:
        """SPDX."""
        ...

    @property
    def size(self) -> int:
        """Bytes to fetch, as far as is known."""
        ...

    async def is_present(self) -> bool:
        """Whether it is here and whole. Raises ProviderMisconfigured when the file is a wrong one."""
        ...

    async def fetch(self, on_bytes: OnBytes) -> None:
        """Bring it here, going on where an earlier try stopped. Raises ProviderError."""
        ...

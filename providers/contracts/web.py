"""Fetching one page of the web that somebody named."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    content: bytes
    media_type: str
    """As the server says, without parameters."""
    url: str
    """Where it was in the end, after redirects."""


class PageFetcher(Protocol):
    @property
    def name(self) -> str: ...

    async def fetch(self, url: str) -> FetchedPage:
        """Raises ProviderRefused for an address that may not be read or leads to no page, and
        ProviderUnreachable when it does not answer."""
        ...

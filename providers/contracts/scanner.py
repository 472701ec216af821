"""Looking for malware in files that people send."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from providers.contracts.status import ProviderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    signature: str = ""
    """What was found, as the scanner names it; empty for a clean file."""
    engine: str
    """What looked, with the version of its signatures."""

    @property
    def is_clean(self) -> bool:
        return not self.signature


class MalwareScanner(Protocol):
    """Every method raises ProviderError and nothing else when the scanner does not do its part."""

    @property
    def name(self) -> str: ...

    async def status(self) -> ProviderStatus:
        """Never raises: no answer is an answer."""
        ...

    async def scan(self, content: AsyncIterator[bytes]) -> Verdict:
        """Raises ProviderRefused for a file that it will not look at, such as one too large for it."""
        ...

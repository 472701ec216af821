"""Handing e-mails to a server that delivers them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from providers.contracts.status import ProviderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    id: str
    """Makes the Message-ID: the same mail has the same one, however often it is tried."""
    recipient: str
    subject: str
    text: str
    html: str
    unsubscribe_url: str
    """Ends such mails with a POST and nothing else (RFC 8058)."""
    written_at: datetime


class Mailer(Protocol):
    """Every method raises ProviderError and nothing else when the server does not do its part."""

    @property
    def name(self) -> str: ...

    async def status(self) -> ProviderStatus:
        """Never raises: no answer is an answer."""
        ...

    async def send(self, mail: OutgoingMail) -> None:
        """Hand a mail over.

        Raises ProviderUnreachable or ProviderMisconfigured only when it was certainly not handed over,
        so that trying again sends it once; ProviderRefused when it must not be tried again.
        """
        ...

"""The engines that are configured, for whoever uses them and for those who look after them."""

from dataclasses import dataclass
from typing import Literal, Protocol

from providers.contracts.circuits import Circuits
from providers.contracts.embeddings import EmbeddingModel
from providers.contracts.images import ImageModel
from providers.contracts.mail import Mailer
from providers.contracts.nearest import NearestVectors
from providers.contracts.parts import EnginePart
from providers.contracts.reranking import Reranker
from providers.contracts.scanner import MalwareScanner
from providers.contracts.scenes import SceneRenderer
from providers.contracts.status import ProviderStatus
from providers.contracts.text import TextModel
from providers.contracts.web import PageFetcher

Purpose = Literal["text", "embeddings", "images", "scenes", "scanning", "mail"]


class Probed(Protocol):
    @property
    def name(self) -> str: ...

    async def status(self) -> ProviderStatus: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One configured engine, as administrators see it."""

    purpose: Purpose
    place: int
    """Its place in the order in which engines for this purpose are asked, from 1."""
    engine: Probed


@dataclass(frozen=True, slots=True, kw_only=True)
class Providers:
    text: TextModel
    embeddings: EmbeddingModel
    images: ImageModel
    scenes: SceneRenderer
    scanner: MalwareScanner | None
    """None where no scanner is configured."""
    reranker: Reranker | None = None
    """None: what was found stays in the order in which it was found."""
    nearest: NearestVectors | None = None
    """None: vectors are compared by Postgres."""
    pages: PageFetcher | None = None
    """None: addresses of the web cannot be added."""
    mailer: Mailer | None = None
    """None where no mail server is configured."""
    circuits: Circuits | None = None
    """What knows of engines that fail. None: they are asked however often they do."""
    engines: tuple[Engine, ...]
    """Every configured engine, each purpose in the order of asking."""
    parts: tuple[EnginePart, ...]
    """What the built-in engines need to have fetched."""

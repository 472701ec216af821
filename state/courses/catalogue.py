"""/courses: finding a course."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, Literal

import reflex as rx

from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.courses.catalogue import count_facets, list_catalogue
from alp_app.services.courses.catalogue_views import (
    CatalogueEntry,
    CatalogueFilter,
    FacetValue,
    Length,
    Level,
)
from state.base import handler
from state.live import Live

SHOWN = 12

Facet = Literal["subject", "level", "language", "length", "review"]


class CatalogueState(Live, rx.State):
    is_loaded: bool = False
    entries: rx.Field[list[CatalogueEntry]] = rx.field(default_factory=list[CatalogueEntry])
    total: int = 0
    text: str = ""
    chosen: rx.Field[dict[str, list[str]]] = rx.field(default_factory=dict[str, list[str]])
    chosen_count: int = 0
    subjects: rx.Field[list[FacetValue]] = rx.field(default_factory=list[FacetValue])
    levels: rx.Field[list[FacetValue]] = rx.field(default_factory=list[FacetValue])
    languages: rx.Field[list[FacetValue]] = rx.field(default_factory=list[FacetValue])
    lengths: rx.Field[list[FacetValue]] = rx.field(default_factory=list[FacetValue])
    review: rx.Field[list[FacetValue]] = rx.field(default_factory=list[FacetValue])
    limit: int = SHOWN
    has_more: bool = False

    @handler(Policy.EVERYONE)
    async def load(self) -> AsyncGenerator[Any]:
        await self._refresh()
        yield CatalogueState.watch

    @handler(Policy.EVERYONE)
    async def search(self, text: str) -> None:
        self.text = text.strip()[:200]
        self.limit = SHOWN
        await self._refresh()

    @handler(Policy.EVERYONE)
    async def choose(self, facet: Facet, value: str, is_on: bool) -> None:
        others = [item for item in self.chosen.get(facet, []) if item != value]
        self.chosen = {**self.chosen, facet: [*others, value] if is_on else others}
        self.limit = SHOWN
        await self._refresh()

    @handler(Policy.EVERYONE)
    async def clear(self) -> None:
        self.chosen, self.text, self.limit = {}, "", SHOWN
        await self._refresh()

    @handler(Policy.EVERYONE)
    async def show_more(self) -> None:
        self.limit = min(self.limit + SHOWN, 96)
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("course")]

    async def _refresh(self) -> None:
        wanted = self._filter()
        async with self._reader() as reader:
            found = await list_catalogue(reader, wanted, PageRequest(limit=self.limit))
            facets = await count_facets(reader, wanted)
        self.entries = list(found.items)
        self.has_more = found.next_cursor is not None
        self.total = facets.total
        self.subjects = list(facets.subjects)
        self.levels = list(facets.levels)
        self.languages = list(facets.languages)
        self.lengths = list(facets.lengths)
        self.review = list(facets.review)
        self.chosen_count = sum(len(values) for values in self.chosen.values())
        self.is_loaded = True

    def _filter(self) -> CatalogueFilter:
        review = self.chosen.get("review", [])
        return CatalogueFilter(
            text=self.text,
            subjects=tuple(self.chosen.get("subject", [])),
            levels=tuple(Level(value) for value in self.chosen.get("level", [])),
            languages=tuple(self.chosen.get("language", [])),
            lengths=tuple(Length(value) for value in self.chosen.get("length", [])),
            is_reviewed=review[0] == "true" if len(review) == 1 else None,
        )

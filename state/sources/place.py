"""/sources/[source_id]: a source, open at the place that was cited."""

from uuid import UUID

import reflex as rx

from alp_app.kit.errors import NotFound
from alp_app.kit.ids import SourceId, read_id
from alp_app.security.policies import Policy
from alp_app.services.sources.places import BoxView, PlaceView, get_place
from alp_app.services.sources.rules import source_place_href
from alp_app.services.sources.views import PassageView
from state.base import CoreAccess, handler
from state.reflex_internals import route_argument


class PlaceState(CoreAccess, rx.State):
    is_loaded: bool = False
    is_missing: bool = False
    title: str = ""
    url: str = ""
    edition: int = 1
    is_current: bool = True
    pages: int = 0
    page: int = 0
    picture: str = ""
    ratio: str = ""
    """Of the page's sides, as CSS writes it."""
    marks: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list[dict[str, str]])
    """Style of each box on the page."""
    passages: rx.Field[list[dict[str, object]]] = rx.field(default_factory=list[dict[str, object]])
    quote: str = ""
    is_exact: bool = False
    is_whole: bool = False
    previous_href: str = ""
    next_href: str = ""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> None:
        self.reset()
        try:
            source_id = SourceId(read_id(route_argument("source_id")))
            await self._show(source_id)
        except NotFound:
            self.is_missing = True

    async def _show(self, source_id: SourceId) -> None:
        page, passage = route_argument("page"), route_argument("passage")
        async with self._reader() as reader:
            place = await get_place(
                reader,
                source_id,
                page=int(page) if page.isdecimal() and len(page) < 7 else None,  # noqa: PLR2004 - digits of a page's number
                passage_id=UUID(str(read_id(passage))) if passage else None,
                quote=route_argument("quote")[:4000],
            )
        self.title, self.url = place.filename, place.url
        self.edition, self.is_current = place.edition, place.is_current
        self.pages, self.page = place.pages or 0, place.page or 0
        self.picture = place.picture
        self.ratio = f"{place.width:.2f} / {place.height:.2f}" if place.picture else ""
        self.marks = [_style(box) for box in place.located.boxes]
        self.passages = [_passage(item, place) for item in place.passages]
        self.quote, self.is_exact, self.is_whole = (
            place.quote,
            place.located.is_exact,
            place.is_whole,
        )
        if place.is_whole and place.page and place.pages:
            if place.page > 1:
                self.previous_href = source_place_href(source_id, page=place.page - 1)
            if place.page < place.pages:
                self.next_href = source_place_href(source_id, page=place.page + 1)
        self.is_loaded = True


def _style(box: BoxView) -> dict[str, str]:
    return {
        "left": f"{box.left:.2f}%",
        "top": f"{box.top:.2f}%",
        "width": f"{box.width:.2f}%",
        "height": f"{box.height:.2f}%",
    }


def _passage(item: PassageView, place: PlaceView) -> dict[str, object]:
    """A passage in three pieces, of which the middle one is marked."""
    located = place.located
    is_here = item.id == located.passage_id
    start, end = (located.start, located.end) if is_here else (None, None)
    if start is None or end is None:
        start = end = len(item.text)
    return {
        "id": str(item.id),
        "path": item.path,
        "kind": item.kind.value,
        "before": item.text[:start],
        "marked": item.text[start:end],
        "after": item.text[end:],
        "cells": [list(row) for row in item.cells],
        "is_here": is_here,
    }

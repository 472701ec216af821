"""Opening a source at the place that was cited: the page with its marks, or the passage with its quote."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from sqlmodel import col, select

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import SourceId
from alp_app.models.content import Citation
from alp_app.models.source import Source, SourcePage, SourcePassage
from alp_app.services.sources import sandbox
from alp_app.services.sources.access import source_at_work, source_for
from alp_app.services.sources.citing import cited_for
from alp_app.services.sources.errors import SourceNotFound
from alp_app.services.sources.locating import Box, boxes_of, find_quote, grouped
from alp_app.services.sources.parsed import FULL
from alp_app.services.sources.views import PassageView, View
from alp_app.unit_of_work import Reader, UnitOfWork
from providers.contracts.objects import ObjectStore

PIXELS = 1500
"""The longer side of a page's picture."""
AROUND = 12
"""Passages shown before and after the one that was cited, where a source has no pages."""


class BoxView(View):
    """Part of a page, in hundredths of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Box) -> "BoxView":
        left, top, right, bottom = (edge * 100 / FULL for edge in box)
        return cls(left=left, top=top, width=right - left, height=bottom - top)


class LocatedView(View):
    """Where a quote stands."""

    page: int | None
    boxes: tuple[BoxView, ...]
    """On the page, one for each line; empty for sources without pages."""
    passage_id: UUID | None
    start: int | None
    end: int | None
    """Of the quote in the passage's text, in characters."""
    is_exact: bool
    """The words of the quote are there. Otherwise the marks show the passage, or nothing."""


class PlaceView(View):
    source_id: SourceId
    filename: str
    url: str
    edition: int
    is_current: bool
    pages: int | None
    page: int | None
    picture: str
    """Address of the page's picture; empty where there is none."""
    width: float
    height: float
    """Of the page, in points; 0 without one."""
    located: LocatedView
    passages: tuple[PassageView, ...]
    """What stands on the page, or around the place."""
    quote: str
    is_whole: bool
    """The reader may open the other pages too."""


class PictureView(View):
    key: str
    """In the object store; empty until somebody has looked at the page."""
    source_key: str
    filename: str
    number: int


async def locate_quote(
    reader: Reader,
    source_id: SourceId,
    *,
    page: int | None = None,
    passage_id: UUID | None = None,
    quote: str = "",
) -> LocatedView:
    """Find a quote on its page or in its passage, and else anywhere in the source. For its editors."""
    source = await source_for(reader.session, reader.actor, source_id)
    return await _locate(reader, source, page=page, passage_id=passage_id, quote=quote)


async def get_place(
    reader: Reader,
    source_id: SourceId,
    *,
    page: int | None = None,
    passage_id: UUID | None = None,
    quote: str = "",
) -> PlaceView:
    """What a reader of a citation sees. Its editors see the whole source; learners the places that
    their lessons cite. Raises SourceNotFound."""
    source, citations = await _source(reader, source_id)
    if citations is not None:
        cited = _cited(citations, page, passage_id, quote)
        page, passage_id, quote = cited.page, cited.passage_id, cited.quote
    located = await _locate(reader, source, page=page, passage_id=passage_id, quote=quote)
    number = located.page or page or (1 if source.pages and citations is None else None)
    shown = None if number is None else await reader.session.get(SourcePage, (source.id, number))
    return PlaceView(
        source_id=source.id,
        filename=source.filename,
        url=source.url,
        edition=source.edition,
        is_current=source.superseded_at is None,
        pages=source.pages,
        page=number,
        picture=f"/api/v1/sources/{source.id}/pages/{number}" if shown else "",
        width=shown.width if shown else 0,
        height=shown.height if shown else 0,
        located=located,
        passages=tuple(
            await _passages(
                reader,
                source,
                number,
                located.passage_id,
                is_whole=citations is None or shown is not None,
            )
        ),
        quote=quote,
        is_whole=citations is None,
    )


async def get_picture(reader: Reader, source_id: SourceId, number: int) -> PictureView:
    """The picture of a page, for who may open it. Raises SourceNotFound."""
    source, citations = await _source(reader, source_id)
    page = await reader.session.get(SourcePage, (source_id, number))
    is_open = citations is None or any(citation.page == number for citation in citations)
    if page is None or not is_open:
        raise SourceNotFound
    return PictureView(
        key=page.picture, source_key=source.sha256, filename=source.filename, number=number
    )


async def draw_page(objects: ObjectStore, picture: PictureView) -> tuple[bytes, str]:
    """Draw a page that has no picture yet, and store it. Returns the PNG and its key."""
    with tempfile.TemporaryDirectory(prefix="alp-page-") as folder:
        path = Path(folder) / "file"
        await objects.save(picture.source_key, path)
        drawn = await sandbox.draw(path, picture.number, picture.filename, longest=PIXELS)
    stored = await objects.put_bytes(drawn, media_type="image/png")
    return drawn, stored.sha256


async def keep_picture(work: UnitOfWork, source_id: SourceId, number: int, key: str) -> None:
    """Name a picture that was drawn, so that it is drawn once."""
    await source_at_work(work.session, work.actor, source_id)
    page = await work.session.get(SourcePage, (source_id, number))
    if page is not None:
        page.picture = key
        work.record("source.page_drawn", source_id, page=number)


async def _source(reader: Reader, source_id: SourceId) -> tuple[Source, list[Citation] | None]:
    """A source; with the citations that the actor may follow, where those are all they may see."""
    try:
        return await source_for(reader.session, reader.actor, source_id), None
    except (SourceNotFound, Forbidden):
        source = await reader.session.get(Source, source_id)
        if source is None or source.organisation_id != reader.organisation_id:
            raise SourceNotFound from None
        return source, await cited_for(reader, source)


def _cited(
    citations: Sequence[Citation], page: int | None, passage_id: UUID | None, quote: str
) -> Citation:
    """The citation that was asked for. Raises SourceNotFound for a place that no lesson cites."""
    for citation in citations:
        is_page = page is None or citation.page == page
        is_passage = passage_id is None or citation.passage_id == passage_id
        if is_page and is_passage and (not quote or citation.quote == quote):
            return citation
    raise SourceNotFound


async def _locate(
    reader: Reader, source: Source, *, page: int | None, passage_id: UUID | None, quote: str
) -> LocatedView:
    passage = None
    if passage_id is not None:
        passage = await reader.session.get(SourcePassage, (source.id, passage_id))
    if passage is None or (quote and find_quote(passage.text, quote) is None):
        passage = await _passage_with(reader, source.id, page, quote) or passage
    number = page if passage is None else passage.page
    span = find_quote(passage.text, quote) if passage is not None and quote else None
    boxes = await _boxes(reader, source.id, number, quote, passage) if number is not None else []
    return LocatedView(
        page=number,
        boxes=tuple(map(BoxView.of, boxes)),
        passage_id=passage.id if passage else None,
        start=span[0] if span else None,
        end=span[1] if span else None,
        is_exact=span is not None,
    )


async def _boxes(
    reader: Reader, source_id: SourceId, number: int, quote: str, passage: SourcePassage | None
) -> list[Box]:
    page = await reader.session.get(SourcePage, (source_id, number))
    if page is None:
        return []
    if quote:
        near = find_quote(page.text, passage.text) if passage is not None else None
        if (span := find_quote(page.text, quote, near=near)) is not None:
            return boxes_of(page.words, span)
    return [] if passage is None else grouped(passage.boxes)


async def _passage_with(
    reader: Reader, source_id: SourceId, page: int | None, quote: str
) -> SourcePassage | None:
    """The first passage that holds the quote, those of the page before all others."""
    if not quote:
        return None
    statement = (
        select(SourcePassage)
        .where(col(SourcePassage.source_id) == source_id)
        .order_by(col(SourcePassage.position))
    )
    passages = (await reader.session.scalars(statement)).all()
    ordered = sorted(passages, key=lambda passage: passage.page != page)
    return next((item for item in ordered if find_quote(item.text, quote) is not None), None)


async def _passages(
    reader: Reader,
    source: Source,
    number: int | None,
    passage_id: UUID | None,
    *,
    is_whole: bool,
) -> list[PassageView]:
    statement = select(SourcePassage).where(col(SourcePassage.source_id) == source.id)
    found = None
    if passage_id is not None:
        found = await reader.session.get(SourcePassage, (source.id, passage_id))
    if not is_whole:
        return [PassageView.of(found, source.filename)] if found else []
    if number is not None:
        statement = statement.where(col(SourcePassage.page) == number)
    else:
        middle = found.position if found else AROUND
        statement = statement.where(
            col(SourcePassage.position).between(middle - AROUND, middle + AROUND)
        )
    rows = (await reader.session.scalars(statement.order_by(col(SourcePassage.position)))).all()
    return [PassageView.of(passage, source.filename) for passage in rows]

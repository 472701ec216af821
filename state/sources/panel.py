"""/studio/[course_id]: the sources that a course stands on."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import CourseId, SourceId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.sources import commands, queries
from alp_app.services.sources.addresses import AddressInput, add_address
from alp_app.services.sources.commands import ShowingInput
from alp_app.services.sources.rules import source_place_href
from alp_app.services.sources.searching import search_passages
from alp_app.services.sources.upkeep import count_stale, request_index
from alp_app.services.sources.views import SourceView
from state.base import handler
from state.courses.undo import UndoState
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument

SHORT = 180
"""Characters of a passage in the list of what was found."""


class SourcesPanelState(Live, rx.State):
    sources: rx.Field[list[SourceView]] = rx.field(default_factory=list[SourceView])
    scans: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    """By source, its pages that are scans, in words."""
    upload_url: str = ""
    """Where a file for this course is sent."""
    replacing: str = ""
    """Id of the source whose new edition is being chosen."""
    edition_url: str = ""
    query: str = ""
    found: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    has_searched: bool = False
    is_by_words_only: bool = False
    stale: int = 0
    shows_sources: bool = True
    _course: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self._course = route_argument("course_id")
        self.upload_url = f"/api/v1/sources?course_id={self._course_id}"
        await self._refresh()
        yield SourcesPanelState.watch

    @handler(Policy.STAFF)
    async def search(self, form: Filled) -> None:
        self.query = str(form.get("query", "")).strip()[:200]
        async with self._reader() as reader:
            answer = await search_passages(
                reader, runtime.current().providers, self._course_id, query=self.query, limit=8
            )
        self.is_by_words_only = answer.is_by_words_only and bool(answer.found)
        self.has_searched = bool(self.query)
        self.found = [
            {
                "id": str(item.passage.id),
                "filename": item.passage.filename,
                "page": item.passage.page or 0,
                "path": item.passage.path,
                "text": item.passage.text[:SHORT],
                "href": source_place_href(
                    item.passage.source_id, page=item.passage.page, passage_id=item.passage.id
                ),
            }
            for item in answer.found
        ]

    @handler(Policy.STAFF)
    async def add_address(self, form: Filled) -> AsyncGenerator[Any]:
        inputs: AddressInput = read_form(
            AddressInput, {"url": form.get("url", ""), "course_id": str(self._course_id)}
        )
        async with self._work() as work:
            await add_address(work, inputs=inputs)
        await self._refresh()
        yield notice("sources.address_added", tone="ok")

    @handler(Policy.STAFF)
    async def replace(self, source_id: str) -> None:
        """Ask for a new edition of a source; nothing ends it."""
        self.replacing = source_id
        self.edition_url = (
            f"/api/v1/sources/{SourceId(read_id(source_id))}/editions" if source_id else ""
        )

    @handler(Policy.STAFF)
    async def replaced(self, made: list[str]) -> None:
        """The new edition is in."""
        if made:
            self.replacing = ""
            await self._refresh()

    @handler(Policy.STAFF)
    async def remove(self, source_id: SourceId) -> AsyncGenerator[Any]:
        filename = next(one.filename for one in self.sources if one.id == source_id)
        async with self._work() as work:
            await commands.remove_source(work, source_id)
        await self._refresh()
        yield notice(
            "source.removed",
            tone="ok",
            facts={"filename": filename},
            undo=UndoState.restore_source(str(source_id)),
        )

    @handler(Policy.STAFF)
    async def show(self, shows: bool) -> None:
        async with self._work() as work:
            await commands.show_sources(
                work, self._course_id, inputs=ShowingInput(shows_sources=shows)
            )
        await self._refresh()

    @handler(Policy.STAFF)
    async def reindex(self) -> AsyncGenerator[Any]:
        embeddings = runtime.current().providers.embeddings
        async with self._work() as work:
            await request_index(
                work, self._course_id, model=embeddings.model, dimension=embeddings.dimension
            )
        yield notice("sources.reindexing", tone="ok")

    @property
    def _course_id(self) -> CourseId:
        return CourseId(read_id(self._course))

    async def _topics(self) -> Sequence[Topic]:
        course_id = self._course_id
        return [await self._topic(name, course_id=course_id) for name in ("sources", "job")]

    async def _refresh(self) -> None:
        embeddings = runtime.current().providers.embeddings
        async with self._reader() as reader:
            self.sources = await queries.list_sources(reader, self._course_id)
            self.shows_sources = await queries.are_sources_shown(reader, self._course_id)
            self.stale = await count_stale(
                reader, self._course_id, model=embeddings.model, dimension=embeddings.dimension
            )
        self.scans = {
            str(one.id): ", ".join(map(str, one.scanned_pages))
            for one in self.sources
            if one.scanned_pages
        }

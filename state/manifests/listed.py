"""/studio/[course_id]/manifests: what engines made for a course, the chain, and its evidence packs."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from alp_app import runtime
from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled
from alp_app.kit.ids import CourseId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.manifests.inputs import ManifestFilter, Subject
from alp_app.services.manifests.packs import list_packs, request_pack
from alp_app.services.manifests.queries import check_course_chain, list_made, list_manifests
from alp_app.services.manifests.views import BreakView, ManifestRow, PackView, PartMade
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class ManifestsState(Live, rx.State):
    course_id: str = ""
    title: str = ""
    rows: rx.Field[list[ManifestRow]] = rx.field(default_factory=list[ManifestRow])
    total: int = 0
    more_before: int = 0
    """Where the list goes on; 0 at its end."""
    engines: rx.Field[list[str]] = rx.field(default_factory=list[str])
    prompts: rx.Field[list[str]] = rx.field(default_factory=list[str])
    subject: str = ""
    engine: str = ""
    prompt: str = ""
    search: str = ""
    sheet_href: str = ""
    about: str = ""
    """Id of the part of the draft that the page is about; empty for the whole course."""
    made: rx.Field[list[PartMade]] = rx.field(default_factory=list[PartMade])
    links: int = 0
    is_whole: bool = True
    last_hash: str = ""
    breaks: rx.Field[list[BreakView]] = rx.field(default_factory=list[BreakView])
    packs: rx.Field[list[PackView]] = rx.field(default_factory=list[PackView])
    fingerprint: str = ""
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.course_id = route_argument("course_id")
        self.about = route_argument("about")
        try:
            await self._refresh()
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.is_loaded = True
        yield ManifestsState.watch

    @handler(Policy.STAFF)
    async def choose(self, form: Filled) -> None:
        """Narrow the list."""
        self.subject, self.engine = form.get("subject", ""), form.get("engine", "")
        self.prompt, self.search = form.get("prompt", ""), form.get("search", "")
        await self._list()

    @handler(Policy.STAFF)
    async def show_more(self) -> None:
        await self._list(before=self.more_before)

    @handler(Policy.STAFF)
    async def make_pack(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await request_pack(work, self._id)
        await self._refresh()
        yield notice("manifest.pack_begun", tone="ok")

    @property
    def _id(self) -> CourseId:
        return CourseId(read_id(self.course_id))

    async def _topics(self) -> Sequence[Topic]:
        return [
            await self._topic("course", course_id=self._id),
            await self._topic("job", course_id=self._id),
        ]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            chain = await check_course_chain(reader, self._id)
            packed = await list_packs(reader, self._id, seal=runtime.current().guard.seal)
            if self.about:
                self.made = await list_made(reader, self._id, UUID(str(read_id(self.about))))
        self.links, self.is_whole, self.last_hash = chain.links, chain.is_whole, chain.last_hash
        self.breaks, self.packs = list(chain.breaks), list(packed.packs)
        self.fingerprint = packed.fingerprint
        await self._list()

    async def _list(self, *, before: int = 0) -> None:
        chosen = ManifestFilter(
            subject=Subject(self.subject) if self.subject in set(Subject) else None,
            engine=self.engine,
            prompt=self.prompt,
            search=self.search,
            before=before or None,
        )
        async with self._reader() as reader:
            page = await list_manifests(reader, self._id, chosen)
        self.rows = [*(self.rows if before else []), *page.rows]
        self.title, self.total = page.course_title, page.total
        self.more_before = page.next_before or 0
        self.engines, self.prompts = list(page.engines), list(page.prompts)
        asked = {
            "subject": self.subject,
            "engine": self.engine,
            "prompt": self.prompt,
            "search": self.search,
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        self.sheet_href = f"/api/v1/drafts/{self.course_id}/manifests.csv?{query}"

"""/studio/[course_id]/changes: what learners read differently since the version that they knew."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled
from alp_app.kit.ids import CourseId, read_id
from alp_app.security.policies import Policy
from alp_app.services.releases.commands import tell_changes
from alp_app.services.releases.inputs import NewReleaseNote
from alp_app.services.releases.queries import get_release
from alp_app.services.releases.views import LessonChange
from alp_app.unit_of_work import Reader
from state.base import CoreAccess, handler
from state.notices import notice
from state.reflex_internals import route_argument


class PublishedState(CoreAccess, rx.State):
    course_id: str = ""
    slug: str = ""
    title: str = ""
    version: int = 0
    before: int = 0
    """0: nothing was published before."""
    lessons: rx.Field[list[LessonChange]] = rx.field(default_factory=list[LessonChange])
    concerned: int = 0
    note_id: str = ""
    """Of what learners were told; empty while they were not."""
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self.course_id = route_argument("course_id")
        try:
            await self._refresh()
        except (Forbidden, NotFound):
            self.is_missing = True

    @handler(Policy.STAFF)
    async def tell(self, form: Filled) -> AsyncGenerator[Any]:
        release_note = NewReleaseNote(note=form.get("note", ""))
        async with self._work() as work:
            await tell_changes(work, self._course_id, release_note=release_note)
        await self._refresh()
        yield notice("release.told", tone="ok", facts={"n": self.concerned})

    @property
    def _course_id(self) -> CourseId:
        return CourseId(read_id(self.course_id))

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            release = await get_release(reader, self._course_id)
        self.slug, self.title = release.slug, release.title
        self.version, self.before = release.version, release.before or 0
        self.lessons, self.concerned = list(release.lessons), release.concerned
        self.note_id = str(release.release_note_id or "")
        self.is_loaded = True


async def where_to_tell(reader: Reader, course_id: CourseId) -> str:
    """The page on which learners are told, after publishing; empty when nobody needs to be told."""
    release = await get_release(reader, course_id)
    is_open = release.told_at is None and release.concerned > 0
    return f"/studio/{course_id}/changes" if is_open else ""

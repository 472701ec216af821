"""/courses/[slug]/changes/[release_note_id]: what a learner was told of."""

import reflex as rx

from alp_app.kit.errors import NotFound
from alp_app.kit.ids import ReleaseNoteId, read_id
from alp_app.security.policies import Policy
from alp_app.services.releases.queries import get_release_note
from alp_app.services.releases.views import LessonChange
from state.base import CoreAccess, handler
from state.reflex_internals import route_argument


class ToldState(CoreAccess, rx.State):
    slug: str = ""
    title: str = ""
    note: str = ""
    told_by: str = ""
    told_at: str = ""
    lessons: rx.Field[list[LessonChange]] = rx.field(default_factory=list[LessonChange])
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.SIGNED_IN)
    async def load(self) -> None:
        self.reset()
        try:
            note_id = ReleaseNoteId(read_id(route_argument("release_note_id")))
            async with self._reader() as reader:
                found = await get_release_note(reader, route_argument("slug"), note_id)
        except NotFound:
            self.is_missing = True
            return
        self.slug, self.title = found.slug, found.title
        self.note, self.told_by = found.note, found.told_by
        self.told_at = found.told_at.isoformat()
        self.lessons = list(found.lessons)
        self.is_loaded = True

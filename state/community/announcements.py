"""Announcements on the pages of a class: for its teachers to write, for its learners to see."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import AnnouncementId, ClassroomId, CourseId, new_uuid, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.community import announcements
from alp_app.services.community.access import place_for
from alp_app.services.community.inputs import AnnouncementInput
from alp_app.services.community.views import AnnouncementView
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class AnnouncementsState(Live, rx.State):
    announcements: rx.Field[list[AnnouncementView]] = rx.field(
        default_factory=list[AnnouncementView]
    )
    fresh: rx.Field[list[str]] = rx.field(default_factory=list[str])
    """Ids of those that this learner had not seen when the page was opened."""
    is_loaded: bool = False
    is_writing: bool = False
    edited: AnnouncementView | None = None
    """The one whose form is open; None for a new one."""
    form_round: str = ""
    _id: str = ""
    _course_id: CourseId | None = None

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self._id = route_argument("classroom_id")
        try:
            await self._refresh()
        except NotFound:
            return  # the page says so
        yield AnnouncementsState.watch

    @handler(Policy.STAFF)
    async def write(self) -> None:
        self.edited, self.is_writing, self.form_round = None, True, new_uuid().hex

    @handler(Policy.STAFF)
    async def edit(self, announcement_id: AnnouncementId) -> None:
        self.edited = self._find(announcement_id)
        self.is_writing, self.form_round = self.edited is not None, new_uuid().hex

    @handler(Policy.STAFF)
    async def leave(self) -> None:
        self.is_writing = False

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        inputs = read_form(AnnouncementInput, {**form, "is_pinned": "is_pinned" in form})
        async with self._work() as work:
            if self.edited is None:
                await announcements.announce(work, self._classroom_id, inputs=inputs)
            else:
                await announcements.change_announcement(work, self.edited.id, inputs=inputs)
        self.is_writing = False
        await self._refresh()
        yield notice("announcement.saved", tone="ok")

    @handler(Policy.STAFF)
    async def pin(self, announcement_id: AnnouncementId, is_pinned: bool) -> None:
        found = self._find(announcement_id)
        if found is None:
            return
        inputs = AnnouncementInput(
            title=found.title, body=found.body, publish_at=found.publish_at, is_pinned=is_pinned
        )
        async with self._work() as work:
            await announcements.change_announcement(work, announcement_id, inputs=inputs)
        await self._refresh()

    @handler(Policy.STAFF)
    async def delete(self, announcement_id: AnnouncementId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await announcements.delete_announcement(work, announcement_id)
        await self._refresh()
        yield notice("announcement.deleted", undo=AnnouncementsState.restore(str(announcement_id)))

    @handler(Policy.STAFF)
    async def restore(self, announcement_id: AnnouncementId) -> None:
        async with self._work() as work:
            await announcements.restore_announcement(work, announcement_id)
        await self._refresh()

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self._id))

    def _find(self, announcement_id: AnnouncementId) -> AnnouncementView | None:
        return next((one for one in self.announcements if one.id == announcement_id), None)

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("community", course_id=self._course_id)]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self._course_id = (await place_for(reader, self._classroom_id)).classroom.course_id
            self.announcements = await announcements.list_announcements(reader, self._classroom_id)
            is_looking_only = reader.actor.only_looks
        self.is_loaded = True
        unseen = [str(one.id) for one in self.announcements if not one.is_seen]
        if unseen and not is_looking_only:
            self.fresh = [*self.fresh, *unseen]
            async with self._work() as work:
                await announcements.mark_seen(work, self._classroom_id)

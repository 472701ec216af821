"""/studio: the courses that a teacher writes."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.ids import CourseId
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.courses import commands, queries
from alp_app.services.courses.views import AuthoredCourseView
from state.base import handler
from state.courses.undo import undo_of
from state.live import Live
from state.notices import notice


class AuthoredState(Live, rx.State):
    courses: rx.Field[list[AuthoredCourseView]] = rx.field(default_factory=list[AuthoredCourseView])
    is_loaded: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        await self._refresh()
        yield AuthoredState.watch

    @handler(Policy.STAFF)
    async def delete_course(self, course_id: CourseId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.delete_course(work, course_id)
        await self._refresh()
        yield notice("course.deleted", undo=undo_of(change))

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("course"), await self._topic("job")]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self.courses = await queries.list_authored(reader)
        self.is_loaded = True

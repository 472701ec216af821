"""/studio/[course_id]/coverage: objectives by lessons and questions."""

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import CourseId, read_id
from alp_app.security.policies import Policy
from alp_app.services.approvals.queries import get_coverage
from alp_app.services.approvals.views import CoverageLesson, CoverageRow
from state.base import CoreAccess, handler
from state.reflex_internals import route_argument


class CoverageState(CoreAccess, rx.State):
    course_id: str = ""
    title: str = ""
    lessons: rx.Field[list[CoverageLesson]] = rx.field(default_factory=list[CoverageLesson])
    rows: rx.Field[list[CoverageRow]] = rx.field(default_factory=list[CoverageRow])
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self.course_id = route_argument("course_id")
        try:
            async with self._reader() as reader:
                found = await get_coverage(reader, CourseId(read_id(self.course_id)))
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.title, self.lessons, self.rows = found.title, list(found.lessons), list(found.rows)
        self.is_loaded = True

"""The rows behind one figure: of a class, of a course, of one's own."""

from dataclasses import dataclass

import reflex as rx
from pydantic import ValidationError

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import ClassroomId, CourseId, read_id
from alp_app.kit.pages import Page
from alp_app.security.policies import Policy
from alp_app.services.insights import lists
from alp_app.services.insights.sources import RowKind
from alp_app.services.insights.views import InsightRow, RowFilter, RowRequest, RowSort
from state.base import CoreAccess, handler
from state.insights.shown import query_of
from state.reflex_internals import route_argument

PAGE_ROWS = 50
DATED = {RowKind.WEEKS, RowKind.DAYS}


@dataclass(frozen=True)
class RowShown:
    who: str
    href: str
    """Of the learner's own page; empty where nobody is named."""
    what: str
    day: str
    """What it is about, where that is a day."""
    place: str
    state: str
    value: int
    total: int
    at: str


class FigureRowsState(CoreAccess, rx.State):
    of: str = ""
    only: str = ""
    """The state that the rows were chosen by; empty for all."""
    sort: RowSort = "who"
    is_descending: bool = False
    rows: rx.Field[list[RowShown]] = rx.field(default_factory=list[RowShown])
    has_more: bool = False
    back: str = ""
    """The page that the figure stands on."""
    sheet: str = ""
    """The address of all rows for a spreadsheet."""
    is_loaded: bool = False
    is_missing: bool = False
    _kind: str = ""
    _id: str = ""
    _cursor: str | None = None
    _wanted: RowFilter | None = None

    @handler(Policy.STAFF)
    async def load_class(self) -> None:
        self._begin("class", route_argument("classroom_id"))
        await self._load()

    @handler(Policy.STAFF)
    async def load_course(self) -> None:
        self._begin("course", route_argument("course_id"))
        await self._load()

    @handler(Policy.SIGNED_IN)
    async def load_mine(self) -> None:
        self._begin("mine", route_argument("course_id"))
        await self._load()

    @handler(Policy.SIGNED_IN)
    async def sort_by(self, sort: RowSort) -> None:
        """Again by the same one: the other way round."""
        self.is_descending = self.sort == sort and not self.is_descending
        self.sort = sort
        self.rows, self._cursor = [], None
        await self._load()

    @handler(Policy.SIGNED_IN)
    async def show_more(self) -> None:
        if self.has_more:
            await self._load()

    def _begin(self, kind: str, thing: str) -> None:
        self.reset()
        self._kind, self._id = kind, thing
        api, self.back = {
            "class": (f"classes/{thing}/insight", f"/classes/{thing}/insight"),
            "course": (f"courses/{thing}/insight", f"/studio/{thing}/insight"),
            "mine": (f"me/courses/{thing}/insight", f"/progress/{thing}"),
        }[kind]
        given = {name: route_argument(name) for name in RowFilter.model_fields}
        try:
            self._wanted = RowFilter.model_validate({k: v for k, v in given.items() if v})
        except ValidationError:
            self.is_missing = True
            return
        self.of, self.only = self._wanted.of.value, self._wanted.state or ""
        self.sheet = f"/api/v1/{api}/rows.csv?{query_of(self._wanted)}"

    async def _load(self) -> None:
        if self._wanted is None:
            return
        asked = RowRequest(
            **self._wanted.model_dump(),
            sort=self.sort,
            is_descending=self.is_descending,
            limit=PAGE_ROWS,
            cursor=self._cursor,
        )
        try:
            page = await self._page(asked)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.rows = [*self.rows, *(self._shown(row) for row in page.items)]
        self._cursor, self.has_more = page.next_cursor, page.next_cursor is not None
        self.is_loaded = True

    async def _page(self, asked: RowRequest) -> Page[InsightRow]:
        thing = read_id(self._id)
        async with self._reader() as reader:
            match self._kind:
                case "class":
                    return await lists.list_class_rows(reader, ClassroomId(thing), asked)
                case "course":
                    return await lists.list_course_rows(reader, CourseId(thing), asked)
                case _:
                    return await lists.list_my_rows(reader, CourseId(thing), asked)

    def _shown(self, row: InsightRow) -> RowShown:
        is_dated = self._wanted is not None and self._wanted.of in DATED
        is_named = self._kind == "class" and row.user_id is not None
        return RowShown(
            who=row.who,
            href=f"{self.back}/learners/{row.user_id}" if is_named else "",
            what="" if is_dated else row.what,
            day=row.what if is_dated else "",
            place="" if is_dated else row.place,
            state=row.state,
            value=round(row.value or 0),
            total=round(row.total or 0),
            at=row.at.isoformat() if row.at else "",
        )

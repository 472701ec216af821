"""/classes/[classroom_id]/gradebook: everybody's grades, and any one of them with its reason."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx
from pydantic import BaseModel
from reflex.event import EventSpec

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, GradeItemId, UserId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.classes.commands import in_zone
from alp_app.services.classes.inputs import Moment
from alp_app.services.classes.queries import get_class
from alp_app.services.gradebook import commands, queries
from alp_app.services.gradebook.inputs import EntryInput, ExtensionInput
from alp_app.services.gradebook.views import ExtensionView, GradebookView
from state.base import handler
from state.gradebook.shown import (
    CategoryLine,
    ColumnHead,
    LearnerRow,
    Reason,
    category_lines,
    column_heads,
    learner_rows,
    reason_of,
    reasons_of_total,
)
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument

FORM_TIME = "%Y-%m-%dT%H:%M"


class DueTime(BaseModel):
    """As it is typed, in the class's time zone."""

    due_at: Moment = None


class GradebookState(Live, rx.State):
    classroom_id: str = ""
    name: str = ""
    """Of the class."""
    columns: rx.Field[list[ColumnHead]] = rx.field(default_factory=list[ColumnHead])
    rows: rx.Field[list[LearnerRow]] = rx.field(default_factory=list[LearnerRow])
    categories: rx.Field[list[CategoryLine]] = rx.field(default_factory=list[CategoryLine])
    missing: str = ""
    decimals: int = 1
    letters: str = ""
    """As they are typed: A 90, B 80."""
    is_loaded: bool = False
    is_missing: bool = False

    opened_user: str = ""
    """Whose figure is open; empty when none is."""
    opened_item: str = ""
    """Its column; empty for the grade."""
    opened_name: str = ""
    opened_title: str = ""
    opened_points: str = ""
    opened_state: str = ""
    reasons: rx.Field[list[Reason]] = rx.field(default_factory=list[Reason])
    is_by_hand: bool = False
    is_extendable: bool = False
    is_unreleased: bool = False
    marked: str = ""
    override: str = ""
    override_reason: str = ""
    extended_until: str = ""
    extra_attempts: int = 0
    extension_reason: str = ""
    time_zone: str = "UTC"

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.classroom_id = route_argument("classroom_id")
        await self._refresh()
        if self.is_loaded:
            yield GradebookState.watch

    @handler(Policy.STAFF)
    async def open_figure(self, user_id: UserId, item_id: str) -> None:
        """Why it is what it is, and what can be done about it. Without a column: the grade."""
        self.opened_user, self.opened_item = str(user_id), item_id
        await self._refresh()

    @handler(Policy.STAFF)
    async def close_figure(self) -> None:
        self.opened_user = ""

    @handler(Policy.STAFF)
    async def set_points(self, form: Filled) -> AsyncGenerator[Any]:
        yield await self._change(read_form(EntryInput, {"points": _number(form, "points")}))

    @handler(Policy.STAFF)
    async def set_override(self, form: Filled) -> AsyncGenerator[Any]:
        given = {"override": _number(form, "override"), "reason": form.get("reason", "")}
        yield await self._change(read_form(EntryInput, given))

    @handler(Policy.STAFF)
    async def clear_override(self) -> AsyncGenerator[Any]:
        yield await self._change(EntryInput(clears_override=True))

    @handler(Policy.STAFF)
    async def set_excused(self, is_excused: bool) -> AsyncGenerator[Any]:
        yield await self._change(EntryInput(is_excused=is_excused))

    @handler(Policy.STAFF)
    async def extend(self, form: Filled) -> AsyncGenerator[Any]:
        """More time or attempts for this learner; an empty form takes them back."""
        local: DueTime = read_form(DueTime, {"due_at": form.get("due_at", "")})
        given = {
            "due_at": in_zone(local.due_at, self.time_zone),
            "extra_attempts": form.get("extra_attempts") or 0,
            "reason": form.get("extension_reason", ""),
        }
        extension = read_form(ExtensionInput, given)
        async with self._work() as work:
            await commands.extend(work, self._item_id, self._user_id, extension=extension)
        await self._refresh()
        yield notice("gradebook.saved", tone="ok")

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self.classroom_id))

    @property
    def _item_id(self) -> GradeItemId:
        return GradeItemId(read_id(self.opened_item))

    @property
    def _user_id(self) -> UserId:
        return UserId(read_id(self.opened_user))

    async def _change(self, change: EntryInput) -> EventSpec:
        async with self._work() as work:
            await commands.change_entry(work, self._item_id, self._user_id, change=change)
        await self._refresh()
        return notice("gradebook.saved", tone="ok")

    async def _topics(self) -> Sequence[Topic]:
        async with self._reader() as reader:
            room = await get_class(reader, self._classroom_id)
        return [
            await self._topic("grading", course_id=room.course_id),
            await self._topic("class", course_id=room.course_id),
        ]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                book = await queries.get_gradebook(reader, self._classroom_id)
                if self.opened_user and self.opened_item:
                    self._show_extension(
                        await queries.get_extension(reader, self._item_id, self._user_id),
                        (await get_class(reader, self._classroom_id)).time_zone,
                    )
        except (Forbidden, NotFound):
            self.is_missing, self.opened_user = True, ""
            return
        self._show(book)
        self._show_figure(book)

    def _show(self, book: GradebookView) -> None:
        self.name = book.name
        self.columns, self.rows = column_heads(book.columns), learner_rows(book)
        self.categories = category_lines(book)
        self.missing, self.decimals = book.rules.missing.value, book.rules.decimals
        self.letters = ", ".join(
            f"{one.name} {one.at_least.normalize():f}" for one in book.rules.letters
        )
        self.is_loaded = True

    def _show_figure(self, book: GradebookView) -> None:
        row = next((one for one in book.rows if str(one.user_id) == self.opened_user), None)
        if row is None:
            self.opened_user = ""
            return
        self.opened_name = row.name
        pairs = zip(book.columns, row.cells, strict=True)
        found = next((pair for pair in pairs if str(pair[0].id) == self.opened_item), None)
        if found is None:
            self.opened_item, self.reasons = "", reasons_of_total(row)
            return
        column, cell = found
        self.opened_title, self.opened_points = column.title, column.points
        self.opened_state, self.reasons = cell.state.value, [reason_of(cell.why)]
        self.is_by_hand = column.assignment_id is None and column.exam_id is None
        self.is_extendable = not self.is_by_hand
        self.is_unreleased = bool(cell.marked) and not cell.is_released
        self.marked, self.override_reason = cell.marked, cell.override_reason
        self.override = cell.shown if cell.override_reason else ""

    def _show_extension(self, extension: ExtensionView, zone: str) -> None:
        due_at = extension.due_at
        self.time_zone = zone
        self.extended_until = (
            due_at.astimezone(ZoneInfo(zone)).strftime(FORM_TIME) if due_at else ""
        )
        self.extra_attempts = extension.extra_attempts
        self.extension_reason = extension.reason


def _number(form: Mapping[str, str], name: str) -> str:
    """As people write it, with a comma or a point."""
    return form.get(name, "").replace(",", ".").strip()

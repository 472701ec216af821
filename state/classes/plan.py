"""The release plan on a class's page: which module or lesson opens when, and after what."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, read_id
from alp_app.security.policies import Policy
from alp_app.services.classes import plan
from alp_app.services.classes.inputs import Opening, Spread
from alp_app.services.classes.views import PlanLesson, PlanModule, PlanView
from state.base import CoreAccess, handler
from state.notices import notice
from state.reflex_internals import route_argument

MODULE, LESSON = "module", "lesson"


class PlanState(CoreAccess, rx.State):
    rows: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """Modules and lessons in the order of the course, each with its date and what it waits for."""
    time_zone: str = ""
    is_loaded: bool = False
    _plan: PlanView | None = None
    _before: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """The plan before it was spread, to put back."""
    _id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self._id = route_argument("classroom_id")
        try:
            async with self._reader() as reader:
                self._show(await plan.get_plan(reader, self._classroom_id))
        except (Forbidden, NotFound):
            return  # the page says so

    @handler(Policy.STAFF)
    async def set_date(self, key: str, at: str) -> None:
        row = self._row(key)
        if row is not None and row["opens_local"] != at:
            await self._set(key, at, row["after"])

    @handler(Policy.STAFF)
    async def set_after(self, key: str, after: str) -> None:
        row = self._row(key)
        if row is not None:
            await self._set(key, row["opens_local"], after)

    @handler(Policy.STAFF)
    async def spread(self, form: Filled) -> AsyncGenerator[Any]:
        spread = read_form(Spread, form)
        kept = plan.openings_of(self._plan) if self._plan is not None else []
        async with self._work() as work:
            self._show(await plan.spread_plan(work, self._classroom_id, spread=spread))
        self._before = [one.model_dump(mode="json") for one in kept]
        yield notice("plan.was_spread", tone="ok", undo=PlanState.put_back())

    @handler(Policy.STAFF)
    async def put_back(self) -> None:
        """The plan as it was before it was spread."""
        openings = [Opening.model_validate(one) for one in self._before]
        async with self._work() as work:
            self._show(await plan.change_plan(work, self._classroom_id, openings=openings))

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self._id))

    async def _set(self, key: str, at: str, after: str) -> None:
        kind, _, target = key.partition(":")
        waits_for, _, before = after.partition(":")
        given = {f"{kind}_id": target, "opens_at": at}
        if before:
            given[f"after_{waits_for}_id"] = before
        async with self._work() as work:
            opening = read_form(Opening, given)
            self._show(await plan.set_opening(work, self._classroom_id, opening=opening))

    def _row(self, key: str) -> dict[str, Any] | None:
        return next((row for row in self.rows if row["key"] == key), None)

    def _show(self, view: PlanView) -> None:
        rows: list[dict[str, Any]] = []
        for module in view.modules:
            rows.append(_row_of(MODULE, module))
            rows.extend(_row_of(LESSON, lesson) for lesson in module.lessons)
        self.rows, self.time_zone, self.is_loaded = rows, view.time_zone, True
        self._plan = view


def _row_of(kind: str, part: PlanModule | PlanLesson) -> dict[str, Any]:
    after: Sequence[str] = [
        f"{name}:{found}"
        for name, found in ((MODULE, part.after_module_id), (LESSON, part.after_lesson_id))
        if found is not None
    ]
    return {
        "key": f"{kind}:{part.id}",
        "is_module": kind == MODULE,
        "number": part.number,
        "title": part.title,
        "opens_local": part.opens_local,
        "after": after[0] if after else "",
    }

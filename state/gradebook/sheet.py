"""A gradebook's sheet that comes back: what it would change is shown first."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, read_id
from alp_app.security.policies import Policy
from alp_app.services.gradebook import sheets
from alp_app.services.gradebook.inputs import SheetInput
from alp_app.services.gradebook.views import SheetPlan
from state.base import CoreAccess, handler
from state.gradebook.book import GradebookState
from state.notices import notice
from state.reflex_internals import route_argument


class GradeSheetState(CoreAccess, rx.State):
    is_open: bool = False
    plan: SheetPlan | None = None
    changes: int = 0
    problems: int = 0
    _text: str = ""

    @handler(Policy.STAFF)
    async def begin(self) -> None:
        self.reset()
        self.is_open = True

    @handler(Policy.STAFF)
    async def leave(self) -> None:
        self.reset()

    @handler(Policy.STAFF)
    async def try_out(self, form: Filled) -> None:
        text = read_form(SheetInput, {"text": form.get("text", "")}).text
        async with self._reader() as reader:
            plan = await sheets.plan_sheet(reader, _classroom_id(), text)
        self.plan, self._text = plan, text
        self.changes, self.problems = len(plan.changes), len(plan.problems)

    @handler(Policy.STAFF)
    async def take_in(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            done = await sheets.import_sheet(work, _classroom_id(), self._text)
        self.reset()
        yield GradebookState.load
        yield notice("gradebook.sheet_taken", tone="ok", facts={"n": len(done.changes)})


def _classroom_id() -> ClassroomId:
    return ClassroomId(read_id(route_argument("classroom_id")))

"""/studio/new: what a course shall be about, and from which files."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.forms import Filled, read_form
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.generation.commands import start_course
from alp_app.services.generation.inputs import BriefInput
from alp_app.services.operations.budgets import my_budgets
from alp_app.services.operations.engines import PartView, list_awaited_parts
from alp_app.services.operations.estimates import estimate_course
from alp_app.services.operations.usage_views import BudgetView, EstimateView
from state.base import handler
from state.live import Live


class NewCourseState(Live, rx.State):
    source_ids: rx.Field[list[str]] = rx.field(default_factory=list[str])
    """Of the files that have arrived."""
    missing: rx.Field[list[PartView]] = rx.field(default_factory=list[PartView])
    """Files that built-in engines still wait for."""
    estimate: EstimateView | None = None
    budgets: rx.Field[list[BudgetView]] = rx.field(default_factory=list[BudgetView])
    is_starting: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        await self._refresh()
        yield NewCourseState.watch

    @handler(Policy.STAFF)
    async def set_sources(self, ids: list[str]) -> None:
        self.source_ids = ids

    @handler(Policy.STAFF)
    async def start(self, form: Filled) -> AsyncGenerator[Any]:
        brief: BriefInput = read_form(BriefInput, {**form, "source_ids": self.source_ids})
        async with self._work() as work:
            started = await start_course(work, brief=brief)
        yield rx.redirect(f"/studio/{started.course_id}")

    async def _topics(self) -> list[Topic]:
        return [await self._topic("job")]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self.missing = await list_awaited_parts(reader, runtime.current().providers)
            self.estimate = await estimate_course(reader, 1)
            self.budgets = await my_budgets(reader)

"""/engines/use: what engines have done for whom, each sum with its answers, and limits."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import read_id
from alp_app.kit.pages import PageRequest
from alp_app.security.policies import Policy
from alp_app.services.operations import budgets, usage
from alp_app.services.operations.inputs import LimitInput, UseFilter
from alp_app.services.operations.usage_views import By, LimitView, UseRow, UseSum
from state.base import CoreAccess, handler
from state.notices import notice
from state.operations.job_rows import instant

PAGE_ROWS = 50


@dataclass(frozen=True)
class SumShown:
    key: str
    name: str
    kind: str
    """A kind of job, whose words the catalogue has; else empty."""
    answers: int
    tokens: int
    minutes: float


@dataclass(frozen=True)
class AnswerShown:
    at: str
    person: str
    course: str
    kind: str
    engine: str
    model: str
    tokens: int
    seconds: float


class UsageState(CoreAccess, rx.State):
    by: str = "person"
    period: str = "month"
    sums: rx.Field[list[SumShown]] = rx.field(default_factory=list[SumShown])
    is_open: bool = False
    """The answers behind one sum are shown."""
    open_name: str = ""
    open_kind: str = ""
    answers: rx.Field[list[AnswerShown]] = rx.field(default_factory=list[AnswerShown])
    has_more: bool = False
    limits: rx.Field[list[LimitView]] = rx.field(default_factory=list[LimitView])
    is_setting: bool = False
    is_loaded: bool = False

    @rx.var
    def sheet(self) -> str:
        return f"/api/v1/engine-use.csv?{urlencode({'by': self.by, 'period': self.period})}"

    @handler(Policy.ADMIN)
    async def load(self) -> None:
        self.reset()
        await self._refresh()
        self.is_loaded = True

    @handler(Policy.ADMIN)
    async def sum_by(self, by: By) -> None:
        self.by = by
        await self._refresh()

    @handler(Policy.ADMIN)
    async def choose_period(self, period: Literal["day", "week", "month"]) -> None:
        self.period = period
        await self._refresh()

    @handler(Policy.ADMIN)
    async def open_sum(self, key: str) -> None:
        found = next((each for each in self.sums if each.key == key), None)
        if found is None:
            return
        wanted = self._wanted().model_copy(update={"key": key})
        async with self._reader() as reader:
            page = await usage.list_use(reader, wanted, PageRequest(limit=PAGE_ROWS))
        self.answers = [_answer(row) for row in page.items]
        self.has_more = page.next_cursor is not None
        self.open_name, self.open_kind, self.is_open = found.name, found.kind, True

    @handler(Policy.ADMIN)
    async def close_sum(self) -> None:
        self.is_open = False

    @handler(Policy.ADMIN)
    async def begin_limit(self) -> None:
        self.is_setting = True

    @handler(Policy.ADMIN)
    async def leave_limit(self) -> None:
        self.is_setting = False

    @handler(Policy.ADMIN)
    async def save_limit(self, form: Filled) -> AsyncGenerator[Any]:
        wanted: LimitInput = read_form(LimitInput, form)
        async with self._work() as work:
            await budgets.set_limit(work, wanted)
        self.is_setting = False
        await self._refresh()
        yield notice("engine_limit.set", tone="ok")

    @handler(Policy.ADMIN)
    async def remove_limit(self, limit_id: str) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await budgets.remove_limit(work, UUID(str(read_id(limit_id))))
        await self._refresh()
        yield notice("engine_limit.removed", tone="ok")

    def _wanted(self) -> UseFilter:
        return UseFilter.model_validate({"by": self.by, "period": self.period})

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            sums = await usage.sum_use(reader, self._wanted())
            self.limits = await budgets.list_limits(reader)
        self.sums = [_sum(each, self.by) for each in sums]
        self.is_open = False


def _sum(found: UseSum, by: str) -> SumShown:
    return SumShown(
        key=found.key,
        name=found.name or (found.key if by == "engine" else ""),
        kind=found.key if by == "kind" else "",
        answers=found.answers,
        tokens=found.tokens,
        minutes=found.seconds / 60,
    )


def _answer(row: UseRow) -> AnswerShown:
    return AnswerShown(
        at=instant(row.at),
        person=row.person,
        course=row.course,
        kind=row.kind,
        engine=row.engine,
        model=row.model,
        tokens=row.tokens,
        seconds=row.seconds,
    )

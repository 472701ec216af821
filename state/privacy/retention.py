"""/admin/retention: how long the school keeps each kind of record."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.security.policies import Policy
from alp_app.services.privacy import retention
from alp_app.services.privacy.inputs import RetentionInput, RetentionKind
from alp_app.services.privacy.views import RetentionOverview, RetentionView
from state.base import CoreAccess, handler
from state.notices import notice


class RetentionState(CoreAccess, rx.State):
    rules: rx.Field[list[RetentionView]] = rx.field(default_factory=list[RetentionView])
    last_run_at: str = ""
    changing: RetentionView | None = None
    """The kind whose time is being changed."""
    is_loaded: bool = False

    @handler(Policy.ADMIN)
    async def load(self) -> None:
        self.changing = None
        async with self._reader() as reader:
            self._show(await retention.list_retention(reader))
        self.is_loaded = True

    @handler(Policy.ADMIN)
    async def open_change(self, kind: RetentionKind) -> None:
        self.changing = next(each for each in self.rules if each.kind is kind)

    @handler(Policy.ADMIN)
    async def close_change(self) -> None:
        self.changing = None

    @handler(Policy.ADMIN)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        """Without a number, the records are kept until somebody deletes them."""
        if self.changing is None:
            return
        days = form.get("days", "").strip()
        change = read_form(RetentionInput, {"days": days or None})
        async with self._work() as work:
            self._show(await retention.change_retention(work, self.changing.kind, change=change))
        self.changing = None
        yield notice("retention.saved", tone="ok")

    def _show(self, overview: RetentionOverview) -> None:
        self.rules = list(overview.rules)
        self.last_run_at = overview.last_run_at.isoformat() if overview.last_run_at else ""

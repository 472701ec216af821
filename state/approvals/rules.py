"""/school: what a school asks for before learners see a course."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app.kit.forms import Filled
from alp_app.security.policies import Policy
from alp_app.services.approvals.commands import change_rules
from alp_app.services.approvals.inputs import RulesInput, Strictness
from alp_app.services.approvals.queries import get_rules
from state.base import CoreAccess, handler
from state.notices import notice


class ApprovalRulesState(CoreAccess, rx.State):
    needs_approval: bool = False
    needs_two_people: bool = False
    strictness: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    """By finding; empty: as the product has it."""
    is_loaded: bool = False

    @handler(Policy.ADMIN)
    async def load(self) -> None:
        await self._read()

    @handler(Policy.ADMIN)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        chosen = {key: form.get(f"line-{key}", "") for key in self.strictness}
        rules = RulesInput(
            needs_approval=bool(form.get("needs_approval")),
            needs_two_people=bool(form.get("needs_two_people")),
            strictness={key: Strictness(value) for key, value in chosen.items() if value},
        )
        async with self._work() as work:
            await change_rules(work, rules=rules)
        await self._read()
        yield notice("approval.rules_saved", tone="ok")

    async def _read(self) -> None:
        async with self._reader() as reader:
            rules = await get_rules(reader)
        self.needs_approval = rules.needs_approval
        self.needs_two_people = rules.needs_two_people
        self.strictness = {
            line.key: line.strictness.value if line.strictness else "" for line in rules.lines
        }
        self.is_loaded = True

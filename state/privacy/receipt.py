"""/erased and /erased/[receipt_code]: what is known of the erasing of an account."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.forms import Filled
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.accounts.inputs import Client
from alp_app.services.courses.views import View
from alp_app.services.privacy.errors import ReceiptNotFound
from alp_app.services.privacy.queries import get_receipt
from alp_app.services.privacy.views import ReceiptView
from state.base import handler
from state.live import Live
from state.reflex_internals import client_address, route_argument

LONGEST = 40


class CountShown(View):
    name: str
    number: int


class ReceiptState(Live, rx.State):
    code: str = ""
    receipt: ReceiptView | None = None
    removed: rx.Field[list[CountShown]] = rx.field(default_factory=list[CountShown])
    kept: rx.Field[list[str]] = rx.field(default_factory=list[str])
    is_unknown: bool = False

    @handler(Policy.EVERYONE)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.code = route_argument("receipt_code")[:LONGEST]
        await self._refresh()
        yield ReceiptState.watch

    @handler(Policy.EVERYONE)
    async def check(self, form: Filled) -> None:
        self.code = form.get("code", "")[:LONGEST]
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("privacy")]

    async def _refresh(self) -> None:
        is_done = self.receipt is not None and self.receipt.finished_at is not None
        if not self.code or (is_done and self.receipt and self.receipt.code == self.code):
            return
        client = Client(address=client_address())
        try:
            async with self._reader() as reader:
                self.receipt = await get_receipt(
                    reader, self.code, client=client, guard=runtime.current().guard
                )
        except ReceiptNotFound:
            self.receipt, self.is_unknown = None, True
            return
        self.is_unknown = False
        self.removed = [
            CountShown(name=name, number=number) for name, number in self.receipt.removed.items()
        ]
        self.kept = list(self.receipt.kept)

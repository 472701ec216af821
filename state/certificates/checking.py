"""/verify and /verify/[code]: whether a certificate that somebody shows is real."""

import reflex as rx

from alp_app import runtime
from alp_app.kit.forms import Filled
from alp_app.security.policies import Policy
from alp_app.services.accounts.inputs import Client
from alp_app.services.certificates.queries import verify
from alp_app.services.certificates.views import VerificationView
from state.base import CoreAccess, handler
from state.reflex_internals import client_address, route_argument

LONGEST = 40


class CheckingState(CoreAccess, rx.State):
    code: str = ""
    found: VerificationView | None = None

    @handler(Policy.EVERYONE)
    async def load(self) -> None:
        self.reset()
        if code := route_argument("code"):
            await self._check(code)

    @handler(Policy.EVERYONE)
    async def check(self, form: Filled) -> None:
        await self._check(form.get("code", ""))

    async def _check(self, code: str) -> None:
        self.code, self.found = code[:LONGEST], None
        async with self._reader() as reader:
            self.found = await verify(
                reader,
                self.code,
                client=Client(address=client_address()),
                guard=runtime.current().guard,
            )

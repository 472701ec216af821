"""/account: the certificates that I have."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.ids import CertificateId
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.certificates import commands, queries
from alp_app.services.certificates.views import CertificateView
from state.base import handler
from state.live import Live
from state.notices import notice


class MyCertificatesState(Live, rx.State):
    certificates: rx.Field[list[CertificateView]] = rx.field(default_factory=list[CertificateView])

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        await self._refresh()
        yield MyCertificatesState.watch

    @handler(Policy.SIGNED_IN)
    async def hide_name(
        self, certificate_id: CertificateId, hides_name: bool
    ) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.hide_name(work, certificate_id, hides_name=hides_name)
        await self._refresh()
        yield notice(
            "certificate.name_hidden" if hides_name else "certificate.name_shown", tone="ok"
        )

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("learning", user_id=(await self._actor()).user_id)]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self.certificates = await queries.list_mine(reader)

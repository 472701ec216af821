"""/studio/[course_id]/certificate: how the certificates of a course look, and who has one."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import CertificateId, CourseId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.certificates import commands, queries
from alp_app.services.certificates.inputs import DesignInput, RevocationInput
from alp_app.services.certificates.views import DesignView, IssuedView
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument

TYPED = ("title", "text", "signatory", "signatory_role", "school", "accent")


class DesignState(Live, rx.State):
    design: DesignView | None = None
    typed: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    """What the form holds now, for the preview."""
    issued: rx.Field[list[IssuedView]] = rx.field(default_factory=list[IssuedView])
    revoking: str = ""
    """Id of the certificate that is being revoked, while a reason is asked for."""
    revoking_name: str = ""
    _course: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self._course = route_argument("course_id")
        await self._refresh()
        self._show()
        yield DesignState.watch

    @handler(Policy.STAFF)
    async def preview(self, name: str, words: str) -> None:
        """Something was typed into the form."""
        if name in TYPED:
            self.typed[name] = words

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        design: DesignInput = read_form(DesignInput, form)
        async with self._work() as work:
            self.design = await commands.change_design(work, self._course_id, design=design)
        self._show()
        yield notice("certificate.design_saved", tone="ok")

    @handler(Policy.STAFF)
    async def ask_reason(self, certificate_id: CertificateId, name: str) -> None:
        self.revoking, self.revoking_name = str(certificate_id), name

    @handler(Policy.STAFF)
    async def stop_revoking(self) -> None:
        self.revoking = ""

    @handler(Policy.STAFF)
    async def revoke(self, form: Filled) -> AsyncGenerator[Any]:
        revocation: RevocationInput = read_form(RevocationInput, form)
        certificate_id = CertificateId(read_id(self.revoking))
        async with self._work() as work:
            await commands.revoke(work, certificate_id, revocation=revocation)
        self.revoking = ""
        await self._refresh()
        yield notice(
            "certificate.revoked",
            tone="ok",
            facts={"name": self.revoking_name},
            undo=DesignState.restore(str(certificate_id)),
        )

    @handler(Policy.STAFF)
    async def restore(self, certificate_id: CertificateId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.restore(work, certificate_id)
        await self._refresh()
        yield notice("certificate.restored", tone="ok")

    @property
    def _course_id(self) -> CourseId:
        return CourseId(read_id(self._course))

    async def _topics(self) -> Sequence[Topic]:
        return [
            await self._topic("course", course_id=self._course_id),
            await self._topic("learning", course_id=self._course_id),
        ]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self.design = await queries.get_design(reader, self._course_id)
            self.issued = await queries.list_issued(reader, self._course_id)

    def _show(self) -> None:
        if self.design is not None:
            self.typed = {name: getattr(self.design, name) for name in TYPED}

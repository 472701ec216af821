"""Hears of everything that commands record, and tells people what follows, in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.models.account import User
from alp_app.models.audit import AuditEvent
from alp_app.models.notification import Channel, Notification
from alp_app.security.signed_links import SignedLinks
from alp_app.services.notifications import events as own
from alp_app.services.notifications.mails import Item, Postbox
from alp_app.services.notifications.rules import RULES
from alp_app.services.notifications.telling import request_sending, tell
from alp_app.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """`alp_app.unit_of_work.Listener`."""

    public_url: str
    links: SignedLinks

    async def __call__(self, work: UnitOfWork, events: Sequence[AuditEvent]) -> None:
        heard = [event for event in events if event.name in RULES or event.name == own.DIGEST_DUE]
        if not heard:
            return
        await work.session.flush()
        postbox = Postbox(public_url=self.public_url, links=self.links)
        for event in heard:
            if event.name == own.DIGEST_DUE:
                await self._write_digest(work, event, postbox)
            else:
                await tell(work, await RULES[event.name](work, event), postbox)
        if postbox.written:
            await request_sending(work)

    async def _write_digest(self, work: UnitOfWork, event: AuditEvent, postbox: Postbox) -> None:
        """One mail with what is unread, of things told before the mail was due."""
        unread = (
            select(Notification)
            .where(
                col(Notification.user_id) == event.subject_id,
                col(Notification.channel) == Channel.DIGEST,
                col(Notification.read_at).is_(None),
                col(Notification.mailed_at).is_(None),
                col(Notification.created_at) <= datetime.fromisoformat(event.facts["moment"]),
            )
            .order_by(col(Notification.id))
            .with_for_update()
        )
        waiting = list((await work.session.scalars(unread)).all())
        user = await work.session.get(User, event.subject_id)
        if not waiting or user is None or user.email is None:
            return
        for one in waiting:
            one.mailed_at = clock.now()
        items = [Item(word=one.word, facts=one.facts, href=one.href) for one in waiting]
        await postbox.write(work, user, items, kind=None)

"""The outbox: which mail goes next, and what became of it. No mail is handed over twice.

A mail is taken in a transaction of its own before it is handed to the server. Who takes it and dies has
perhaps sent it: it stays taken, and is told of as lost.
"""

from datetime import timedelta

from sqlalchemy import text, update
from sqlmodel import col

from alp_app.kit import clock
from alp_app.kit.ids import MailId
from alp_app.models.notification import Mail, MailState
from alp_app.services.notifications.telling import request_sending
from alp_app.unit_of_work import UnitOfWork

LOST_AFTER = timedelta(hours=1)
WAITS_AT_MOST = timedelta(days=2)
"""Older news helps nobody."""
STALLED_AFTER = timedelta(minutes=30)
"""A mail that waits longer has lost the job that was to send it."""

_TAKE = text("""
    UPDATE mail SET state = 'sending', taken_at = :now
     WHERE id = (SELECT id FROM mail WHERE state = 'waiting' AND organisation_id = :organisation_id
                  ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id
    """)
_IS_STALLED = text("""
    SELECT EXISTS (SELECT FROM mail WHERE state = 'waiting' AND created_at < :then)
       AND NOT EXISTS (SELECT FROM job WHERE kind = 'notifications.send_mails'
                        AND state IN ('queued', 'running'))
    """)


async def take_mail(work: UnitOfWork) -> Mail | None:
    """The next one that waits; from now on it is mine. None when nothing waits."""
    values = {"now": clock.now(), "organisation_id": work.organisation_id}
    taken = await work.session.scalar(_TAKE, values)
    return None if taken is None else await work.session.get_one(Mail, MailId(taken))


async def settle_mail(
    work: UnitOfWork, mail_id: MailId, state: MailState, *, reason: str = ""
) -> None:
    """Say what became of a mail; `waiting` puts back one that was not handed over."""
    statement = (
        update(Mail)
        .where(col(Mail.id) == mail_id, col(Mail.state) == MailState.SENDING)
        .values(state=state, reason=reason)
    )
    await work.session.execute(statement)


async def look_after_outbox(work: UnitOfWork) -> None:
    """Name what was lost, give up what is too old, and go on sending."""
    now = clock.now()
    for state, before, reason in (
        (MailState.SENDING, col(Mail.taken_at) < now - LOST_AFTER, "lost"),
        (MailState.WAITING, col(Mail.created_at) < now - WAITS_AT_MOST, "too_late"),
    ):
        ended = update(Mail).where(col(Mail.state) == state, before)
        await work.session.execute(ended.values(state=MailState.FAILED, reason=reason))
    if await work.session.scalar(_IS_STALLED, {"then": now - STALLED_AFTER}):
        await request_sending(work)

"""What people do with what they are told: read it, choose how, and end mails by a link."""

from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from alp_app.kit import clock
from alp_app.kit.ids import UserId
from alp_app.models.account import User
from alp_app.models.notification import (
    Channel,
    Notification,
    NotificationKind,
    NotificationSettings,
)
from alp_app.security.signed_links import SignedLinks
from alp_app.services.notifications import events
from alp_app.services.notifications.choices import channel_of
from alp_app.services.notifications.errors import LinkNotOurs
from alp_app.services.notifications.inputs import ReadInput, SettingsInput
from alp_app.services.notifications.mails import DIGEST, UNSUBSCRIBE
from alp_app.services.notifications.queries import settings_of
from alp_app.services.notifications.views import Unsubscribed
from alp_app.unit_of_work import Reader, UnitOfWork


async def mark_read(work: UnitOfWork, *, inputs: ReadInput) -> None:
    """Those that are named, or everything. What is not mine is left alone."""
    statement = (
        update(Notification)
        .where(col(Notification.user_id) == work.user_id, col(Notification.read_at).is_(None))
        .values(read_at=clock.now())
        .returning(col(Notification.id))
    )
    if inputs.ids is not None:
        statement = statement.where(col(Notification.id).in_(inputs.ids))
    if (await work.session.scalars(statement)).all():
        work.notify("notifications", user_id=work.user_id)


async def change_settings(work: UnitOfWork, *, inputs: SettingsInput) -> None:
    found = await _settings(work, work.user_id)
    found.channels = {**found.channels, **inputs.channels}
    found.digest_hour = inputs.digest_hour
    if inputs.time_zone is not None:
        found.time_zone = inputs.time_zone
    work.record(events.SETTINGS_CHANGED, work.user_id)


async def remember_zone(work: UnitOfWork, *, time_zone: str) -> None:
    """The zone that the person's browser is in, so that times in mails and the daily one are theirs."""
    found = await _settings(work, work.user_id)
    found.time_zone = time_zone


async def unsubscribe(work: UnitOfWork, *, token: str, links: SignedLinks) -> Unsubscribed:
    """End the mails of the kind that a mail was of, for whoever got it; in the app they are told on.

    Raises LinkNotOurs.
    """
    user, kind = await _named(work, token, links)
    found = await _settings(work, user.id)
    if kind is None:
        in_digest = [
            each for each in NotificationKind if channel_of(each, found.channels) is Channel.DIGEST
        ]
        found.channels = {**found.channels, **dict.fromkeys(in_digest, Channel.APP)}
    else:
        found.channels = {**found.channels, kind: Channel.APP}
    work.record(events.UNSUBSCRIBED, user.id, kind=kind.value if kind else DIGEST)
    return Unsubscribed(kind=kind)


async def look_at_link(reader: Reader, *, token: str, links: SignedLinks) -> Unsubscribed:
    """What a link would end. Raises LinkNotOurs."""
    _, kind = await _named(reader, token, links)
    return Unsubscribed(kind=kind)


async def _named(
    reader: Reader, token: str, links: SignedLinks
) -> tuple[User, NotificationKind | None]:
    said = links.read(UNSUBSCRIBE, token)
    if said is None:
        raise LinkNotOurs
    user_id, kind = said
    user = await reader.session.get(User, UserId(UUID(user_id)))
    if user is None:
        raise LinkNotOurs
    return user, None if kind == DIGEST else NotificationKind(kind)


async def _settings(work: UnitOfWork, user_id: UserId) -> NotificationSettings:
    """The row to change, locked; made when there is none."""
    user = await work.session.get_one(User, user_id, with_for_update={"key_share": True})
    found = await settings_of(work, user.id)
    found.organisation_id = user.organisation_id
    work.session.add(found)
    return found

"""Telling people something, once: the row in the app, the bell, the mail where they want one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.jobspecs.notifications import SendMails
from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, UserId, new_uuid
from alp_app.models.account import User
from alp_app.models.notification import (
    Channel,
    Notification,
    NotificationKind,
    NotificationSettings,
)
from alp_app.services.notifications.choices import channel_of
from alp_app.services.notifications.mails import Item, Postbox
from alp_app.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing, for one or more people."""

    kind: NotificationKind
    word: str
    facts: Mapping[str, Any]
    href: str
    to: Mapping[UserId, str]
    """Each with what it is about: nobody is told the same twice."""
    classroom_id: ClassroomId | None = None
    body: str = field(default="", repr=False)
    """Markdown, for the mail alone."""
    is_for_actor: bool = False
    """Also for whoever did it."""


def everybody(people: Iterable[UserId], source: object) -> Mapping[UserId, str]:
    return dict.fromkeys(people, str(source))


async def tell(work: UnitOfWork, things: Sequence[Told], postbox: Postbox) -> None:
    for told in things:
        people = await _people(work, told)
        new = await _keep(work, told, {user.id: channel for user, channel in people})
        for user, channel in people:
            if user.id not in new:
                continue
            work.notify("notifications", user_id=user.id)
            if channel is Channel.MAIL and user.email is not None:
                item = Item(word=told.word, facts=told.facts, href=told.href, body=told.body)
                await postbox.write(work, user, [item], kind=told.kind)


async def request_sending(work: UnitOfWork) -> None:
    await work.request(SendMails(batch=new_uuid()), for_nobody=True)


async def _people(work: UnitOfWork, told: Told) -> list[tuple[User, Channel]]:
    """Those who can be told and want to be."""
    did_it = set[UserId | None]() if told.is_for_actor else {work.actor.user_id}
    statement = (
        select(User, col(NotificationSettings.channels))
        .outerjoin(NotificationSettings, col(NotificationSettings.user_id) == col(User.id))
        .where(
            col(User.id).in_(set(told.to) - did_it),
            col(User.organisation_id) == work.organisation_id,
            col(User.disabled_at).is_(None),
        )
        .order_by(col(User.id))
    )
    found = (await work.session.execute(statement)).all()
    people = [(user, channel_of(told.kind, chosen)) for user, chosen in found]
    return [(user, channel) for user, channel in people if channel is not Channel.OFF]


async def _keep(
    work: UnitOfWork, told: Told, channels: Mapping[UserId, Channel]
) -> frozenset[UserId]:
    """Those who had not been told before."""
    if not channels:
        return frozenset()
    now = clock.now()
    rows = [
        {
            "id": new_uuid(),
            "organisation_id": work.organisation_id,
            "user_id": user_id,
            "kind": told.kind,
            "word": told.word,
            "facts": dict(told.facts),
            "href": told.href,
            "classroom_id": told.classroom_id,
            "source": told.to[user_id],
            "channel": channel,
            "created_at": now,
            "mailed_at": now if channel is Channel.MAIL else None,
        }
        for user_id, channel in channels.items()
    ]
    adding = insert(Notification).values(rows).on_conflict_do_nothing()
    kept = await work.session.scalars(adding.returning(col(Notification.user_id)))
    return frozenset(kept.all())

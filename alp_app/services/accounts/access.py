"""Who is asking: from a cookie or a token to an actor, and from an id to a row."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlmodel import col

from alp_app.kit import clock
from alp_app.kit.errors import NotSignedIn
from alp_app.kit.ids import ClassroomId, UserId
from alp_app.models.account import BrowserSession, Organisation, RefreshToken, User
from alp_app.security.actor import Actor, Role, SiteMode
from alp_app.security.cookies import find_session_token
from alp_app.security.tokens import AccessTokens, token_hash
from alp_app.services.accounts.errors import NotSetUp, PersonNotFound

SESSION_IDLE = timedelta(days=7)
"""A browser that has not been used for this long is signed out."""
SESSION_LIFETIME = timedelta(days=30)
"""However busy, a browser signs in again after this."""
REMEMBERED = 2.0
"""Seconds that a process trusts an answer: the longest that ended access can live on."""
REMEMBERED_MOST = 20_000


async def find_organisation(session: AsyncSession) -> Organisation | None:
    """The school of this installation."""
    statement = select(Organisation).order_by(col(Organisation.created_at)).limit(1)
    return (await session.scalars(statement)).first()


async def find_user_by_email(session: AsyncSession, email: str) -> User | None:
    statement = select(User).where(func.lower(col(User.email)) == email.lower())
    return (await session.scalars(statement)).first()


async def user_for(
    session: AsyncSession, actor: Actor, user_id: UserId, *, for_update: bool = False
) -> User:
    """Somebody of the actor's school. Raises PersonNotFound."""
    user = await session.get(User, user_id, with_for_update=for_update or None)
    if user is None or user.organisation_id != actor.organisation_id:
        raise PersonNotFound
    return user


@dataclass(frozen=True, slots=True)
class _Remembered:
    actor: Actor | None
    until: float


class Actors:
    """Turns cookies and access tokens into actors. One instance per process."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        tokens: AccessTokens,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sessions = sessions
        self._tokens = tokens
        self._now = now
        self._remembered: dict[str, _Remembered] = {}

    async def visitor(self) -> Actor:
        """Somebody not signed in. Raises NotSetUp before there is a school."""
        visitor = await self._recall("", self._find_visitor)
        if visitor is None:
            self._remembered.clear()
            raise NotSetUp
        return visitor

    async def for_cookie(self, cookie_header: str) -> Actor:
        """Whoever this browser is signed in as; a visitor when it is not, or no longer."""
        token = find_session_token(cookie_header)
        if token is None:
            return await self.visitor()
        key = token_hash(token)
        actor = await self._recall(key, lambda: self._find_by_session(key))
        return actor or await self.visitor()

    async def for_access_token(self, token: str) -> Actor:
        """Raises NotSignedIn when it is not ours, has ended, or its owner's access has."""
        actor = await self._recall(token_hash(token), lambda: self._find_by_token(token))
        if actor is None:
            raise NotSignedIn
        return actor

    def forget_all(self) -> None:
        """Ask the database again about everybody, in this process."""
        self._remembered.clear()

    def forget(self, cookie_header: str) -> None:
        """Ask the database again at once, in this process."""
        token = find_session_token(cookie_header)
        if token is not None:
            self._remembered.pop(token_hash(token), None)

    async def _recall(self, key: str, find: Callable[[], Awaitable[Actor | None]]) -> Actor | None:
        known = self._remembered.get(key)
        if known is not None and self._now() < known.until:
            return known.actor
        asked_at = self._now()
        actor = await find()
        if len(self._remembered) >= REMEMBERED_MOST:
            self._remembered.clear()
        self._remembered[key] = _Remembered(actor, asked_at + REMEMBERED)
        return actor

    async def _find_visitor(self) -> Actor | None:
        async with self._sessions() as session:
            school = await find_organisation(session)
        return None if school is None else Actor(organisation_id=school.id, site_mode=school.mode)

    async def _find_by_token(self, token: str) -> Actor | None:
        """What is none of our tokens is not worth remembering. Raises NotSignedIn for it."""
        claims = self._tokens.read(token)
        if claims is None:
            raise NotSignedIn
        return await self._find_by_family(claims.user_id, claims.family_id)

    async def _find_by_session(self, key: str) -> Actor | None:
        now = clock.now()
        statement = (
            select(
                User,
                col(Organisation.mode),
                col(BrowserSession.id),
                col(BrowserSession.viewed_class_id),
            )
            .join(BrowserSession, col(BrowserSession.user_id) == col(User.id))
            .join(Organisation, col(Organisation.id) == col(User.organisation_id))
            .where(
                col(BrowserSession.token_hash) == key,
                col(BrowserSession.ended_at).is_(None),
                col(BrowserSession.expires_at) > now,
                col(BrowserSession.seen_at) > now - SESSION_IDLE,
                col(User.disabled_at).is_(None),
            )
        )
        return await self._find(statement)

    async def _find_by_family(self, user_id: UserId, family_id: UUID) -> Actor | None:
        statement = (
            select(User, col(Organisation.mode), col(RefreshToken.family_id))
            .join(RefreshToken, col(RefreshToken.user_id) == col(User.id))
            .join(Organisation, col(Organisation.id) == col(User.organisation_id))
            .where(
                col(User.id) == user_id,
                col(User.disabled_at).is_(None),
                col(RefreshToken.family_id) == family_id,
                col(RefreshToken.ended_at).is_(None),
            )
            .limit(1)
        )
        return await self._find(statement)

    async def _find(
        self, statement: Select[User, SiteMode, UUID, *tuple[Any, ...]]
    ) -> Actor | None:
        async with self._sessions() as session:
            found = (await session.execute(statement)).first()
        return None if found is None else _actor(*found)


def _actor(
    user: User, mode: SiteMode, session_id: UUID, viewed_class_id: ClassroomId | None = None
) -> Actor:
    """Who views a class as its learners do has a learner's rights."""
    return Actor(
        organisation_id=user.organisation_id,
        user_id=user.id,
        role=user.role if viewed_class_id is None else Role.LEARNER,
        session_id=session_id,
        viewed_class_id=viewed_class_id,
        site_mode=mode,
    )

"""Coming in and going out: browser sessions, API tokens, and the end of both."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import UserId, new_uuid
from alp_app.models.account import BrowserSession, RefreshToken, User
from alp_app.security.addresses import truncated
from alp_app.security.guard import Guard
from alp_app.security.rate_limits import Limit
from alp_app.security.tokens import (
    ACCESS_TOKEN_LIFETIME,
    AccessClaims,
    AccessTokens,
    new_token,
    token_hash,
)
from alp_app.services.accounts import events
from alp_app.services.accounts.access import SESSION_LIFETIME, find_user_by_email
from alp_app.services.accounts.errors import SessionNotFound
from alp_app.services.accounts.inputs import Client, SignIn
from alp_app.services.accounts.views import SignedIn, TokenPair
from alp_app.unit_of_work import UnitOfWork

PER_ADDRESS = Limit("sign_in.address", 300, timedelta(minutes=5))
"""A class of thirty behind one address signs in at once, mistakes included."""
PER_ACCOUNT_HERE = Limit("sign_in.account_here", 10, timedelta(minutes=10))
PER_ACCOUNT = Limit("sign_in.account", 100, timedelta(hours=1))
"""Higher, so that a stranger elsewhere cannot lock somebody out with ten wrong guesses."""

SEEN_EVERY = timedelta(minutes=5)
REFRESH_LIFETIME = timedelta(days=30)


async def sign_in(
    work: UnitOfWork, *, inputs: SignIn, client: Client, guard: Guard
) -> SignedIn | None:
    """A new browser session; None when the e-mail or password is wrong or the account disabled.

    None, not an exception: the failed attempt is recorded by the commit. Raises TooManyRequests.
    """
    user = await _recognise(work, inputs, client, guard)
    return None if user is None else open_session(work, user, client)


async def issue_tokens(
    work: UnitOfWork, *, inputs: SignIn, client: Client, guard: Guard
) -> TokenPair | None:
    """The first access and refresh token of a new family; None as in `sign_in`."""
    user = await _recognise(work, inputs, client, guard)
    return None if user is None else open_family(work, user, guard.tokens)


def open_family(work: UnitOfWork, user: User, tokens: AccessTokens) -> TokenPair:
    """The first access and refresh token of a new family, for somebody who has been recognised."""
    family_id = new_uuid()
    work.record(events.TOKENS_ISSUED, user.id, family=str(family_id))
    return _next_pair(work, user.id, family_id, tokens)


async def refresh_tokens(
    work: UnitOfWork, *, refresh_token: str, tokens: AccessTokens
) -> TokenPair | None:
    """Exchange a refresh token, once. None when it has ended.

    Somebody who brings a used one has stolen it or was stolen from: the whole family ends, which
    is why this returns instead of raising.
    """
    statement = (
        select(RefreshToken)
        .where(col(RefreshToken.token_hash) == token_hash(refresh_token))
        .with_for_update()
    )
    link = (await work.session.scalars(statement)).first()
    if link is None or link.ended_at is not None or link.expires_at <= clock.now():
        return None
    if link.used_at is not None:
        await _end_family(work, link.family_id)
        work.record(events.TOKENS_REUSED, link.user_id, family=str(link.family_id))
        return None
    user = await work.session.get_one(User, link.user_id)
    if user.disabled_at is not None:
        return None
    link.used_at = clock.now()
    work.record(events.TOKENS_REFRESHED, user.id, family=str(link.family_id))
    return _next_pair(work, user.id, link.family_id, tokens)


async def revoke_tokens(work: UnitOfWork, *, refresh_token: str) -> None:
    """End the family of a refresh token. Unknown ones are ignored (RFC 7009)."""
    statement = select(RefreshToken).where(
        col(RefreshToken.token_hash) == token_hash(refresh_token)
    )
    link = (await work.session.scalars(statement)).first()
    if link is None:
        return
    await _end_family(work, link.family_id)
    work.record(events.TOKENS_REVOKED, link.user_id, family=str(link.family_id))


async def sign_out(work: UnitOfWork) -> None:
    """End the session, or the family of tokens, that the actor is using."""
    if work.actor.session_id is None:
        return
    await _end_family(work, work.actor.session_id)
    await work.session.execute(
        update(BrowserSession)
        .where(
            col(BrowserSession.id) == work.actor.session_id, col(BrowserSession.ended_at).is_(None)
        )
        .values(ended_at=clock.now())
    )
    work.record(events.SIGNED_OUT, work.user_id)
    work.notify("accounts", user_id=work.user_id)


async def end_session(work: UnitOfWork, session_id: UUID) -> None:
    """Sign one of the actor's own browsers out."""
    session = await work.session.get(BrowserSession, session_id)
    if session is None or session.user_id != work.user_id or session.ended_at is not None:
        raise SessionNotFound
    session.ended_at = clock.now()
    work.record(events.SESSION_ENDED, session_id)
    work.notify("accounts", user_id=work.user_id)


async def keep_alive(work: UnitOfWork) -> None:
    """Note that the actor's browser is in use, at most every five minutes."""
    now = clock.now()
    await work.session.execute(
        update(BrowserSession)
        .where(
            col(BrowserSession.id) == work.actor.session_id,
            col(BrowserSession.seen_at) < now - SEEN_EVERY,
        )
        .values(seen_at=now)
    )


def open_session(work: UnitOfWork, user: User, client: Client) -> SignedIn:
    token = new_token()
    session = BrowserSession(
        user_id=user.id,
        token_hash=token_hash(token),
        user_agent=client.user_agent[:200],
        address=truncated(client.address),
        expires_at=clock.now() + SESSION_LIFETIME,
    )
    work.session.add(session)
    work.record(events.SIGNED_IN, user.id)
    return SignedIn(token=token, user_id=user.id, role=user.role, expires_at=session.expires_at)


async def end_access(work: UnitOfWork, user_id: UserId, *, but: UUID | None = None) -> None:
    """End every session and token family of a person, except the one that is `but`."""
    now = clock.now()
    await work.session.execute(
        update(BrowserSession)
        .where(
            col(BrowserSession.user_id) == user_id,
            col(BrowserSession.ended_at).is_(None),
            col(BrowserSession.id).is_distinct_from(but),
        )
        .values(ended_at=now)
    )
    await work.session.execute(
        update(RefreshToken)
        .where(
            col(RefreshToken.user_id) == user_id,
            col(RefreshToken.ended_at).is_(None),
            col(RefreshToken.family_id).is_distinct_from(but),
        )
        .values(ended_at=now)
    )
    work.notify("accounts", user_id=user_id)


async def _recognise(work: UnitOfWork, inputs: SignIn, client: Client, guard: Guard) -> User | None:
    await guard.limits.take(PER_ADDRESS, client.address)
    account_here = f"{inputs.email} {truncated(client.address)}"
    await guard.limits.take(PER_ACCOUNT_HERE, account_here)
    await guard.limits.take(PER_ACCOUNT, inputs.email)
    async with guard.passwords.turn():
        user = await find_user_by_email(work.session, inputs.email)
        verdict = await guard.passwords.check(
            inputs.password.get_secret_value(), user.password_hash if user else None
        )
    if user is None or not verdict.is_correct or user.disabled_at is not None:
        work.record(events.SIGN_IN_FAILED, user.id if user else work.organisation_id)
        return None
    await guard.limits.forgive(PER_ACCOUNT_HERE, account_here)
    if verdict.new_hash is not None:
        user.password_hash = verdict.new_hash
    return user


def _next_pair(
    work: UnitOfWork, user_id: UserId, family_id: UUID, tokens: AccessTokens
) -> TokenPair:
    token = new_token()
    work.session.add(
        RefreshToken(
            user_id=user_id,
            family_id=family_id,
            token_hash=token_hash(token),
            expires_at=clock.now() + REFRESH_LIFETIME,
        )
    )
    return TokenPair(
        access_token=tokens.sign(AccessClaims(user_id=user_id, family_id=family_id)),
        refresh_token=token,
        expires_in=int(ACCESS_TOKEN_LIFETIME.total_seconds()),
    )


async def _end_family(work: UnitOfWork, family_id: UUID) -> None:
    await work.session.execute(
        update(RefreshToken)
        .where(col(RefreshToken.family_id) == family_id, col(RefreshToken.ended_at).is_(None))
        .values(ended_at=clock.now())
    )

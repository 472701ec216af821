"""Return codes: how learners without e-mail and password come back, on this device or another."""

from datetime import timedelta

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.codes import new_code, read_code, spelled
from alp_app.models.account import ReturnCode, User
from alp_app.security.actor import Role
from alp_app.security.guard import Guard
from alp_app.security.rate_limits import Limit
from alp_app.security.tokens import token_hash
from alp_app.services.accounts import events
from alp_app.services.accounts.access import user_for
from alp_app.services.accounts.errors import NoReturnCode
from alp_app.services.accounts.inputs import Client
from alp_app.services.accounts.sign_in import open_session
from alp_app.services.accounts.views import SignedIn
from alp_app.unit_of_work import Reader, UnitOfWork

LENGTH = 12
"""57 random bits."""
PER_ADDRESS = Limit("return.address", 120, timedelta(minutes=10))
OVERALL = Limit("return.all", 3000, timedelta(minutes=10))


def can_return_by_code(user: User) -> bool:
    """Only learners who have no other way in: a code must never open an account that has one."""
    return (
        user.role is Role.LEARNER
        and user.email is None
        and user.password_hash is None
        and user.disabled_at is None
    )


async def has_return_code(reader: Reader) -> bool | None:
    """Whether I have one; None when I come in another way."""
    user = await user_for(reader.session, reader.actor, reader.user_id)
    if not can_return_by_code(user):
        return None
    return await reader.session.get(ReturnCode, user.id) is not None


async def make_my_return_code(work: UnitOfWork) -> str:
    """A new code of my own, to be shown once; the one before ends. Raises NoReturnCode."""
    return await make_return_code(work, await user_for(work.session, work.actor, work.user_id))


async def make_return_code(work: UnitOfWork, user: User) -> str:
    """A new code of somebody's, as people read it. The caller has checked that the actor may."""
    if not can_return_by_code(user):
        raise NoReturnCode
    code = new_code(LENGTH)
    kept = await work.session.get(ReturnCode, user.id, with_for_update=True)
    if kept is None:
        kept = ReturnCode(user_id=user.id, code_hash=token_hash(code))
        work.session.add(kept)
    else:
        kept.code_hash = token_hash(code)
        kept.created_at = clock.now()
        kept.used_at = None
    work.record(events.RETURN_CODE_MADE, user.id)
    return spelled(code)


async def return_by_code(
    work: UnitOfWork, *, typed: str, client: Client, guard: Guard
) -> SignedIn | None:
    """A new browser session of the code's owner; None when the code opens nothing."""
    user = await find_by_return_code(work, typed=typed, client=client, guard=guard)
    return None if user is None else open_session(work, user, client)


async def find_by_return_code(
    work: UnitOfWork, *, typed: str, client: Client, guard: Guard
) -> User | None:
    """The code's owner; None when it opens nothing. Raises TooManyRequests."""
    await guard.limits.take(PER_ADDRESS, client.address)
    await guard.limits.take(OVERALL, "everybody")
    code = read_code(typed, LENGTH)
    if code is None:
        return None
    statement = select(ReturnCode).where(col(ReturnCode.code_hash) == token_hash(code))
    kept = (await work.session.scalars(statement)).first()
    if kept is None:
        return None
    user = await work.session.get_one(User, kept.user_id)
    if user.organisation_id != work.organisation_id or not can_return_by_code(user):
        return None
    kept.used_at = clock.now()
    work.record(events.RETURNED, user.id)
    return user

"""What people can do to accounts: their own, and as administrators those of others."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import UserId
from alp_app.models.account import Organisation, SetupLink, User
from alp_app.security.actor import Role
from alp_app.security.guard import Guard
from alp_app.security.passwords import check_strength
from alp_app.security.policies import Policy
from alp_app.security.rate_limits import Limit
from alp_app.security.tokens import new_token, token_hash
from alp_app.services.accounts import events
from alp_app.services.accounts.access import find_organisation, find_user_by_email, user_for
from alp_app.services.accounts.errors import (
    EmailNeeded,
    EmailTaken,
    LastAdmin,
    SetupLinkEnded,
    WrongPassword,
)
from alp_app.services.accounts.inputs import (
    Claim,
    Client,
    NewPerson,
    PasswordChange,
    ProfileChange,
    Registration,
)
from alp_app.services.accounts.queries import person_view
from alp_app.services.accounts.sign_in import end_access, open_session
from alp_app.services.accounts.views import Invitation, PersonView, SignedIn
from alp_app.unit_of_work import UnitOfWork

SETUP_LINK_LIFETIME = timedelta(days=7)
REGISTRATIONS_PER_ADDRESS = Limit("register.address", 100, timedelta(hours=1))
CLAIMS_PER_ADDRESS = Limit("claim.address", 30, timedelta(minutes=10))
PASSWORD_CHANGES = Limit("password.account", 10, timedelta(minutes=10))


async def create_school(work: UnitOfWork, *, name: str) -> None:
    """The first row of an installation; its id is the actor's. Does nothing when there is one."""
    if await find_organisation(work.session) is not None:
        return
    work.session.add(Organisation(id=work.organisation_id, name=name))
    await work.session.flush()
    work.record(events.SCHOOL_CREATED, work.organisation_id)


async def create_setup_link(work: UnitOfWork, *, user_id: UserId | None = None) -> str:
    """The token of a new set-up link; links made before for the same person end.

    None makes the owner's link, which only the command line asks for.
    """
    if user_id is None:
        return await _make_setup_link(work, None, Role.ADMIN)
    Policy.ADMIN.require(work.actor)
    user = await user_for(work.session, work.actor, user_id)
    return await _make_setup_link(work, user.id, user.role)


async def invite_learner(work: UnitOfWork, *, email: str, display_name: str) -> tuple[User, str]:
    """A new learner who chooses a password with the link whose token comes back.

    The caller has checked that the actor may. Raises EmailTaken.
    """
    user = User(
        organisation_id=work.organisation_id,
        email=email,
        display_name=display_name,
        role=Role.LEARNER,
    )
    await _add(work, user)
    work.record(events.PERSON_CREATED, user.id, role=user.role.value)
    return user, await _make_setup_link(work, user.id, user.role)


async def _make_setup_link(work: UnitOfWork, user_id: UserId | None, role: Role) -> str:
    now = clock.now()
    await work.session.execute(
        update(SetupLink)
        .where(
            col(SetupLink.organisation_id) == work.organisation_id,
            col(SetupLink.user_id).is_not_distinct_from(user_id),
            col(SetupLink.used_at).is_(None),
        )
        .values(used_at=now)
    )
    token = new_token()
    link = SetupLink(
        organisation_id=work.organisation_id,
        user_id=user_id,
        role=role,
        token_hash=token_hash(token),
        expires_at=now + SETUP_LINK_LIFETIME,
    )
    work.session.add(link)
    work.record(events.SETUP_LINK_CREATED, link.id, role=role.value)
    return token


async def claim_setup_link(
    work: UnitOfWork, *, token: str, inputs: Claim, client: Client, guard: Guard
) -> SignedIn:
    """Choose a name and a password with a link, once: its person exists afterwards, signed in."""
    await guard.limits.take(CLAIMS_PER_ADDRESS, client.address)
    async with guard.passwords.turn():
        statement = (
            select(SetupLink).where(SetupLink.token_hash == token_hash(token)).with_for_update()
        )
        link = (await work.session.scalars(statement)).first()
        now = clock.now()
        if link is None or link.used_at is not None or link.expires_at <= now:
            raise SetupLinkEnded
        if link.user_id is None:
            if inputs.email is None:
                raise EmailNeeded
            user = User(
                organisation_id=link.organisation_id,
                email=inputs.email,
                display_name=inputs.display_name,
                role=link.role,
            )
            await _add(work, user)
            if inputs.organisation_name is not None:
                school = await work.session.get_one(Organisation, link.organisation_id)
                school.name = inputs.organisation_name
        else:
            user = await work.session.get_one(User, link.user_id)
            user.display_name = inputs.display_name
        if user.disabled_at is not None:
            raise SetupLinkEnded
        user.password_hash = await _new_hash(inputs.password.get_secret_value(), user, guard)
    link.used_at = now
    await end_access(work, user.id)
    work.record(events.SETUP_LINK_CLAIMED, link.id, user=str(user.id))
    return open_session(work, user, client)


async def register_account(
    work: UnitOfWork, *, inputs: Registration, client: Client, guard: Guard
) -> PersonView:
    """A new learner, not signed in yet."""
    await guard.limits.take(REGISTRATIONS_PER_ADDRESS, client.address)
    async with guard.passwords.turn():
        user = User(
            organisation_id=work.organisation_id,
            email=inputs.email,
            display_name=inputs.display_name,
            role=Role.LEARNER,
        )
        user.password_hash = await _new_hash(inputs.password.get_secret_value(), user, guard)
        await _add(work, user)
    work.record(events.ACCOUNT_REGISTERED, user.id)
    return person_view(user)


async def create_person(work: UnitOfWork, *, inputs: NewPerson) -> Invitation:
    """Somebody new, who chooses a password with the set-up link that comes back."""
    Policy.ADMIN.require(work.actor)
    user = User(
        organisation_id=work.organisation_id,
        email=inputs.email,
        display_name=inputs.display_name,
        role=inputs.role,
    )
    await _add(work, user)
    work.record(events.PERSON_CREATED, user.id, role=user.role.value)
    token = await create_setup_link(work, user_id=user.id)
    return Invitation(person=person_view(user), setup_token=token)


async def change_role(work: UnitOfWork, user_id: UserId, *, role: Role) -> PersonView:
    """The person signs in again: what a page still shows was made for the old role."""
    Policy.ADMIN.require(work.actor)
    user = await user_for(work.session, work.actor, user_id, for_update=True)
    if user.role is role:
        return person_view(user)
    if user.role is Role.ADMIN:
        await require_another_admin(work, user)
    work.record(events.ROLE_CHANGED, user.id, before=user.role.value, after=role.value)
    user.role = role
    await end_access(work, user.id)
    return person_view(user)


async def disable_person(work: UnitOfWork, user_id: UserId) -> PersonView:
    """Ends their access everywhere. What they made stays."""
    Policy.ADMIN.require(work.actor)
    user = await user_for(work.session, work.actor, user_id, for_update=True)
    if user.disabled_at is None:
        if user.role is Role.ADMIN:
            await require_another_admin(work, user)
        user.disabled_at = clock.now()
        work.record(events.PERSON_DISABLED, user.id)
        await end_access(work, user.id)
    return person_view(user)


async def enable_person(work: UnitOfWork, user_id: UserId) -> PersonView:
    Policy.ADMIN.require(work.actor)
    user = await user_for(work.session, work.actor, user_id, for_update=True)
    if user.disabled_at is not None:
        user.disabled_at = None
        work.record(events.PERSON_ENABLED, user.id)
    return person_view(user)


async def change_profile(work: UnitOfWork, *, inputs: ProfileChange) -> PersonView:
    user = await user_for(work.session, work.actor, work.user_id, for_update=True)
    user.display_name = inputs.display_name
    user.locale = inputs.locale
    work.record(events.PROFILE_CHANGED, user.id)
    work.notify("accounts", user_id=user.id)
    return person_view(user)


async def change_password(work: UnitOfWork, *, inputs: PasswordChange, guard: Guard) -> None:
    """Signs every other browser and every API token of the actor out."""
    await guard.limits.take(PASSWORD_CHANGES, str(work.user_id))
    async with guard.passwords.turn():
        user = await user_for(work.session, work.actor, work.user_id, for_update=True)
        current = inputs.current.get_secret_value()
        if not (await guard.passwords.check(current, user.password_hash)).is_correct:
            raise WrongPassword
        user.password_hash = await _new_hash(inputs.new.get_secret_value(), user, guard)
    await end_access(work, user.id, but=work.actor.session_id)
    work.record(events.PASSWORD_CHANGED, user.id)


async def _new_hash(password: str, user: User, guard: Guard) -> str:
    check_strength(password, email=user.email)
    return await guard.passwords.hash(password)


async def _add(work: UnitOfWork, user: User) -> None:
    """Raises EmailTaken."""
    if user.email is not None and await find_user_by_email(work.session, user.email) is not None:
        raise EmailTaken
    try:
        async with work.session.begin_nested():
            work.session.add(user)
    except IntegrityError as error:  # somebody else took it a moment ago
        raise EmailTaken from error


async def require_another_admin(work: UnitOfWork, user: User) -> None:
    """Locks the administrators, so that two of them cannot remove each other."""
    statement = (
        select(User)
        .where(
            col(User.organisation_id) == user.organisation_id,
            col(User.role) == Role.ADMIN,
            col(User.disabled_at).is_(None),
            col(User.password_hash).is_not(None),
        )
        .order_by(col(User.id))
        .with_for_update()
    )
    admins = (await work.session.scalars(statement)).all()
    if all(admin.id == user.id for admin in admins):
        raise LastAdmin

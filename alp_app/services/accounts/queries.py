"""What people can see of accounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import UserId
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.models.account import BrowserSession, Organisation, SetupLink, User
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from alp_app.security.tokens import token_hash
from alp_app.services.accounts.access import SESSION_IDLE, user_for
from alp_app.services.accounts.errors import SetupLinkEnded
from alp_app.services.accounts.rules import browser_of, system_of
from alp_app.services.accounts.views import Me, PersonView, SessionView, SetupLinkView
from alp_app.unit_of_work import Reader


def person_view(user: User) -> PersonView:
    return PersonView(
        id=user.id,
        display_name=user.display_name,
        email=user.email,
        role=user.role,
        is_disabled=user.disabled_at is not None,
        has_password=user.password_hash is not None,
        created_at=user.created_at,
    )


async def get_me(reader: Reader) -> Me:
    user = await user_for(reader.session, reader.actor, reader.user_id)
    organisation = await reader.session.get_one(Organisation, user.organisation_id)
    return Me(
        id=user.id,
        display_name=user.display_name,
        email=user.email,
        role=user.role,
        locale=user.locale,
        organisation_name=organisation.name,
    )


async def has_owner(reader: Reader) -> bool:
    """Whether an administrator has claimed this installation."""
    statement = select(User.id).where(
        col(User.organisation_id) == reader.organisation_id,
        col(User.role) == Role.ADMIN,
        col(User.password_hash).is_not(None),
    )
    return (await reader.session.scalars(statement.limit(1))).first() is not None


async def get_setup_link(reader: Reader, token: str) -> SetupLinkView:
    """What a link is for, shown to whoever holds it. Raises SetupLinkEnded."""
    statement = select(SetupLink).where(
        col(SetupLink.token_hash) == token_hash(token),
        col(SetupLink.used_at).is_(None),
        col(SetupLink.expires_at) > clock.now(),
    )
    link = (await reader.session.scalars(statement)).first()
    if link is None:
        raise SetupLinkEnded
    organisation = await reader.session.get_one(Organisation, link.organisation_id)
    user = await reader.session.get(User, link.user_id) if link.user_id else None
    return SetupLinkView(
        is_owner=link.user_id is None,
        role=link.role,
        display_name=user.display_name if user else "",
        email=user.email if user else None,
        organisation_name=organisation.name,
        expires_at=link.expires_at,
    )


async def get_person(reader: Reader, user_id: UserId) -> PersonView:
    """Raises PersonNotFound."""
    Policy.ADMIN.require(reader.actor)
    return person_view(await user_for(reader.session, reader.actor, user_id))


async def list_sessions(reader: Reader) -> list[SessionView]:
    """The browsers in which the actor is signed in, the latest used first."""
    now = clock.now()
    statement = (
        select(BrowserSession)
        .where(
            col(BrowserSession.user_id) == reader.user_id,
            col(BrowserSession.ended_at).is_(None),
            col(BrowserSession.expires_at) > now,
            col(BrowserSession.seen_at) > now - SESSION_IDLE,
        )
        .order_by(col(BrowserSession.seen_at).desc())
        .limit(50)
    )
    return [
        SessionView(
            id=session.id,
            browser=browser_of(session.user_agent),
            system=system_of(session.user_agent),
            address=session.address,
            created_at=session.created_at,
            seen_at=session.seen_at,
            expires_at=session.expires_at,
            is_current=session.id == reader.actor.session_id,
        )
        for session in (await reader.session.scalars(statement)).all()
    ]


async def list_people(
    reader: Reader, request: PageRequest, *, role: Role | None = None, search: str = ""
) -> Page[PersonView]:
    """Everybody in the school, the newest first. `search` looks in names and addresses."""
    Policy.ADMIN.require(reader.actor)
    statement = select(User).where(col(User.organisation_id) == reader.organisation_id)
    if role is not None:
        statement = statement.where(col(User.role) == role)
    if search:
        statement = statement.where(
            col(User.display_name).icontains(search, autoescape=True)
            | col(User.email).icontains(search, autoescape=True)
        )
    if (seen := request.after(2)) is not None:
        statement = statement.where(
            tuple_(col(User.created_at), col(User.id)) < tuple_(*_place(seen))
        )
    statement = statement.order_by(col(User.created_at).desc(), col(User.id).desc())
    users = (await reader.session.scalars(statement.limit(request.limit + 1))).all()
    page = users[: request.limit]
    more = len(users) > request.limit
    return Page[PersonView](
        items=[person_view(user) for user in page],
        next_cursor=cursor_at(page[-1].created_at.isoformat(), str(page[-1].id)) if more else None,
    )


def _place(keys: list[str]) -> tuple[datetime, UUID]:
    try:
        place = datetime.fromisoformat(keys[0]), UUID(keys[1])
    except ValueError as error:
        raise BadCursor from error
    if place[0].tzinfo is None:
        raise BadCursor
    return place

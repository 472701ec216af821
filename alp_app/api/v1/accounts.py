"""Signing in, one's own account, and the people of the school."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, DeclaredRoute, From, Paging, Read, Work, allow
from alp_app.kit.ids import UserId
from alp_app.kit.pages import Page
from alp_app.observability.context import request_id
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from alp_app.services.accounts import commands, queries, sign_in
from alp_app.services.accounts.errors import RefreshTokenEnded, WrongCredentials
from alp_app.services.accounts.inputs import (
    NewPerson,
    PasswordChange,
    ProfileChange,
    Registration,
    SignIn,
    Token,
)
from alp_app.services.accounts.views import Me, PersonView, SessionView, TokenPair

router = APIRouter(route_class=ActorRoute)
"""Routes in one transaction each."""
sign_in_router = APIRouter(prefix="/tokens", tags=["Sign-in"], route_class=DeclaredRoute)
"""Routes that record a refusal, so that they commit and then refuse."""


class Tokens(BaseModel):
    model_config = ConfigDict(frozen=True)

    access_token: str
    """Send it as `Authorization: Bearer`."""
    refresh_token: str
    """Exchange it, once, for the next pair."""
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - not a secret
    expires_in: int = Field(examples=[900])
    """Seconds."""


class RefreshRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    refresh_token: Token


class RoleChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Role


class InvitedPerson(BaseModel):
    model_config = ConfigDict(frozen=True)

    person: PersonView
    setup_url: str
    """Give it to the person: it lets them choose a password, once. It is not shown again."""


def tokens_of(pair: TokenPair) -> Tokens:
    return Tokens(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_in=pair.expires_in,
    )


def setup_url(token: str) -> str:
    return f"{runtime.current().settings.public_url}/set-up?token={token}"


@sign_in_router.post("", status_code=201, responses=documented(401, 422, 429))
@allow(Policy.ALWAYS)
async def create_tokens(inputs: SignIn, client: From) -> Tokens:
    """Sign a program in."""
    current = runtime.current()
    visitor = await current.actors.visitor()
    async with current.unit_of_work(visitor.unbound, request_id()) as work:
        pair = await sign_in.issue_tokens(work, inputs=inputs, client=client, guard=current.guard)
    if pair is None:
        raise WrongCredentials
    return tokens_of(pair)


@sign_in_router.post("/refresh", status_code=201, responses=documented(401, 422))
@allow(Policy.ALWAYS)
async def refresh_tokens(inputs: RefreshRequest) -> Tokens:
    """Exchange a refresh token for the next pair. Using one twice ends all that came from it."""
    current = runtime.current()
    visitor = await current.actors.visitor()
    async with current.unit_of_work(visitor.unbound, request_id()) as work:
        pair = await sign_in.refresh_tokens(
            work, refresh_token=inputs.refresh_token, tokens=current.guard.tokens
        )
    if pair is None:
        raise RefreshTokenEnded
    return tokens_of(pair)


@sign_in_router.post("/revoke", status_code=204, responses=documented(422))
@allow(Policy.ALWAYS)
async def revoke_tokens(inputs: RefreshRequest) -> None:
    """End a refresh token and all that came from it. Unknown tokens are ignored."""
    current = runtime.current()
    visitor = await current.actors.visitor()
    async with current.unit_of_work(visitor.unbound, request_id()) as work:
        await sign_in.revoke_tokens(work, refresh_token=inputs.refresh_token)


@router.post("/accounts", tags=["Sign-in"], status_code=201, responses=documented(409, 422, 429))
@allow(Policy.EVERYONE)
async def register_account(inputs: Registration, client: From, work: Work) -> PersonView:
    """Make a learner's account. Sign in with it afterwards."""
    return await commands.register_account(
        work, inputs=inputs, client=client, guard=runtime.current().guard
    )


@router.get("/me", tags=["My account"])
@allow(Policy.SIGNED_IN)
async def get_me(reader: Read) -> Me:
    """Who you are."""
    return await queries.get_me(reader)


@router.put("/me/profile", tags=["My account"], responses=documented(422))
@allow(Policy.SIGNED_IN)
async def change_profile(inputs: ProfileChange, work: Work) -> PersonView:
    """Change your name or language."""
    return await commands.change_profile(work, inputs=inputs)


@router.put("/me/password", tags=["My account"], status_code=204, responses=documented(422))
@allow(Policy.SIGNED_IN)
async def change_password(inputs: PasswordChange, work: Work) -> None:
    """Change your password. Everything else that is signed in as you is signed out."""
    await commands.change_password(work, inputs=inputs, guard=runtime.current().guard)


@router.get("/me/sessions", tags=["My account"])
@allow(Policy.SIGNED_IN)
async def list_sessions(reader: Read) -> list[SessionView]:
    """The browsers in which you are signed in."""
    return await queries.list_sessions(reader)


@router.delete(
    "/me/sessions/{session_id}", tags=["My account"], status_code=204, responses=documented(404)
)
@allow(Policy.SIGNED_IN)
async def end_session(session_id: UUID, work: Work) -> None:
    """Sign one of your browsers out."""
    await sign_in.end_session(work, session_id)


@router.get("/people", tags=["People"])
@allow(Policy.ADMIN)
async def list_people(
    reader: Read,
    asked: Paging,
    role: Role | None = None,
    search: Annotated[str, Query(max_length=100)] = "",
) -> Page[PersonView]:
    """Everybody in the school, the newest first."""
    return await queries.list_people(reader, asked, role=role, search=search)


@router.post("/people", tags=["People"], status_code=201, responses=documented(409, 422))
@allow(Policy.ADMIN)
async def create_person(inputs: NewPerson, work: Work) -> InvitedPerson:
    """Make an account whose owner chooses the password."""
    invitation = await commands.create_person(work, inputs=inputs)
    return InvitedPerson(person=invitation.person, setup_url=setup_url(invitation.setup_token))


@router.post(
    "/people/{user_id}/setup-links", tags=["People"], status_code=201, responses=documented(404)
)
@allow(Policy.ADMIN)
async def create_setup_link(user_id: UserId, work: Work) -> InvitedPerson:
    """Let somebody choose a new password. Links made before end."""
    token = await commands.create_setup_link(work, user_id=user_id)
    return InvitedPerson(person=await queries.get_person(work, user_id), setup_url=setup_url(token))


@router.put("/people/{user_id}/role", tags=["People"], responses=documented(404, 409, 422))
@allow(Policy.ADMIN)
async def change_role(user_id: UserId, inputs: RoleChange, work: Work) -> PersonView:
    """Give somebody another role. They sign in again."""
    return await commands.change_role(work, user_id, role=inputs.role)


@router.post("/people/{user_id}/disable", tags=["People"], responses=documented(404, 409))
@allow(Policy.ADMIN)
async def disable_person(user_id: UserId, work: Work) -> PersonView:
    """End somebody's access everywhere. What they made stays."""
    return await commands.disable_person(work, user_id)


@router.post("/people/{user_id}/enable", tags=["People"], responses=documented(404))
@allow(Policy.ADMIN)
async def enable_person(user_id: UserId, work: Work) -> PersonView:
    """Let somebody in again."""
    return await commands.enable_person(work, user_id)

"""Where the browser's own forms go: sign-in, sign-out, set-up, registration.

They are native posts, not page events, because only an answer over HTTP can set an HttpOnly cookie.
Each answers with a redirect: onwards, or back to the form with a code that the page puts in words;
so none is refused before it runs, and what the site's mode forbids fails inside.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from alp_app import runtime
from alp_app.api.auth import client_of, resolve_actor
from alp_app.api.routes import DeclaredRoute, allow
from alp_app.kit.errors import AppError
from alp_app.observability.context import request_id
from alp_app.security.cookies import cleared_cookie, session_cookie
from alp_app.security.policies import Policy
from alp_app.services.accounts import commands, return_codes, sign_in
from alp_app.services.accounts.errors import WrongCredentials, WrongReturnCode
from alp_app.services.accounts.inputs import Claim, Registration, SignIn
from alp_app.services.accounts.views import SignedIn
from alp_app.services.classes import joining
from alp_app.services.classes.inputs import JoinByCode, JoinByInvite, ReturnByCode
from alp_app.services.notifications import commands as notifications

router = APIRouter(prefix="/auth", include_in_schema=False, route_class=DeclaredRoute)

HOME = "/"


@router.post("/sign-in")
@allow(Policy.ALWAYS)
async def post_sign_in(request: Request) -> RedirectResponse:
    form = await request.form()
    try:
        return _welcome(await _sign_in(request, form), next_page(_text(form, "next")))
    except (AppError, ValidationError) as error:
        return _back("/sign-in", error, form, keep=("email", "next"))


@router.post("/register")
@allow(Policy.ALWAYS)
async def post_register(request: Request) -> RedirectResponse:
    form = await request.form()
    current = runtime.current()
    try:
        inputs = Registration.model_validate(_fields(form, "display_name", "email", "password"))
        visitor = await current.actors.visitor()
        async with current.unit_of_work(visitor, request_id()) as work:
            await commands.register_account(
                work, inputs=inputs, client=client_of(request), guard=current.guard
            )
        return _welcome(await _sign_in(request, form), next_page(_text(form, "next")))
    except (AppError, ValidationError) as error:
        return _back("/register", error, form, keep=("email", "display_name", "next"))


@router.post("/set-up")
@allow(Policy.ALWAYS)
async def post_set_up(request: Request) -> RedirectResponse:
    form = await request.form()
    current = runtime.current()
    try:
        fields = _fields(form, "display_name", "email", "password", "organisation_name")
        optional = {"email", "organisation_name"}
        inputs = Claim.model_validate({k: v for k, v in fields.items() if v or k not in optional})
        visitor = await current.actors.visitor()
        async with current.unit_of_work(visitor.unbound, request_id()) as work:
            signed_in = await commands.claim_setup_link(
                work,
                token=_text(form, "token"),
                inputs=inputs,
                client=client_of(request),
                guard=current.guard,
            )
        return _welcome(signed_in, HOME)
    except (AppError, ValidationError) as error:
        return _back(
            "/set-up", error, form, keep=("email", "display_name", "organisation_name", "token")
        )


@router.post("/join")
@allow(Policy.ALWAYS)
async def post_join(request: Request) -> RedirectResponse:
    """Into a class: by its code or an invite link, as whoever is signed in or as somebody new."""
    form = await request.form()
    current = runtime.current()
    token = _text(form, "invite")
    given = {"name": _text(form, "display_name"), "keep_name": bool(_text(form, "keep_name"))}
    about: dict[str, Any] = {"client": client_of(request), "guard": current.guard}
    try:
        actor = await resolve_actor(request)
        async with current.unit_of_work(actor, request_id()) as work:
            if token:
                by_link = JoinByInvite.model_validate({"token": token, **given})
                joined = await joining.join_by_invite(work, inputs=by_link, **about)
            else:
                by_code = JoinByCode.model_validate({"code": _text(form, "code"), **given})
                joined = await joining.join_by_code(work, inputs=by_code, **about)
    except (AppError, ValidationError) as error:
        return _back("/join", error, form, keep=("code", "invite", "display_name"))
    if joined.signed_in is None:
        return RedirectResponse(f"/courses/{joined.course_slug}", status_code=303)
    return _welcome(joined.signed_in, "/return-code")


@router.post("/return")
@allow(Policy.ALWAYS)
async def post_return(request: Request) -> RedirectResponse:
    """Back by a return code."""
    form = await request.form()
    current = runtime.current()
    try:
        inputs = ReturnByCode.model_validate(_fields(form, "code"))
        visitor = await current.actors.visitor()
        async with current.unit_of_work(visitor.unbound, request_id()) as work:
            signed_in = await return_codes.return_by_code(
                work, typed=inputs.code, client=client_of(request), guard=current.guard
            )
        if signed_in is None:
            raise WrongReturnCode
        return _welcome(signed_in, HOME)
    except (AppError, ValidationError) as error:
        return _back("/return", error, form, keep=())


@router.post("/sign-out")
@allow(Policy.ALWAYS)
async def post_sign_out(request: Request) -> RedirectResponse:
    current = runtime.current()
    actor = await resolve_actor(request)
    async with current.unit_of_work(actor.unbound, request_id()) as work:
        await sign_in.sign_out(work)
    current.actors.forget(request.headers.get("cookie", ""))
    response = RedirectResponse("/sign-in", status_code=303)
    response.headers.append("Set-Cookie", cleared_cookie())
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@router.post("/unsubscribe")
@allow(Policy.EVERYONE)
async def post_unsubscribe(token: str = "") -> Response:
    """What a mail program sends for its own button (RFC 8058): it ends such mails, and answers briefly."""
    current = runtime.current()
    visitor = await current.actors.visitor()
    async with current.unit_of_work(visitor, request_id()) as work:
        await notifications.unsubscribe(work, token=token, links=current.guard.links)
    return Response(status_code=204)


async def _sign_in(request: Request, form: FormData) -> SignedIn:
    current = runtime.current()
    inputs = SignIn.model_validate(_fields(form, "email", "password"))
    visitor = await current.actors.visitor()
    async with current.unit_of_work(visitor.unbound, request_id()) as work:
        signed_in = await sign_in.sign_in(
            work, inputs=inputs, client=client_of(request), guard=current.guard
        )
    if signed_in is None:
        raise WrongCredentials
    return signed_in


def next_page(asked: str) -> str:
    """Where to go after signing in: a page of this site, never another site."""
    parts = urlsplit(asked)
    is_ours = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\", "/auth/", "/api/"))
        and not parts.scheme
        and not parts.netloc
        and asked.isprintable()
    )
    return asked if is_ours else HOME


def _welcome(signed_in: SignedIn, page: str) -> RedirectResponse:
    response = RedirectResponse(page, status_code=303)
    response.headers.append("Set-Cookie", session_cookie(signed_in.token, signed_in.lifetime))
    return response


def _back(
    page: str, error: AppError | ValidationError, form: FormData, *, keep: tuple[str, ...]
) -> RedirectResponse:
    """To the form again. Passwords are never put in an address."""
    query: dict[str, str] = {}
    if isinstance(error, AppError):
        query["error"] = error.code
        query.update({f"fact_{name}": str(value) for name, value in error.facts.items()})
    else:
        query["error"] = "invalid"
        query["field"] = str(error.errors()[0]["loc"][0])
    query.update({name: value for name in keep if (value := _text(form, name)[:320])})
    return RedirectResponse(f"{page}?{urlencode(query)}", status_code=303)


def _fields(form: FormData, *names: str) -> Mapping[str, str]:
    return {name: _text(form, name) for name in names}


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""

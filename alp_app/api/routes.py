"""What every route of the API is made of: a declared policy, an actor, one transaction.

    router = APIRouter(prefix="/courses", tags=["Courses"], route_class=ActorRoute)

    @router.get("/{course_id}", responses=documented(404))
    @allow(Policy.EVERYONE)
    async def get_course(course_id: CourseId, reader: Read) -> CourseView:
        return await queries.get_course(reader, course_id)

    @router.post("", status_code=201)
    @allow(Policy.STAFF)
    async def create_course(inputs: NewCourse, work: Work) -> CourseView:
        return await commands.create_course(work, inputs=inputs)

A route without `@allow` stops the start. `Read` is there for GET, `Work` for the rest: what was done
with it is committed before the answer leaves, and undone when the route raises. POST honours
`Idempotency-Key`. Lists take `asked: Paging` and answer a `Page[View]`. Add a new module to the
table in `alp_app/api/app.py`.
"""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from alp_app import runtime
from alp_app.api import idempotency
from alp_app.api.auth import client_of, resolve_actor
from alp_app.kit.pages import DEFAULT_LIMIT, MAXIMUM_LIMIT, PageRequest
from alp_app.observability.context import request_id
from alp_app.security.actor import Actor
from alp_app.security.policies import Policy
from alp_app.security.rate_limits import Limit
from alp_app.services.accounts.inputs import Client
from alp_app.unit_of_work import Reader, UnitOfWork

PER_ACTOR = Limit("api", 3000, timedelta(minutes=1), is_shared_out=True)
"""Well above what a page or a patient program asks for."""

READING = {"GET", "HEAD", "OPTIONS"}
_POLICY = "__alp_policy__"

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def allow(policy: Policy) -> Callable[[Endpoint], Endpoint]:
    """Say who may call a route."""

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _POLICY, policy)
        return endpoint

    return declare


def policy_of(endpoint: Callable[..., Any]) -> Policy | None:
    return getattr(endpoint, _POLICY, None)


class NoPolicy(Exception):
    """A route says nothing about who may call it."""


class DeclaredRoute(APIRoute):
    """Knows who asks, refuses whom the policy does not allow before a body is read, and limits how
    often."""

    policy: Policy

    def get_route_handler(self) -> Handler:
        answer = super().get_route_handler()
        policy = policy_of(self.endpoint)
        if policy is None:
            raise NoPolicy(f"{self.path} ({self.name}): add @allow(Policy...)")

        self.policy = policy

        async def handle(request: Request) -> Response:
            return await self.answer(request, await admitted(self, request), answer)

        return handle

    async def answer(self, request: Request, actor: Actor, answer: Handler) -> Response:
        return await answer(request)


async def admitted(route: DeclaredRoute, request: Request) -> Actor:
    """Who asks, when they may use the route and have not asked too often."""
    actor = await resolve_actor(request)
    route.policy.require(actor)
    who = str(actor.user_id) if actor.user_id else client_of(request).address
    await runtime.current().guard.limits.take(PER_ACTOR, who)
    return actor


class ActorRoute(DeclaredRoute):
    """Opens the one transaction that the route works in, and honours `Idempotency-Key`."""

    async def answer(self, request: Request, actor: Actor, answer: Handler) -> Response:
        current = runtime.current()
        if request.method in READING:
            async with current.reader(actor) as request.state.reader:
                return await answer(request)
        async with current.unit_of_work(actor, request_id()) as work:
            request.state.work = work
            key = request.headers.get(idempotency.HEADER)
            if key is None or request.method != "POST" or not actor.is_signed_in:
                return await answer(request)
            kept = await idempotency.claim(work, key, await idempotency.fingerprint(request))
            if kept is not None:
                return kept
            response = await answer(request)
            await idempotency.keep(work, key, response)
            return response


async def reader_of_request(request: Request) -> Reader:
    return request.state.reader


async def _work(request: Request) -> UnitOfWork:
    return request.state.work


async def _client(request: Request) -> Client:
    return client_of(request)


async def _paging(
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT)] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> PageRequest:
    return PageRequest(limit=limit, cursor=cursor)


Read = Annotated[Reader, Depends(reader_of_request)]
Work = Annotated[UnitOfWork, Depends(_work)]
From = Annotated[Client, Depends(_client)]
Paging = Annotated[PageRequest, Depends(_paging)]

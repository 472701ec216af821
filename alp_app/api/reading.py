"""Answers reads on the shortest way: who asks, may they, how often, the query, its JSON.

A GET route of the table in `alp_app/api/app.py` is declared like any other. When nothing about it
needs the framework's layers (a body, a stream, a file, a status of its own) it is answered here, with
the framework's own reading of its parameters: the layers cost more than the query does.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import psycopg
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.utils import solve_dependencies
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, APIRouter
from pydantic import TypeAdapter
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from alp_app.api import problems
from alp_app.api.finding import ANY, Key, first_words
from alp_app.api.parameters import NOTHING, Parameters, Unclear, can_be_read
from alp_app.api.routes import ActorRoute, admitted
from alp_app.kit.errors import AppError
from alp_app.kit.kept import Kept
from alp_app.runtime import current
from alp_app.unit_of_work import Reader
from providers.contracts.errors import ProviderError

FAILURES = (
    AppError,
    ProviderError,
    RequestValidationError,
    HTTPException,
    SQLAlchemyError,
    psycopg.Error,
)
MOST_BYTES = 16 * 1024 * 1024

_written: Kept[int, tuple[object, bytes]] = Kept(MOST_BYTES)
"""The JSON of views that services keep, as long as it is the very same view."""

Found = tuple["ShortRead", dict[str, Any]]


class Reads:
    """The routes that are answered here, found by the first words of their path."""

    def __init__(self, prefix: str, routers: Sequence[APIRouter]) -> None:
        self._prefix = f"{prefix}/"
        self._routes: dict[Key, list[tuple[APIRoute, ShortRead | None]]] = {}
        for route in _reads_of(routers):
            read: ShortRead | None = None
            if isinstance(route, ActorRoute) and is_plain(route):
                read = ShortRead.of(route)
            words = first_words(route.path.removeprefix("/"))
            self._routes.setdefault(words, []).append((route, read))

    def find(self, scope: Scope) -> Found | None:
        """None for what the framework is to answer."""
        path: str = scope.get("path", "")
        if scope.get("method") != "GET" or not path.startswith(self._prefix):
            return None
        asked = path[len(self._prefix) - 1 :]
        first, second = first_words(asked[1:])
        for key in ((first, second), (first, ANY)):
            for route, read in self._routes.get(key, ()):
                if matched := route.path_regex.match(asked):
                    return None if read is None else (read, _converted(route, matched.groupdict()))
        return None


@dataclass(frozen=True, slots=True)
class ShortRead:
    route: ActorRoute
    parameters: Parameters
    answer: Any
    """What the route returns."""
    written: TypeAdapter[Any]

    @classmethod
    def of(cls, route: ActorRoute) -> "ShortRead":
        model = route.response_model
        return cls(route, Parameters.of(route.dependant), model, TypeAdapter(model))

    async def __call__(
        self, words: dict[str, Any], scope: Scope, receive: Receive, send: Send
    ) -> None:
        scope["route"], scope["path_params"] = self.route, words
        request = Request(scope, receive)
        try:
            actor = await admitted(self.route, request)
            async with current().reader(actor) as reader:
                values = await self._values(request, words, reader)
                body = self._json(await self.route.endpoint(**values))
        except FAILURES as failure:
            await problems.answer(failure)(scope, receive, send)
            return
        await send(
            {
                "type": "http.response.start",
                "status": HTTPStatus.OK.value,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", b"%d" % len(body)),
                ],
            }
        )
        await send({"type": "http.response.body", "body": body})

    async def _values(
        self, request: Request, words: dict[str, Any], reader: Reader
    ) -> Mapping[str, Any]:
        query = request.query_params if request.scope["query_string"] else NOTHING
        try:
            return await self.parameters.read(words, query, reader)
        except Unclear:
            return await self._values_by_framework(request, reader)

    async def _values_by_framework(self, request: Request, reader: Reader) -> Mapping[str, Any]:
        """Raises RequestValidationError."""
        request.state.reader = reader
        async with AsyncExitStack() as stack:
            request.scope["fastapi_inner_astack"] = stack
            request.scope["fastapi_function_astack"] = stack
            solved = await solve_dependencies(
                request=request,
                dependant=self.route.dependant,
                async_exit_stack=stack,
                embed_body_fields=False,
            )
        if solved.errors:
            raise RequestValidationError(solved.errors)
        return solved.values

    def _json(self, view: Any) -> bytes:
        if type(view) is not self.answer:
            view = self.written.validate_python(view, from_attributes=True)
        if not getattr(view, "is_kept", False):
            return self.written.dump_json(view, by_alias=True)
        kept = _written.find(id(view))
        if kept is None or kept[0] is not view:
            body = self.written.dump_json(view, by_alias=True)
            kept = _written.keep(id(view), (view, body), weight=len(body))
        return kept[1]


def is_plain(route: ActorRoute) -> bool:
    """Whether a route only reads, and says what it found in a view."""
    model = route.response_model
    is_file = isinstance(model, type) and issubclass(model, Response)
    return (
        isinstance(route.response_class, DefaultPlaceholder)
        and model is not None
        and not is_file
        and route.status_code in {None, HTTPStatus.OK}
        and route.body_field is None
        and can_be_read(route.dependant)
    )


def _reads_of(routers: Sequence[APIRouter]) -> Iterator[APIRoute]:
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
                yield route


def _converted(route: APIRoute, words: dict[str, Any]) -> dict[str, Any]:
    return {name: route.param_convertors[name].convert(word) for name, word in words.items()}

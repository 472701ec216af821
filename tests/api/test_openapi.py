"""The OpenAPI document is true: what it says of a route is what the route does."""

import asyncio
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, cast

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from sqlalchemy import text

from alp_app import runtime
from alp_app.api.openapi import TAGS
from alp_app.db.base import make_engine, session_factory
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from providers.fakes.objects import MemoryObjects
from tests.support.document import DOCUMENT, SCHEMA
from tests.support.people import make_person, make_school
from tests.support.product import Absent, RecordedBoard, RecordedQueue, quick_guard
from tests.support.rest import signed_in
from tests.support.stack import Stack

OPERATIONS = [
    (path, method.upper())
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
]
ENGINES = "/api/v1/engines"
"""They ask real engines, which these tests do not have."""

PROMISES = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
)


@dataclass(frozen=True)
class Program:
    """An administrator's program, in an event loop that outlives one request."""

    runner: asyncio.Runner
    client: httpx.AsyncClient

    def send(self, case: schemathesis.Case) -> httpx.Response:
        sent = case.as_transport_kwargs(base_url="http://localhost:8080")
        request = self.client.build_request(**cast("Any", _as_httpx(sent)))
        return self.runner.run(self.client.send(request))


def _as_httpx(sent: dict[str, Any]) -> dict[str, Any]:
    known = {"method", "url", "headers", "params", "json", "content", "data"}
    given_to = {name: value for name, value in sent.items() if name in known and value is not None}
    if isinstance(given_to.get("data"), bytes):
        given_to["content"] = given_to.pop("data")
    given_to["headers"] = dict(given_to.get("headers") or {})
    return given_to


@pytest.fixture(scope="module")
def program(stack: Stack) -> Generator[Program]:
    with asyncio.Runner() as runner:
        engine = make_engine(stack.database_url, pool_size=2)
        runtime.install(
            Runtime(
                settings=stack.settings,
                sessions=session_factory(engine),
                queue=RecordedQueue(),
                board=RecordedBoard(),
                objects=cast("Any", MemoryObjects()),
                providers=cast("Any", Absent("engines")),
                guard=quick_guard(),
            )
        )

        async def sign_in() -> httpx.AsyncClient:
            visitor = await make_school(runtime.current())
            return await signed_in(await make_person(runtime.current(), visitor, Role.ADMIN))

        async def clean() -> None:
            async with engine.begin() as connection:
                await connection.execute(text("TRUNCATE organisation CASCADE"))
                await connection.execute(text("TRUNCATE idempotency_key"))
            await engine.dispose()

        yield Program(runner, runner.run(sign_in()))
        runner.run(clean())


@pytest.mark.parametrize(
    ("path", "method"), [one for one in OPERATIONS if not one[0].startswith(ENGINES)]
)
def test_a_route_answers_as_it_is_documented(program: Program, path: str, method: str) -> None:
    @settings(
        max_examples=4,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=SCHEMA[path][method].as_strategy())
    def conforms(case: schemathesis.Case) -> None:
        answer = program.send(case)
        case.validate_response(answer, checks=PROMISES)

    conforms()


def test_every_route_says_what_it_is_for() -> None:
    silent = [
        f"{method} {path}"
        for path, method in OPERATIONS
        if not (operation := DOCUMENT["paths"][path][method.lower()]).get("summary")
        or not set(operation.get("tags", ())) <= set(TAGS)
        or not operation.get("tags")
    ]
    assert silent == []


def test_every_route_has_a_name_of_its_own() -> None:
    names = [DOCUMENT["paths"][path][method.lower()]["operationId"] for path, method in OPERATIONS]
    assert sorted(names) == sorted(set(names))


def test_every_refusal_is_a_problem_document() -> None:
    others = [
        f"{method} {path} {status}"
        for path, method in OPERATIONS
        for status, answer in DOCUMENT["paths"][path][method.lower()]["responses"].items()
        if status >= "400" and set(answer["content"]) != {"application/problem+json"}
    ]
    assert others == []
    assert set(DOCUMENT["components"]["schemas"]["Problem"]["required"]) >= {"code", "status"}


def test_routes_for_somebody_say_how_to_sign_in() -> None:
    me = DOCUMENT["paths"]["/api/v1/me"]["get"]
    assert me["security"] == [{"AccessToken": []}, {"SessionCookie": []}]
    assert "401" in me["responses"]
    assert {} in DOCUMENT["paths"]["/api/v1/courses"]["get"]["security"]

"""Every failure has the same shape."""

import httpx
import pytest
from fastapi import FastAPI

from alp_app.api import problems
from alp_app.kit.ids import new_uuid
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from tests.support.people import make_person, make_school
from tests.support.rest import ADDRESS, client, signed_in


@pytest.fixture
async def visitor(product: Runtime) -> Actor:
    return await make_school(product)


async def test_an_expected_failure_says_what_and_why(product: Runtime, visitor: Actor) -> None:
    admin = await make_person(product, visitor, Role.ADMIN)
    async with await signed_in(admin) as program:
        answer = await program.put(f"/api/v1/people/{new_uuid()}/role", json={"role": "instructor"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"] == "urn:autolearnpro:problem:account.person_not_found"
    assert (body["status"], body["title"]) == (404, "Not Found")
    assert body["detail"] == "There is no such person here."


@pytest.mark.usefixtures("visitor")
async def test_values_that_are_not_acceptable_are_named() -> None:
    async with client() as program:
        answer = await program.post("/api/v1/tokens", json={"email": "x", "password": "y"})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "invalid")
    assert body["errors"][0]["field"] == "body.email"


@pytest.mark.usefixtures("visitor")
async def test_a_password_never_comes_back_in_a_problem() -> None:
    secret = "my own password that is secret"  # noqa: S105 - what must not come back
    async with client() as program:
        answer = await program.post("/api/v1/tokens", json={"email": "x", "password": secret})
    assert secret not in answer.text


@pytest.mark.usefixtures("visitor")
async def test_a_visitor_is_told_how_to_sign_in() -> None:
    async with client() as program:
        answer = await program.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.usefixtures("visitor")
async def test_a_forged_token_is_not_a_visitor() -> None:
    async with client(Authorization="Bearer x.y.z") as program:
        answer = await program.post("/api/v1/tokens/revoke", json={"refresh_token": "t" * 43})
    assert answer.status_code == 401


async def test_an_unknown_address_is_a_problem_too() -> None:
    async with client() as program:
        answer = await program.get("/api/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.usefixtures("visitor")
async def test_a_body_that_is_too_large_is_refused() -> None:
    async with client() as program:
        answer = await program.post("/api/v1/tokens", content=b"{" + b" " * 2_000_000)
    assert answer.status_code == 413


@pytest.mark.usefixtures("product")
async def test_before_there_is_a_school_the_way_to_one_is_told() -> None:
    async with client() as program:
        answer = await program.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (503, "account.not_set_up")


async def test_a_bug_says_nothing_about_itself() -> None:
    app = FastAPI()

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("the password of the database is 1234")

    problems.install(app)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as program:
        answer = await program.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "bug")
    assert "1234" not in answer.text

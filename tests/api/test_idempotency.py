"""One effect for one Idempotency-Key."""

import asyncio

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from alp_app.models.account import User
from alp_app.models.audit import AuditEvent
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from tests.support.people import Person, make_person, make_school
from tests.support.rest import signed_in

NEW = {"display_name": "Ada", "email": "ada@example.org", "role": "learner"}


@pytest.fixture
async def admin(product: Runtime) -> Person:
    return await make_person(product, await make_school(product), Role.ADMIN)


async def people(product: Runtime, email: str) -> int:
    statement = select(func.count()).select_from(User).where(col(User.email) == email)
    async with product.sessions() as session:
        return await session.scalar(statement) or 0


async def post(client: httpx.AsyncClient, key: str | None, **changes: str) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    return await client.post("/api/v1/people", json={**NEW, **changes}, headers=headers)


async def test_a_repeat_gets_the_first_answer_and_has_no_effect(
    product: Runtime, admin: Person
) -> None:
    async with await signed_in(admin) as client:
        first = await post(client, "key-1")
        second = await post(client, "key-1")
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert await people(product, NEW["email"]) == 1


async def test_without_a_key_the_same_request_is_a_second_request(admin: Person) -> None:
    async with await signed_in(admin) as client:
        assert (await post(client, None)).status_code == 201
        again = await post(client, None)
    assert (again.status_code, again.json()["code"]) == (409, "account.email_taken")


async def test_the_same_key_with_another_body_is_refused(product: Runtime, admin: Person) -> None:
    async with await signed_in(admin) as client:
        await post(client, "key-1")
        other = await post(client, "key-1", email="grace@example.org")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.key_reused")
    assert await people(product, "grace@example.org") == 0


async def test_the_same_key_of_somebody_else_is_another_key(
    product: Runtime, admin: Person
) -> None:
    second_admin = await make_person(product, admin.actor, Role.ADMIN)
    async with await signed_in(admin) as one, await signed_in(second_admin) as other:
        assert (await post(one, "key-1")).status_code == 201
        answer = await post(other, "key-1", email="grace@example.org")
    assert answer.status_code == 201
    assert "Idempotency-Replayed" not in answer.headers


async def test_requests_at_the_same_moment_have_one_effect(product: Runtime, admin: Person) -> None:
    async with await signed_in(admin) as client:
        answers = await asyncio.gather(*(post(client, "key-1") for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await people(product, NEW["email"]) == 1


async def test_a_refused_request_leaves_its_key_free(product: Runtime, admin: Person) -> None:
    async with await signed_in(admin) as client:
        await post(client, None)
        assert (await post(client, "key-1")).status_code == 409
        async with product.unit_of_work(admin.actor) as work:
            taken = await work.session.scalars(select(User).where(col(User.email) == NEW["email"]))
            await work.session.delete(taken.one())
        assert (await post(client, "key-1")).status_code == 201


async def test_a_key_that_is_no_key_is_refused(admin: Person) -> None:
    async with await signed_in(admin) as client:
        answer = await post(client, "x" * 201)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.bad_key")


async def test_the_audit_log_names_the_request_that_did_it(product: Runtime, admin: Person) -> None:
    async with await signed_in(admin) as client:
        await post(client, None)
    async with product.sessions() as session:
        created = await session.scalars(
            select(AuditEvent).where(col(AuditEvent.name) == "person.created")
        )
        assert created.one().actor_id == admin.id

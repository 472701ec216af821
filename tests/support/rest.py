"""A REST client that speaks to the application directly, without a server."""

import httpx

from alp_app.api.app import build_api
from tests.support.people import PASSWORD, Person

ADDRESS = "http://localhost:8080"

API = build_api()


def client(**headers: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(API, raise_app_exceptions=False),
        base_url=ADDRESS,
        headers=headers,
    )


async def signed_in(person: Person) -> httpx.AsyncClient:
    """A program that has signed in as `person`."""
    async with client() as visitor:
        answer = await visitor.post(
            "/api/v1/tokens", json={"email": person.email, "password": PASSWORD}
        )
    assert answer.status_code == 201, answer.text
    return client(Authorization=f"Bearer {answer.json()['access_token']}")

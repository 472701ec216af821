"""Alive, ready, and how much of what."""

from dataclasses import replace
from typing import Any, cast

import httpx
import pytest

from alp_app import runtime
from alp_app.api.health import KINDS_OF_PROXY
from alp_app.observability.health import Part, Verdict, check
from alp_app.runtime import Runtime
from alp_app.settings import RedisSettings
from providers.fakes.objects import MemoryObjects
from tests.support.rest import client


@pytest.fixture
def ready(product: Runtime) -> Runtime:
    whole = replace(product, objects=cast("Any", MemoryObjects()))
    runtime.install(whole)
    return whole


async def ask(path: str, **headers: str) -> httpx.Response:
    async with client(**headers) as probe:
        return await probe.get(path)


@pytest.mark.usefixtures("ready", "socket_enabled")
async def test_ready_when_everything_answers() -> None:
    answer = await ask("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert set(answer.json()["parts"]) == {"database", "migrations", "redis", "objects"}


@pytest.mark.usefixtures("socket_enabled")
async def test_not_ready_without_redis_and_nothing_is_told_of_its_address(ready: Runtime) -> None:
    gone = RedisSettings(url="redis://:hunter22@127.0.0.1:1/0")
    runtime.install(replace(ready, settings=ready.settings.model_copy(update={"redis": gone})))
    answer = await ask("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert answer.json()["parts"]["database"] == "ok"
    assert "hunter22" not in answer.text
    assert "127.0.0.1" not in answer.text


async def test_alive_says_nothing_of_what_it_needs() -> None:
    assert (await ask("/healthz")).text == "ok"


@pytest.mark.usefixtures("ready")
async def test_requests_are_counted_by_their_route() -> None:
    await ask("/api/v1/me")
    answer = await ask("/metrics")
    assert answer.status_code == 200
    assert "alp_http_requests_total" in answer.text
    assert "alp_page_events_total" in answer.text


@pytest.mark.parametrize("header", sorted(KINDS_OF_PROXY))
async def test_figures_are_not_for_the_world(header: str) -> None:
    assert (await ask("/metrics", **{header: "203.0.113.9"})).status_code == 404


async def test_what_can_wait_does_not_make_unready() -> None:
    async def fine() -> str:
        return "ok"

    async def broken() -> str:
        raise ConnectionError("postgresql://alp:hunter22@db")

    health = await check({"a": Part(ask=fine), "b": Part(ask=broken, is_needed=False)})
    assert health.verdict is Verdict.DEGRADED
    assert health.parts["b"] == "failed: ConnectionError"
    health = await check({"a": Part(ask=broken)})
    assert health.verdict is Verdict.UNREADY

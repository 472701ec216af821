"""What those who run the product ask it: alive, ready, how much of what."""

import asyncio
import time
from collections.abc import Awaitable
from functools import cache
from http import HTTPStatus
from ipaddress import ip_address
from typing import cast

from alembic.script import ScriptDirectory
from fastapi import APIRouter, Request
from redis.asyncio import Redis
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.responses import JSONResponse, PlainTextResponse, Response

from alp_app import runtime
from alp_app.api.routes import allow
from alp_app.db import migrate
from alp_app.kit.errors import Unavailable
from alp_app.observability import job_metrics, metrics
from alp_app.observability.health import Part, Verdict, check
from alp_app.security.policies import Policy
from alp_app.services.operations.figures import get_figures
from providers.contracts.status import Readiness

router = APIRouter(include_in_schema=False)
"""Without a limit or an actor: these must answer when the database does not."""

KINDS_OF_PROXY = {"forwarded", "x-forwarded-for", "via"}
"""Headers that a proxy adds."""

STORE_SECONDS = 15.0
"""How long an answer of the object store stands: asking it means writing to it."""


class NotAtHead(Unavailable):
    code = "migrations_missing"


@router.get("/healthz")
@allow(Policy.ALWAYS)
async def get_alive() -> Response:
    """This process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz")
@allow(Policy.ALWAYS)
async def get_ready() -> Response:
    """This process can serve: 503 when the database, its migrations or Redis are missing."""
    health = await check(
        {
            "database": Part(ask=_database),
            "migrations": Part(ask=_migrations),
            "redis": Part(ask=_redis),
            "objects": Part(ask=_objects, is_needed=False),
        }
    )
    is_ready = health.verdict is not Verdict.UNREADY
    return JSONResponse(
        {"status": health.verdict, "parts": health.parts},
        HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE,
    )


@router.get("/metrics")
@allow(Policy.ALWAYS)
async def get_metrics(request: Request) -> Response:
    """Prometheus text, for whoever asks from inside: through a proxy it is not there."""
    if not _is_inside(request):
        return PlainTextResponse("Not Found", HTTPStatus.NOT_FOUND)
    exposed = await asyncio.to_thread(metrics.exposition) + await _jobs()
    return Response(exposed, headers={"Content-Type": metrics.CONTENT_TYPE})


async def _jobs() -> bytes:
    """Nothing when the database does not answer: `/readyz` says that."""
    try:
        async with runtime.current().sessions() as session:
            return job_metrics.exposition(await get_figures(session))
    except DBAPIError:
        return b""


def _is_inside(request: Request) -> bool:
    if KINDS_OF_PROXY & set(request.headers):
        return False
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    return address.is_private or address.is_loopback


async def _database() -> str:
    async with runtime.current().sessions() as session:
        await session.execute(text("SELECT 1"))
    return "ok"


async def _migrations() -> str:
    async with runtime.current().sessions() as session:
        found = await session.scalar(text("SELECT version_num FROM alembic_version"))
    if found != await asyncio.to_thread(_head):
        raise NotAtHead("The database has another shape than this program expects.")
    return f"ok: {found}"


async def _redis() -> str:
    async with Redis.from_url(runtime.current().settings.redis.url) as redis:
        await cast("Awaitable[bool]", redis.ping())
    return "ok"


async def _objects() -> str:
    return await _store.ask()


class _Store:
    """Asks the object store now and then, however often somebody asks us."""

    def __init__(self) -> None:
        self._answer = ""
        self._asked_at = -STORE_SECONDS

    async def ask(self) -> str:
        if time.monotonic() - self._asked_at >= STORE_SECONDS:
            status = await runtime.current().objects.status()
            self._asked_at = time.monotonic()
            is_ready = status.readiness is Readiness.READY
            self._answer = "ok" if is_ready else status.readiness.value
        return self._answer


_store = _Store()


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(migrate.config("")).get_current_head()

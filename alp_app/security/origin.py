"""Which site a request comes from: only our own pages may use a visitor's cookie or open a socket."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from alp_app.security.cookies import find_session_token

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PROBES = {"/healthz", "/readyz", "/metrics"}
"""Asked for by address, from inside, without a cookie."""


def own_origins(public_url: str) -> frozenset[str]:
    """The address people type; on this machine alone, its other spellings too."""
    public = urlsplit(public_url)
    host = f"[{public.hostname}]" if ":" in (public.hostname or "") else public.hostname or ""
    hosts = LOOPBACK if host in LOOPBACK else (host,)
    port = f":{public.port}" if public.port else ""
    return frozenset(f"{public.scheme}://{name}{port}" for name in hosts)


def hosts_of(origins: Iterable[str]) -> frozenset[str]:
    return frozenset(urlsplit(origin).netloc for origin in origins)


class OriginGuard:
    """Refuses sockets and changes that other sites ask a visitor's browser for, and requests for a
    host that we are not (DNS rebinding)."""

    def __init__(self, app: ASGIApp, *, origins: frozenset[str]) -> None:
        self._app = app
        self._origins = origins
        self._hosts = hosts_of(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await _refuse_socket(scope, receive, send, refusal)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return _problem(
                HTTPStatus.MISDIRECTED_REQUEST, "unknown_host", "This server has another address."
            )
        if scope["type"] == "http" and scope["method"] in SAFE_METHODS:
            return None
        origin = headers.get("origin")
        if origin is not None:
            is_ours = origin in self._origins
        elif scope["type"] == "websocket":
            is_ours = False
        else:
            is_ours = (
                headers.get("sec-fetch-site") == "same-origin"
                or find_session_token(headers.get("cookie", "")) is None
            )
        if is_ours:
            return None
        return _problem(
            HTTPStatus.FORBIDDEN, "foreign_origin", "Only this site's own pages may do this."
        )


def _problem(status: HTTPStatus, code: str, detail: str) -> Response:
    body = {
        "type": f"urn:autolearnpro:problem:{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "code": code,
    }
    return Response(json.dumps(body), status.value, media_type="application/problem+json")


async def _refuse_socket(scope: Scope, receive: Receive, send: Send, refusal: Response) -> None:
    """Answer the handshake with a status where the server can, else just close it."""
    if "websocket.http.response" in scope.get("extensions", {}):
        await refusal(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": 1008, "reason": ""})

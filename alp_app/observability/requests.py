"""Every HTTP request: an id, one log line, a count, a time, and an answer even when it breaks."""

import json
import logging
import time
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alp_app.observability import metrics
from alp_app.observability.context import accepted, working_for

logger = logging.getLogger(__name__)

HEADER = "X-Request-Id"
BROKEN = {
    "type": "urn:autolearnpro:problem:bug",
    "title": HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
    "status": HTTPStatus.INTERNAL_SERVER_ERROR.value,
    "detail": "Something broke on our side.",
    "code": "bug",
}


class ObservedRequests:
    """Paths are counted by their route, so that ids in them make no new series."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = accepted(Headers(scope=scope).get(HEADER, ""))
        started = time.perf_counter()
        status = 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        with working_for(name):
            try:
                await self._app(scope, receive, send_named)
            except Exception:  # the last resort: whatever broke, somebody waits for an answer
                logger.exception("a request broke")
                if status == 0:
                    await _send_broken(send_named, name)
            self._note(scope, status, time.perf_counter() - started)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        with metrics.SOCKETS.track_inprogress():
            await self._app(scope, receive, send)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        metrics.REQUESTS.labels(scope["method"], route, str(status)).inc()
        metrics.REQUEST_SECONDS.labels(route).observe(seconds)
        is_wrong = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        logger.log(
            logging.ERROR if is_wrong else logging.INFO,
            "request",
            extra={
                "method": scope["method"],
                "path": scope["path"],
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
            },
        )


def route_of(scope: Scope) -> str:
    """The route's pattern; `page` for what the pages answered."""
    route = scope.get("route")
    return str(getattr(route, "path", None) or getattr(route, "name", None) or "page")


async def _send_broken(send: Send, name: str) -> None:
    body = json.dumps({**BROKEN, "request_id": name}).encode()
    await send(
        {
            "type": "http.response.start",
            "status": BROKEN["status"],
            "headers": [
                (b"content-type", b"application/problem+json"),
                (b"content-length", str(len(body)).encode()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})

"""The order in which a request meets our rules, from the outside in."""

from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alp_app.api import problems
from alp_app.observability.requests import ObservedRequests
from alp_app.security.addresses import BehindProxies
from alp_app.security.headers import (
    ContentPolicy,
    SecurityHeaders,
    origin_of,
)
from alp_app.security.origin import OriginGuard, own_origins
from alp_app.settings import Settings

OURS = ("/api/", "/auth/", "/media/", "/healthz", "/readyz", "/metrics")


def shell(pages: ASGIApp, api: ASGIApp, *, settings: Settings) -> ASGIApp:
    public_url = settings.public_url
    policy = ContentPolicy(
        public_url=public_url,
        media_origin=origin_of(settings.s3.public_endpoint or settings.s3.endpoint),
    )
    rooms = Rooms(pages, WordedRefusals(api))
    guarded = OriginGuard(rooms, origins=own_origins(public_url))
    return SecurityHeaders(
        BehindProxies(ObservedRequests(guarded), count=settings.web.proxies),
        content_policy=policy,
        is_https=public_url.startswith("https://"),
    )


class Rooms:
    """REST and forms, or pages. Lifespan messages go to the pages, which start everything."""

    def __init__(self, pages: ASGIApp, api: ASGIApp) -> None:
        self._pages = pages
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_ours = scope["type"] == "http" and scope["path"].startswith(OURS)
        await (self._api if is_ours else self._pages)(scope, receive, send)


class WordedRefusals:
    """The framework refuses a body that claims to be too large in plain text: as a problem, here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_replaced = False

        async def send_worded(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                is_replaced = message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and (
                    not kind.startswith(problems.MEDIA_TYPE.encode())
                )
                if is_replaced:
                    too_large = problems.problem(
                        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                        "too_large",
                        "This is larger than what is accepted here.",
                        headers={"Connection": "close"},
                    )
                    await too_large(scope, receive, send)
            if not is_replaced:
                await send(message)

        await self._app(scope, receive, send_worded)

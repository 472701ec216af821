"""Answers for the addresses of pages: the built document, described, with an honest status.

The build prerenders pages whose address is fixed and leaves one empty document for the rest, with
which the browser finds the page itself. Left alone, that document is a 200 for courses that do not
exist, and every other address is redirected to one with a slash at its end.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alp_app.front.meta import FindMeta, Meta, head_of

EVENTS = "/_event"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
FALLBACK = "404.html"
SMALLEST_COMPRESSED = 1000

_TITLE = re.compile(rb"<title[^>]*>.*?</title>", re.DOTALL)
_HEAD_END = b"</head>"
_BRACKETS = re.compile(r"\\\[(?P<name>\w+)\\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One page's place: `/courses/[slug]`."""

    route: str
    find_meta: FindMeta | None = None
    """For places that may or may not exist and that everybody may see."""
    is_public: bool = False
    """Whether search engines may show it."""

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(_BRACKETS.sub(r"(?P<\g<name>>[^/]+)", re.escape(self.route)))


class Documents:
    """In front of what serves the build: `pages` gets only sockets and files."""

    def __init__(
        self,
        pages: ASGIApp,
        *,
        build: Path,
        addresses: Sequence[Address],
        public_url: str,
        list_public: Callable[[], Awaitable[Sequence[str]]],
    ) -> None:
        """Blocking: reads the documents of the build. `list_public` adds paths to the site map."""
        self._pages = pages
        self._documents = {
            f"/{path.parent.relative_to(build).as_posix()}".replace("/.", "/"): path.read_bytes()
            for path in build.rglob("index.html")
        }
        fallback = build / FALLBACK
        self._fallback = fallback.read_bytes() if fallback.exists() else b""
        self._build = build
        self._fixed = {one.route: one for one in addresses if "[" not in one.route}
        self._open = [(one.pattern, one) for one in addresses if "[" in one.route]
        self._public_url = public_url
        self._list_public = list_public
        self._answer = GZipMiddleware(self._document, minimum_size=SMALLEST_COMPRESSED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or path.startswith(EVENTS):
            await self._pages(scope, receive, send)
        elif self._is_file(path):
            await self._file(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    def _is_file(self, path: str) -> bool:
        return "." in path.rpartition("/")[2] and path not in {"/robots.txt", "/sitemap.xml"}

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_named_by_content = scope["path"].startswith("/assets/")

        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_found = message["status"] < HTTPStatus.BAD_REQUEST
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = (
                    FOREVER if is_found and is_named_by_content else ASK_AGAIN
                )
            await send(message)

        await self._pages(scope, receive, send_dated)

    async def _document(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._respond(Request(scope))
        response.headers.setdefault("Cache-Control", ASK_AGAIN)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        path = request.url.path
        if request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("", HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})
        if path == "/robots.txt":
            return PlainTextResponse(self._robots())
        if path == "/sitemap.xml":
            return Response(await self._sitemap(), media_type="application/xml")
        if path != "/" and path.endswith("/"):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/{path.strip('/')}{query}", HTTPStatus.PERMANENT_REDIRECT)
        if path in self._fixed:
            return HTMLResponse(self._described(self._documents.get(path), path, None))
        for pattern, address in self._open:
            found = pattern.fullmatch(path)
            if found is not None:
                return await self._place(address, path, found.groupdict())
        return HTMLResponse(self._fallback, HTTPStatus.NOT_FOUND)

    async def _place(self, address: Address, path: str, values: Mapping[str, str]) -> Response:
        if address.find_meta is None:
            return HTMLResponse(self._described(None, path, None))
        meta = await address.find_meta(values)
        if meta is None:
            return HTMLResponse(self._fallback, HTTPStatus.NOT_FOUND)
        return HTMLResponse(self._described(None, path, meta))

    def _described(self, document: bytes | None, path: str, meta: Meta | None) -> bytes:
        document = document or self._fallback
        if meta is not None:
            title = f"<title>{_escaped(meta.title)}</title>".encode()
            document = _TITLE.sub(lambda _: b"", document, count=1)
            document = document.replace(_HEAD_END, title + _HEAD_END, 1)
        head = head_of(f"{self._public_url}{path}", meta)
        return document.replace(_HEAD_END, head + _HEAD_END, 1)

    def _robots(self) -> str:
        return f"User-agent: *\nDisallow: /api/\nDisallow: /auth/\nSitemap: {self._public_url}/sitemap.xml\n"

    async def _sitemap(self) -> str:
        fixed = [one.route for one in self._fixed.values() if one.is_public]
        paths = [*sorted(fixed), *await self._list_public()]
        places = "".join(
            f"<url><loc>{_escaped(self._public_url + path)}</loc></url>" for path in paths
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
        )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

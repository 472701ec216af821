"""Answers for the addresses of pages: the built document, described, with an honest status.

The build prerenders pages whose address is fixed and leaves one empty document for the rest, with
which the browser finds the page itself. Left alone, that document is a 200 for courses that do not
exist, and every other address is redirected to one with a slash at its end.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alp_app.front.meta import FindMeta, Meta, head_of
from alp_app.security.headers import inline_script_hashes, trust_scripts

EVENTS = "/_event"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
FALLBACK = "404.html"
ROBOTS = "/robots.txt"
SITE_MAP = "/sitemap.xml"
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


@dataclass(frozen=True, slots=True)
class _Document:
    content: bytes
    script_hashes: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> "_Document":
        content = path.read_bytes()
        return cls(content, inline_script_hashes(content))


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
        self._fallback = _Document.read(build / FALLBACK)
        self._fixed = {
            one.route: _read_fixed(build, one.route) or self._fallback
            for one in addresses
            if "[" not in one.route
        }
        self._open = [(one.pattern, one) for one in addresses if "[" in one.route]
        self._listed = sorted(one.route for one in addresses if one.is_public)
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
        return "." in path.rpartition("/")[2] and path not in {ROBOTS, SITE_MAP}

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
        path: str = request.scope["path"]
        if request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("", HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})
        if path == ROBOTS:
            return PlainTextResponse(self._robots())
        if path == SITE_MAP:
            return Response(await self._site_map(), media_type="application/xml")
        if path != "/" and path.endswith("/"):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/{path.strip('/')}{query}", HTTPStatus.PERMANENT_REDIRECT)
        return await self._page(request.scope, path)

    async def _page(self, scope: Scope, path: str) -> Response:
        document = self._fixed.get(path)
        if document is not None:
            return self._described(scope, document, path)
        for pattern, address in self._open:
            found = pattern.fullmatch(path)
            if found is None:
                continue
            if address.find_meta is None:
                return self._described(scope, self._fallback, path)
            meta = await address.find_meta(found.groupdict())
            if meta is not None:
                return self._described(scope, self._fallback, path, meta)
        trust_scripts(scope, self._fallback.script_hashes)
        return HTMLResponse(self._fallback.content, HTTPStatus.NOT_FOUND)

    def _described(
        self, scope: Scope, document: _Document, path: str, meta: Meta | None = None
    ) -> Response:
        trust_scripts(scope, document.script_hashes)
        content = document.content
        head = head_of(f"{self._public_url}{path}", meta)
        if meta is not None:
            content = _TITLE.sub(b"", content, count=1)
            head = f"<title>{escape(meta.title)}</title>".encode() + head
        return HTMLResponse(content.replace(_HEAD_END, head + _HEAD_END, 1))

    def _robots(self) -> str:
        lines = ("User-agent: *", "Disallow: /api/", "Disallow: /auth/")
        return "\n".join((*lines, f"Sitemap: {self._public_url}{SITE_MAP}", ""))

    async def _site_map(self) -> str:
        paths = [*self._listed, *await self._list_public()]
        places = "".join(
            f"<url><loc>{escape(self._public_url + path)}</loc></url>" for path in paths
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
        )


def _read_fixed(build: Path, route: str) -> _Document | None:
    path = build / route.strip("/") / "index.html"
    return _Document.read(path) if path.exists() else None

"""Response headers that tell a browser what our pages may never do."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
_TRUSTED = "alp.trusted_scripts"
_FRAMED = "alp.framed_by_us"
_STARTS = {"http.response.start", "websocket.http.response.start"}

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(),"
        " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = "Content-Security-Policy"
FRAMED_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
TWO_YEARS = 63_072_000


def inline_script_hashes(document: bytes) -> tuple[str, ...]:
    """CSP sources for the scripts that the build wrote into a page.

    Give it build output only: what is injected later must not become trusted.
    """
    bodies = {
        script["body"]
        for script in _INLINE_SCRIPT.finditer(document)
        if script["body"] and b"src=" not in script["attributes"]
    }
    digests = (base64.b64encode(hashlib.sha256(body).digest()).decode() for body in bodies)
    return tuple(sorted(f"'sha256-{digest}'" for digest in digests))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentPolicy:
    """What our pages may load and do; each names the scripts that stand in itself."""

    public_url: str
    media_origin: str = ""
    """Where pictures, video and models are fetched from, when that is not us."""

    def text(self, script_hashes: tuple[str, ...] = ()) -> str:
        public = urlsplit(self.public_url)
        socket = f"{'wss' if public.scheme == 'https' else 'ws'}://{public.netloc}"
        media = [self.media_origin] if self.media_origin else []
        rules = {
            "default-src": ["'self'"],
            "script-src": ["'self'", *script_hashes],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:", "blob:", *media],
            "media-src": ["'self'", "blob:", *media],
            "font-src": ["'self'", "data:"],
            "connect-src": ["'self'", socket, "data:", "blob:", *media],
            "worker-src": ["'self'", "blob:"],
            "object-src": ["'none'"],
            "base-uri": ["'self'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
        }
        return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def origin_of(url: str) -> str:
    """`https://host:port`, or empty for an empty address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def trust_scripts(scope: Scope, script_hashes: tuple[str, ...]) -> None:
    """Say which inline scripts the document that answers this request brings."""
    scope[_TRUSTED] = script_hashes


def allow_framing(scope: Scope) -> None:
    """Let our own pages show what answers this request in a frame: a PDF that was handed in."""
    scope[_FRAMED] = True


class SecurityHeaders:
    """Outermost: whatever answers, and however it fails, these headers are on the answer.

    A policy that an answer brings itself stays: a stored file's allows less than that of our pages.
    """

    def __init__(self, app: ASGIApp, *, content_policy: ContentPolicy, is_https: bool) -> None:
        self._app = app
        fixed = dict(FIXED)
        if is_https:
            fixed["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
        self._fixed = [(name.lower().encode(), value.encode()) for name, value in fixed.items()]
        self._names = {name for name, _ in self._fixed}
        self._content_policy = cache(content_policy.text)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] in _STARTS:
                own = [each for each in message["headers"] if each[0] not in self._names]
                message["headers"] = [*own, *self._fixed]
                headers = MutableHeaders(scope=message)
                headers.setdefault(POLICY, self._content_policy(scope.get(_TRUSTED, ())))
                if scope.get(_FRAMED):
                    headers[POLICY], headers["X-Frame-Options"] = FRAMED_POLICY, "SAMEORIGIN"
            await send(message)

        await self._app(scope, receive, send_with_headers)

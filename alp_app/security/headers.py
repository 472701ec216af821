"""Response headers that tell a browser what our pages may never do."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
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
TWO_YEARS = 63_072_000


def inline_script_hashes(build: Path) -> list[str]:
    """CSP sources for the scripts that the build wrote into its pages.

    Blocking. Reads build output only: what is injected later must not become trusted.
    """
    found: set[str] = set()
    for page in build.rglob("*.html"):
        for script in _INLINE_SCRIPT.finditer(page.read_bytes()):
            if b"src=" in script["attributes"] or not script["body"]:
                continue
            digest = base64.b64encode(hashlib.sha256(script["body"]).digest()).decode()
            found.add(f"'sha256-{digest}'")
    return sorted(found)


def content_security_policy(
    *, public_url: str, script_hashes: Iterable[str] = (), media_origin: str = ""
) -> str:
    """`media_origin`: where pictures, video and models are fetched from, when that is not us."""
    public = urlsplit(public_url)
    socket = f"{'wss' if public.scheme == 'https' else 'ws'}://{public.netloc}"
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *script_hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", media_origin],
        "media-src": ["'self'", "blob:", media_origin],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", socket, "data:", "blob:", media_origin],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(filter(None, rule))}" for name, rule in rules.items())


def origin_of(url: str) -> str:
    """`https://host:port`, or empty for an empty address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


class SecurityHeaders:
    """Outermost: whatever answers, and however it fails, these headers are on the answer."""

    def __init__(self, app: ASGIApp, *, content_policy: str, is_https: bool) -> None:
        self._app = app
        self._headers = {**FIXED, "Content-Security-Policy": content_policy}
        if is_https:
            self._headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] in _STARTS:
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers)

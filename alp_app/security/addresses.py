"""Network addresses: whose a request is, and how much of one may be kept."""

from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

KEPT_BITS = {4: 24, 6: 48}


def truncated(address: str) -> str:
    """The network an address belongs to, `203.0.113.0/24`; empty for what is not an address."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{known}/{KEPT_BITS[known.version]}", strict=False))


class BehindProxies:
    """Replaces the proxy's address by that of whoever asked it.

    The last of our `count` proxies tells who came to it, the one before that who came to it, and so
    on; what stands further left was written by the visitor.
    """

    def __init__(self, app: ASGIApp, *, count: int) -> None:
        self._app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._count and scope["type"] in {"http", "websocket"}:
            told = Headers(scope=scope).getlist("x-forwarded-for")
            addresses = [part.strip() for line in told for part in line.split(",")]
            if len(addresses) >= self._count and truncated(addresses[-self._count]):
                scope["client"] = (addresses[-self._count], 0)
        await self._app(scope, receive, send)

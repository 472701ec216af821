"""One GET, followed through redirects; each connection goes to an address that was checked."""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterable, Collection, Iterable
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from providers.contracts.errors import ProviderRefused, ProviderUnreachable
from providers.contracts.web import FetchedPage
from providers.web.addresses import Resolve, is_public, resolve

NAME = "web"
MOST_BYTES = 10 * 1024 * 1024
SECONDS = 30.0
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"}
)
LONGEST_URL = 2000
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
UNKNOWN, BUSY = 404, 429
BROKEN = 500


class WebPages:
    """`providers.contracts.web.PageFetcher`."""

    name = NAME

    def __init__(
        self,
        *,
        allowed_hosts: Collection[str] = (),
        resolver: Resolve = resolve,
        most_bytes: int = MOST_BYTES,
        seconds: float = SECONDS,
    ) -> None:
        """`allowed_hosts` may be asked whatever their addresses and ports: a school's own network."""
        self._allowed = frozenset(host.casefold() for host in allowed_hosts)
        self._resolve = resolver
        self._most_bytes = most_bytes
        self._seconds = seconds

    async def fetch(self, url: str) -> FetchedPage:
        try:
            async with asyncio.timeout(self._seconds):
                for _ in range(MOST_REDIRECTS + 1):
                    answer = await self._ask(url)
                    if isinstance(answer, FetchedPage):
                        return answer
                    url = answer
        except TimeoutError:
            raise ProviderUnreachable(NAME, f"did not answer within {self._seconds:g} s") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise ProviderUnreachable(NAME, f"cannot be reached: {error}") from error
        raise ProviderRefused(NAME, f"redirects more than {MOST_REDIRECTS} times")

    async def _ask(self, url: str) -> FetchedPage | str:
        """The page, or the address that it has moved to."""
        asked = self._checked(url)
        backend = _Pinned(self._resolve, self._allowed)
        headers: dict[bytes | str, bytes | str] = {
            "Host": urlsplit(asked).netloc,
            "User-Agent": "AutoLearnPro (reads one page for a teacher)",
            "Accept": ", ".join(sorted(TYPES)),
            "Accept-Encoding": "gzip",
        }
        async with (
            httpcore.AsyncConnectionPool(ssl_context=_tls(), network_backend=backend) as pool,
            pool.stream("GET", asked, headers=headers) as response,
        ):
            said = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in REDIRECTS and b"location" in said:
                return urljoin(asked, said[b"location"])
            _check_status(response.status)
            media_type = said.get(b"content-type", "").partition(";")[0].strip().lower()
            if media_type not in TYPES:
                raise ProviderRefused(NAME, f"is no page to read: it is {media_type or 'unnamed'}")
            content = await self._body(
                response.aiter_stream(), said.get(b"content-encoding", "identity")
            )
        return FetchedPage(content=content, media_type=media_type, url=asked)

    def _checked(self, url: str) -> str:
        """Without a fragment. Raises ProviderRefused."""
        parts = urlsplit(url.strip())
        try:
            port = parts.port
        except ValueError:
            raise ProviderRefused(NAME, "has no port that can be") from None
        host = (parts.hostname or "").casefold()
        if parts.scheme not in PORTS or not host or len(url) > LONGEST_URL:
            raise ProviderRefused(NAME, "is no address of a web page")
        if parts.username is not None or parts.password is not None:
            raise ProviderRefused(NAME, "holds a name or a password")
        if port not in {None, PORTS[parts.scheme]} and host not in self._allowed:
            raise ProviderRefused(NAME, f"asks for port {port}, where no web pages are")
        return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))

    async def _body(self, stream: AsyncIterable[bytes], encoding: str) -> bytes:
        if encoding not in {"identity", "gzip"}:
            raise ProviderRefused(NAME, f"is packed as {encoding}")
        unpacking = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
        content = b""
        async for chunk in stream:
            left = self._most_bytes - len(content) + 1
            try:
                content += unpacking.decompress(chunk, left) if unpacking else chunk
            except zlib.error as error:
                raise ProviderUnreachable(NAME, "broke off its reply") from error
            if len(content) > self._most_bytes:
                raise ProviderRefused(NAME, f"is larger than {self._most_bytes // 1024**2} MiB")
        return content


class _Pinned(httpcore.AsyncNetworkBackend):
    """Looks a host up once, refuses it when one of its addresses is not public, and connects to the
    address that was checked."""

    def __init__(self, resolver: Resolve, allowed: Collection[str]) -> None:
        self._resolve = resolver
        self._allowed = allowed
        self._sockets: Any = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - as httpcore declares it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        name = host.strip("[]")
        try:
            found = await self._resolve(name, port)
        except OSError as error:
            raise ProviderUnreachable(NAME, f"{name} is not known") from error
        if not found or (name.casefold() not in self._allowed and not all(map(is_public, found))):
            raise ProviderRefused(NAME, f"{name} is not a public host")
        return await self._sockets.connect_tcp(
            found[0], port, timeout, local_address, socket_options
        )

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise ProviderRefused(NAME, "is no address of a web page")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _check_status(status: int) -> None:
    if status == OK:
        return
    if status >= BROKEN or status == BUSY:
        raise ProviderUnreachable(NAME, f"answered with status {status}")
    raise ProviderRefused(NAME, f"gives no page: status {status}")


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()

"""Asks `clamd` in its own protocol: a command ending in NUL, the file in chunks, one line of answer."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.scanner import Verdict
from providers.contracts.status import ProviderStatus, Readiness

NAME = "clamav"
DEFAULT_PORT = 3310
CONNECT_SECONDS = 5.0
STATUS_SECONDS = 2.0
LONGEST_ANSWER = 4096
CHUNK = 64 * 1024
LENGTH_BYTES = 4
STARTING = "Check that clamd runs, and that ALP_CLAMAV_URL names its address."


class ClamAV:
    """`providers.contracts.scanner.MalwareScanner`."""

    name = NAME

    def __init__(self, url: str, *, timeout: timedelta) -> None:
        """`url` is `tcp://host:port` or `unix:///path/of/the/socket`; `timeout` is for one file."""
        self._url = url
        self._seconds = timeout.total_seconds()

    async def status(self) -> ProviderStatus:
        started = time.monotonic()
        try:
            version = await self._version(STATUS_SECONDS)
        except ProviderError as error:
            is_wrong = isinstance(error, ProviderMisconfigured)
            return ProviderStatus(
                provider=NAME,
                readiness=Readiness.MISCONFIGURED if is_wrong else Readiness.UNREACHABLE,
                reason=error.reason,
                hint=error.hint,
            )
        return ProviderStatus(
            provider=NAME,
            readiness=Readiness.READY,
            version=version,
            elapsed=timedelta(seconds=time.monotonic() - started),
        )

    async def scan(self, content: AsyncIterator[bytes]) -> Verdict:
        engine = await self._version(CONNECT_SECONDS)
        async with self._connected(self._seconds) as clamd:
            # It answers and hangs up in the middle of a file that is too large for it.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                await _send(clamd, content)
            answer = await _line(clamd)
        return _verdict(answer, engine)

    async def _version(self, seconds: float) -> str:
        async with self._connected(seconds) as clamd:
            await asyncio.get_running_loop().sock_sendall(clamd, b"zVERSION\0")
            answer = await _line(clamd)
        if not answer.startswith("ClamAV"):
            raise ProviderMisconfigured(NAME, f"something else answered: {answer[:80]}", STARTING)
        return answer

    @asynccontextmanager
    async def _connected(self, seconds: float) -> AsyncGenerator[socket.socket]:
        """A plain socket: unlike a stream, it still gives what was sent before the other side closed."""
        try:
            async with asyncio.timeout(seconds):
                with await self._open() as clamd:
                    yield clamd
        except TimeoutError as error:
            raise ProviderUnreachable(
                NAME, f"clamd did not answer within {seconds:g} s", STARTING
            ) from error
        except OSError as error:
            raise ProviderUnreachable(
                NAME, f"clamd cannot be reached: {error}", STARTING
            ) from error

    async def _open(self) -> socket.socket:
        loop = asyncio.get_running_loop()
        address = urlsplit(self._url)
        if address.scheme == "unix" and address.path:
            family, where = socket.AF_UNIX, address.path
        elif address.scheme == "tcp" and address.hostname:
            found = await loop.getaddrinfo(
                address.hostname, address.port or DEFAULT_PORT, type=socket.SOCK_STREAM
            )
            family, where = found[0][0], found[0][4]
        else:
            raise ProviderMisconfigured(
                NAME, f"“{self._url}” is no address", "Write tcp://host:3310 or unix:///path."
            )
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setblocking(False)
        try:
            await loop.sock_connect(made, where)
        except BaseException:
            made.close()
            raise
        return made


async def _send(clamd: socket.socket, content: AsyncIterator[bytes]) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(clamd, b"zINSTREAM\0")
    async for part in content:
        for start in range(0, len(part), CHUNK):
            piece = part[start : start + CHUNK]
            await loop.sock_sendall(clamd, len(piece).to_bytes(LENGTH_BYTES, "big") + piece)
    await loop.sock_sendall(clamd, bytes(LENGTH_BYTES))


async def _line(clamd: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        more = await asyncio.get_running_loop().sock_recv(clamd, LONGEST_ANSWER)
        if not more:
            break
        answer += more
    if not answer:
        raise ProviderUnreachable(NAME, "clamd hung up without an answer", STARTING)
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _verdict(answer: str, engine: str) -> Verdict:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict(engine=engine)
    if said.endswith(" FOUND"):
        return Verdict(signature=said.removesuffix(" FOUND"), engine=engine)
    if "size limit" in said:
        raise ProviderRefused(
            NAME, "the file is larger than clamd takes", "Raise StreamMaxLength in clamd.conf."
        )
    raise ProviderUnreachable(NAME, f"clamd answered: {said[:200]}")

"""A scanner that knows one signature, the EICAR test file, and a `clamd` made of it. For tests only."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from providers.contracts.errors import ProviderRefused
from providers.contracts.scanner import Verdict
from providers.contracts.status import ProviderStatus, Readiness
from providers.fakes.streams import HOST, serving_streams

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""Harmless, and known to every scanner. In two parts, so that none stops at this module."""
SIGNATURE = "Eicar-Test-Signature"
ENGINE = "ClamAV 0.0.0 (fake)"
LENGTH_BYTES = 4


class FakeScanner:
    """`providers.contracts.scanner.MalwareScanner`."""

    name = "fake scanner"

    def __init__(self, *, most_bytes: int = 1024 * 1024) -> None:
        self._most_bytes = most_bytes

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name, readiness=Readiness.READY, reason="knows one signature"
        )

    async def scan(self, content: AsyncIterator[bytes]) -> Verdict:
        whole = b"".join([part async for part in content])
        if len(whole) > self._most_bytes:
            raise ProviderRefused(self.name, "the file is too large")
        return Verdict(signature=SIGNATURE if EICAR in whole else "", engine=ENGINE)


@asynccontextmanager
async def fake_clamd(
    *, most_bytes: int = 1024 * 1024, socket_path: Path | None = None
) -> AsyncGenerator[str]:
    """A server with clamd's protocol for as long as the block runs; its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        command = await reader.readuntil(b"\0")
        said = ENGINE if command == b"zVERSION\0" else await _instream(reader, most_bytes)
        writer.write(said.encode() + b"\0")

    async with serving_streams(answer, socket_path=socket_path) as port:
        yield f"tcp://{HOST}:{port}" if socket_path is None else f"unix://{socket_path}"


async def _instream(reader: asyncio.StreamReader, most_bytes: int) -> str:
    content = b""
    while length := int.from_bytes(await reader.readexactly(LENGTH_BYTES), "big"):
        content += await reader.readexactly(length)
        if len(content) > most_bytes:
            return "INSTREAM size limit exceeded. ERROR"
    return f"stream: {SIGNATURE} FOUND" if EICAR in content else "stream: OK"

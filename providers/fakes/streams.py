"""A server that speaks a protocol of its own over a stream, and leaves nothing open behind it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

HOST = "127.0.0.1"

Treat = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""What is done with one caller. The connection is closed after it."""


@asynccontextmanager
async def serving_streams(treat: Treat, *, socket_path: Path | None = None) -> AsyncGenerator[int]:
    """Serve on a free port, or on a socket file, for as long as the block runs; the port, or 0."""
    callers: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await treat(reader, writer)
            await writer.drain()
        writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        callers[asyncio.ensure_future(serve(reader, writer))] = writer

    if socket_path is not None:
        server, port = await asyncio.start_unix_server(accept, socket_path), 0
    else:
        server = await asyncio.start_server(accept, HOST, 0)
        port = server.sockets[0].getsockname()[1]
    try:
        yield port
    finally:
        server.close()
        for task, writer in callers.items():
            task.cancel()
            writer.transport.abort()
        await asyncio.gather(*callers, return_exceptions=True)
        await asyncio.sleep(0)  # lets the loop close what was aborted

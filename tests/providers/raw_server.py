"""A server that sends exactly the bytes it is told to, however wrong they are."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from providers.fakes.streams import HOST, serving_streams

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""What happens after the request's head has arrived."""


@asynccontextmanager
async def serve(script: Script) -> AsyncGenerator[str]:
    """Give the address of a server that treats each caller as `script` says."""

    async def treat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await script(reader, writer)

    async with serving_streams(treat) as port:
        yield f"http://{HOST}:{port}"


def head(status: str = "200 OK", media_type: str = "application/json", **more: str) -> bytes:
    fields = {"Content-Type": media_type, "Connection": "close", **more}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def reply(body: bytes, status: str = "200 OK", media_type: str = "application/json") -> Script:
    """Send a whole, correct reply."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, media_type, Content_Length=str(len(body))) + body)

    return script


def cut_short(body: bytes, media_type: str = "application/json") -> Script:
    """Promise more than is sent."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head("200 OK", media_type, Content_Length=str(len(body) + 1000)) + body)

    return script


def drip(body: bytes, seconds: float, media_type: str = "application/json") -> Script:
    """Send one byte, wait, send the next."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head("200 OK", media_type))
        for byte in body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds)

    return script


def endless(piece: bytes, media_type: str = "application/json") -> Script:
    """Never stop sending."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head("200 OK", media_type))
        while True:
            writer.write(piece)
            await writer.drain()

    return script


async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Take the request and say nothing until the caller goes away."""
    while await reader.read(65536):
        pass


async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close the connection without an answer."""
    writer.transport.abort()

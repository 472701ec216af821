"""Runs a fake engine as a real HTTP server: inside a test, or as a program of its own."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import click
from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.types import ASGIApp

from providers.fakes.faults import FaultScript, Faulty

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class RunningFake:
    url: str
    script: FaultScript = field(default_factory=FaultScript)


@asynccontextmanager
async def running(app: ASGIApp) -> AsyncGenerator[RunningFake]:
    """Serve `app` in this event loop for as long as the block runs."""
    port = _free_port()
    fake = RunningFake(f"http://{HOST}:{port}")
    server = _server(Faulty(app, fake.script), port)
    serving = asyncio.ensure_future(server.serve())
    try:
        await _wait_for(port)
        yield fake
    finally:
        server.stop()
        await serving


def run_as_program(build: Callable[[], ASGIApp]) -> None:
    """The command line that every fake server has."""

    @click.command()
    @click.option("--port", type=int, required=True)
    def serve(port: int) -> None:
        asyncio.run(_server(Faulty(build(), FaultScript()), port).serve())

    serve()


def _server(app: ASGIApp, port: int) -> Server:
    return Server(app, HOST, port, interface=Interfaces.ASGI, log_enabled=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


async def _wait_for(port: int) -> None:
    while True:
        with contextlib.suppress(ConnectionError):
            _, writer = await asyncio.open_connection(HOST, port)
            writer.close()
            await writer.wait_closed()
            return
        await asyncio.sleep(0.01)

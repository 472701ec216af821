"""The least that a server can do: what a request costs before there is a product."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.types import Receive, Scope, Send

from alp_app.local import ports
from alp_app.settings import ROOT
from tests.providers.until import until

BODY = b"x" * 2_000


async def app(scope: Scope, _: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(BODY))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


@asynccontextmanager
async def running_bare() -> AsyncGenerator[tuple[int, str]]:
    """The process and the address of such a server, which is the product's own."""
    port = ports.choose(taken=())
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "granian", "--interface", "asginl", "--no-access-log"),
        *("--port", str(port), "tests.bench.bare:app"),
        cwd=ROOT,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await until(lambda: not ports.is_free(port))
        yield process.pid, f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        await process.wait()

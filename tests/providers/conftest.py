"""What the provider tests share."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from providers.fakes import comfyui_server, ollama_server, openai_server, webui_server
from providers.fakes.serving import RunningFake, running
from tests.providers.raw_server import Script, serve


@pytest.fixture
async def answering() -> AsyncGenerator[Callable[[Script], Awaitable[str]]]:
    """Start a server that treats each caller as the script says; gives its address."""
    async with AsyncExitStack() as stack:

        async def start(script: Script) -> str:
            return await stack.enter_async_context(serve(script))

        yield start


@pytest.fixture
async def ollama() -> AsyncGenerator[RunningFake]:
    async with running(ollama_server.build()) as fake:
        yield fake


@pytest.fixture
async def openai() -> AsyncGenerator[RunningFake]:
    async with running(openai_server.build(api_key="secret")) as fake:
        yield fake


@pytest.fixture
async def webui() -> AsyncGenerator[RunningFake]:
    async with running(webui_server.build()) as fake:
        yield fake


@pytest.fixture
async def comfyui() -> AsyncGenerator[RunningFake]:
    async with running(comfyui_server.build()) as fake:
        yield fake

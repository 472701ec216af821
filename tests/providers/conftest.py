"""What the provider tests share. They may call this machine, and nothing beyond it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.providers.raw_server import Script, serve

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture
async def answering() -> AsyncGenerator[Callable[[Script], Awaitable[str]]]:
    """Start a server that treats each caller as the script says; gives its address."""
    async with AsyncExitStack() as stack:

        async def start(script: Script) -> str:
            return await stack.enter_async_context(serve(script))

        yield start

"""`arena` to break things in, and `times`: how often each thing is broken."""

import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from alp_app.settings import JobSettings
from tests.faults.arena import Arena, new_arena
from tests.jobs.conftest import workshop
from tests.support.stack import Stack

__all__ = ["arena", "patient_arena", "times", "workshop"]

IS_LONG = os.environ.get("ALP_FAULTS") == "long"  # noqa: TID251 - a switch of the tests alone

Times = Callable[[int, int], int]


@pytest.fixture
def times() -> Times:
    """`times(few, many)`: few in the everyday tests, many in `./alp faults`."""
    return lambda few, many: many if IS_LONG else few


@pytest.fixture
async def arena(stack: Stack, tmp_path: Path) -> AsyncGenerator[Arena]:
    async with opened(stack, tmp_path) as made:
        yield made


@pytest.fixture
async def patient_arena(stack: Stack, tmp_path: Path) -> AsyncGenerator[Arena]:
    """Leases outlast a machine that is busy elsewhere: here, every run that is lost is a mistake."""
    lease = JobSettings(lease_seconds=300, reconcile_seconds=0.2)
    async with opened(stack, tmp_path, jobs=lease) as made:
        yield made


@asynccontextmanager
async def opened(stack: Stack, folder: Path, **changes: Any) -> AsyncGenerator[Arena]:
    with new_arena(stack, folder, **changes) as made:
        await made.open()
        made.redis.flushdb()
        yield made
        await made.close()

"""How the product holds its connections to the database."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from alp_app.db.base import TRUSTED_SECONDS, make_engine
from alp_app.runtime import Runtime
from tests.services.learning.conftest import School
from tests.support.stack import Stack

PID = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:pid)")
BEGAN = text("SELECT now()")
"""The moment when the transaction began; that of the query, when there is none around it."""
RENAME = text("UPDATE organisation SET name = 'Elsewhere' WHERE id = :id")
NAME = text("SELECT name FROM organisation WHERE id = :id")


@pytest.fixture
async def engine(stack: Stack) -> AsyncGenerator[AsyncEngine]:
    engine = make_engine(stack.database_url, pool_size=1)
    yield engine
    await engine.dispose()


async def test_a_connection_that_was_lost_while_it_rested_is_replaced(
    engine: AsyncEngine, stack: Stack
):
    async with engine.connect() as connection:
        pid = (await connection.execute(PID)).scalar_one()
    async with engine.connect() as connection:
        assert (await connection.execute(PID)).scalar_one() == pid
    await _end(stack, pid)
    await asyncio.sleep(TRUSTED_SECONDS)
    async with engine.connect() as connection:
        assert (await connection.execute(PID)).scalar_one() != pid


async def test_reading_opens_no_transaction_and_changing_does(product: Runtime, school: School):
    async with product.reader(school.teacher) as reader:
        first, second = [(await reader.session.execute(BEGAN)).scalar_one() for _ in range(2)]
        assert first < second
    async with product.unit_of_work(school.teacher) as work:
        first, second = [(await work.session.execute(BEGAN)).scalar_one() for _ in range(2)]
        assert first == second


async def test_a_change_that_fails_is_undone_on_a_connection_that_was_read_with(
    product: Runtime, school: School
):
    here = {"id": school.teacher.organisation_id}
    async with product.reader(school.teacher) as reader:
        name = (await reader.session.execute(NAME, here)).scalar_one()
    with pytest.raises(ZeroDivisionError):
        await _rename_and_fail(product, school, here)
    async with product.reader(school.teacher) as reader:
        assert (await reader.session.execute(NAME, here)).scalar_one() == name


async def _rename_and_fail(product: Runtime, school: School, here: dict[str, Any]) -> None:
    async with product.unit_of_work(school.teacher) as work:
        await work.session.execute(RENAME, here)
        raise ZeroDivisionError


async def _end(stack: Stack, pid: int) -> None:
    other = make_engine(stack.database_url)
    async with other.connect() as connection:
        await connection.execute(END, {"pid": pid})
    await other.dispose()

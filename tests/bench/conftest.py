"""`report`: the tables of this run, written when all of them are there."""

from collections.abc import Generator

import pytest

from tests.bench.report import Report

TABLES = 3


@pytest.fixture(scope="session")
def report() -> Generator[Report]:
    made = Report()
    yield made
    if len(made.tables) == TABLES:
        made.write()

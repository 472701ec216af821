"""`report`: the tables of this run, shown, and written when all of them are there."""

import sys
from collections.abc import Generator

import pytest

from tests.bench.report import Report

TABLES = 3


@pytest.fixture(scope="session")
def report() -> Generator[Report]:
    made = Report()
    yield made
    sys.stdout.write("\n".join(map(str, made.tables)))
    if len(made.tables) == TABLES:
        made.write()

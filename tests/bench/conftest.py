"""`report`: the tables of this run, shown, and written into docs/benchmarks.md."""

import sys
from collections.abc import Generator

import pytest

from tests.bench.report import Report


@pytest.fixture(scope="session")
def report() -> Generator[Report]:
    made = Report()
    yield made
    sys.stdout.write("\n".join(map(str, made.tables)))
    made.write()

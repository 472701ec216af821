"""A school whose product keeps the history of its drafts."""

from dataclasses import replace

import pytest

from alp_app import runtime
from alp_app.runtime import Runtime
from alp_app.services.revisions.recording import keep_history
from tests.services.learning.conftest import School, school

__all__ = ["School", "school"]


@pytest.fixture
def product(product: Runtime) -> Runtime:
    kept = replace(product, listeners=(keep_history,))
    runtime.install(kept)
    return kept

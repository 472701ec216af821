"""Answer keys by engines: what the check catches, and what it lets through."""

from pathlib import Path

import pytest

from providers.minilm.adapter import MiniLM
from tests.jobs.planting import plant
from tests.jobs.workshop import Workshop


@pytest.mark.parametrize("seed", [1, 2])
async def test_planted_wrong_keys_are_caught_and_right_ones_are_let_through(
    workshop: Workshop, tmp_path: Path, seed: int
):
    found = await plant(workshop, tmp_path, MiniLM(threads=1), seed=seed)
    assert found.planted >= 20, "too few to say anything"
    assert found.passed_share <= 0.01, found
    assert found.alarm_share < 0.10, found

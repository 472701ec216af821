"""Answer keys by engines: what the check catches, what it lets through, and what it does when engines fail."""

from pathlib import Path

from providers.fakes.vectors import PlaceholderEmbeddings
from tests.jobs.planting import plant, DEBUG
from tests.jobs.workshop import Workshop


async def test_planted_wrong_keys_are_caught_and_right_ones_are_let_through(
    workshop: Workshop, tmp_path: Path
):
    found = await plant(workshop, tmp_path, PlaceholderEmbeddings(), seed=1)
    print(found)
    for q in DEBUG: print(q)
    assert found.planted >= 20
    assert found.passed_share <= 0.01
    assert found.alarm_share < 0.10

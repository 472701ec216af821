"""The energy meter, on the files that Linux shows."""

from pathlib import Path

import pytest

from providers.energy import EnergyMeter


def package(folder: Path, name: str, microjoules: int, *, wraps_at: int = 1_000_000_000) -> None:
    zone = folder / name
    zone.mkdir(exist_ok=True)
    (zone / "energy_uj").write_text(f"{microjoules}\n")
    (zone / "max_energy_range_uj").write_text(f"{wraps_at}\n")


def test_the_packages_of_a_machine_are_added_and_their_parts_are_not(tmp_path: Path):
    for name in ("intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0"):
        package(tmp_path, name, 5_000_000)
    meter = EnergyMeter(tmp_path)
    package(tmp_path, "intel-rapl:0", 7_500_000)
    package(tmp_path, "intel-rapl:1", 6_000_000)
    package(tmp_path, "intel-rapl:0:0", 99_000_000)
    assert meter.joules() == pytest.approx(3.5)


def test_a_counter_that_started_again_is_followed(tmp_path: Path):
    package(tmp_path, "intel-rapl:0", 9_000_000, wraps_at=10_000_000)
    meter = EnergyMeter(tmp_path)
    package(tmp_path, "intel-rapl:0", 1_000_000, wraps_at=10_000_000)
    assert meter.joules() == pytest.approx(2.0)


def test_nothing_is_invented_where_nothing_can_be_read(tmp_path: Path):
    assert EnergyMeter(tmp_path).joules() is None
    assert EnergyMeter(tmp_path / "none").joules() is None
    package(tmp_path, "intel-rapl:0", 1)
    meter = EnergyMeter(tmp_path)
    (tmp_path / "intel-rapl:0" / "energy_uj").unlink()
    assert meter.joules() is None

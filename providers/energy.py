"""The energy that this machine's processors took while something was made, where the machine says it.

Linux counts it in `/sys/class/powercap` (RAPL, microjoules for each processor package); most systems
let only administrators read that. The count is of the whole machine: work that ran beside it is in it.
"""

from dataclasses import dataclass
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")
MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class _Counter:
    microjoules: int
    wraps_at: int
    """Where the counter starts again from 0."""


class EnergyMeter:
    """Running from the moment it is made."""

    def __init__(self, folder: Path = POWERCAP) -> None:
        self._folder = folder
        self._before = _read(folder)

    def joules(self) -> float | None:
        """Since the meter was made; None where nothing can be read."""
        after = _read(self._folder)
        if not after or after.keys() != self._before.keys():
            return None
        return sum(_spent(self._before[name], after[name]) for name in after) / MICRO


def _spent(before: _Counter, after: _Counter) -> int:
    """A counter that is lower than before has started again: once, for what lasts minutes."""
    turns = after.wraps_at if after.microjoules < before.microjoules else 0
    return after.microjoules - before.microjoules + turns


def _read(folder: Path) -> dict[str, _Counter]:
    """By processor package. What a package says of its parts (`intel-rapl:0:1`) is in its own count."""
    found: dict[str, _Counter] = {}
    try:
        for zone in folder.glob("*-rapl:*"):
            if zone.name.count(":") == 1:
                found[zone.name] = _Counter(
                    microjoules=int((zone / "energy_uj").read_text()),
                    wraps_at=int((zone / "max_energy_range_uj").read_text()),
                )
    except (OSError, ValueError):
        return {}
    return found

"""Every motif there is, by name."""

from providers.painter.motif import Motif
from providers.painter.motifs import (
    building,
    chemistry,
    electricity,
    engine,
    fluids,
    fuel,
    gears,
    humanities,
    life,
    numbers,
    physics,
    rotors,
    systems,
    workshop,
)

_FAMILIES = (
    fuel,
    gears,
    rotors,
    engine,
    fluids,
    workshop,
    electricity,
    physics,
    chemistry,
    life,
    numbers,
    building,
    humanities,
    systems,
)

MOTIFS: dict[str, Motif] = {motif.name: motif for family in _FAMILIES for motif in family.MOTIFS}

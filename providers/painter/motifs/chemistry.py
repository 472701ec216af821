"""Chemistry: molecule, flask, crystal lattice."""

import math
from itertools import product
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, around, number


def _molecule(pen: Pen, dice: Random) -> None:
    """Rings sharing sides, with groups at their corners."""
    rings = dice.choice((2, 2, 3))
    side = 46.0
    step = side * math.sqrt(3)
    lean = dice.choice((-1, 0, 1)) * 12
    centres: list[Point] = [((i - (rings - 1) / 2) * step, 0) for i in range(rings)]
    with pen.turned(lean):
        corners: list[Point] = []
        for centre in centres:
            ring = around(6, side, centre, 30)
            pen.polygon(ring, "none", 3.5)
            inner = around(6, side * 0.78, centre, 30)
            for index in (0, 2, 4):
                pen.line(inner[index], inner[index + 1])
            corners += [c for c in ring if all(math.dist(c, seen) > 1 for seen in corners)]
        chosen = [c for c in corners if abs(c[1]) > side * 0.8]
        painted = dice.randrange(len(chosen))
        for index, corner in enumerate(chosen):
            tip = (corner[0], corner[1] + math.copysign(34, corner[1]))
            pen.line(corner, tip, line=3.5)
            size = 16 if index == painted else dice.choice((8, 11))
            pen.circle(tip, size, "accent" if index == painted else "sheet")
        for end in (min(corners), max(corners)):
            pen.line(end, (end[0] + math.copysign(30, end[0]), end[1] + 17), line=3.5)
            pen.circle((end[0] + math.copysign(36, end[0]), end[1] + 20), 10)
        for corner in corners:
            pen.circle(corner, 7)


def _flask(pen: Pen, dice: Random) -> None:
    """A conical flask under a pipette, test tubes beside it."""
    side = dice.choice((-1, 1))
    with pen.moved(-47 * side, 0):
        _conical(pen, dice)
        _test_tubes(pen, dice, 130 * side)


def _conical(pen: Pen, dice: Random) -> None:
    level = dice.uniform(4, 44)
    half = 18 + (level + 20) * 58 / 108
    pen.path(
        f"M{number(-half)} {number(level)}H{number(half)}L76 88Q80 100 66 100H-66Q-80 100 -76 88Z",
        "accent",
        0,
    )
    pen.path("M-18 -64V-20L-76 88Q-80 100 -66 100H66Q80 100 76 88L18 -20V-64", "none")
    pen.path("M-24 -64H24", "none", 4)
    pen.line((-half, level), (half, level), line=DETAIL)
    for index in range(dice.choice((4, 5, 6))):
        y = level + 14 + index * 9
        pen.circle((dice.uniform(-half * 0.7, half * 0.7), min(y, 90)), 3.5, "sheet", THIN)
    for mark in range(5):
        y = 84 - mark * 16
        x = 18 + (y + 20) * 58 / 108
        pen.line((x - 6, y), (x - (22 if mark % 2 else 32), y), line=THIN)
    pen.path("M-3 -110V-84L0 -74L3 -84V-110M-12 -98H12", "none", DETAIL)
    pen.centre_line((0, -108), (0, 108))


def _test_tubes(pen: Pen, dice: Random, tube: float) -> None:
    racks = (tube - 22, tube, tube + 22)
    fills = [dice.uniform(6, 46) for _ in racks]
    for x, top in zip(racks, fills, strict=True):
        pen.path(f"M{x - 8} -58V52a8 8 0 0 0 16 0V-58", "sheet", 0)
        pen.line((x - 8, top), (x + 8, top), line=DETAIL)
        pen.path(f"M{x - 8} -58V52a8 8 0 0 0 16 0V-58M{x - 11} -58h22", "none")
    pen.box(tube - 44, -14, 88, 12, "sheet")
    pen.box(tube - 44, 84, 88, 16, "sheet")
    pen.path(f"M{tube - 38} -2V84M{tube + 38} -2V84", "none")


def _lattice(pen: Pen, dice: Random) -> None:
    """A crystal's unit cells in parallel projection."""
    across, deep, high = 3, 2, 2
    edge, lean = 94.0, (44.0, -34.0)
    painted = (dice.randrange(across), dice.randrange(deep), dice.randrange(high))
    centred = dice.random() < 0.6

    def spot(i: float, j: float, k: float) -> Point:
        return (
            (i - across / 2 + 0.5) * edge + (j - 0.5) * lean[0] - 47,
            (0.5 - k) * edge * 0.98 + (j - 0.5) * lean[1],
        )

    sites = list(product(range(across + 1), range(high)))
    for j in reversed(range(deep)):
        for i, k in sites:
            steps = ((i + 1, j, k), (i, j - 1, k), (i, j, k + 1))
            inside = [s for s in steps if s[0] <= across and s[1] >= 0 and s[2] < high]
            for step in inside:
                pen.line(spot(i, j, k), spot(*step), line=DETAIL)
        for i, k in sites:
            is_painted = (i, j, k) == painted
            pen.circle(spot(i, j, k), 15 if j else 19, "accent" if is_painted else "sheet")
        for i in range(across if j and centred else 0):
            pen.circle(spot(i + 0.5, 0.5, 0.5), 10, "plate", DETAIL)
    pen.dimension((spot(0, 0, 0)[0], 100), (spot(1, 0, 0)[0], 100))


MOTIFS = (
    Motif(
        name="molecule",
        words="molecul organic polymer compound bond pharma medicine drug plastic benzene",
        width=330,
        height=212,
        draw=_molecule,
    ),
    Motif(
        name="flask",
        words="chemi flask acid solution reaction laborator titrat experiment liquid",
        width=262,
        height=222,
        draw=_flask,
    ),
    Motif(
        name="lattice",
        words="crystal lattice metallurg alloy solid mineral material semiconduct",
        width=400,
        height=212,
        draw=_lattice,
    ),
)

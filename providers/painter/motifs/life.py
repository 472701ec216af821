"""Living things: cell, plant, double helix, heartbeat."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, number, polar, smooth, through


def _cell(pen: Pen, dice: Random) -> None:
    wobble = [dice.uniform(0.94, 1.06) for _ in range(12)]

    def skin(scale: float) -> list[Point]:
        return [
            (182 * scale * w * math.cos(a), 102 * scale * w * math.sin(a))
            for w, a in ((w, math.tau * i / 12) for i, w in enumerate(wobble))
        ]

    pen.path(smooth(skin(0.97), closed=True))
    pen.path(smooth(skin(0.91), closed=True), "plate", THIN)
    side = dice.choice((-1, 1))
    x = side * dice.uniform(38, 58)
    pen.circle((x, 0), 50)
    pen.circle((x, 0), 44, "none", THIN, dashes="9 5")
    pen.circle((x - side * 8, 6), 20, "accent", DETAIL)
    for layer in range(3):
        radius = 60 + layer * 11
        arc = [polar(radius, (180 if side > 0 else 0) + a, (x, 0)) for a in range(-44, 45, 8)]
        pen.tube(smooth(arc), 3.5, "sheet", round_ends=True)
    spots: list[tuple[Point, float]] = [
        ((-side * 112, -38), dice.uniform(-30, 30)),
        ((-side * 106, 42), dice.uniform(-30, 30)),
        ((side * 128, -26), dice.uniform(50, 80)),
    ]
    for place, lean in spots:
        _mitochondrion(pen, place, lean)
    for _ in range(14):
        angle, reach = dice.uniform(0, 360), dice.uniform(0.62, 0.8)
        dot = (165 * reach * math.cos(angle), 92 * reach * math.sin(angle))
        crowded = math.dist(dot, (x, 0)) < 92 or any(math.dist(dot, s) < 36 for s, _ in spots)
        if not crowded:
            pen.circle(dot, dice.choice((3, 4, 6)), "sheet", THIN)


def _mitochondrion(pen: Pen, place: Point, lean: float) -> None:
    with pen.turned(lean, place), pen.moved(*place):
        pen.ellipse((0, 0), 28, 14, "sheet", DETAIL)
        folds: list[Point] = [(-21 + i * 4.7, 7 if i % 2 else -7) for i in range(10)]
        pen.path(smooth(folds), "none", THIN)


def _leaf(length: float, width: float) -> str:
    return (
        f"M0 0C{number(length * 0.2)} {number(-width)} {number(length * 0.7)} {number(-width)}"
        f" {number(length)} 0C{number(length * 0.7)} {number(width)} {number(length * 0.2)}"
        f" {number(width)} 0 0Z"
    )


def _plant(pen: Pen, dice: Random) -> None:
    pairs = dice.choice((2, 3))
    painted = dice.randrange(2 * pairs)
    soil = 52.0
    ground = "M-200 52H200"
    pen.hatch("M-200 52H200V66H-200Z", (-200, 52, 200, 66), gap=9)
    for index in range(5):
        lean = (index - 2) * 30 + dice.uniform(-6, 6)
        reach = 56 if index == 2 else 48
        tip = (
            math.sin(math.radians(lean)) * reach * 1.5,
            soil + reach * math.cos(math.radians(lean)),
        )
        middle = (tip[0] * 0.4, soil + (tip[1] - soil) * 0.6)
        pen.path(smooth([(0, soil), middle, tip]), "none", DETAIL)
    pen.path(ground, "none")
    top = -72.0
    pen.tube(through([(0, soil + 4), (0, top)]), 5, "sheet")
    for index in range(pairs):
        y = soil - 34 - index * (soil - top - 50) / pairs
        length = 118 - index * 18
        for side in (-1, 1):
            number_of = 2 * index + (side > 0)
            turn = -28 - index * 8 if side > 0 else 208 + index * 8
            with pen.moved(0, y), pen.turned(turn):
                pen.path(
                    _leaf(length, length * 0.24), "accent" if number_of == painted else "sheet"
                )
                pen.line((0, 0), (length * 0.94, 0), line=THIN)
                for vein in range(1, 6):
                    start, rise = length * vein / 7, length * 0.13 * math.sin(vein * 0.55)
                    pen.line((start, 0), (start + 13, -rise), line=THIN)
                    pen.line((start, 0), (start + 13, rise), line=THIN)
    with pen.moved(0, top), pen.turned(-90):
        pen.path(_leaf(34, 11))
        pen.line((0, 0), (30, 0), line=THIN)
    pen.centre_line((0, -112), (0, soil + 64))
    pen.dimension((-176, soil), (-176, top - 34))


def _helix(pen: Pen, dice: Random) -> None:
    turns = dice.choice((1.5, 2.0, 2.5))
    phase = dice.uniform(0, math.pi)
    half, rise = 196.0, 66.0
    steps = 96

    def strand(x: float, shift: float) -> float:
        return rise * math.sin(math.pi * turns * (x + half) / half + phase + shift)

    xs = [-half + 2 * half * i / steps for i in range(steps + 1)]
    with pen.turned(-dice.uniform(6, 12)):
        rungs = round(turns * 11)
        places = [-half + 2 * half * (i + 0.5) / rungs for i in range(rungs)]
        ends = [(x, strand(x, 0), strand(x, math.pi * 0.82)) for x in places]
        widest = sorted(ends[2:-2], key=lambda end: -abs(end[1] - end[2]))
        painted = dice.choice(widest[: rungs // 3])
        for end in ends:
            x, a, b = end
            if end == painted:
                pen.tube(through([(x, a), (x, b)]), 9, "accent")
            elif abs(a - b) > 14:
                pen.tube(through([(x, a), (x, b)]), 4, "sheet")
        for shift in (math.pi * 0.82, 0):
            data = through([(x, strand(x, shift)) for x in xs])
            pen.tube(data, 8, "sheet", round_ends=True)
        pen.centre_line((-214, 0), (214, 0))


def _pulse(pen: Pen, dice: Random) -> None:
    beats = dice.choice((3, 4))
    pitch = 404 / beats
    grid = "".join(f"M{-200 + 20 * i} -100V100" for i in range(21))
    grid += "".join(f"M-200 {-100 + 20 * i}H200" for i in range(11))
    pen.box(-200, -100, 400, 200, "sheet")
    pen.faint(grid, THIN, 0.16)
    heavy = "".join(f"M{-200 + 100 * i} -100V100" for i in range(1, 4)) + "M-200 0H200"
    pen.faint(heavy, THIN, 0.4)
    tall = dice.uniform(74, 90)
    points: list[Point] = []
    for index in range(beats):
        x = -202 + pitch * index
        beat = ((0, 20), (0.14, 20), (0.2, 8), (0.26, 20), (0.34, 20), (0.38, 32))
        beat += ((0.43, -tall), (0.48, 52), (0.53, 20), (0.64, 20), (0.74, -4), (0.84, 20))
        points += [(max(-198.0, x + share * pitch), y) for share, y in beat]
    points.append((198, 20))
    pen.stroke(through(points), 4.5)
    pen.dimension((-202 + pitch * 0.43, -86), (-202 + pitch * 1.43, -86))


MOTIFS = (
    Motif(
        name="cell",
        words="cell biolog microb bacteri virus tissue nucleus organism immun",
        width=390,
        height=218,
        draw=_cell,
    ),
    Motif(
        name="plant",
        words="plant botan agricult farm garden soil crop ecolog environment leaf forest food nutrition",
        width=410,
        height=226,
        draw=_plant,
    ),
    Motif(
        name="helix",
        words="dna gene helix heredity evolution protein chromosom inherit",
        width=420,
        height=216,
        draw=_helix,
    ),
    Motif(
        name="pulse",
        words="heart pulse health medic nurs patient anatomy aid care blood emergenc physiolog",
        width=404,
        height=204,
        draw=_pulse,
    ),
)

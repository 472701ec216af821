"""Toothed and belted drives: gear trains, pulleys with a belt."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, around, number, polar


def gear_outline(teeth: int, module: float, centre: Point, phase: float) -> list[Point]:
    """Return a gear's outline; pitch radius is half the module times the teeth, as in a shop.

    `phase` is the direction of the middle of one tooth, in degrees.
    """
    pitch = module * teeth / 2
    tip, root = pitch + 0.9 * module, pitch - 1.1 * module
    step = 360 / teeth
    points: list[Point] = []
    for index in range(teeth):
        middle = phase + index * step
        for radius, offset in ((root, -0.34), (tip, -0.15), (tip, 0.15), (root, 0.34)):
            points.append(polar(radius, middle + offset * step, centre))
    return points


def _gear(pen: Pen, dice: Random) -> None:
    large = dice.randint(16, 24)
    small = dice.randint(9, 13)
    span = 300 + dice.uniform(0, 30)
    module = min(186 / (large + 1.8), span * 2 / (2 * (large + small) + 4))
    tilt = dice.uniform(-24, 24)
    pitch_large, pitch_small = module * large / 2, module * small / 2
    gap = pitch_large + pitch_small
    across = gap * math.cos(math.radians(tilt))
    left: Point = (-(across + pitch_small - pitch_large) / 2, 0)
    right = polar(gap, tilt, left)
    drop = -(left[1] + right[1]) / 4
    left, right = (left[0], drop), (right[0], right[1] + drop)
    turn = dice.uniform(0, 360 / large)
    mesh = tilt + 180 + 180 / small + (tilt - turn) * large / small
    pen.polygon(gear_outline(small, module, right, mesh))
    pen.polygon(gear_outline(large, module, left, turn))
    pen.circle(left, pitch_large - 2.2 * module, "none", THIN)
    _web(pen, dice, left, pitch_large)
    pen.circle(right, pitch_small * 0.34, "plate")
    pen.circle(right, pitch_small * 0.62, "none", THIN)
    pen.circle(left, pitch_large, "none", THIN, dashes="3 4")
    pen.circle(right, pitch_small, "none", THIN, dashes="3 4")
    for centre, reach in ((left, pitch_large + 26), (right, pitch_small + 22)):
        pen.centre_line((centre[0] - reach, centre[1]), (centre[0] + reach, centre[1]))
        pen.centre_line((centre[0], centre[1] - reach), (centre[0], centre[1] + reach))


def _web(pen: Pen, dice: Random, centre: Point, pitch: float) -> None:
    holes = dice.choice((0, 5, 6))
    hub = pitch * (0.46 if holes == 0 else 0.36)
    start = dice.uniform(0, 60)
    for hole in around(holes, pitch * 0.59, centre, start) if holes else []:
        pen.circle(hole, pitch * 0.125, "plate", DETAIL)
    pen.circle(centre, hub, "accent")
    pen.circle(centre, pitch * 0.19, "plate")
    key = pitch * 0.06
    x, y = centre
    pen.box(x - key, y - pitch * 0.19 - key, 2 * key, key * 2, "plate", DETAIL)
    pen.box(x - key + 1, y - pitch * 0.19 + 1, 2 * key - 2, key * 1.4, "plate", 0)


def _tangent(first: Point, radius: float, second: Point, other: float, side: int) -> list[Point]:
    """Return the outer tangent's two touching points, on the given side."""
    across, down = second[0] - first[0], second[1] - first[1]
    heading = math.degrees(math.atan2(down, across))
    lean = math.degrees(math.acos((radius - other) / math.hypot(across, down)))
    angle = heading + side * lean
    return [polar(radius, angle, first), polar(other, angle, second)]


def _belt(pen: Pen, dice: Random) -> None:
    crank: Point = (-96, 34)
    others: list[tuple[Point, float]] = [
        ((-58 + dice.uniform(-14, 14), -66), dice.uniform(26, 32)),
        ((112, -44 + dice.uniform(-10, 10)), dice.uniform(36, 46)),
        ((64 + dice.uniform(-10, 10), 58), dice.uniform(24, 30)),
    ]
    wheels = [(crank, 56.0), *others]
    runs = [
        _tangent(*wheels[index], *wheels[(index + 1) % len(wheels)], -1)
        for index in range(len(wheels))
    ]
    parts = [f"M{number(runs[0][0][0])} {number(runs[0][0][1])}"]
    for index, run in enumerate(runs):
        following = runs[(index + 1) % len(runs)]
        radius = wheels[(index + 1) % len(wheels)][1]
        parts.append(f"L{number(run[1][0])} {number(run[1][1])}")
        end = following[0]
        parts.append(f"A{number(radius)} {number(radius)} 0 0 1 {number(end[0])} {number(end[1])}")
    pen.tube("".join(parts) + "Z", 7, "sheet")
    painted = dice.randrange(len(wheels))
    for index, (centre, radius) in enumerate(wheels):
        pen.circle(centre, radius - 5, "accent" if index == painted else "sheet")
        pen.circle(centre, radius * 0.62, "none", THIN)
        pen.circle(centre, radius * 0.26, "plate")
        pen.centre_line((centre[0] - radius - 18, centre[1]), (centre[0] + radius + 18, centre[1]))
        pen.centre_line((centre[0], centre[1] - radius - 14), (centre[0], centre[1] + radius + 14))


MOTIFS = (
    Motif(
        name="gear",
        words="gear gearbox transmission drivetrain timing differential ratio machine mechanic clutch",
        width=360,
        height=214,
        draw=_gear,
    ),
    Motif(
        name="belt",
        words="belt pulley alternator drive chain conveyor tension auxiliary",
        width=350,
        height=210,
        draw=_belt,
    ),
)

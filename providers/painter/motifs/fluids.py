"""Things that flow: hydraulic cylinder, radiator, wing section."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, smooth, through


def _cylinder(pen: Pen, dice: Random) -> None:
    """A hydraulic cylinder cut along its axis."""
    stroke = dice.uniform(-40, 50)
    left, right = -150, 92
    for side in (-1, 1):
        wall: list[Point] = [(left, 40 * side), (right, 40 * side)]
        wall += [(right, 54 * side), (left, 54 * side)]
        pen.section(through(wall, closed=True), (left - 2, -56, right + 2, 56))
    pen.box(left, -40, right - left, 80, "plate")
    pen.box(left, -40, stroke - 12 - left, 80, "accent")
    pen.box(stroke + 10, -13, 186 - stroke, 26)
    pen.box(stroke - 12, -40, 26, 80)
    for ring in (-6, 4):
        pen.line((stroke + ring, -40), (stroke + ring, 40), line=THIN)
    for x, width in ((left - 26, 30), (right - 4, 30)):
        pen.box(x, -58, width, 116, corner=2)
    pen.box(right - 4, -14, 30, 28)
    eye = 200
    pen.circle((eye - 2, 0), 22)
    pen.circle((eye - 2, 0), 10, "plate")
    pen.circle((left - 44, 0), 22)
    pen.circle((left - 44, 0), 10, "plate")
    for x in (left + 14, right - 30):
        pen.box(x, -72, 20, 18, "sheet", DETAIL)
        pen.line((x + 10, -72), (x + 10, -92), line=6)
    pen.centre_line((left - 72, 0), (eye + 28, 0))
    pen.dimension((left + 4, 82), (stroke - 12, 82))


def _radiator(pen: Pen, dice: Random) -> None:
    tubes = dice.choice((5, 6, 7))
    width, height = 260, 150
    left, top = -width / 2, -height / 2
    painted = dice.randrange(tubes)
    for x in (left - 36, -left):
        pen.path(f"M{x} {top - 6}q0 -8 8 -8h20q8 0 8 8v{height + 12}q0 8 -8 8h-20q-8 0 -8 -8z")
    gap = height / tubes
    for index in range(tubes):
        y = top + gap * (index + 0.5)
        if index < tubes - 1:
            folds = 26
            fin = [
                (left + width * i / folds, y + (gap - 7 if i % 2 else 7)) for i in range(folds + 1)
            ]
            pen.line(*fin, line=THIN)
        pen.box(left, y - 7, width, 14, "accent" if index == painted else "sheet", DETAIL)
    flip = dice.choice((-1, 1))
    for side, y in ((-1, top + 20), (1, -top - 20)):
        x = side * (width / 2 + 36)
        pen.box(min(x, x + side * 30), flip * y - 11, 30, 22, "sheet", DETAIL)
        pen.box(min(x + side * 30, x + side * 38), flip * y - 14, 8, 28, "sheet", DETAIL)
    pen.box(-left + 10, top - 26, 16, 12, "sheet", DETAIL)
    pen.centre_line((0, top - 18), (0, -top + 18))
    pen.dimension((left, -top + 24), (-left, -top + 24))


def _wing(pen: Pen, dice: Random) -> None:
    """An aerofoil among its streamlines."""
    camber = dice.uniform(0.05, 0.09)
    attack = dice.uniform(3, 9)
    chord = 270.0
    stations = [0.5 * (1 - math.cos(math.pi * i / 24)) for i in range(25)]

    def surface(t: float, side: int) -> Point:
        root = 0.2969 * math.sqrt(t) - 0.126 * t - 0.3516 * t**2 + 0.2843 * t**3 - 0.1036 * t**4
        rise = camber * 4 * t * (1 - t) + side * 5 * 0.14 * root
        return chord * (t - 0.45), -chord * rise

    outline = [surface(t, 1) for t in stations] + [surface(t, -1) for t in reversed(stations[1:-1])]
    for index, height in enumerate((-92, -66, -44, 34, 58, 84)):
        lift = (14 + index * 2) if height < 0 else -(index - 6) * 4
        bend = lift if height < 0 else -lift * 0.4
        flow: list[Point] = [(-206, height + 12), (-130, height + 8), (-40, height - bend)]
        flow += [(60, height - bend * 0.5), (140, height + 12), (206, height + 22)]
        pen.path(smooth(flow), "none", THIN if index % 2 else DETAIL)
    with pen.turned(attack):
        pen.polygon(outline, "accent")
        pen.circle(surface(0.26, 0), 10, "sheet", DETAIL)
        pen.circle(surface(0.55, 0), 7, "sheet", DETAIL)
        pen.centre_line((-160, 0), (190, 0))


MOTIFS = (
    Motif(
        name="cylinder",
        words="hydraul pneumat cylinder air actuator lift crane excavat press",
        width=450,
        height=190,
        draw=_cylinder,
    ),
    Motif(
        name="radiator",
        words="cool radiat heat thermo exchang coolant hvac refriger ventil climate",
        width=420,
        height=214,
        draw=_radiator,
    ),
    Motif(
        name="wing",
        words="wing aero flight plane aircraft aviation drone flow fluid drag",
        width=420,
        height=216,
        draw=_wing,
    ),
)

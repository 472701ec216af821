"""Engine parts: piston and crank, cam and valve, spring."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, number, polar, through


def _piston(pen: Pen, dice: Random) -> None:
    """A cylinder cut open, the crank at some angle."""
    throw, rod = 34.0, 92.0
    angle = dice.choice((-1, 1)) * dice.uniform(35, 145)
    crank: Point = (0, 52)
    pin = polar(throw, angle - 90, crank)
    top = pin[1] - math.sqrt(rod**2 - pin[0] ** 2)
    for side in (-1, 1):
        wall: list[Point] = [(50 * side, -106), (50 * side, 14), (66 * side, 14), (66 * side, -106)]
        pen.section(through(wall, closed=True), (-68, -108, 68, 16))
        for index in range(5):
            fin = -96 + index * 20
            pen.box(66 if side > 0 else -82, fin, 16, 8, "sheet", DETAIL)
    pen.path("M-66 14L-54 32A58 58 0 1 0 54 32L66 14", "none")
    pen.circle(crank, 47, "none", THIN, dashes="3 4")
    pen.circle(crank, throw, "none", THIN)
    web = math.degrees(math.atan2(pin[1] - crank[1], pin[0] - crank[0])) + 180
    weight = [polar(42, web + spread, crank) for spread in range(-58, 59, 8)]
    pen.polygon([polar(15, web + 120, pin), polar(15, web - 120, pin), *weight], "sheet")
    pen.circle(crank, 16, "plate")
    _connecting_rod(pen, (0, top), pin)
    pen.path(f"M-48 {number(top - 34)}h96v58q0 4 -4 4h-24v-14h-40v14h-24q-4 0 -4 -4z", "accent")
    for ring in range(3):
        y = top - 26 + ring * 9
        pen.box(-50, y, 100, 4, "sheet", THIN)
    pen.circle((0, top), 10, "sheet", DETAIL)
    pen.circle((0, top), 4, "plate", THIN)
    pen.centre_line((0, -110), (0, 110))
    pen.centre_line((-64, crank[1]), (64, crank[1]))


def _connecting_rod(pen: Pen, small: Point, big: Point) -> None:
    heading = math.degrees(math.atan2(big[1] - small[1], big[0] - small[0]))
    shank = [polar(9, heading - 90, small), polar(12, heading - 90, big)]
    shank += [polar(12, heading + 90, big), polar(9, heading + 90, small)]
    pen.polygon(shank)
    pen.circle(big, 19)
    pen.circle(big, 10, "plate", DETAIL)
    pen.circle(small, 14)


def _valve(pen: Pen, dice: Random) -> None:
    """A cam pressing on a bucket, the valve open by its lift."""
    lean = dice.choice((-1, 1)) * dice.uniform(8, 40)
    lift = 9.0 if abs(lean) > 24 else 15.0
    cam: Point = (0, -62)
    for sign in (-1, 1):
        outer = [(116, 16), (30, 16), (18, 26), (18, 62), (44, 62), (60, 82), (116, 82)]
        pen.section(through([(sign * x, y) for x, y in outer], closed=True), (-118, 14, 118, 84))
    coils = dice.choice((4, 5))
    spring_top = -22 + lift
    pitch = (14 - spring_top) / coils
    for index in range(coils):
        y = spring_top + pitch * (index + 0.5)
        pen.tube(through([(-30, y - pitch * 0.25), (30, y + pitch * 0.25)]), 3.5, "sheet")
    pen.path(
        f"M-6 {number(-24 + lift)}h12V{number(58 + lift)}C6 {number(70 + lift)} 20 {number(78 + lift)}"
        f" 48 {number(82 + lift)}v6h-96v-6C-20 {number(78 + lift)} -6 {number(70 + lift)} -6"
        f" {number(58 + lift)}z",
        "accent",
    )
    pen.path(f"M-38 {number(-36 + lift)}h76v22h-10v-10h-56v10h-10z")
    with pen.turned(lean, cam):
        x, y = cam
        pen.path(
            f"M{x - 24} {y - 6}A24 24 0 1 1 {x + 24} {y - 6}"
            f"C{x + 24} {y + 14} {x + 12} {y + 40} {x} {y + 40}"
            f"C{x - 12} {y + 40} {x - 24} {y + 14} {x - 24} {y - 6}Z"
        )
        pen.centre_line((x, y - 44), (x, y + 44))
    pen.circle((cam[0], cam[1] - 4), 11, "plate")
    pen.centre_line((0, -108), (0, 110))
    pen.centre_line((-50, cam[1] - 4), (50, cam[1] - 4))
    pen.dimension((136, 82), (136, 88 + lift))


def _coil(pen: Pen, dice: Random) -> None:
    turns = dice.choice((7, 8, 9, 10, 11))
    height = dice.uniform(56, 68)
    half = 138.0
    pitch = 2 * half / turns
    thick = min(13.0, pitch * 0.46)
    odd = dice.randrange(1, turns)
    for index in range(turns):
        x = -half + pitch * (index + 0.5)
        pen.faint(through([(x + pitch * 0.32, height), (x + pitch * 0.68, -height)]), 5, 0.42)
    for index in range(turns):
        x = -half + pitch * (index + 0.5)
        data = through([(x - pitch * 0.32, -height), (x + pitch * 0.32, height)])
        pen.tube(data, thick, "sheet" if index == odd else "accent", round_ends=True)
    for side in (-1, 1):
        pen.box(side * (half + 12) - 12, -88, 24, 176)
        pen.hatch(
            through([(side * (half + 12) + s * 12, y) for s, y in _PLATE], closed=True),
            (-164, -90, 164, 90),
        )
    pen.centre_line((-190, 0), (190, 0))
    pen.dimension((-half, -102), (half, -102))


_PLATE = ((-1, -88), (1, -88), (1, 88), (-1, 88))


MOTIFS = (
    Motif(
        name="piston",
        words="engine piston cylinder crank combust stroke motor torque power compression overhaul",
        width=180,
        height=220,
        draw=_piston,
    ),
    Motif(
        name="valve",
        words="valv cam lash camshaft tappet intake exhaust emission",
        width=290,
        height=222,
        draw=_valve,
    ),
    Motif(
        name="coil",
        words="spring coil damp shock elastic force hooke absorber",
        width=384,
        height=216,
        draw=_coil,
    ),
)

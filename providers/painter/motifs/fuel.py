"""Fuel and injection: common rail, injector nozzle, filter."""

from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, through


def _rail(pen: Pen, dice: Random) -> None:
    outlets = dice.choice((3, 4, 4, 5, 6))
    half, top, height = 178, -62, 48
    middle = top + height / 2
    pitch = 2 * half / outlets
    drop = dice.choice((-1, 1)) * dice.uniform(14, 24)
    for index in range(outlets):
        x = -half + pitch * (index + 0.5)
        tip = x - drop
        pipe = f"M{x} {top + height}v20c0 16 {-drop} 14 {-drop} 34v14"
        pen.tube(pipe, 5, "sheet")
        pen.box(x - 8, top + height - 2, 16, 10, "sheet", DETAIL)
        _small_injector(pen, tip, top + height + 66)
    pen.box(-half, top, 2 * half, height, "accent", corner=4)
    pen.box(-half, middle - 7, 2 * half, 14, "sheet", DETAIL)
    _end_fittings(pen, half, middle, sensor=dice.random() < 0.6)
    pen.centre_line((-half - 34, middle), (half + 34, middle))
    pen.dimension((-half, top - 22), (half, top - 22))


def _end_fittings(pen: Pen, half: float, middle: float, *, sensor: bool) -> None:
    pen.box(-half - 12, middle - 15, 12, 30, "sheet")
    pen.box(half, middle - 15, 12, 30, "sheet")
    if sensor:
        pen.box(half + 12, middle - 9, 14, 18, "plate", DETAIL)


def _small_injector(pen: Pen, x: float, y: float) -> None:
    half: list[Point] = [(12, 0), (12, 18), (6, 28), (6, 48)]
    left = [(x - across, y + down) for across, down in half]
    pen.polygon([*left, *((x + across, y + down) for across, down in reversed(half))])
    pen.line((x - 12, y + 9), (x + 12, y + 9), line=THIN)


def _nozzle(pen: Pen, dice: Random) -> None:
    """An injector lying down, cut along its axis, spraying to the right."""
    coils = dice.choice((5, 6, 7))
    holes = dice.choice((5, 7))
    body: list[Point] = [(-196, -62), (-70, -62), (-70, -74), (-34, -74), (-34, -52)]
    body += [(40, -52), (58, -30), (104, -30), (118, -6)]
    bore: list[Point] = [(118, 0), (98, -12), (-30, -12), (-30, -32), (-196, -32)]
    for side in (1, -1):
        wall = [(x, side * y) for x, y in body + bore]
        pen.section(through(wall, closed=True), (-196, -74, 120, 74))
    pen.line((-196, -32), (-196, 32))
    pitch = 124 / coils
    for index in range(coils):
        x = -172 + pitch * index
        pen.tube(through([(x, -26), (x + pitch / 2, 26)]), 5, "sheet")
    pen.box(-196, -27, 22, 54, "plate", DETAIL)
    needle: list[Point] = [(-48, -27), (-30, -27), (-30, -9), (84, -9), (108, 0)]
    pen.polygon(needle + [(x, -y) for x, y in reversed(needle)], "accent")
    for index in range(holes):
        angle = (index - (holes - 1) / 2) * 76 / (holes - 1)
        with pen.turned(angle, (114, 0)):
            pen.line((130, 0), (200, 0), line=DETAIL, dashes="10 5 3 5")
    pen.centre_line((-214, 0), (214, 0))
    pen.dimension((-196, -94), (118, -94))


def _filter(pen: Pen, dice: Random) -> None:
    """A canister cut open: pleats around a core, water at the bottom."""
    pleats = dice.choice((7, 9, 11))
    pen.path("M-70 -72h140v148q0 14 -14 14h-112q-14 0 -14 -14z")
    pen.path("M-60 58h120v16q0 8 -8 8h-104q-8 0 -8 -8z", "accent", DETAIL)
    pen.box(-50, -60, 100, 106, "plate", DETAIL)
    fold = 100 / (2 * pleats)
    zigzag = [(-50 + fold * i, -56 if i % 2 else 42) for i in range(2 * pleats + 1)]
    pen.line(*zigzag, line=DETAIL)
    pen.box(-14, -62, 28, 110, "sheet")
    for y in range(-48, 40, 16):
        pen.circle((0, y), 3, "plate", THIN)
    pen.box(-82, -88, 164, 18, "sheet", corner=3)
    pen.box(-11, 90, 22, 12, "sheet", DETAIL)
    flip = dice.choice((-1, 1))
    for side, y in ((flip, -100), (-flip, -100)):
        pen.path(f"M{side * 38} -88v-8q0 -6 {side * 6} -6h{side * 58}", "none", 10)
        pen.stroke(f"M{side * 38} -87v-9q0 -6 {side * 6} -6h{side * 57}", 6, "sheet")
        arrow = side * 122
        pen.line((arrow - 7 * flip, y - 8), (arrow + 3 * flip, y - 2), (arrow - 7 * flip, y + 4))
    pen.centre_line((0, -106), (0, 108))
    pen.dimension((-104, -72), (-104, 90))


MOTIFS = (
    Motif(
        name="rail",
        words="diesel fuel rail inject petrol gasoline pressure supply pipe commonrail",
        width=440,
        height=200,
        draw=_rail,
    ),
    Motif(
        name="nozzle",
        words="nozzle injector spray atomis atomiz needle sprayer",
        width=432,
        height=200,
        draw=_nozzle,
    ),
    Motif(
        name="filter",
        words="filter filtr clean water contamin separat purif strain",
        width=270,
        height=216,
        draw=_filter,
    ),
)

"""Reading, places, people: book, map, globe, speech, balance."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, number, polar, smooth, through


def _book(pen: Pen, dice: Random) -> None:
    pen.path("M-186 -62V78Q-90 62 0 84Q90 62 186 78V-62", "plate")
    for side in (-1, 1):
        for leaf in (2, 1, 0):
            out, low = 176 - leaf * 5, 68 - leaf * 3
            pen.path(
                f"M0 {-66 + leaf}C{side * 40} -96 {side * 120} -92 {side * out} -76"
                f"V{low}C{side * 120} {low - 16} {side * 40} {low - 14} 0 {74 - leaf}Z",
                "sheet",
                DETAIL if leaf else 2,
            )
    indent = dice.randrange(2, 6)
    for side in (-1, 1):
        figure = side == (1 if indent % 2 else -1)
        for row in range(9):
            y = -58 + row * 13
            if figure and 1 < row < 6:
                continue
            end = 96 if row in {indent, 8} else 150
            curve = f"M{side * 24} {y}Q{side * (24 + end) / 2} {y - 14} {side * end} {y - 8}"
            pen.path(curve, "none", THIN)
        if figure:
            pen.box(side * 86 - 50, -42, 100, 50, "plate", DETAIL)
            pen.circle((side * 86 - 14, -17), 16, "sheet", DETAIL)
            pen.line((side * 86 + 12, -26), (side * 86 + 40, -26), line=THIN)
            pen.line((side * 86 + 12, -8), (side * 86 + 40, -8), line=THIN)
    x = dice.choice((-1, 1)) * dice.uniform(20, 40)
    pen.polygon([(x - 8, -84), (x + 8, -87), (x + 8, 2), (x, -8), (x - 8, 4)], "accent", DETAIL)
    pen.line((0, -66), (0, 74))
    pen.dimension((-186, 98), (186, 98))


def _map(pen: Pen, dice: Random) -> None:
    """Contour lines, a path, a marked place."""
    pen.box(-196, -102, 392, 204, "sheet")
    hills: list[tuple[Point, float]] = [
        ((dice.uniform(-110, -60), dice.uniform(-26, 10)), 74),
        ((dice.uniform(70, 110), dice.uniform(-6, 30)), 62),
    ]
    for centre, size in hills:
        wobble = [dice.uniform(0.8, 1.2) for _ in range(9)]
        for ring in range(5, 0, -1):
            reach = size * ring / 5
            shape = [
                (
                    max(-186, min(186, centre[0] + 1.25 * reach * w * math.cos(math.tau * i / 9))),
                    max(-94, min(94, centre[1] + reach * w * math.sin(math.tau * i / 9))),
                )
                for i, w in enumerate(wobble)
            ]
            fill = "plate" if ring == 1 else "none"
            pen.path(smooth(shape, closed=True), fill, DETAIL if ring in {5, 2} else THIN)
    river: list[Point] = [(-196, dice.uniform(60, 84)), (-120, 84), (-30, 62), (10, 20)]
    river += [(16, -30), (40, -70), (dice.uniform(30, 70), -102)]
    pen.tube(smooth(river), 6, "plate")
    (sx, sy), (ex, ey) = hills[0][0], hills[1][0]
    path = smooth([(sx, sy), (sx + 50, sy - 34), (ex - 60, ey - 40), (ex, ey)])
    pen.path(path, "none", 3, dashes="8 6")
    pen.circle((sx, sy), 6)
    pen.path(
        f"M{number(ex)} {number(ey)}c-8 -16 -20 -24 -20 -38a20 20 0 0 1 40 0c0 14 -12 22 -20 38z",
        "accent",
    )
    pen.circle((ex, ey - 38), 7, "sheet", DETAIL)
    pen.path("M-196 -102H196V102H-196Z", "none")
    north: Point = (-166, -72)
    pen.polygon([polar(18, -90, north), polar(7, 30, north), north, polar(7, 150, north)], "ink", 0)


def _globe(pen: Pen, dice: Random) -> None:
    radius = 92.0
    tilt = dice.choice((-1, 1)) * 23.4
    gore = dice.randrange(4)
    with pen.turned(tilt):
        pen.circle((0, 0), radius)
        bounds = [-radius, -62, -22, 22, 62, radius]
        left, right = bounds[gore], bounds[gore + 1]
        pen.path(
            f"M0 {-radius}A{number(abs(left))} {radius} 0 0 {int(left > 0)} 0 {radius}"
            f"A{number(abs(right))} {radius} 0 0 {int(right < 0)} 0 {-radius}Z",
            "accent",
            DETAIL,
        )
        for across in (62, 22):
            pen.ellipse((0, 0), across, radius, "none", DETAIL)
        for degrees in (-50, -25, 0, 25, 50):
            y = radius * math.sin(math.radians(degrees))
            half = radius * math.cos(math.radians(degrees))
            pen.line((-half, y), (half, y), line=DETAIL if degrees == 0 else THIN)
        pen.circle((0, 0), radius, "none")
        arm = [polar(106, angle) for angle in range(-90, 91, 6)]
        pen.tube(through(arm), 5, "sheet")
        pen.line((0, -112), (0, -92), line=4)
        pen.line((0, 92), (0, 112), line=4)
        pen.centre_line((0, -112), (0, 112))


def _speech(pen: Pen, dice: Random) -> None:
    """Two people's turns in a conversation."""
    flip = dice.choice((-1, 1))
    big = (
        f"M{flip * -184} -84q0 -14 {flip * 14} -14h{flip * 206}q{flip * 14} 0 {flip * 14} 14v78"
        f"q0 14 {flip * -14} 14h{flip * -152}l{flip * -30} 34v-34h{flip * -24}"
        f"q{flip * -14} 0 {flip * -14} -14z"
    )
    pen.path(big)
    lines = dice.choice((3, 4))
    for row in range(lines):
        y = -76 + row * 70 / (lines - 1)
        end = dice.uniform(90, 186) if row == lines - 1 else 194
        pen.line((flip * -164, y), (flip * (-164 + end), y), line=DETAIL)
    small = (
        f"M{flip * 6} 32q0 -14 {flip * 14} -14h{flip * 150}q{flip * 14} 0 {flip * 14} 14v40"
        f"q0 14 {flip * -14} 14h{flip * -22}v26l{flip * -28} -26h{flip * -100}"
        f"q{flip * -14} 0 {flip * -14} -14z"
    )
    pen.path(small, "accent")
    for index in range(3):
        pen.circle((flip * (64 + index * 32), 52), 8, "sheet", DETAIL)


def _balance(pen: Pen, dice: Random) -> None:
    lean = dice.choice((-1, 1)) * dice.uniform(4, 10)
    pen.polygon([(-6, -84), (6, -84), (9, 84), (-9, 84)])
    pen.path("M-62 100v-8q0 -8 8 -8h108q8 0 8 8v8z")
    heavy = 1 if lean > 0 else -1
    for side in (-1, 1):
        x, y = polar(142, lean if side > 0 else 180 + lean, (0, -78))
        pen.line((x, y), (x - 44, y + 88), line=DETAIL)
        pen.line((x, y), (x + 44, y + 88), line=DETAIL)
        if side == heavy:
            pen.box(x - 20, y + 60, 40, 28, "accent")
            pen.box(x - 7, y + 50, 14, 10, "sheet", DETAIL)
        else:
            for ball in (-16, 0, 16):
                pen.circle((x + ball, y + 80), 8, "sheet", DETAIL)
        pen.path(f"M{number(x - 50)} {number(y + 88)}h100q-6 26 -50 26t-50 -26z")
    with pen.turned(lean, (0, -78)):
        pen.path("M-148 -80Q-74 -94 0 -90Q74 -94 148 -80L148 -74Q74 -78 0 -68Q-74 -78 -148 -74Z")
    pen.circle((0, -79), 9, "plate", DETAIL)
    pen.line((0, -70), polar(34, 90 + lean * 2, (0, -70)), line=DETAIL)
    pen.centre_line((0, -108), (0, 108))


MOTIFS = (
    Motif(
        name="book",
        words="book read literat write poet novel story essay librar learn educat teach text grammar",
        width=390,
        height=210,
        draw=_book,
    ),
    Motif(
        name="map",
        words="map geograph navig terrain survey route travel touris landscape geolog river",
        width=396,
        height=208,
        draw=_map,
    ),
    Motif(
        name="globe",
        words="globe world international global trade culture continent ocean planet",
        width=250,
        height=228,
        draw=_globe,
    ),
    Motif(
        name="speech",
        words="language speech convers english french spanish german greek italian communic interview",
        width=380,
        height=220,
        draw=_speech,
    ),
    Motif(
        name="balance",
        words="balance law justice ethic legal contract rights weigh regulation tax compliance",
        width=390,
        height=216,
        draw=_balance,
    ),
)

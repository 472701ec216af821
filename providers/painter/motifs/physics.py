"""Physics: lens, pendulum, orbits, atom, prism."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Pen, Point, around, number, polar, through


def _lens(pen: Pen, dice: Random) -> None:
    rays = dice.choice((3, 5, 5, 7))
    focus = dice.uniform(104, 150)
    bulge = dice.uniform(150, 210)
    place = -50.0
    for index in range(rays):
        y = (index - (rays - 1) / 2) * 132 / (rays - 1)
        end: Point = (200, -y * (200 - place - focus) / focus)
        pen.line((-206, y), (place, y), line=DETAIL)
        pen.line((place, y), end, line=DETAIL)
        pen.polygon([(-132, y), (-144, y - 4.5), (-144, y + 4.5)], "ink", 0)
    pen.path(
        f"M{place} -96A{number(bulge)} {number(bulge)} 0 0 1 {place} 96"
        f"A{number(bulge)} {number(bulge)} 0 0 1 {place} -96Z",
        "accent",
    )
    focal = place + focus
    pen.circle((focal, 0), 5)
    pen.line((place - focus + 20, -8), (place - focus + 20, 8), line=THIN)
    pen.centre_line((-214, 0), (214, 0))
    pen.dimension((place, 104), (focal, 104))


def _prism(pen: Pen, dice: Random) -> None:
    rays = dice.choice((5, 6, 7))
    side = 176.0
    height = side * math.sqrt(3) / 2
    apex: Point = (-20, -height / 2 - 6)
    base = apex[1] + height
    entry: Point = (apex[0] - side / 4, apex[1] + height / 2)
    leave: Point = (apex[0] + side / 4, apex[1] + height / 2)
    pen.line((-206, entry[1] + dice.uniform(34, 52)), entry, line=3)
    pen.polygon([apex, (apex[0] + side / 2, base), (apex[0] - side / 2, base)], "sheet")
    painted = dice.randrange(rays)
    for index in range(rays):
        low = leave[1] - 10 + index * 5
        far = -10 + index * 96 / (rays - 1)
        ray = [entry, (leave[0] + (low - leave[1]) * 0.58, low), (204, far + 4)]
        if index == painted:
            pen.stroke(through(ray), 5)
        else:
            pen.line(*ray, line=DETAIL)
    pen.path(f"M{number(entry[0] - 42)} {number(entry[1] - 24)}l84 49", "none", THIN, dashes="5 4")
    pen.centre_line((apex[0], apex[1] - 14), (apex[0], base + 12))


def _pendulum(pen: Pen, dice: Random) -> None:
    swing = dice.uniform(22, 34)
    length = 164.0
    pivot: Point = (0, -92)
    ghosts = dice.choice((5, 7, 9))
    pen.box(-74, -108, 148, 16, "sheet")
    pen.hatch("M-74 -108h148v16h-148z", (-74, -108, 74, -92))
    arc = [polar(length, 90 - swing + 2 * swing * i / 20, pivot) for i in range(21)]
    pen.line(*arc, line=THIN, dashes="4 4")
    for index in range(ghosts):
        share = math.sin(math.pi * (index / (ghosts - 1) - 0.5))
        bob = polar(length, 90 - swing * share, pivot)
        if index < ghosts - 1:
            pen.line(pivot, bob, line=THIN)
            pen.circle(bob, 17, "sheet", DETAIL)
    bob = polar(length, 90 - swing, pivot)
    pen.line(pivot, bob)
    pen.circle(bob, 21, "accent")
    pen.circle(pivot, 6, "sheet")
    pen.centre_line(pivot, (0, 112))


def _orbit(pen: Pen, dice: Random) -> None:
    planets = dice.choice((4, 5))
    painted = dice.randrange(planets)
    with pen.turned(dice.uniform(-14, 14)):
        for index in range(planets):
            across = 62 + index * (136 / (planets - 1))
            pen.ellipse((0, 0), across, across * 0.44, "none", DETAIL if index % 2 else THIN)
        pen.circle((0, 0), 30)
        for a, b in zip(around(16, 35), around(16, 43), strict=True):
            pen.line(a, b, line=DETAIL)
        for index in range(planets):
            across = 62 + index * (136 / (planets - 1))
            angle = math.radians(dice.uniform(0, 360))
            place = (across * math.cos(angle), across * 0.44 * math.sin(angle))
            size = dice.uniform(8, 13) + (6 if index == planets - 2 else 0)
            pen.circle(place, size, "accent" if index == painted else "sheet")
            if index == planets - 2:
                with pen.turned(-22, place):
                    x, y = place
                    pen.path(
                        f"M{number(x - size)} {number(y)}a{number(size + 10)} 5 0 1 0"
                        f" {number(2 * size)} 0",
                        "none",
                        DETAIL,
                    )
        pen.centre_line((-208, 0), (208, 0))


def _atom(pen: Pen, dice: Random) -> None:
    rings = dice.choice((3, 3, 4))
    lean = dice.uniform(0, 60)
    painted = dice.randrange(rings)
    for index in range(rings):
        with pen.turned(lean + 180 * index / rings):
            pen.ellipse((0, 0), 106, 38, "none", DETAIL)
    nucleons = around(6, 13, (0, 0), lean)
    for place in nucleons:
        pen.circle(place, 10, "sheet", DETAIL)
    pen.circle((0, 0), 10, "plate", DETAIL)
    for index in range(rings):
        with pen.turned(lean + 180 * index / rings):
            angle = math.radians(dice.uniform(0, 360))
            place = (106 * math.cos(angle), 38 * math.sin(angle))
            pen.circle(
                place, 11 if index == painted else 8, "accent" if index == painted else "sheet"
            )


MOTIFS = (
    Motif(
        name="lens",
        words="lens optic photograph camera eye vision microscop focus glass",
        width=430,
        height=214,
        draw=_lens,
    ),
    Motif(
        name="prism",
        words="prism colour color spectr refract rainbow laser",
        width=416,
        height=196,
        draw=_prism,
    ),
    Motif(
        name="pendulum",
        words="pendul oscillat physics mechanics gravity newton period harmonic time clock motion",
        width=250,
        height=224,
        draw=_pendulum,
    ),
    Motif(
        name="orbit",
        words="orbit planet astronom space solar satellite star moon universe earth",
        width=424,
        height=210,
        draw=_orbit,
    ),
    Motif(
        name="atom",
        words="atom nuclear quantum electron radioactiv particle isotope",
        width=240,
        height=228,
        draw=_atom,
    ),
)

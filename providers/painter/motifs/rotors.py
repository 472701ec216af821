"""Round things that turn: brake disc, bearing, turbine, wheel."""

from random import Random

from providers.painter.motif import Motif
from providers.painter.motifs.rings import ring_sector
from providers.painter.pen import DETAIL, THIN, Pen, Point, around, number, polar


def _cross(pen: Pen, centre: Point, reach: float) -> None:
    x, y = centre
    pen.centre_line((x - reach - 40, y), (x + reach + 40, y))
    pen.centre_line((x, y - reach), (x, y + reach))


def _disc(pen: Pen, dice: Random) -> None:
    centre: Point = (0, 2)
    spokes = dice.choice((10, 12, 14))
    bolts = dice.choice((4, 5, 5, 6))
    lean = dice.uniform(-60, -20) if dice.random() < 0.75 else dice.uniform(190, 220)
    curve = dice.choice((-1, 1)) * dice.uniform(7, 12)
    pen.circle(centre, 98)
    pen.circle(centre, 93, "none", THIN)
    pen.circle(centre, 52, "none", DETAIL)
    for index in range(spokes):
        for row, radius in enumerate((63, 73, 83)):
            turn = 360 * index / spokes + row * curve
            pen.circle(polar(radius, turn, centre), 3.2, "plate", THIN)
    pen.circle(centre, 46, "plate")
    for bolt in around(bolts, 31, centre, dice.uniform(0, 90)):
        pen.circle(bolt, 5.5, "sheet", DETAIL)
    pen.circle(centre, 15)
    caliper = ring_sector(centre, 64, 110, lean - 27, lean + 27)
    pen.path(caliper, "accent")
    for offset in (-13, 13):
        pen.circle(polar(87, lean + offset, centre), 8, "sheet", DETAIL)
    _cross(pen, centre, 106)


def _bearing(pen: Pen, dice: Random) -> None:
    balls = dice.choice((8, 9, 10, 11))
    start = dice.uniform(0, 360 / balls)
    painted = dice.randrange(balls)
    radius = min(17, 370 / balls / 2 * 0.86)
    pen.circle((0, 0), 104)
    pen.circle((0, 0), 88, "none", DETAIL)
    pen.circle((0, 0), 84, "plate", THIN)
    pen.circle((0, 0), 60, "sheet", THIN)
    pen.circle((0, 0), 56, "none", DETAIL)
    for index, ball in enumerate(around(balls, 72, (0, 0), start)):
        pen.circle(ball, radius + 3.4, "sheet", THIN)
        pen.circle(ball, radius, "accent" if index == painted else "sheet")
        if index != painted:
            glint = polar(radius * 0.55, -135, ball)
            pen.circle(glint, radius * 0.2, "plate", 0)
    pen.circle((0, 0), 40, "plate")
    _cross(pen, (0, 0), 108)


def _turbine(pen: Pen, dice: Random) -> None:
    blades = dice.choice((9, 10, 11, 12))
    centre: Point = (-14, 10)
    pen.path("M-6 -88H112V-44H60Z", "sheet")
    pen.box(104, -94, 14, 56, "sheet")
    pen.circle(centre, 98)
    pen.circle(centre, 80, "plate")
    turn = dice.uniform(0, 40)
    painted = dice.randrange(blades)
    for index in range(blades):
        angle = turn + 360 * index / blades
        (ax, ay), (bx, by) = polar(22, angle, centre), polar(73, angle + 44, centre)
        (cx, cy), (dx, dy) = polar(73, angle + 57, centre), polar(22, angle + 24, centre)
        (ex, ey), (fx, fy) = polar(52, angle + 8, centre), polar(50, angle + 34, centre)
        blade = (
            f"M{number(ax)} {number(ay)}Q{number(ex)} {number(ey)} {number(bx)} {number(by)}"
            f"L{number(cx)} {number(cy)}Q{number(fx)} {number(fy)} {number(dx)} {number(dy)}Z"
        )
        pen.path(blade, "accent" if index == painted else "sheet", DETAIL)
    pen.circle(centre, 25)
    pen.polygon(around(6, 12, centre, turn), "plate", DETAIL)
    _cross(pen, centre, 106)


def _wheel(pen: Pen, dice: Random) -> None:
    spokes = dice.choice((5, 5, 6, 7, 10))
    start = dice.uniform(0, 72)
    lugs = dice.choice((48, 56, 64))
    for index in range(lugs):
        angle = 360 * index / lugs
        pen.path(ring_sector((0, 0), 96, 107, angle, angle + 190 / lugs), "ink", 0)
    pen.circle((0, 0), 101, "ink", 0)
    pen.circle((0, 0), 96, "sheet")
    pen.circle((0, 0), 88, "none", THIN)
    pen.circle((0, 0), 66, "plate")
    spread = 110 / spokes
    for index in range(spokes):
        angle = start + 360 * index / spokes
        inner, outer = spread * 0.75, spread * 0.32
        points = [polar(20, angle - inner), polar(66, angle - outer)]
        points += [polar(66, angle + outer), polar(20, angle + inner)]
        pen.polygon(points, "sheet", DETAIL)
    pen.circle((0, 0), 60, "none", THIN)
    pen.circle((0, 0), 26, "accent")
    for nut in around(5, 17, (0, 0), start + 36):
        pen.circle(nut, 3.6, "sheet", THIN)
    pen.circle((0, 0), 8, "plate", DETAIL)
    _cross(pen, (0, 0), 108)


MOTIFS = (
    Motif(
        name="disc",
        words="brak disc disk caliper rotor abs friction stopping pad",
        width=310,
        height=218,
        draw=_disc,
    ),
    Motif(
        name="bearing",
        words="bearing hub roller lubric grease preload spindle rolling",
        width=300,
        height=216,
        draw=_bearing,
    ),
    Motif(
        name="turbine",
        words="turbo turbine compress fan impeller charger wind boost blower",
        width=300,
        height=216,
        draw=_turbine,
    ),
    Motif(
        name="wheel",
        words="wheel tyre tire steer alignment suspension bicycle car vehicle road chassis",
        width=300,
        height=216,
        draw=_wheel,
    ),
)

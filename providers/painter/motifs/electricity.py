"""Electrical things: scope trace, circuit, battery, motor, chip."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.motifs.rings import ring_sector
from providers.painter.pen import (
    DETAIL,
    OUTLINE,
    THIN,
    Fill,
    Pen,
    Point,
    around,
    number,
    polar,
    through,
)


def _trace(pen: Pen, dice: Random) -> None:
    """A scope's screen: one signal in colour, one thin."""
    left, top, cell = -200, -100, 50
    pen.box(left, top, 400, 200, "sheet", OUTLINE, corner=4)
    grid = "".join(f"M{left + cell * i} {top}v200" for i in range(1, 8))
    grid += "".join(f"M{left} {top + cell * i}h400" for i in range(1, 4))
    pen.faint(grid, THIN, 0.22)
    ticks = "".join(f"M{left + 10 * i} -3v6" for i in range(1, 40))
    ticks += "".join(f"M-3 {top + 10 * i}h6" for i in range(1, 20))
    pen.faint(ticks, THIN, 0.4)
    shape = dice.choice((_pulses, _missing_tooth, _ringing))
    slowness = dice.uniform(46, 80)
    second = [(x, 34 * math.sin(x / slowness - 0.6) + 8) for x in range(left, 201, 5)]
    pen.line(*second, line=DETAIL)
    pen.stroke(through(shape(dice)), 4.5)


def _pulses(dice: Random) -> list[Point]:
    count = dice.choice((3, 4, 5))
    pitch = 400 / count
    points: list[Point] = []
    for index in range(count):
        x = -200 + pitch * index
        peak, hold = pitch * 0.16, pitch * dice.uniform(0.22, 0.46)
        points += [(x, 50), (x + pitch * 0.2, 50), (x + pitch * 0.2, -70)]
        points += [(x + pitch * 0.2 + peak, -70), (x + pitch * 0.2 + peak, -16)]
        points += [(x + pitch * 0.2 + peak + hold, -16), (x + pitch * 0.2 + peak + hold, 50)]
    return [*points, (200, 50)]


def _missing_tooth(dice: Random) -> list[Point]:
    teeth = dice.choice((12, 14, 16))
    gap = dice.randrange(4, teeth - 4)
    pitch = 400 / teeth
    points: list[Point] = []
    for step in range(teeth * 12 + 1):
        x = step * pitch / 12
        tooth = int(x // pitch)
        height = 4 if tooth == gap else 58 + (22 if tooth == gap + 1 else 0)
        points.append((x - 200, -height * math.sin(2 * math.pi * x / pitch)))
    return points


def _ringing(dice: Random) -> list[Point]:
    start, beat = dice.uniform(70, 120), dice.uniform(20, 28)
    points: list[Point] = [(-200, 20), (start - 200, 20), (start - 200, -86)]
    for step in range(1, 140):
        x = start + step * 2.4
        if x > 400:
            break
        fade = math.exp(-(x - start) / 80)
        points.append((x - 200, 20 - 106 * fade * math.cos((x - start) * 2 * math.pi / beat / 1.6)))
    return [*points, (200, 20)]


def _circuit(pen: Pen, dice: Random) -> None:
    """A ladder of branches between two rails, one component of each kind."""
    branches = dice.choice((3, 4))
    left, right, top, bottom = -186, 186, -78, 78
    parts = [_resistor, _lamp, _capacitor, _coil, _diode]
    dice.shuffle(parts)
    pen.path(f"M{left} {top}H{right}M{left} {bottom}H{right}", "none")
    columns = [left + (right - left) * i / branches for i in range(branches + 1)]
    painted = dice.randrange(1, branches + 1)
    _source(pen, columns[0])
    for index, x in enumerate(columns[1:], start=1):
        pen.line((x, top), (x, bottom))
        parts[index - 1](pen, x, "accent" if index == painted else "sheet")
    for x in columns[1:-1]:
        pen.circle((x, top), 4, "ink", 0)
        pen.circle((x, bottom), 4, "ink", 0)
    switch = (columns[0] + columns[1]) / 2
    pen.line((switch - 20, top), (switch + 20, top), line=6)
    pen.stroke(through([(switch - 21, top), (switch + 21, top)]), 7, "plate")
    pen.line((switch - 20, top), (switch + 16, top - 20))
    for x in (switch - 20, switch + 20):
        pen.circle((x, top), 5, "sheet", DETAIL)


def _source(pen: Pen, x: float) -> None:
    pen.line((x, -78), (x, -18))
    pen.line((x, 18), (x, 78))
    for y, half, weight in ((-18, 26, 2.0), (-6, 14, 5.0), (6, 26, 2.0), (18, 14, 5.0)):
        pen.line((x - half, y), (x + half, y), line=weight)


def _resistor(pen: Pen, x: float, fill: Fill) -> None:
    pen.box(x - 14, -36, 28, 72, fill)


def _lamp(pen: Pen, x: float, fill: Fill) -> None:
    pen.circle((x, 0), 28, fill)
    (ax, ay), (bx, by) = polar(28, 45, (x, 0)), polar(28, 225, (x, 0))
    (cx, cy), (dx, dy) = polar(28, 135, (x, 0)), polar(28, 315, (x, 0))
    pen.line((ax, ay), (bx, by))
    pen.line((cx, cy), (dx, dy))


def _capacitor(pen: Pen, x: float, fill: Fill) -> None:
    pen.box(x - 30, -9, 60, 18, fill if fill == "accent" else "plate", 0)
    pen.line((x - 30, -9), (x + 30, -9), line=4)
    pen.line((x - 30, 9), (x + 30, 9), line=4)


def _coil(pen: Pen, x: float, fill: Fill) -> None:
    pen.stroke(through([(x, -45), (x, 45)]), 5, "plate")
    loops = "".join("a11.25 11.25 0 0 1 0 22.5" for _ in range(4))
    pen.path(f"M{number(x)} -45{loops}", fill)


def _diode(pen: Pen, x: float, fill: Fill) -> None:
    pen.polygon([(x - 26, -22), (x + 26, -22), (x, 22)], fill)
    pen.line((x - 26, 22), (x + 26, 22), line=4)


def _battery(pen: Pen, dice: Random) -> None:
    cells = dice.choice((4, 5, 6))
    width = 372 / cells
    painted = dice.randrange(cells)
    pen.box(-194, -52, 388, 140, "sheet", corner=6)
    for index in range(cells):
        x = -186 + width * index
        pen.box(x + 4, -40, width - 8, 118, "plate", DETAIL, corner=3)
        level = 78 - dice.uniform(44, 100)
        if index == painted:
            pen.path(
                f"M{number(x + 4)} {number(level)}h{number(width - 8)}V75q0 3 -3 3"
                f"h{number(14 - width)}q-3 0 -3 -3z",
                "accent",
                DETAIL,
            )
        else:
            pen.line((x + 4, level), (x + width - 4, level), line=THIN)
        pen.box(x + width / 2 - 10, -64, 20, 12, "sheet", DETAIL)
    for x in (-160, 128):
        pen.box(x, -80, 32, 28, "sheet", corner=3)
    pen.path("M-144 -98v12M-150 -92h12M138 -92h12", "none")
    pen.dimension((-194, 104), (194, 104))
    pen.centre_line((0, -86), (0, 98))


def _motor(pen: Pen, dice: Random) -> None:
    """Across a motor's shaft: stator slots, rotor magnets."""
    slots = dice.choice((9, 12, 12, 18))
    poles = dice.choice((4, 6, 8))
    painted = dice.randrange(slots)
    pen.circle((0, 0), 106)
    pen.circle((0, 0), 100, "none", THIN)
    half = 360 / slots * 0.3
    for index in range(slots):
        angle = 360 * index / slots
        slot = ring_sector((0, 0), 64, 90, angle - half, angle + half)
        pen.path(slot, "accent" if index == painted else "plate", DETAIL)
    pen.circle((0, 0), 60, "plate")
    pen.circle((0, 0), 55, "sheet")
    turn = dice.uniform(0, 360 / poles)
    reach = 360 / poles * 0.38
    for index in range(poles):
        angle = turn + 360 * index / poles
        magnet = ring_sector((0, 0), 42, 51, angle - reach, angle + reach)
        pen.path(magnet, "ink" if index % 2 else "sheet", DETAIL)
    pen.circle((0, 0), 18, "plate")
    pen.box(-4, -23, 8, 8, "plate", DETAIL)
    for hole in around(4, 112, (0, 0), 45):
        pen.circle(hole, 4, "sheet", DETAIL)
    pen.centre_line((-150, 0), (150, 0))
    pen.centre_line((0, -110), (0, 110))


def _chip(pen: Pen, dice: Random) -> None:
    pins = dice.choice((6, 7, 8))
    half = 66
    gap = 2 * half / pins
    for side in range(4):
        with pen.turned(90 * side):
            for index in range(pins):
                y = -half + gap * (index + 0.5)
                reach = 120 + 14 * abs(index - (pins - 1) / 2) if side % 2 == 0 else 102
                bend = dice.choice((-1, 0, 1)) * gap * 0.5 if side % 2 == 0 else 0
                pen.line(
                    (half, y), (half + 30, y), (half + 42, y + bend), (reach, y + bend), line=DETAIL
                )
                if side % 2 == 0:
                    pen.circle((reach, y + bend), 4, "sheet", DETAIL)
                pen.box(half, y - 4, 18, 8, "sheet", DETAIL)
    pen.box(-half, -half, 2 * half, 2 * half, "sheet", corner=4)
    pen.circle((-half + 14, -half + 14), 5, "plate", DETAIL)
    die = dice.uniform(30, 38)
    pen.box(-die, -die, 2 * die, 2 * die, "accent")
    lines = "".join(f"M{-die} {number(-die + die * i / 3)}h{2 * die}" for i in (1, 2, 4))
    lines += f"M{number(-die / 3)} {-die}v{2 * die}M{number(die / 2)} {-die}v{die}"
    pen.path(lines, "none", THIN)


MOTIFS = (
    Motif(
        name="trace",
        words="signal sensor scope trace oscillo hall pulse electronic telemetry can obd",
        width=404,
        height=204,
        draw=_trace,
    ),
    Motif(
        name="circuit",
        words="circuit electric current volt ohm wiring resist capacit lamp light fuse relay",
        width=430,
        height=204,
        draw=_circuit,
    ),
    Motif(
        name="battery",
        words="batter charg hybrid ev lithium energy storage starter accumulator",
        width=400,
        height=216,
        draw=_battery,
    ),
    Motif(
        name="motor",
        words="stator rotor winding alternat generator magnet induction servo electromagnet",
        width=310,
        height=222,
        draw=_motor,
    ),
    Motif(
        name="chip",
        words="chip comput processor digital microcontrol hardware embedded ecu plc robot arduino",
        width=360,
        height=208,
        draw=_chip,
    ),
)

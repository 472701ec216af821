"""Connected things and waves: network, flow chart, sound, aperture."""

import math
from itertools import pairwise
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Fill, Pen, Point, around, polar


def _network(pen: Pen, dice: Random) -> None:
    layers = dice.choice(((3, 4, 4, 2), (3, 5, 3), (2, 4, 5, 3), (4, 3, 3, 4)))
    step = 380 / (len(layers) - 1)
    nodes: list[list[Point]] = []
    for index, count in enumerate(layers):
        x = -190 + index * step
        nodes.append([(x, (row - (count - 1) / 2) * 46) for row in range(count)])
    for left, right in pairwise(nodes):
        for start in left:
            for end in right:
                pen.line(start, end, line=THIN)
    lit = [dice.choice(layer) for layer in nodes]
    pen.line(*lit, line=4)
    painted = dice.randrange(len(nodes))
    for index, layer in enumerate(nodes):
        for node in layer:
            is_painted = index == painted and node == lit[index]
            pen.circle(node, 17 if is_painted else 13, "accent" if is_painted else "sheet")


def _flow(pen: Pen, dice: Random) -> None:
    """Steps, a decision, a way back."""
    mirrored = dice.choice((-1, 1))
    painted = dice.randrange(4)

    def block(x: float, y: float, order: int) -> None:
        fill: Fill = "accent" if order == painted else "sheet"
        pen.box(mirrored * x - 46, y - 22, 92, 44, fill, corner=4)

    def arrow(*points: Point) -> None:
        turned = [(mirrored * x, y) for x, y in points]
        pen.line(*turned)
        (ax, ay), (bx, by) = turned[-2:]
        heading = math.degrees(math.atan2(by - ay, bx - ax))
        tip = turned[-1]
        pen.polygon([tip, polar(11, heading + 156, tip), polar(11, heading - 156, tip)], "ink", 0)

    arrow((-126, -40), (-62, -40))
    arrow((62, -40), (126, -40))
    arrow((0, 22), (0, 50))
    arrow((172, -18), (172, 72), (46, 72))
    arrow((-46, 72), (-172, 72), (-172, -18))
    block(-172, -40, 0)
    block(172, -40, 1)
    block(0, 72, 2)
    diamond: list[Point] = [(0, -102), (62, -40), (0, 22), (-62, -40)]
    pen.polygon(diamond, "accent" if painted == 3 else "sheet")
    pen.line((-14, -40), (14, -40), line=DETAIL)
    pen.line((0, -54), (0, -26), line=DETAIL)
    for x, y in ((-172, -40), (172, -40), (0, 72)):
        for row, end in ((-6, 26), (6, 12)):
            pen.line((mirrored * x - 28, y + row), (mirrored * x + end, y + row), line=THIN)


def _sound(pen: Pen, dice: Random) -> None:
    bars = 41
    pitch = 400 / bars
    beats = dice.choice((2, 3, 4))
    painted = dice.randrange(6, bars - 6)
    for index in range(bars):
        share = index / (bars - 1)
        hull = math.sin(math.pi * share) ** 0.7 * (
            0.45 + 0.55 * abs(math.sin(beats * math.pi * share))
        )
        height = max(6.0, 96 * hull * dice.uniform(0.72, 1.05))
        x = -200 + pitch * (index + 0.5)
        fill: Fill = "accent" if abs(index - painted) < 2 else "sheet"
        pen.box(x - 3.4, -height, 6.8, 2 * height, fill, DETAIL, corner=3.4)
    pen.centre_line((-212, 0), (212, 0))


def _aperture(pen: Pen, dice: Random) -> None:
    """The blades of a lens's iris."""
    blades = dice.choice((6, 7, 8, 9))
    hole = dice.uniform(26, 44)
    turn = dice.uniform(0, 60)
    painted = dice.randrange(blades)
    pen.circle((0, 0), 106)
    pen.circle((0, 0), 94, "plate", DETAIL)
    inner = around(blades, hole, (0, 0), turn)
    for index in range(blades):
        first, second = inner[index], inner[(index + 1) % blades]
        heading = math.degrees(math.atan2(second[1] - first[1], second[0] - first[0]))
        rim_a = _rim(first, heading, 94)
        after = inner[(index + 2) % blades]
        along = math.degrees(math.atan2(after[1] - second[1], after[0] - second[0]))
        rim_b = _rim(second, along, 94)
        start = math.degrees(math.atan2(rim_a[1], rim_a[0]))
        sweep = (math.degrees(math.atan2(rim_b[1], rim_b[0])) - start) % 360
        arc = [polar(94, start + sweep * i / 12) for i in range(13)]
        pen.polygon([first, *arc, second], "accent" if index == painted else "sheet", DETAIL)
    for index in range(36):
        angle = 10 * index
        pen.line(polar(98, angle), polar(106, angle), line=THIN)
    pen.circle((0, 0), 106, "none")
    pen.centre_line((-150, 0), (150, 0))
    pen.centre_line((0, -110), (0, 110))


def _rim(start: Point, heading: float, radius: float) -> Point:
    """Where a straight line from inside a circle meets it."""
    dx, dy = polar(1, heading)
    along = start[0] * dx + start[1] * dy
    reach = -along + math.sqrt(along**2 - (start[0] ** 2 + start[1] ** 2 - radius**2))
    return start[0] + dx * reach, start[1] + dy * reach


MOTIFS = (
    Motif(
        name="network",
        words="network neural internet server cloud ai neuron graph social connect",
        width=420,
        height=226,
        draw=_network,
    ),
    Motif(
        name="flow",
        words="flow program cod software algorithm process project manag plan logic workflow troubleshoot",
        width=446,
        height=206,
        draw=_flow,
    ),
    Motif(
        name="sound",
        words="sound music audio acoust wave voice noise recording hear frequency vibrat",
        width=420,
        height=204,
        draw=_sound,
    ),
    Motif(
        name="aperture",
        words="aperture design film video visual art media iris studio draw paint",
        width=310,
        height=220,
        draw=_aperture,
    ),
)

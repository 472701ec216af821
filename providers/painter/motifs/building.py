"""Built things: bridge, column, house."""

from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Fill, Pen, Point, through


def _bridge(pen: Pen, dice: Random) -> None:
    panels = dice.choice((6, 8, 10))
    arched = dice.random() < 0.6
    half, deck = 168.0, 34.0
    pitch = 2 * half / panels

    def chord(index: int) -> Point:
        x = -half + index * pitch
        rise = 118 * (1 - (x / half) ** 2) if arched else 84 * (0 < index < panels)
        return x, deck - rise

    for index in range(1, panels):
        pen.line((chord(index)[0], deck), chord(index), line=4)
    for index in range(panels):
        left_half = index < panels / 2
        start, end = (index, index + 1) if left_half else (index + 1, index)
        if 0 < start < panels:
            pen.line(chord(start), (chord(end)[0], deck), line=DETAIL)
    pen.tube(through([chord(i) for i in range(panels + 1)]), 6, "sheet")
    pen.box(-206, deck - 5, 412, 16, "accent")
    for index in range(1, panels):
        pen.circle(chord(index), 5, "sheet", DETAIL)
    for side in (-1, 1):
        pier: list[Point] = [(side * 154, deck + 11), (side * 190, deck + 11)]
        pier += [(side * 196, 96), (side * 148, 96)]
        pen.section(through(pier, closed=True), (-198, deck, 198, 98))
    waves = "".join(
        f"M{-132 + row * 14} {80 + row * 9}" + "q6 -5 12 0t12 0" * (9 - row) for row in range(2)
    )
    pen.path(waves, "none", THIN)
    pen.dimension((-half, -102), (half, -102))


def _column(pen: Pen, dice: Random) -> None:
    """A temple front."""
    columns = dice.choice((4, 6, 6))
    half = 142.0
    for step in range(3):
        reach = half + 14 + step * 14
        pen.box(-reach, 66 + step * 11, 2 * reach, 11)
    gap = (2 * half - 24) / (columns - 1)
    painted = dice.randrange(columns)
    for index in range(columns):
        x = -half + 12 + gap * index
        fill: Fill = "accent" if index == painted else "sheet"
        pen.polygon([(x - 11, -28), (x + 11, -28), (x + 13, 58), (x - 13, 58)], fill)
        for flute in (-5, 0, 5):
            pen.line((x + flute * 0.9, -24), (x + flute * 1.15, 54), line=THIN)
        pen.box(x - 16, 58, 32, 8, "sheet", DETAIL)
        pen.polygon([(x - 11, -28), (x + 11, -28), (x + 17, -37), (x - 17, -37)], "sheet", DETAIL)
    pen.box(-half - 8, -52, 2 * half + 16, 15)
    for index in range(17):
        pen.box(-half + index * (2 * half - 8) / 16, -49, 8, 9, "plate", THIN)
    pen.polygon([(-half - 18, -54), (half + 18, -54), (0, -108)])
    pen.polygon([(-half + 24, -61), (half - 24, -61), (0, -98)], "plate", DETAIL)
    pen.centre_line((0, -112), (0, 106))


def _house(pen: Pen, dice: Random) -> None:
    """A house cut open: insulation, floors, roof."""
    floors = dice.choice((1, 2))
    eaves = -6.0 if floors == 1 else -28.0
    ridge = eaves - 74
    pen.box(-130, eaves, 260, 92 - eaves, "plate", 0)
    for side in (-1, 1):
        wall: list[Point] = [(side * 116, eaves), (side * 134, eaves)]
        wall += [(side * 134, 92), (side * 116, 92)]
        pen.section(through(wall, closed=True), (-136, eaves, 136, 94))
        roof: list[Point] = [(0, ridge), (side * 168, eaves + 18), (side * 160, eaves + 28)]
        pen.polygon([*roof, (0, ridge + 22)], "accent" if side > 0 else "sheet")
    slab = "M-134 84H134V98H-134Z"
    pen.section(slab, (-134, 84, 134, 98))
    pen.line((-200, 98), (200, 98))
    if floors > 1:
        pen.box(-116, 26, 232, 8)
        pen.box(-96, -18, 34, 34, "sheet", DETAIL)
        pen.line((-79, -18), (-79, 16), line=THIN)
    stairs = [(28 + 11 * (i // 2 + i % 2), 84 - 9.7 * (i // 2 + (i % 2 == 0))) for i in range(12)]
    pen.line((28, 84), *stairs, line=DETAIL)
    door = dice.choice((-96, -60))
    pen.box(door, 36, 32, 48, "sheet", DETAIL)
    pen.circle((door + 25, 61), 2, "ink", 0)
    chimney = dice.choice((-1, 1)) * 70
    top = ridge + 74 * abs(chimney) / 168 + 4
    stack: list[Point] = [(chimney - 12, ridge - 6), (chimney + 12, ridge - 6)]
    stack += [(chimney + 12, top + 6 * (chimney > 0)), (chimney - 12, top + 6 * (chimney < 0))]
    pen.polygon(stack)
    pen.dimension((-182, 98), (-182, ridge))
    pen.centre_line((0, ridge - 14), (0, 106))


MOTIFS = (
    Motif(
        name="bridge",
        words="bridge civil structur truss beam statics construction load infrastructure",
        width=420,
        height=212,
        draw=_bridge,
    ),
    Motif(
        name="column",
        words="histor column temple ancient classic greek rome roman architect museum philosoph politic",
        width=380,
        height=220,
        draw=_column,
    ),
    Motif(
        name="house",
        words="house building home insulat roof carpentr plumb mason brick interior",
        width=410,
        height=218,
        draw=_house,
    ),
)

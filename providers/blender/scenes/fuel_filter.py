# pyright: basic, reportMissingImports=false
"""A diesel filter, cut open: head, pleated element, water space with drain."""

import math

from geometry import Point, at_height, soft
from model import Model
from shapes import Piece, cylinder, hexagon, lathe, loft, sweep, torus, tube

VIEW = (-22.0, 16.0, 0.0)
_FACING = -108.0
_CUT = 130.0


def build(model: Model, pleats: int, water: float) -> None:
    can = [(43.0, 34.0), (45.0, 34.0), (45.0, 150.0), (47.0, 152.0), (47.0, 158.0), (43.0, 158.0)]
    model.add(
        "can",
        "Housing",
        lathe(can, "blue", cut=_CUT, facing=_FACING, segments=96),
        about="Pressed steel can",
    )
    _head(model)
    _element(model, pleats)
    _bowl(model, water)


def _head(model: Model) -> None:
    cap = [(0.0, 158.6), (49.0, 158.6), (49.0, 166.0), (46.0, 170.0), (20.0, 172.0), (0.0, 172.0)]
    pieces = [lathe(cap, "aluminium", segments=96)]
    for side in (-1, 1):
        elbow = soft(
            [(side * 24, 0, 168), (side * 24, 0, 186), (side * 38, 0, 196), (side * 74, 0, 196)]
        )
        pieces.append(sweep(elbow, 6.5, "aluminium", sides=22))
        pieces += [
            torus(6.6, 1.1, "aluminium", segments=36).turned("Y", 90).moved(x=side * x, z=196)
            for x in (58, 66)
        ]
    model.add(
        "head",
        "Filter head with inlet and outlet",
        *pieces,
        about="Arrows on the head show which way fuel flows",
        explode=(0, 0, 60),
    )
    ring = torus(44.5, 1.7, "rubber", segments=96).moved(z=158.2)
    model.add(
        "seal",
        "Sealing ring",
        ring,
        about="Oil it with fuel before fitting",
        explode=(0, 0, 36),
    )
    for name, label, side, colour in (
        ("arrow_in", "In: unfiltered", -1, "red"),
        ("arrow_out", "Out: clean", 1, "blue"),
    ):
        model.add(name, label, _arrow(colour).moved(x=side * 98, z=196), explode=(0, 0, 60))


def _arrow(material: str) -> Piece:
    """Pointing along x: into the head on the left, out of it on the right."""
    profile = [(0, -13), (2.2, -13), (2.2, 2), (6.0, 2), (0, 13)]
    return lathe(profile, material, segments=28).turned("Y", 90)


def _element(model: Model, pleats: int) -> None:
    outline: list[Point] = []
    count = pleats * 4
    for i in range(count):
        angle = math.tau * i / count
        radius = (39.0, 30.0, 21.0, 30.0)[i % 4]
        outline.append((radius * math.cos(angle), radius * math.sin(angle)))
    inside = [(x * 0.965, y * 0.965) for x, y in outline]
    shell = loft(
        [
            at_height(outline, 54),
            at_height(outline, 144),
            at_height(inside, 144),
            at_height(inside, 54),
        ],
        "paper",
        closed=True,
    )
    model.add(
        "element",
        "Pleated paper element",
        shell,
        about="Folding gives a large area; fuel goes from outside to inside",
        explode=(0, -100, 0),
    )
    plates = [
        lathe([(13, z), (40.5, z), (40.5, z + 4), (13, z + 4)], "black plastic", segments=80)
        for z in (50, 144)
    ]
    model.add(
        "end_plates",
        "End plates",
        *plates,
        about="Glued to the paper so that nothing goes round it",
        explode=(0, -100, 0),
    )
    core = tube(11, 12.6, 50, 158, "bright steel", segments=48)
    holes = [
        cylinder(1.7, 11.4, 12.9, "rubber", segments=10)
        .turned("Y", 90)
        .turned("Z", 30 * k + 15 * (row % 2))
        .moved(z=60 + 9 * row)
        for row in range(10)
        for k in range(12)
    ]
    model.add(
        "core",
        "Perforated core",
        core,
        *holes,
        about="Clean fuel rises inside it",
        explode=(0, -180, 0),
    )


def _bowl(model: Model, water: float) -> None:
    shell = [(38.0, 34.0), (44.0, 34.0), (44.0, 28.0), (40.0, 12.0), (26.0, 2.0), (8.0, 0.0)]
    shell += [(8.0, 3.0), (25.0, 5.0), (37.2, 14.0), (41.0, 28.6)]
    model.add(
        "bowl",
        "Clear water bowl",
        lathe(shell, "glass", segments=80),
        about="Water is heavier than diesel and gathers here",
        explode=(0, 0, -50),
    )
    if water > 0:
        level = 4 + 27 * water
        radius = 24 + 16 * min(1.0, (level - 4) / 20)
        model.add(
            "water",
            "Water",
            lathe([(0, 3.4), (24, 5.4), (radius, level), (0, level)], "water", segments=64),
            about="Drain it before it reaches the element",
            explode=(0, 0, -50),
        )
    screw = [
        hexagon(15, -12, -2, "brass"),
        cylinder(5, -4, 6, "brass"),
        tube(2.2, 4.2, -22, -12, "brass", edge=0.6),
    ]
    model.add(
        "drain",
        "Drain screw",
        *screw,
        about="Open it half a turn with a vessel under it",
        explode=(0, 0, -90),
    )
    pins = [cylinder(0.9, 6, 18, "brass").moved(x=x) for x in (14, 20)]
    model.add(
        "water_sensor",
        "Water sensor",
        cylinder(7, 2.5, 7, "black plastic", edge=0.8).moved(x=17),
        *pins,
        about="Water between the pins conducts, and the lamp comes on",
        explode=(0, 0, -90),
    )

# pyright: basic, reportMissingImports=false
"""The lower end of an engine: cylinder, piston, rod, crankshaft."""

import math

from engine_measures import Angle, Measures, along, centred, half, upright
from geometry import Point, arc, rounded
from model import Model
from shapes import box, carved, cylinder, hexagon, lathe, prism, tube


def build_bottom(model: Model, m: Measures, crank: Angle) -> None:
    _block(model, m)
    _piston(model, m, crank)
    _rod(model, m, crank)
    _crank(model, m, crank)


def _block(model: Model, m: Measures) -> None:
    u, inner = m.unit, m.bore / 2
    top, low = m.deck, m.rod - m.throw - 12 * u
    water_low = low + 0.36 * (top - low)
    tubes = [
        (inner, inner + 6 * u, low, top),
        (inner + 15 * u, inner + 21 * u, water_low - 6 * u, top),
        (inner + 6 * u, inner + 15 * u, top - 9 * u, top),
        (inner + 6 * u, inner + 15 * u, water_low - 6 * u, water_low),
    ]
    jackets = [tube(a, b, c, d, "steel", cut=180, facing=-90, segments=80) for a, b, c, d in tubes]
    model.add(
        "cylinder",
        "Cylinder",
        *jackets,
        about="The bore that the piston runs in, with the water jacket round it",
    )
    model.add(
        "coolant",
        "Coolant",
        tube(inner + 6 * u, inner + 15 * u, water_low, top - 9 * u, "water", cut=180, facing=-90),
        section="water",
        about="Carries heat to the radiator",
    )
    outer = m.throw + 38 * u
    wall = outer + 7 * u
    gap = math.degrees(math.asin((inner + 3 * u) / wall))
    shell = [*arc(wall, 90 + gap, 450 - gap, 48), *reversed(arc(outer, 90 + gap, 450 - gap, 48))]
    back = tube(17 * u, wall, 0, 7 * u, "aluminium", segments=80)
    model.add(
        "crankcase",
        "Crankcase",
        half(upright(prism(shell, 0, 42 * u, "aluminium"))),
        along(back).moved(y=42 * u),
        about="Carries the crankshaft in its main bearings",
        explode=(0, 90, 0),
    )


def _piston(model: Model, m: Measures, crank: Angle) -> None:
    u, radius = m.unit, m.bore / 2 - 0.25
    top, skirt = m.crown, -26 * u
    grooves = [(top - d * u, w * u) for d, w in ((6, 2), (11.5, 2), (18, 3.4))]
    outer: list[Point] = [(radius, skirt)]
    for z, width in reversed(grooves):
        outer += [
            (radius, z - width),
            (radius - 4 * u, z - width),
            (radius - 4 * u, z),
            (radius, z),
        ]
    outer += [
        (radius, top - 1),
        (radius - 1, top),
        (26 * u, top),
        (20 * u, top - 3 * u),
        (0, top - 3 * u),
    ]
    inside = [(0, top - 11 * u), (25 * u, top - 12 * u), (radius - 9 * u, top - 21 * u)]
    inside += [(radius - 5 * u, skirt)]
    boss = tube(11 * u, 18 * u, 8 * u, radius * 0.86, "aluminium")
    part = model.add(
        "piston",
        "Piston",
        lathe([*outer, *inside], "aluminium", cut=180, facing=-90, segments=88),
        along(boss),
        section="section light",
        about="Takes the pressure of the gas and passes it to the rod",
        origin=(0, 0, m.pin(crank(0))),
        explode=(0, -150, 0),
    )
    rings = [
        tube(radius - 3.4 * u, m.bore / 2, z - w, z, "dark steel", cut=180, facing=-90)
        for z, w in grooves
    ]
    rings_part = model.add(
        "piston_rings",
        "Piston rings",
        *rings,
        section="dark steel",
        about="Two seal the gas, the third scrapes oil",
        origin=(0, 0, m.pin(crank(0))),
        explode=(0, -190, 0),
    )
    pin = tube(6 * u, 11 * u, -17 * u, radius * 0.84, "bright steel", edge=0.8)
    pin_part = model.add(
        "piston_pin",
        "Piston pin",
        along(pin),
        about="Joins piston and rod",
        origin=(0, 0, m.pin(crank(0))),
        explode=(0, -240, 0),
    )
    for moving in (part, rings_part, pin_part):
        model.move(moving, location=lambda time: (0, 0, m.pin(crank(time))))


def _rod(model: Model, m: Measures, crank: Angle) -> None:
    u, length = m.unit, m.rod
    half = 10 * u
    eye, big = 19 * u, 36 * u
    shank = [(-10 * u, -15 * u), (-15 * u, -length + 30 * u), (15 * u, -length + 30 * u)]
    shank += [(10 * u, -15 * u)]
    web = [
        (-5.5 * u, -21 * u),
        (-9 * u, -length + 38 * u),
        (9 * u, -length + 38 * u),
        (5.5 * u, -21 * u),
    ]
    body = carved(
        centred(prism(shank, -half, half, "steel", edge=1.0 * u)),
        centred(prism(web, half - 3.5 * u, half + 2, "steel")),
        centred(prism(web, -half - 2, 3.5 * u - half, "steel")),
    )
    ends = [
        along(tube(11.2 * u, eye, -half - 2 * u, half + 2 * u, "steel", edge=1.0)),
        along(tube(26.5 * u, big, -half - 2 * u, half + 2 * u, "steel", edge=1.0)).moved(z=-length),
        along(tube(24 * u, 26.5 * u, -half - 1 * u, half + 1 * u, "brass")).moved(z=-length),
    ]
    ears = [
        box((15 * u, 2 * half, 40 * u), "steel", edge=1.5 * u).moved(x=side * 35 * u, z=-length)
        for side in (-1, 1)
    ]
    bolts = [
        hexagon(11 * u, -length - 28 * u, -length - 20 * u, "dark steel").moved(x=side * 36 * u)
        for side in (-1, 1)
    ]
    part = model.add(
        "connecting_rod",
        "Connecting rod",
        body,
        *ends,
        *ears,
        *bolts,
        about="Turns the piston's up and down into the crank's round and round",
        origin=(0, 0, m.pin(crank(0))),
        explode=(0, -90, 0),
    )
    model.move(
        part,
        location=lambda time: (0, 0, m.pin(crank(time))),
        rotation=lambda time: (0, -m.lean(crank(time)), 0),
    )


def _crank(model: Model, m: Measures, crank: Angle) -> None:
    u, throw = m.unit, m.throw
    near, far = 13.5 * u, 33 * u
    weight = throw + 30 * u
    cheek = [*arc(weight, 212, 328, 20), (22 * u, 4 * u), (24 * u, throw), *_cap(u, throw)]
    cheek += [(-24 * u, throw), (-22 * u, 4 * u)]
    pieces = [
        upright(prism(rounded(cheek, 6 * u, 3), near, far, "dark steel", edge=1.2 * u)),
        along(cylinder(24 * u, -14 * u, near + 2, "bright steel", edge=0.8)).moved(z=throw),
        along(cylinder(27 * u, far - 1, 62 * u, "bright steel", edge=0.8)),
        along(cylinder(17 * u, 60 * u, 96 * u, "steel", edge=1.5)),
        along(cylinder(5 * u, -14.2 * u, -13 * u, "rubber")).moved(z=throw),
    ]
    part = model.add(
        "crankshaft",
        "Crankshaft",
        *pieces,
        about="Turns twice for each working stroke; the front web is cut away",
        explode=(0, 40, -60),
    )
    model.move(part, rotation=lambda time: (0, crank(time), 0))


def _cap(u: float, throw: float) -> list[Point]:
    """The rounded end of the web round the crank pin."""
    return [(x, throw + y) for x, y in arc(31 * u, 12, 168, 12)]

# pyright: basic, reportMissingImports=false
"""The upper end of an engine: head, valves, camshafts, spark plug or injector."""

import math
from dataclasses import dataclass

from engine_measures import FRONT, Angle, Measures, along, centred
from geometry import arc, soft, thread
from model import Model
from shapes import box, carved, cylinder, hexagon, lathe, prism, spring, sweep, tube

_INTAKE_OPENS, _INTAKE_CLOSES = -12.0, 224.0
_EXHAUST_OPENS, _EXHAUST_CLOSES = 496.0, 732.0


def build_top(model: Model, m: Measures, crank: Angle, ignition: str) -> None:
    _head(model, m)
    intake = Valve("intake", -1, 18.5, _INTAKE_OPENS, _INTAKE_CLOSES, "blue")
    exhaust = Valve("exhaust", 1, 16.5, _EXHAUST_OPENS, _EXHAUST_CLOSES, "red")
    for valve in (intake, exhaust):
        _valve(model, m, crank, valve)
        _camshaft(model, m, crank, valve)
    _igniter(model, m, ignition)


@dataclass(frozen=True)
class Valve:
    name: str
    side: int
    """-1 is left of the cylinder's middle, 1 right."""
    head: float
    """Radius of its head for a bore of 86."""
    opens: float
    closes: float
    """Crank angles."""
    colour: str

    def place(self, m: Measures) -> float:
        return self.side * 23 * m.unit

    def opening(self, m: Measures, crank: float) -> float:
        """How far it is open."""
        middle, half = (self.opens + self.closes) / 2, (self.closes - self.opens) / 2
        away = abs((crank - middle + 360) % 720 - 360)
        return m.lift * math.cos(math.pi / 2 * away / half) ** 2 if away < half else 0.0


def _port(m: Measures, side: int) -> list[tuple[float, float, float]]:
    u, base = m.unit, m.deck
    x = side * 23 * u
    ends = [(x, 0, base - 4), (x, 0, base + 14 * u), (x + side * 7 * u, 0, base + 27 * u)]
    return soft([*ends, (x + side * 26 * u, 0, base + 40 * u), (side * 84 * u, 0, base + 48 * u)])


def _head(model: Model, m: Measures) -> None:
    u, base = m.unit, m.deck
    depth, high, wide = 52 * u, 66 * u, 132 * u
    block = box((wide, depth, high), "aluminium").moved(y=depth / 2, z=base + high / 2 + 0.4)
    cutters = [sweep(_port(m, side), 14.5 * u, "aluminium", sides=28) for side in (-1, 1)]
    for side in (-1, 1):
        guide = cylinder(4 * u, base, base + high + 9, "aluminium").moved(x=side * 23 * u)
        pocket = cylinder(15.5 * u, base + 46 * u, base + high + 9, "aluminium")
        cutters += [guide, pocket.moved(x=side * 23 * u)]
    cutters.append(cylinder(6.6 * u, base - 1, base + high + 9, "aluminium"))
    model.add(
        "head",
        "Cylinder head",
        carved(block, *cutters).section_where(FRONT),
        about="Closes the cylinder and holds ports, valves and camshafts",
        explode=(0, 0, 110),
    )
    for name, label, side, material, about in (
        ("intake_pipe", "Intake pipe", -1, "blue", "Fresh air comes in here"),
        ("exhaust_pipe", "Exhaust pipe", 1, "red", "Burnt gas leaves here"),
    ):
        pipe = tube(14.5 * u, 18 * u, 0, 40 * u, material, edge=0.8)
        flange = tube(14.5 * u, 25 * u, 0, 6 * u, material, edge=0.8)
        model.add(
            name,
            label,
            *(
                piece.turned("Y", side * 82).moved(x=side * 66 * u, z=base + 45.4 * u)
                for piece in (pipe, flange)
            ),
            about=about,
            explode=(side * 70, 0, 110),
        )


def _valve(model: Model, m: Measures, crank: Angle, valve: Valve) -> None:
    u, base, x = m.unit, m.deck, valve.place(m)
    head, name = valve.head * u, valve.name
    stem = [(0, -3 * u), (head, -3 * u), (head, -0.6 * u), (head - 3 * u, 2 * u), (8 * u, 5 * u)]
    stem += [(3.6 * u, 12 * u), (3.4 * u, 82 * u), (0, 82 * u)]

    def opening(time: float) -> float:
        return valve.opening(m, crank(time))

    valve_part = model.add(
        f"{name}_valve",
        f"{name.capitalize()} valve",
        lathe(stem, "bright steel", segments=48),
        about="Opened by the cam, closed by the spring",
        origin=(x, 0, base - opening(0)),
        explode=(0, 0, -70),
    )
    tappet = lathe(
        [(0, 76 * u), (15 * u, 76 * u), (15 * u, 84 * u), (0, 84 * u)], "steel", segments=48
    )
    tappet_part = model.add(
        f"{name}_tappet",
        f"{name.capitalize()} tappet",
        tappet,
        about="Takes the cam's side forces",
        origin=(x, 0, base - opening(0)),
        explode=(0, 0, 160),
    )
    rest = 46.5 * u
    free = 76 * u - rest
    coil = model.add(
        f"{name}_spring",
        f"{name.capitalize()} valve spring",
        spring(11.5 * u, 1.7 * u, 0, free, "bright steel", turns=5.5),
        about="Closes the valve",
        origin=(x, 0, base + rest),
        explode=(0, 0, 130),
    )
    for part in (valve_part, tappet_part):
        model.move(part, location=lambda time: (x, 0, base - opening(time)))
    model.move(coil, scale=lambda time: (1, 1, (free - opening(time)) / free))


def _camshaft(model: Model, m: Measures, crank: Angle, valve: Valve) -> None:
    u, x, top = m.unit, valve.place(m), m.deck + 84 * m.unit
    middle, name = (valve.opens + valve.closes) / 2, valve.name
    base = 14 * u
    nose_radius = 6 * u
    reach = base + m.lift - nose_radius
    spread = math.degrees(math.acos((base - nose_radius) / reach))
    lobe = [*arc(base, -90 + spread, 270 - spread, 36)]
    lobe += [(px, py - reach) for px, py in arc(nose_radius, -90 - spread, -90 + spread, 12)]
    pieces = [
        centred(prism(lobe, -9 * u, 9 * u, valve.colour, edge=0.6)),
        along(cylinder(9 * u, -13 * u, 60 * u, "steel", edge=0.8)),
    ]
    part = model.add(
        f"{name}_camshaft",
        f"{name.capitalize()} camshaft",
        *pieces,
        about="Turns at half the crankshaft's speed",
        origin=(x, 0, top + base),
        explode=(0, 0, 220),
    )
    model.move(part, rotation=lambda time: (0, (crank(time) - middle) / 2, 0))


def _igniter(model: Model, m: Measures, ignition: str) -> None:
    u, base = m.unit, m.deck
    if ignition == "spark":
        shell = [(0, -1), *thread(6.3, 0, 19, 1.6), (6.5, 20), (6.5, 24), (0, 24)]
        pieces = [
            lathe([(r * u, z * u) for r, z in shell], "steel", segments=40),
            hexagon(13 * u, 66 * u, 76 * u, "steel"),
            cylinder(5 * u, 24 * u, 66 * u, "steel"),
            lathe(
                [(r * u, z * u) for r, z in ((0, 76), (5, 76), (4.4, 84), (3.6, 100), (0, 100))],
                "white",
                segments=36,
            ),
            cylinder(2.4 * u, 100 * u, 108 * u, "brass", edge=0.6),
            cylinder(1.1 * u, -3.2 * u, 0, "bright steel", segments=20),
            box((8 * u, 2.2 * u, 1.2 * u), "steel").moved(x=-2 * u, z=-5 * u),
            box((1.2 * u, 2.2 * u, 5 * u), "steel").moved(x=-5.4 * u, z=-3 * u),
        ]
        label, about = "Spark plug", "Lights the mixture shortly before the top"
    else:
        nozzle = ((0, -3), (2.2, -3), (3.2, 0), (3.2, 16), (6.4, 20), (6.4, 60), (0, 60))
        pieces = [
            lathe([(r * u, z * u) for r, z in nozzle], "steel", segments=40),
            hexagon(13 * u, 60 * u, 74 * u, "brass"),
            cylinder(6 * u, 74 * u, 98 * u, "dark steel", edge=1.0),
            cylinder(3 * u, 98 * u, 110 * u, "brass", edge=0.8),
        ]
        label, about = "Injector", "Sprays diesel into air so hot that it lights by itself"
    model.add(
        "igniter",
        label,
        *(piece.moved(z=base) for piece in pieces),
        about=about,
        explode=(0, 0, 180),
    )

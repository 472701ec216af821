# pyright: basic, reportMissingImports=false
"""A ventilated brake disc on its hub, with a floating caliper and its pads; the axle is x."""

import math

from geometry import Point, arc
from model import Model
from shapes import Piece, box, cylinder, hexagon, lathe, prism, torus, tube

VIEW = (-42.0, 16.0, 0.0)
_THICK = 26.0


def build(model: Model, studs: int, diameter: float, drilled: bool) -> None:
    radius = diameter / 2
    hat, inner = radius * 0.52, radius * 0.60
    _disc(model, radius, hat, inner, drilled=drilled)
    _hub(model, studs, radius, hat)
    _caliper(model, radius, inner)


def _facing(piece: Piece) -> Piece:
    """From the z axis to the x axis, the outer side towards the camera's left."""
    return piece.turned("Y", -90)


def _disc(model: Model, radius: float, hat: float, inner: float, *, drilled: bool) -> None:
    half, plate = _THICK / 2, _THICK * 0.31
    faces: list[Piece] = []
    for low, high in ((-half, plate - half), (half - plate, half)):
        faces.append(tube(inner, radius, low, high, "steel", edge=0.8, segments=120))
    bell = [(hat - 8, half + 26), (hat, half + 22), (hat, half - plate), (inner + 1, half - plate)]
    bell += [(inner + 1, half - 1.5), (hat + 7, half - 1.5), (hat + 7, half + 25)]
    bell += [(hat + 2, half + 33), (radius * 0.23, half + 33), (radius * 0.23, half + 26)]
    count = 40
    vanes = [
        box((radius - inner - 7, 5.5, _THICK - 2 * plate + 1), "iron")
        .moved(x=(radius + inner) / 2)
        .turned("Z", 360 * i / count)
        for i in range(count)
    ]
    holes = []
    if drilled:
        for row, share in enumerate((0.22, 0.5, 0.78)):
            at = inner + (radius - inner) * share
            holes += [
                cylinder(3.4, -half - 0.15, half + 0.15, "rubber", segments=14).moved(
                    *_at(at, 360 * (i + row / 3) / 20)
                )
                for i in range(20)
            ]
    model.add(
        "disc",
        "Ventilated brake disc",
        *(_facing(piece) for piece in (*faces, lathe(bell, "iron", segments=96), *vanes, *holes)),
        about="Two friction rings with air between them; its least thickness is stamped on it",
        explode=(-60, 0, 0),
    )


def _at(radius: float, degrees: float) -> Point:
    angle = math.radians(degrees)
    return radius * math.cos(angle), radius * math.sin(angle)


def _hub(model: Model, studs: int, radius: float, hat: float) -> None:
    face = _THICK / 2 + 33
    centre = radius * 0.22
    bolt_circle = radius * 0.37
    nose = [
        (centre - 9, face - 60),
        (centre, face - 60),
        (centre, face + 14),
        (centre - 3, face + 17),
    ]
    nose += [(centre - 9, face + 17)]
    flange = [
        (centre - 2, face - 14),
        (hat - 12, face - 14),
        (hat - 12, face - 7.5),
        (centre - 2, face - 7.5),
    ]
    cap = [
        (0, face + 10),
        (centre - 9, face + 10),
        (centre - 9, face + 20),
        (centre - 14, face + 25),
    ]
    cap += [(0, face + 26)]
    spindle = cylinder(centre - 9.5, face - 110, face + 6, "dark steel", edge=2.0)
    model.add(
        "hub",
        "Wheel hub",
        *(_facing(piece) for piece in (lathe(nose, "steel"), lathe(flange, "steel"))),
        about="Turns with the wheel on its bearing",
        explode=(60, 0, 0),
    )
    model.add(
        "spindle",
        "Axle spindle",
        _facing(spindle),
        about="Carries the bearing",
        explode=(130, 0, 0),
    )
    model.add(
        "dust_cap",
        "Dust cap",
        _facing(lathe(cap, "bright steel")),
        about="Keeps the grease in",
        explode=(-150, 0, 0),
    )
    bodies: list[Piece] = []
    for i in range(studs):
        x, y = _at(bolt_circle, 90 + 360 * i / studs)
        bodies += [
            cylinder(6, face - 10, face + 42, "steel", edge=1.0, segments=24).moved(x, y),
            hexagon(19, face + 0.5, face + 16, "bright steel").moved(x, y),
        ]
    model.add(
        "studs",
        "Wheel studs and nuts",
        *(_facing(piece) for piece in bodies),
        about="Tighten crosswise, with a torque wrench",
        explode=(-100, 0, 0),
    )
    holder = _facing(tube(centre + 1, centre + 16, face - 62, face - 26, "iron", edge=1.5))
    model.add(
        "bearing",
        "Wheel bearing",
        holder,
        about="Its play is felt at the rim of the wheel",
        explode=(95, 0, 0),
    )


def _caliper(model: Model, radius: float, inner: float) -> None:
    half = _THICK / 2
    middle, spread = 62.0, 27.0
    outer = radius + 13
    low = inner + 8
    cheek: list[Point] = [*_sector(low, outer, middle - spread, middle + spread)]
    windows = spread * 0.42
    sides = [
        prism(cheek, half + 15, half + 31, "blue", edge=3.0),
        prism(cheek, -half - 52, -half - 15, "blue", edge=3.0),
    ]
    bridges = [
        prism(_sector(radius + 4, outer, a, b), -half - 20, half + 20, "blue", edge=2.0)
        for a, b in ((middle - spread, middle - windows), (middle + windows, middle + spread))
    ]
    pieces = [*sides, *bridges]
    at = (low + outer) / 2
    x, y = _at(at - 4, middle)
    pieces += [
        cylinder(27, -half - 74, -half - 50, "blue", edge=4.0).moved(x, y),
        hexagon(11, -half - 86, -half - 73, "brass").moved(*_at(at + 20, middle)),
    ]
    model.add(
        "caliper",
        "Floating caliper",
        *(_facing(piece) for piece in pieces),
        about="Slides on its pins, so that one piston presses both pads",
        explode=(0, -40, 120),
    )
    piston = tube(15, 22, -half - 50, -half - 13.5, "bright steel", edge=1.5).moved(x, y)
    model.add(
        "piston", "Piston", _facing(piston), about="Fluid pressure moves it", explode=(80, 0, 90)
    )
    lining = _sector(low + 3, radius - 3, middle - 21, middle + 21)
    plate = _sector(low, radius, middle - 23, middle + 23)
    for name, label, side in (("outer_pad", "Outer pad", 1), ("inner_pad", "Inner pad", -1)):
        a, b, c = half + 0.4, half + 9.5, half + 14
        pad = _slab(lining, side * a, side * b, "black plastic")
        back = _slab(plate, side * b, side * c, "dark steel")
        model.add(
            name,
            label,
            _facing(pad),
            _facing(back),
            about="Measure the lining, not the back plate",
            explode=(-side * 50, 0, 60),
        )
    pins = []
    for angle in (middle - spread - 6, middle + spread + 6):
        px, py = _at(outer - 22, angle)
        pins += [
            cylinder(6, -half - 60, -half + 4, "steel", edge=1.0).moved(px, py),
            torus(7.5, 2.4, "rubber", segments=28).moved(px, py, -half - 22),
            hexagon(16, -half - 70, -half - 60, "dark steel").moved(px, py),
            cylinder(11, -half - 48, -half - 28, "blue", edge=2.0).moved(px, py),
        ]
    model.add(
        "guide_pins",
        "Guide pins",
        *(_facing(piece) for piece in pins),
        about="When they stick, one pad wears more than the other",
        explode=(90, 0, 0),
    )


def _slab(outline: list[Point], first: float, second: float, material: str) -> Piece:
    return prism(outline, min(first, second), max(first, second), material)


def _sector(inner: float, outer: float, start: float, end: float) -> list[Point]:
    return [*arc(outer, start, end, 18), *reversed(arc(inner, start, end, 18))]

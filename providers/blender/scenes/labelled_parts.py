# pyright: basic, reportMissingImports=false
"""Anything: named parts of simple shapes, drawn apart along one axis or set round the first."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from geometry import Place, circle
from model import Model
from shapes import Piece, box, cylinder, gear, lathe, prism, sphere, spring, sweep, torus, tube

VIEW = (-26.0, 24.0, 0.0)
_GAP = 0.22
"""Between neighbours, as a share of the largest part's width."""


def build(model: Model, parts: Sequence[Mapping[str, Any]], arrangement: str) -> None:
    widest = max(part["width"] for part in parts)
    places = _stack(parts, widest) if arrangement == "stack" else _around(parts, widest)
    for number, (part, place) in enumerate(zip(parts, places, strict=True), start=1):
        model.add(
            f"part_{number}",
            part["name"],
            *_shaped(part),
            about=part["description"],
            origin=place,
        )
    if arrangement == "stack" and len(parts) > 1:
        _axis(model, parts, places, widest)
    elif arrangement == "ring":
        _spokes(model, places)


def _stack(parts: Sequence[Mapping[str, Any]], widest: float) -> list[Place]:
    places: list[Place] = []
    z = 0.0
    for part in parts:
        places.append((0.0, 0.0, z))
        z += part["height"] + widest * _GAP
    return places


def _around(parts: Sequence[Mapping[str, Any]], widest: float) -> list[Place]:
    others = len(parts) - 1
    needed = widest * 1.35 / (2 * math.sin(math.pi / max(others, 2)))
    radius = max(widest * 1.3, needed)
    return [
        (0.0, 0.0, 0.0),
        *((x, y, 0.0) for x, y in circle(radius, max(others, 1), start=-90)[:others]),
    ]


def _axis(
    model: Model, parts: Sequence[Mapping[str, Any]], places: Sequence[Place], widest: float
) -> None:
    """Dashes along the axis show that the parts belong on one line."""
    top = places[-1][2] + parts[-1]["height"]
    low, high = -widest * _GAP, top + widest * _GAP
    step = widest * 0.09
    dashes = [
        cylinder(widest * 0.006, z, z + step * 0.6, "red", segments=8)
        for z in _steps(low, high, step)
    ]
    model.add("axis", "Axis", *dashes, about="Put the parts together along this line")


def _steps(low: float, high: float, step: float) -> list[float]:
    return [low + step * i for i in range(int((high - low) / step))]


def _spokes(model: Model, places: Sequence[Place]) -> None:
    if len(places) > 1:
        rods = [sweep([places[0], place], 1.2, "bond", sides=10) for place in places[1:]]
        model.add("connections", "Connections", *rods)


def _shaped(part: Mapping[str, Any]) -> list[Piece]:
    return _SHAPES[part["shape"]](part["width"], part["height"], part["material"])


def _cylinder(width: float, height: float, material: str) -> list[Piece]:
    return [cylinder(width / 2, 0, height, material, edge=_edge(width, height), segments=64)]


def _tube(width: float, height: float, material: str) -> list[Piece]:
    radius = width / 2
    return [tube(radius * 0.68, radius, 0, height, material, edge=_edge(width, height))]


def _disc(width: float, height: float, material: str) -> list[Piece]:
    radius, edge = width / 2, _edge(width, height)
    boss = cylinder(radius * 0.34, height * 0.6, height, material, edge=edge)
    return [cylinder(radius, 0, height * 0.62, material, edge=edge, segments=72), boss]


def _box(width: float, height: float, material: str) -> list[Piece]:
    size = (width, width * 0.72, height)
    return [box(size, material, edge=_edge(width, height)).moved(z=height / 2)]


def _sphere(width: float, height: float, material: str) -> list[Piece]:
    ball = sphere(width / 2, material, segments=48)
    return [ball.stretched(z=height / width).moved(z=height / 2)]


def _cone(width: float, height: float, material: str) -> list[Piece]:
    radius = width / 2
    profile = [(0, 0), (radius, 0), (radius, height * 0.05), (radius * 0.06, height), (0, height)]
    return [lathe(profile, material)]


def _ring(width: float, height: float, material: str) -> list[Piece]:
    thick = min(height / 2, width / 5)
    return [torus(width / 2 - thick, thick, material).moved(z=height / 2)]


def _gear(width: float, height: float, material: str) -> list[Piece]:
    teeth = 20
    wheel = gear(teeth, material, module=width / (teeth + 2), width=height, bore=width * 0.12)
    return [wheel.moved(z=height / 2)]


def _spring(width: float, height: float, material: str) -> list[Piece]:
    wire = min(width * 0.055, height * 0.07)
    turns = max(3.0, round(height / (wire * 4.2)))
    return [spring(width / 2 - wire, wire, 0, height, material, turns=turns)]


def _edge(width: float, height: float) -> float:
    return min(width, height) * 0.06


def _plate(width: float, height: float, material: str) -> list[Piece]:
    """A square plate with rounded corners."""
    half, corner = width / 2, width * 0.16
    outline = [
        (x + sx * (half - corner), y + sy * (half - corner))
        for sx, sy, start in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270))
        for x, y in circle(corner, 32, start)[:9]
    ]
    return [prism(outline, 0, height, material, edge=min(1.0, height * 0.15))]


_SHAPES = {
    "cylinder": _cylinder,
    "tube": _tube,
    "disc": _disc,
    "plate": _plate,
    "box": _box,
    "sphere": _sphere,
    "cone": _cone,
    "ring": _ring,
    "gear": _gear,
    "spring": _spring,
}

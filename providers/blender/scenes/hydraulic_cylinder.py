# pyright: basic, reportMissingImports=false
"""A double-acting hydraulic cylinder, cut open along its length; the rod goes out and in."""

import math
from dataclasses import dataclass

from geometry import soft, thread
from model import Model
from shapes import Piece, box, cylinder, hexagon, lathe, sweep, torus, tube

VIEW = (-18.0, 22.0, 0.0)
_CUT = 110.0
_FACING = -104.0
_STROKE = 210.0
"""Modelled stroke, millimetres: enough to tell in from out."""


def build(model: Model, extension: float, bore: float, rod: float) -> None:
    inner, wall = bore / 2, max(6.0, bore * 0.09)
    outer = inner + wall
    cap, gland, piston = 34.0, 46.0, 34.0
    low, high = cap, cap + _STROKE + piston
    end = high + gland
    model.add(
        "barrel",
        "Barrel",
        _lying(tube(inner, outer, low - 14, high + 14, "blue", cut=_CUT, facing=_FACING)),
        about="Honed tube in which the piston slides",
    )
    model.add(
        "end_cap",
        "End cap with eye",
        _lying(cylinder(outer + 4, 0, low, "iron", edge=2.0, segments=72)),
        *_eye(-26.0, outer * 0.62, bore * 0.24, 1),
        about="Closes the bore; the eye is pinned to the frame",
        explode=(-90, 0, 0),
    )
    profile = [(rod / 2 + 0.3, high), (inner - 0.2, high), (inner - 0.2, high + 14)]
    profile += [
        (outer + 4, high + 14),
        (outer + 4, end - 2),
        (outer + 2, end),
        (rod / 2 + 0.3, end),
    ]
    model.add(
        "gland",
        "Gland",
        _lying(lathe(profile, "iron", cut=_CUT, facing=_FACING)),
        about="Guides the rod and keeps the oil in",
        explode=(120, 0, 0),
    )
    seals = [torus(rod / 2 + 1.6, 2.0, "rubber").moved(z=high + z) for z in (10, 22)]
    wiper = tube(rod / 2, rod / 2 + 4.5, end - 7, end + 1.5, "red", edge=0.8)
    model.add(
        "rod_seals",
        "Rod seals and wiper",
        *(_lying(piece) for piece in (*seals, wiper)),
        about="The seals hold pressure, the wiper keeps dirt out",
        explode=(180, 0, 0),
    )
    _ports(model, outer, low + 16, high - 16)
    _moving(model, extension, Measures(inner, rod, low, piston, end))


def _lying(piece: Piece) -> Piece:
    """From the z axis to the x axis."""
    return piece.turned("Y", 90)


def _eye(x: float, radius: float, hole: float, side: int) -> list[Piece]:
    ring = tube(hole, radius, -radius * 0.55, radius * 0.55, "iron", edge=1.5, segments=56)
    bush = tube(hole * 0.78, hole, -radius * 0.6, radius * 0.6, "brass", segments=48)
    neck = box((abs(x) + 6, radius * 1.05, radius * 1.1), "iron", edge=2.0)
    return [
        ring.turned("X", 90).moved(x=x),
        bush.turned("X", 90).moved(x=x),
        neck.moved(x=x / 2 + side * radius * 0.5),
    ]


def _ports(model: Model, outer: float, rear: float, front: float) -> None:
    for name, label, x, material, about in (
        ("rear_port", "Rear port", rear, "oil", "Oil in here pushes the rod out"),
        ("front_port", "Front port", front, "oil return", "Oil in here pulls the rod in"),
    ):
        boss = tube(6.5, 15, outer - 3, outer + 13, "iron", edge=1.5)
        nut = hexagon(27, outer + 13, outer + 25, "dark steel", inner=6.5)
        line = sweep(
            soft(
                [(0, 0, outer + 24), (0, 0, outer + 46), (0, 16, outer + 66), (0, 64, outer + 72)]
            ),
            8.0,
            "rubber",
            sides=18,
        )
        ring = tube(6.4, 8.6, outer + 2, outer + 13.4, material)
        model.add(
            name,
            label,
            *(piece.moved(x=x) for piece in (boss, nut, line, ring)),
            about=about,
            explode=(0, 0, 70),
        )


@dataclass(frozen=True)
class Measures:
    inner: float
    """Radius of the bore."""
    rod: float
    """Diameter of the rod."""
    low: float
    """Where the bore begins on the x axis."""
    piston: float
    """Length of the piston."""
    end: float
    """Where the gland ends on the x axis."""


def _moving(model: Model, extension: float, m: Measures) -> None:
    inner, rod, low, piston, end = m.inner, m.rod, m.low, m.piston, m.end

    def place(time: float) -> float:
        """Where the piston's rear face stands; a run starts and ends where the picture shows it."""
        start = math.acos(1 - 2 * extension)
        return low + _STROKE * (1 - math.cos(start + math.tau * time)) / 2

    length = end - low + 30
    body = [(0, 0), (inner - 0.3, 0), (inner - 0.3, piston), (0, piston)]
    grooves = [
        tube(inner - 4, inner + 0.05, z, z + w, m)
        for z, w, m in ((4, 4, "black plastic"), (13, 7, "rubber"), (26, 4, "black plastic"))
    ]
    nut = hexagon(rod * 0.9, -rod * 0.3, 0, "dark steel")
    piston_part = model.add(
        "piston",
        "Piston with seals",
        *(_lying(piece) for piece in (lathe(body, "aluminium"), *grooves, nut)),
        about="Pressure on its face makes the force: pressure times area",
        origin=(place(0), 0, 0),
        explode=(0, 0, 0),
    )
    shaft = lathe(
        [(0, piston), (rod / 2, piston), (rod / 2, length), (rod / 2 - 2, length + 2)]
        + [(r, z) for r, z in thread(rod * 0.4, length + 2, length + 26, 3.0)]
        + [(0, length + 26)],
        "bright steel",
    )
    eye = rod * 0.62
    ring = tube(eye * 0.5, eye, -eye * 0.6, eye * 0.6, "iron", edge=1.2).turned("X", 90)
    socket = cylinder(rod * 0.52, length + 8, length + 40, "iron", edge=2.0)
    rod_part = model.add(
        "rod",
        "Piston rod",
        _lying(shaft),
        _lying(socket),
        ring.moved(x=length + 40 + eye * 0.7),
        about="Hard-chromed; it takes up room, so pulling is weaker than pushing",
        origin=(place(0), 0, 0),
        explode=(240, 0, 0),
    )
    rear = cylinder(inner - 0.4, 0, 1, "oil", segments=72)
    rear_part = model.add(
        "oil_rear",
        "Oil under pressure",
        _lying(rear),
        about="Fills the full bore behind the piston",
        origin=(low, 0, 0),
    )
    front = tube(rod / 2 + 0.3, inner - 0.4, -1, 0, "oil return", segments=72)
    far = low + _STROKE + piston
    front_part = model.add(
        "oil_front",
        "Oil going back",
        _lying(front),
        about="Fills the ring around the rod",
        origin=(far, 0, 0),
    )
    for part in (piston_part, rod_part):
        model.move(part, location=lambda time: (place(time), 0, 0))
    model.move(rear_part, scale=lambda time: (max(place(time) - low, 0.1), 1, 1))
    model.move(front_part, scale=lambda time: (max(far - place(time) - piston, 0.1), 1, 1))

# pyright: basic, reportMissingImports=false
"""A rolling bearing: rings, balls or rollers, cage; the outer ring cut open."""

import math

from geometry import Place, Point, arc
from model import Model
from shapes import Piece, cylinder, lathe, sphere, sweep, tube

VIEW = (-28.0, 30.0, 0.0)
_PITCH = 32.0
_WIDTH = 18.0
_FACING = -96.0


def build(model: Model, rolling: str, count: int, cut_degrees: int) -> None:
    radius = min(8.4, _PITCH * math.sin(math.pi / count) * 0.86)
    rings = _ball_rings(radius) if rolling == "balls" else _roller_rings(radius)
    inner, outer = rings
    model.add(
        "outer_ring",
        "Outer ring",
        lathe(outer, "steel", cut=cut_degrees, facing=_FACING, segments=112),
        about="Sits in the housing; its raceway carries the rolling elements",
        explode=(0, 0, 34),
    )
    model.add(
        "inner_ring",
        "Inner ring",
        lathe(inner, "bright steel", segments=96),
        about="Sits on the shaft and turns with it",
        explode=(0, 0, -34),
    )
    start = _FACING + 180 / count
    places = [math.radians(start + 360 * i / count) for i in range(count)]
    bodies = [
        (
            sphere(radius, "blue" if i == 0 else "bright steel", segments=28)
            if rolling == "balls"
            else cylinder(
                radius, -_WIDTH * 0.3, _WIDTH * 0.3, "blue" if i == 0 else "bright steel", edge=0.7
            )
        ).moved(_PITCH * math.cos(angle), _PITCH * math.sin(angle))
        for i, angle in enumerate(places)
    ]
    model.add(
        "rolling_elements",
        "Balls" if rolling == "balls" else "Rollers",
        *bodies,
        about="Roll between the raceways; one is coloured so that you can follow it",
    )
    cage = _ribbons(radius, places) if rolling == "balls" else _window_cage(radius, places)
    model.add(
        "cage",
        "Cage",
        *cage,
        about="Keeps the rolling elements apart",
        explode=(0, 0, 68),
    )


def _ball_rings(radius: float) -> tuple[list[Point], list[Point]]:
    groove = radius * 1.03
    depth = radius * 0.3
    half = _WIDTH / 2
    reach = math.degrees(math.acos(1 - depth / groove))
    inside = [(_PITCH - x, z) for x, z in arc(groove, reach, -reach, 14)]
    outside = [(_PITCH + x, z) for x, z in arc(groove, -reach, reach, 14)]
    bore, rim = _PITCH - radius - 5.5, _PITCH + radius + 5.5
    inner = [(bore, half - 0.8), (bore, 0.8 - half), (bore + 0.8, -half), (inside[-1][0], -half)]
    inner += [*reversed(inside), (inside[0][0], half), (bore + 0.8, half)]
    outer = [(outside[0][0], -half), (rim - 0.8, -half), (rim, 0.8 - half), (rim, half - 0.8)]
    outer += [(rim - 0.8, half), (outside[-1][0], half), *reversed(outside)]
    return inner, outer


def _roller_rings(radius: float) -> tuple[list[Point], list[Point]]:
    half, deep = _WIDTH / 2, _WIDTH * 0.31
    race_in, race_out = _PITCH - radius - 0.05, _PITCH + radius + 0.05
    lip = 2.2
    bore, rim = race_in - 6.5, race_out + 6.5
    inner = [(bore, half), (bore, -half), (race_in, -half), (race_in, half)]
    outer = [(race_out - lip, -half), (rim - 0.8, -half), (rim, 0.8 - half), (rim, half - 0.8)]
    outer += [(rim - 0.8, half), (race_out - lip, half), (race_out - lip, deep)]
    outer += [(race_out, deep), (race_out, -deep), (race_out - lip, -deep)]
    return inner, outer


def _ribbons(radius: float, places: list[float]) -> list[Piece]:
    """Two wavy bands that meet between the balls, where rivets hold them."""
    reach = (radius + 0.9) / _PITCH
    bands = []
    for side in (1, -1):
        path: list[Place] = []
        for step in range(len(places) * 24 + 1):
            angle = places[0] + math.tau * step / (len(places) * 24)
            offset = min(abs((angle - p + math.pi) % math.tau - math.pi) for p in places)
            rise = math.sqrt(max(0.0, reach**2 - offset**2)) * _PITCH
            path.append(
                (_PITCH * math.cos(angle), _PITCH * math.sin(angle), side * max(rise, 0.55))
            )
        bands.append(sweep(path, 0.75, "brass", sides=8))
    count = len(places)
    between = [p + math.pi / count for p in places]
    rivets = [
        cylinder(1.25, -1.9, 1.9, "steel", edge=0.4, segments=16).moved(
            _PITCH * math.cos(angle), _PITCH * math.sin(angle)
        )
        for angle in between
    ]
    return [*bands, *rivets]


def _window_cage(radius: float, places: list[float]) -> list[Piece]:
    high = _WIDTH * 0.36
    thick = min(2.0, radius * 0.5)
    rings = [
        tube(_PITCH - thick, _PITCH + thick, z - 0.9, z + 0.9, "brass", edge=0.3, segments=96)
        for z in (-high, high)
    ]
    count = len(places)
    bars = [
        cylinder(1.1, -high, high, "brass", segments=14).moved(
            _PITCH * math.cos(p + math.pi / count), _PITCH * math.sin(p + math.pi / count)
        )
        for p in places
    ]
    return [*rings, *bars]

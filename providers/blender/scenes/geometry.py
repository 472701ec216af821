# pyright: basic, reportMissingImports=false
"""Outlines and paths in numbers alone: circles, gears, coils, soft curves."""

import math
from collections.abc import Sequence

Point = tuple[float, float]
Place = tuple[float, float, float]


def circle(radius: float, count: int, start: float = 0.0) -> list[Point]:
    steps = (math.radians(start) + math.tau * i / count for i in range(count))
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in steps]


def arc(radius: float, start: float, end: float, steps: int = 8) -> list[Point]:
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def at_height(points: Sequence[Point], z: float) -> list[Place]:
    return [(x, y, z) for x, y in points]


def turned(points: Sequence[Point], degrees: float) -> list[Point]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(c * x - s * y, s * x + c * y) for x, y in points]


def rounded(points: Sequence[Point], radius: float, steps: int = 4) -> list[Point]:
    """Round the corners of a closed outline, each as far as its sides allow."""
    result: list[Point] = []
    count = len(points)
    for i, corner in enumerate(points):
        before, after = points[i - 1], points[(i + 1) % count]
        reach = min(radius, math.dist(corner, before) / 2.2, math.dist(corner, after) / 2.2)
        start, end = _towards(corner, before, reach), _towards(corner, after, reach)
        for step in range(steps + 1):
            t = step / steps
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
            result.append(
                (
                    a * start[0] + b * corner[0] + c * end[0],
                    a * start[1] + b * corner[1] + c * end[1],
                )
            )
    return result


def _towards(start: Point, end: Point, reach: float) -> Point:
    share = reach / math.dist(start, end)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def helix(radius: float, height: float, turns: float, per_turn: int = 24) -> list[Place]:
    """A coil about the z axis from 0 up to `height`, its end turns lying flat as a ground spring's."""
    count = round(turns * per_turn)
    flat = min(0.75, turns / 4)
    places: list[Place] = []
    for i in range(count + 1):
        turn = turns * i / count
        inner = min(max(turn - flat, 0.0), turns - 2 * flat) / (turns - 2 * flat)
        angle = math.tau * turn
        places.append((radius * math.cos(angle), radius * math.sin(angle), height * inner))
    return places


def soft(places: Sequence[Place], per_span: int = 8) -> list[Place]:
    """A soft curve (Catmull-Rom) through the places."""
    last = len(places) - 1
    result: list[Place] = []
    for i in range(last):
        a, b, c, d = (places[min(max(i + step, 0), last)] for step in (-1, 0, 1, 2))
        for step in range(per_span):
            t = step / per_span
            x, y, z = (_between(a[k], b[k], c[k], d[k], t) for k in range(3))
            result.append((x, y, z))
    return [*result, places[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    linear, square, cube = c - a, 2 * a - 5 * b + 4 * c - d, 3 * b - a - 3 * c + d
    return 0.5 * (2 * b + linear * t + square * t**2 + cube * t**3)


def gear_outline(teeth: int, module: float) -> list[Point]:
    """An involute gear, 20 degrees of pressure angle; the middle of a tooth lies on the x axis."""
    steps = 5 if teeth < 30 else 3  # noqa: PLR2004 - flanks of large gears are nearly straight
    pitch = module * teeth / 2
    base = pitch * math.cos(math.radians(20))
    tip, root = pitch + module, pitch - 1.25 * module
    half = math.pi / (2 * teeth) + _involute(math.radians(20))
    flank: list[Point] = []
    start = max(base, root + 0.2 * module)
    for step in range(steps + 1):
        radius = start + (tip - start) * step / steps
        flank.append((radius, half - _involute(math.acos(min(1.0, base / radius)))))
    right = [(root, flank[0][1] + 0.12 * module / root), *flank]
    tooth = [(r, -a) for r, a in right] + [(r, a) for r, a in reversed(right)]
    outline: list[Point] = []
    for index in range(teeth):
        turn = math.tau * index / teeth
        outline += [(r * math.cos(a + turn), r * math.sin(a + turn)) for r, a in tooth]
    return outline


def _involute(angle: float) -> float:
    return math.tan(angle) - angle


def thread(radius: float, low: float, high: float, pitch: float) -> list[Point]:
    """The outer side of a lathe profile with thread-like ridges, from `low` up to `high`."""
    count = max(1, round((high - low) / pitch))
    step = (high - low) / count
    depth = 0.45 * step
    points: list[Point] = [(radius - depth, low)]
    for index in range(count):
        z = low + step * index
        points += [(radius, z + step * 0.4), (radius, z + step * 0.6), (radius - depth, z + step)]
    return points

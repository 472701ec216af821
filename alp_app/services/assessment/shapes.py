"""Which places of a picture lie in a region. Pure."""

from collections.abc import Iterator
from itertools import pairwise

from alp_app.models.questions import Circle, Polygon, Rectangle, Shape, Spot

CLOSE = 1e-9
"""A spot on an edge is in."""


def contains(shape: Shape, spot: Spot) -> bool:
    match shape:
        case Circle():
            across, down = spot.x - shape.centre.x, spot.y - shape.centre.y
            return across * across + down * down <= shape.radius * shape.radius + CLOSE
        case Rectangle():
            return (
                0 <= spot.x - shape.corner.x <= shape.width
                and 0 <= spot.y - shape.corner.y <= shape.height
            )
        case Polygon():
            return _in_polygon(shape.corners, spot)


def inner_spot(polygon: Polygon) -> Spot:
    """A spot well within: in the middle of the widest stretch of a line across it."""
    heights = sorted({corner.y for corner in polygon.corners})
    lines = [(one + other) / 2 for one, other in pairwise(heights)]
    stretches = [
        (right - left, Spot(x=(left + right) / 2, y=y))
        for y in lines
        for left, right in _pairs(_crossings(polygon.corners, y))
    ]
    return max(stretches, key=lambda each: each[0], default=(0.0, polygon.corners[0]))[1]


def _crossings(corners: list[Spot], y: float) -> list[float]:
    """Where the edges cross a line, from the left. Their number is even."""
    return sorted(
        one.x + (y - one.y) / (other.y - one.y) * (other.x - one.x)
        for one, other in pairwise([*corners, corners[0]])
        if (one.y > y) != (other.y > y)
    )


def _pairs(values: list[float]) -> Iterator[tuple[float, float]]:
    return zip(values[::2], values[1::2], strict=True)


def _in_polygon(corners: list[Spot], spot: Spot) -> bool:
    """By counting the edges to the right of the spot."""
    is_in = False
    for one, other in pairwise([*corners, corners[0]]):
        if _is_on_edge(one, other, spot):
            return True
        if (one.y > spot.y) != (other.y > spot.y):
            crossing = one.x + (spot.y - one.y) / (other.y - one.y) * (other.x - one.x)
            is_in ^= spot.x < crossing
    return is_in


def _is_on_edge(one: Spot, other: Spot, spot: Spot) -> bool:
    cross = (other.x - one.x) * (spot.y - one.y) - (other.y - one.y) * (spot.x - one.x)
    along = (spot.x - one.x) * (spot.x - other.x) + (spot.y - one.y) * (spot.y - other.y)
    return abs(cross) <= CLOSE and along <= CLOSE

"""Which places of a picture lie in a region. Pure."""

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

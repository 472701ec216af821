"""Pieces of rings, which round motifs share."""

from providers.painter.pen import Point, number, polar


def ring_sector(centre: Point, inner: float, outer: float, start: float, end: float) -> str:
    """Return path data for a piece of a ring, angles in degrees."""
    points = [polar(r, a, centre) for r, a in ((outer, start), (outer, end))]
    points += [polar(r, a, centre) for r, a in ((inner, end), (inner, start))]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    large = int(end - start > 180)
    return (
        f"M{number(ax)} {number(ay)}A{number(outer)} {number(outer)} 0 {large} 1"
        f" {number(bx)} {number(by)}L{number(cx)} {number(cy)}"
        f"A{number(inner)} {number(inner)} 0 {large} 0 {number(dx)} {number(dy)}Z"
    )

"""Mathematics: curve, triangle, histogram, solids, tiling."""

import math
from random import Random

from providers.painter.motif import Motif
from providers.painter.pen import DETAIL, THIN, Fill, Pen, Point, polar, through


def _axes(pen: Pen, left: float, right: float, floor: float, top: float) -> None:
    pen.line((left, floor), (right, floor))
    pen.line((left + 24, floor + 16), (left + 24, top))
    pen.polygon([(right + 8, floor), (right - 4, floor - 5), (right - 4, floor + 5)], "ink", 0)
    x = left + 24
    pen.polygon([(x, top - 8), (x - 5, top + 4), (x + 5, top + 4)], "ink", 0)


def _curve(pen: Pen, dice: Random) -> None:
    """A function, the area under a stretch of it, a tangent."""
    floor = 84.0
    wave, lift = dice.uniform(58, 82), dice.uniform(26, 44)

    def height(x: float) -> float:
        return floor - 78 - lift * math.sin(x / wave) - x * 0.16

    start = dice.uniform(-110, -50)
    end = start + dice.uniform(110, 170)
    grid = "".join(f"M{-160 + 36 * i} -96V{floor}" for i in range(1, 10))
    grid += "".join(f"M-166 {floor - 36 * i}H190" for i in range(1, 5))
    pen.faint(grid, THIN, 0.2)
    span = [start + (end - start) * i / 40 for i in range(41)]
    area = [(x, height(x)) for x in span]
    pen.polygon([(start, floor), *area, (end, floor)], "accent")
    pen.line(*[(x, height(x)) for x in range(-160, 186, 4)], line=3)
    slope = (height(end + 1) - height(end - 1)) / 2
    pen.line(
        (end - 50, height(end) - 50 * slope), (end + 62, height(end) + 62 * slope), line=DETAIL
    )
    pen.circle((end, height(end)), 5)
    _axes(pen, -190, 190, floor, -100)
    pen.dimension((start, floor + 18), (end, floor + 18))


def _triangle(pen: Pen, dice: Random) -> None:
    """A right-angled triangle and the squares on its sides."""
    short, long = dice.choice(((3, 4), (3, 4), (5, 12), (2, 3), (4, 4)))
    unit = 88 / math.hypot(short, long)
    a, b = short * unit, long * unit
    corner: Point = (0, 0)
    up: Point = (0, -a)
    right: Point = (b, 0)
    squares: list[list[Point]] = [
        [corner, up, (-a, -a), (-a, 0)],
        [corner, right, (b, b), (0, b)],
        [up, (a, -a - b), (a + b, -b), right],
    ]
    points = [point for square in squares for point in square]
    middle_x = (max(x for x, _ in points) + min(x for x, _ in points)) / 2
    middle_y = (max(y for _, y in points) + min(y for _, y in points)) / 2
    size = max(y for _, y in points) - min(y for _, y in points)
    grow = 210 / size
    painted = dice.randrange(3)

    def placed(point: Point) -> Point:
        return (point[0] - middle_x) * grow, (point[1] - middle_y) * grow

    for index, square in enumerate(squares):
        pen.polygon([placed(p) for p in square], "accent" if index == painted else "sheet")
        if index != painted:
            _ruled_square(pen, [placed(p) for p in square], (short, long, 5)[index])
    pen.polygon([placed(corner), placed(up), placed(right)], "plate")
    mark = unit * 0.45
    pen.line(placed((mark, 0)), placed((mark, -mark)), placed((0, -mark)), line=DETAIL)


def _ruled_square(pen: Pen, square: list[Point], parts: int) -> None:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = square
    for index in range(1, parts):
        t = index / parts
        for start, end in (
            ((ax + (bx - ax) * t, ay + (by - ay) * t), (dx + (cx - dx) * t, dy + (cy - dy) * t)),
            ((ax + (dx - ax) * t, ay + (dy - ay) * t), (bx + (cx - bx) * t, by + (cy - by) * t)),
        ):
            pen.faint(through([start, end]), THIN, 0.35)


def _histogram(pen: Pen, dice: Random) -> None:
    bars = dice.choice((9, 11, 13))
    floor, width = 84.0, 330 / bars
    middle = (bars - 1) / 2 + dice.uniform(-1, 1)
    spread = bars / 4.6
    painted = round(middle) + dice.choice((-2, -1, 0, 1, 2))
    shares = [math.exp(-(((i - middle) / spread) ** 2) / 2) for i in range(bars)]
    for index, share in enumerate(shares):
        height = max(6, 150 * share * dice.uniform(0.86, 1.1))
        fill: Fill = "accent" if index == painted else "sheet"
        pen.box(-156 + index * width, floor - height, width - 4, height, fill)
    bell: list[Point] = []
    for step in range(-8, bars * 8 + 1):
        index = step / 8 - 0.5
        share = math.exp(-(((index - middle) / spread) ** 2) / 2)
        bell.append((-156 + (index + 0.5) * width - 2, floor - 158 * share - 4))
    pen.line(*bell, line=DETAIL, dashes="6 4")
    _axes(pen, -196, 190, floor, -96)
    x = -156 + (middle + 0.5) * width - 2
    pen.centre_line((x, -96), (x, floor + 18))


def _grid(pen: Pen, dice: Random) -> None:
    """Cubes stacked in a corner, seen at the same angle from three sides."""
    edge, size = 31.0, 4
    across = edge * math.sqrt(3) / 2
    heights: dict[tuple[int, int], int] = {}
    for i in range(size):
        for j in range(size):
            behind = min(heights.get((i - 1, j), 3), heights.get((i, j - 1), 3))
            heights[i, j] = max(1, behind - dice.choice((0, 0, 0, 1)) * (i + j > 0))
    painted = dice.choice([place for place in heights if place != (0, 0)])
    for (i, j), height in heights.items():
        for k in range(height):
            middle = (i - j) * across, (i + j) * edge / 2 - k * edge - edge / 2
            _cube(pen, middle, edge, painted=(i, j) == painted and k == height - 1)


def _cube(pen: Pen, middle: Point, edge: float, *, painted: bool) -> None:
    corners = [polar(edge, 60 * i - 90, middle) for i in range(6)]
    faces: list[tuple[list[Point], Fill]] = [
        ([corners[0], corners[1], middle, corners[5]], "accent" if painted else "sheet"),
        ([corners[1], corners[2], corners[3], middle], "plate"),
        ([corners[5], middle, corners[3], corners[4]], "sheet"),
    ]
    for face, fill in faces:
        pen.polygon(face, fill, DETAIL)


MOTIFS = (
    Motif(
        name="curve",
        words="math calcul function algebra integral derivativ equation curve analysis",
        width=400,
        height=216,
        draw=_curve,
    ),
    Motif(
        name="triangle",
        words="geometr triangle trigono pythag angle proof euclid",
        width=260,
        height=216,
        draw=_triangle,
    ),
    Motif(
        name="histogram",
        words="statist probab data histogram sampl survey econom finance account market business",
        width=404,
        height=204,
        draw=_histogram,
    ),
    Motif(
        name="grid",
        words="grid volume cube block modular logistics stock warehouse packing inventor pattern",
        width=220,
        height=224,
        draw=_grid,
    ),
)

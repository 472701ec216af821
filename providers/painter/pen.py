"""The pen every motif draws with: ink outlines, flat fills, centre lines, hatching, dimensions."""

import math
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from string import Template
from typing import Literal

from providers.painter.palette import Accent, Palette

Fill = Literal["none", "plate", "sheet", "ink", "accent"]
Point = tuple[float, float]

OUTLINE = 2.0
DETAIL = 1.5
THIN = 1.0


def polar(radius: float, degrees: float, centre: Point = (0, 0)) -> Point:
    angle = math.radians(degrees)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def around(count: int, radius: float, centre: Point = (0, 0), start: float = 0) -> list[Point]:
    """Return evenly spaced points on a circle, the first at `start` degrees."""
    return [polar(radius, start + 360 * index / count, centre) for index in range(count)]


def number(value: float) -> str:
    return f"{round(value, 2):g}"


def through(points: Iterable[Point], *, closed: bool = False) -> str:
    """Return path data for straight lines through the points."""
    joined = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{joined}{'Z' if closed else ''}"


def smooth(points: list[Point], *, closed: bool = False) -> str:
    """Return path data for a soft curve (Catmull-Rom) through the points."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if closed else points[min(max(index, 0), count - 1)]

    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for index in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (at(index + step) for step in (-1, 0, 1, 2))
        handles = (bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6)
        parts.append("C" + " ".join(number(value) for value in (*handles, cx, cy)))
    return "".join(parts) + ("Z" if closed else "")


class Pen:
    """Collects marks in the order drawn. Colours stay roles until `marks` is given a palette.

    `scale` is how much the finished drawing is enlarged: line widths are divided by it, so that
    every cover has the same weight of line.
    """

    def __init__(self, *, scale: float = 1.0, name: str = "a") -> None:
        self._scale = scale
        self._name = name
        self._marks: list[str] = []
        self._clips = 0

    def marks(self, palette: Palette, accent: Accent) -> str:
        colours = {
            "plate": palette.plate,
            "sheet": palette.sheet,
            "ink": palette.ink,
            "accent": palette.accents[accent],
            "none": "none",
        }
        return Template("".join(self._marks)).substitute(colours)

    def path(
        self, data: str, fill: Fill = "sheet", line: float = OUTLINE, *, dashes: str = ""
    ) -> None:
        pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._marks.append(f'<path d="{data}" fill="${fill}"{self._stroke(line)}{pattern}/>')

    def polygon(self, points: Iterable[Point], fill: Fill = "sheet", line: float = OUTLINE) -> None:
        self.path(through(points, closed=True), fill, line)

    def line(self, *points: Point, line: float = OUTLINE, dashes: str = "") -> None:
        self.path(through(points), "none", line, dashes=dashes)

    def circle(
        self,
        centre: Point,
        radius: float,
        fill: Fill = "sheet",
        line: float = OUTLINE,
        *,
        dashes: str = "",
    ) -> None:
        pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._marks.append(
            f'<circle cx="{number(centre[0])}" cy="{number(centre[1])}" r="{number(radius)}"'
            f' fill="${fill}"{self._stroke(line)}{pattern}/>'
        )

    def ellipse(
        self, centre: Point, across: float, down: float, fill: Fill = "sheet", line: float = OUTLINE
    ) -> None:
        self._marks.append(
            f'<ellipse cx="{number(centre[0])}" cy="{number(centre[1])}" rx="{number(across)}"'
            f' ry="{number(down)}" fill="${fill}"{self._stroke(line)}/>'
        )

    def box(  # noqa: PLR0917 - left, top, width, height are how every drawing tool says it
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        fill: Fill = "sheet",
        line: float = OUTLINE,
        *,
        corner: float = 0,
    ) -> None:
        round_corner = f' rx="{number(corner)}"' if corner else ""
        self._marks.append(
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(width)}"'
            f' height="{number(height)}"{round_corner} fill="${fill}"{self._stroke(line)}/>'
        )

    def tube(
        self, data: str, width: float, fill: Fill = "sheet", *, round_ends: bool = False
    ) -> None:
        """Draw a pipe or rod along a path: `fill` between two ink outlines."""
        edge = 2 * OUTLINE / self._scale
        ends = ' stroke-linecap="round"' if round_ends else ""
        for colour, thickness in (("ink", width + edge), (fill, width)):
            self._marks.append(
                f'<path d="{data}" fill="none" stroke="${colour}"'
                f' stroke-width="{number(thickness)}"{ends}/>'
            )

    def stroke(self, data: str, width: float, colour: Fill = "accent") -> None:
        """Draw a line in a colour other than ink, as wide as asked whatever the scale."""
        self._marks.append(
            f'<path d="{data}" fill="none" stroke="${colour}" stroke-width="{number(width)}"/>'
        )

    def hatch(self, data: str, extent: tuple[float, float, float, float], gap: float = 7) -> None:
        """Fill a cut surface with slanting lines; `extent` is left, top, right, bottom."""
        left, top, right, bottom = extent
        height = bottom - top
        steps = math.ceil((right - left + height) / gap)
        starts = [left - height + gap * step for step in range(steps + 1)]
        lines = "".join(through([(x, bottom), (x + height, top)]) for x in starts)
        self._clips += 1
        clip = f"{self._name}{self._clips}"
        self._marks.append(
            f'<clipPath id="{clip}"><path d="{data}"/></clipPath>'
            f'<path d="{lines}" clip-path="url(#{clip})" opacity=".6"{self._stroke(THIN)}/>'
        )

    def section(
        self, data: str, extent: tuple[float, float, float, float], fill: Fill = "sheet"
    ) -> None:
        """Draw a part cut open: filled, hatched, outlined."""
        self.path(data, fill, 0)
        self.hatch(data, extent)
        self.path(data, "none")

    def centre_line(self, start: Point, end: Point) -> None:
        self._marks.append(
            f'<path d="{through([start, end])}" fill="none" opacity=".55"'
            f' stroke-dasharray="{self._dashes(14, 4, 2, 4)}"{self._stroke(THIN)}/>'
        )

    def faint(self, data: str, line: float = THIN, opacity: float = 0.25) -> None:
        self._marks.append(
            f'<path d="{data}" fill="none" opacity="{number(opacity)}"{self._stroke(line)}/>'
        )

    def dimension(self, start: Point, end: Point) -> None:
        """Draw a measured distance: a thin line, closed by a tick at right angles at each end."""
        (ax, ay), (bx, by) = start, end
        length = math.hypot(bx - ax, by - ay)
        across, down = -(by - ay) / length * 6, (bx - ax) / length * 6
        ticks = [through([(x - across, y - down), (x + across, y + down)]) for x, y in (start, end)]
        self.path(through([start, end]) + "".join(ticks), "none", THIN)

    @contextmanager
    def turned(self, degrees: float, about: Point = (0, 0)) -> Generator[None]:
        turn = f"rotate({number(degrees)} {number(about[0])} {number(about[1])})"
        yield from self._group(turn)

    @contextmanager
    def moved(self, across: float, down: float) -> Generator[None]:
        yield from self._group(f"translate({number(across)} {number(down)})")

    def _group(self, transform: str) -> Generator[None]:
        self._marks.append(f'<g transform="{transform}">')
        yield
        self._marks.append("</g>")

    def _stroke(self, line: float) -> str:
        if line == 0:
            return ' stroke="none"'
        return f' stroke="$ink" stroke-width="{number(line / self._scale)}"'

    def _dashes(self, *lengths: float) -> str:
        return " ".join(number(length / self._scale) for length in lengths)

"""Lays a motif out on a drawing sheet of any proportion: plate, motif, ruler ticks."""

import math
from dataclasses import dataclass
from random import Random

from providers.painter.motif import Motif
from providers.painter.palette import Accent, Palette
from providers.painter.pen import Pen, number

_AREA = 480 * 270
"""Every sheet has this area in drawing units, so the weight of line is the same in any shape."""
_SIDE, _TOP, _BOTTOM = 22, 18, 24
_LARGEST = 1.5
_ACCENTS: tuple[Accent, ...] = ("blue", "blue", "blue", "viz-2", "viz-4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A finished drawing that still has to be given colours."""

    width: float
    height: float
    scale: float
    pen: Pen
    accent: Accent

    def svg(self, palette: Palette) -> str:
        width, height = number(self.width), number(self.height)
        middle = (self.height + _TOP - _BOTTOM) / 2
        place = f"translate({number(self.width / 2)} {number(middle)}) scale({self.scale:.4f})"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" fill="none" stroke-linejoin="round">'
            f'<rect width="{width}" height="{height}" fill="{palette.plate}"/>'
            f'<g transform="{place}">{self.pen.marks(palette, self.accent)}</g>'
            f'<path d="{self._ruler()}" stroke="{palette.ink}" opacity=".5"/></svg>'
        )

    def _ruler(self) -> str:
        ticks: list[str] = []
        for index in range(math.ceil(self.width / 12)):
            length = 10 if index % 5 == 0 else 5
            ticks.append(f"M{12 * index + 0.5} {number(self.height)}v-{length}")
        return "".join(ticks)


def compose(motif: Motif, aspect: float, dice: Random) -> Drawing:
    """Draw the motif on a sheet `aspect` times as wide as high."""
    width = math.sqrt(_AREA * aspect)
    height = _AREA / width
    scale = min(
        (width - 2 * _SIDE) / motif.width, (height - _TOP - _BOTTOM) / motif.height, _LARGEST
    )
    accent = dice.choice(_ACCENTS)
    pen = Pen(scale=scale, name=f"{motif.name}-{dice.getrandbits(32):08x}-")
    motif.draw(pen, dice)
    return Drawing(width=width, height=height, scale=scale, pen=pen, accent=accent)

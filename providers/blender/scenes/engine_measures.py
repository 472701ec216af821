# pyright: basic, reportMissingImports=false
"""Measures of an engine, as in passenger cars, and the ways its parts lie.

The crankshaft lies along y through 0, the cylinder stands on the z axis, the cut is the plane y 0.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from shapes import Piece

FRONT = (0.0, -1.0, 0.0)

Angle = Callable[[float], float]
"""The crank angle at a time of the run."""


@dataclass(frozen=True)
class Measures:
    bore: float
    stroke: float

    @property
    def unit(self) -> float:
        """What things that follow the bore are multiples of: 1 for a bore of 86."""
        return self.bore / 86

    @property
    def throw(self) -> float:
        return self.stroke / 2

    @property
    def rod(self) -> float:
        return 1.75 * self.stroke

    @property
    def crown(self) -> float:
        """From the piston pin up to the piston's crown."""
        return 32 * self.unit

    @property
    def deck(self) -> float:
        return self.throw + self.rod + self.crown + 7 * self.unit

    @property
    def lift(self) -> float:
        return 9.5 * self.unit

    def pin(self, crank: float) -> float:
        """Height of the piston pin at a crank angle; 0 is top dead centre."""
        angle = math.radians(crank)
        return self.throw * math.cos(angle) + math.sqrt(
            self.rod**2 - (self.throw * math.sin(angle)) ** 2
        )

    def lean(self, crank: float) -> float:
        """Degrees by which the rod leans."""
        return math.degrees(math.asin(self.throw * math.sin(math.radians(crank)) / self.rod))


def half(piece: Piece) -> Piece:
    return piece.section_where(FRONT)


def along(piece: Piece) -> Piece:
    """From the z axis to the y axis, upper end to the back."""
    return piece.turned("X", -90)


def upright(piece: Piece) -> Piece:
    """An outline drawn in x and y becomes one in x and z; its depth goes from y 0 backwards."""
    return piece.turned("X", 90).stretched(y=-1)


def centred(piece: Piece) -> Piece:
    return piece.turned("X", 90)

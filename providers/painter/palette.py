"""The design tokens a drawing uses, turned from OKLCH into the hex colours SVG renderers know."""

import math
from dataclasses import dataclass
from typing import Literal

Accent = Literal["blue", "viz-2", "viz-4"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    plate: str
    sheet: str
    ink: str
    accents: dict[Accent, str]


def oklch_to_hex(lightness: float, chroma: float, hue: float) -> str:
    """Convert as CSS Color 4 does (D65, sRGB); lightness in percent, hue in degrees."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    base = lightness / 100
    long = (base + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (base - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (base - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _encode(channel)):02x}" for channel in linear)


def _encode(channel: float) -> float:
    clipped = min(1.0, max(0.0, channel))
    if clipped <= 0.0031308:  # noqa: PLR2004  # the sRGB transfer curve's own constant
        return 12.92 * clipped
    return 1.055 * clipped ** (1 / 2.4) - 0.055


LIGHT = Palette(
    plate=oklch_to_hex(88.5, 0.026, 156),
    sheet=oklch_to_hex(99.3, 0.003, 150),
    ink=oklch_to_hex(23.5, 0.014, 170),
    accents={
        "blue": oklch_to_hex(45.5, 0.17, 262),
        "viz-2": oklch_to_hex(59.8, 0.136, 63),
        "viz-4": oklch_to_hex(50.4, 0.125, 43),
    },
)
DARK = Palette(
    plate=oklch_to_hex(30, 0.024, 160),
    sheet=oklch_to_hex(22.8, 0.012, 168),
    ink=oklch_to_hex(93.5, 0.008, 150),
    accents={
        "blue": oklch_to_hex(77.5, 0.112, 258),
        "viz-2": oklch_to_hex(81.3, 0.118, 67),
        "viz-4": oklch_to_hex(61.3, 0.132, 55),
    },
)

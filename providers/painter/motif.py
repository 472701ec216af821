"""What a motif is: a name, the words that call for it, its size and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from providers.painter.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Motif:
    """`draw` stays within `width` by `height` around (0, 0); its dice decide counts and angles."""

    name: str
    words: str
    """Space-separated stems: a word of the subject that begins with one calls for this motif."""
    width: float
    height: float
    draw: Callable[[Pen, Random], None]

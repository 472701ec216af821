"""Words of a PDF's page with their places, as PDFium finds them."""

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2
from pypdfium2 import raw

from alp_app.services.sources.parsed import Unreadable
from alp_app.services.sources.parsing.layout import Word
from alp_app.services.sources.parsing.parts import clean

# PDFium's bindings are made at run time, so nothing is known of their types.
pdfium: Any = pypdfium2
calls: Any = raw

BOLD = 600
LARGEST_TYPE = 500.0
"""Points."""
QUARTER = math.pi / 2
MOST_CHARACTERS = 300_000
"""A page with more is no page for people."""
LINE_HYPHENS = (0x02, 0xFFFE, 0xAD)
"""How PDFium tells of a hyphen at the end of a line."""
MEASURE = 1_000_000
"""Pixels of an imagined page, to learn how a page is turned and cut."""
_ALONE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
"""Scripts without spaces: each character has a place of its own."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """From a page's own coordinates to those it is shown in: points, from the top left."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def of(cls, page: Any, width: float, height: float) -> "_Turn":
        origin = _shown(page, 0, 0)
        across, up = _shown(page, 1000, 0), _shown(page, 0, 1000)
        x, y = width / MEASURE, height / MEASURE
        return cls(
            (across[0] - origin[0]) * x / 1000,
            (across[1] - origin[1]) * y / 1000,
            (up[0] - origin[0]) * x / 1000,
            (up[1] - origin[1]) * y / 1000,
            origin[0] * x,
            origin[1] * y,
        )

    def box(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as shown."""
        x = self.a * left + self.c * bottom + self.e
        other_x = self.a * right + self.c * top + self.e
        y = self.b * left + self.d * bottom + self.f
        other_y = self.b * right + self.d * top + self.f
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def _shown(page: Any, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    calls.FPDF_PageToDevice(
        page.raw, 0, 0, MEASURE, MEASURE, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value


@dataclass(slots=True)
class Found:
    words: list[Word]
    quarters: list[int]
    """For each word, by how many quarter turns it is shown clockwise."""
    pictures: list[tuple[float, float, float, float]]
    """Left, top, right, bottom."""
    rules: int
    """Drawn lines and areas, such as the rules of a table."""


def look(page: Any) -> Found:
    """What is on a page, in points from the top left as it is shown. Raises Unreadable."""
    turn = _Turn.of(page, *page.get_size())
    found = Found([], [], [], 0)
    for word, angle in _Words(page, turn).all():
        clockwise = math.radians(page.get_rotation()) - angle
        found.words.append(word)
        found.quarters.append(round(clockwise / QUARTER) % 4)
    kinds = (calls.FPDF_PAGEOBJ_IMAGE, calls.FPDF_PAGEOBJ_PATH)
    for thing in page.get_objects(filter=kinds, max_depth=3):
        if thing.type == calls.FPDF_PAGEOBJ_PATH:
            found.rules += 1
        else:
            left, top, right, bottom = turn.box(*thing.get_bounds())
            found.pictures.append((left, top, right, bottom))
    return found


Glyph = tuple[int, str, Sequence[float]]
"""Its place in the text, its letters, its box."""


class _Words:
    """Letters that follow each other without white space, a new line or a gap."""

    def __init__(self, page: Any, turn: _Turn) -> None:
        self._text = page.get_textpage()
        self._turn = turn
        self._edges = calls.FS_RECTF()
        self._begun: list[Glyph] = []
        self._is_joined = False

    def all(self) -> Iterator[tuple[Word, float]]:
        """Each word with the angle at which it is set, counterclockwise."""
        count = self._text.count_chars()
        if count > MOST_CHARACTERS:
            raise Unreadable("source.too_complex")
        for place in range(count):
            letter = _letter(calls.FPDFText_GetUnicode(self._text.raw, place))
            if letter.isspace() or not letter:
                yield from self._end(is_joined=False)
                continue
            box = self._box(place)
            if box is None:
                continue
            if self._begun and _is_apart(self._begun[-1][2], box):
                yield from self._end(is_joined=False)
            if _ALONE.match(letter):
                yield from self._end(is_joined=True)
            self._begun.append((place, letter, box))
            if _ALONE.match(letter):
                yield from self._end(is_joined=True)
        yield from self._end(is_joined=False)
        self._text.close()

    def _end(self, *, is_joined: bool) -> Iterator[tuple[Word, float]]:
        """`is_joined`: what comes next follows without a space."""
        begun, self._begun = self._begun, []
        if not begun:
            self._is_joined = self._is_joined and is_joined
            return
        boxes = [box for _, _, box in begun]
        word = Word(
            text=clean("".join(letter for _, letter, _ in begun)),
            left=min(box[0] for box in boxes),
            top=min(box[1] for box in boxes),
            right=max(box[2] for box in boxes),
            bottom=max(box[3] for box in boxes),
            size=max(min(box[3] - box[1], LARGEST_TYPE) for box in boxes),
            is_bold=_is_bold(self._text, begun[0][0]),
            is_joined=self._is_joined,
        )
        self._is_joined = is_joined
        yield word, calls.FPDFText_GetCharAngle(self._text.raw, begun[0][0])

    def _box(self, place: int) -> Sequence[float] | None:
        edges = self._edges
        if not calls.FPDFText_GetLooseCharBox(self._text.raw, place, ctypes.byref(edges)):
            return None
        return self._turn.box(edges.left, edges.bottom, edges.right, edges.top)


def _is_apart(box: Sequence[float], following: Sequence[float]) -> bool:
    """PDFium joins the halves of a word that is parted at the end of a line: here they are two."""
    reach = max(box[3] - box[1], box[2] - box[0], 1.0)
    down = abs(box[1] + box[3] - following[1] - following[3]) / 2
    across = max(following[0] - box[2], box[0] - following[2])
    return across > reach or (down > reach / 2 and across > 0) or down > 1.5 * reach


@cache
def _letter(code: int) -> str:
    if code in LINE_HYPHENS:
        return "-"
    try:
        return clean(chr(code))
    except ValueError:
        return ""


def _is_bold(text: Any, place: int) -> bool:
    if calls.FPDFText_GetFontWeight(text.raw, place) >= BOLD:
        return True
    name = ctypes.create_string_buffer(64)
    length = calls.FPDFText_GetFontInfo(text.raw, place, name, 64, None)
    return 0 < length <= 64 and b"bold" in name.value.lower()  # noqa: PLR2004 - the buffer's size

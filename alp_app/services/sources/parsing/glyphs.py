"""Words of a PDF's page with their places, as PDFium finds them."""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from alp_app.services.sources.parsing.layout import Word
from alp_app.services.sources.parsing.parts import clean

# PDFium's bindings are made at run time, so nothing is known of their types.
pdfium: Any = pypdfium2
calls: Any = raw

BOLD = 600
UPRIGHT = 0.1
"""Radians by which upright text may be turned."""
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

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, ...]:
        """Left, top, right, bottom as shown."""
        across = [self.a * x + self.c * y + self.e for x, y in ((left, bottom), (right, top))]
        down = [self.b * x + self.d * y + self.f for x, y in ((left, bottom), (right, top))]
        return min(across), min(down), max(across), max(down)


def _shown(page: Any, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    calls.FPDF_PageToDevice(
        page.raw, 0, 0, MEASURE, MEASURE, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value


@dataclass(slots=True)
class Found:
    upright: list[Word]
    turned: list[Word]
    """Along the edge, or across a drawing: they stand in no lines with the others."""
    pictures: list[tuple[float, float, float, float]]
    lines: int
    """Drawn ones, such as a table's rules."""


def look(page: Any) -> Found:
    width, height = page.get_size()
    turn = _Turn.of(page, width, height)
    found = Found([], [], [], 0)
    for word, angle in _words(page, turn):
        is_upright = (
            abs(math.remainder(angle - math.radians(page.get_rotation()), math.tau)) < UPRIGHT
        )
        (found.upright if is_upright else found.turned).append(word)
    kinds = (calls.FPDF_PAGEOBJ_IMAGE, calls.FPDF_PAGEOBJ_PATH)
    for thing in page.get_objects(filter=kinds, max_depth=3):
        if thing.type == calls.FPDF_PAGEOBJ_PATH:
            found.lines += 1
        else:
            left, top, right, bottom = turn.box(*thing.get_bounds())
            found.pictures.append((left, top, right, bottom))
    return found


def _words(page: Any, turn: _Turn) -> Iterator[tuple[Word, float]]:
    """Each word with the angle at which it is set."""
    text = page.get_textpage()
    begun: list[tuple[int, str]] = []
    is_joined = False
    for place in range(text.count_chars()):
        code = calls.FPDFText_GetUnicode(text.raw, place)
        letter = "-" if code in LINE_HYPHENS else _letter(code)
        if not letter.strip():
            yield from _word(text, begun, turn, is_joined=is_joined)
            begun, is_joined = [], False
        elif _ALONE.match(letter):
            yield from _word(text, begun, turn, is_joined=is_joined)
            yield from _word(text, [(place, letter)], turn, is_joined=is_joined or bool(begun))
            begun, is_joined = [], True
        else:
            begun.append((place, letter))
    yield from _word(text, begun, turn, is_joined=is_joined)
    text.close()


def _letter(code: int) -> str:
    try:
        return clean(chr(code))
    except ValueError:
        return ""


def _word(
    text: Any, letters: list[tuple[int, str]], turn: _Turn, *, is_joined: bool
) -> Iterator[tuple[Word, float]]:
    if not letters:
        return
    boxes = [box for place, _ in letters if (box := _box(text, place, turn)) is not None]
    if not boxes:
        return
    first = letters[0][0]
    yield (
        Word(
            text=clean("".join(letter for _, letter in letters)),
            left=min(box[0] for box in boxes),
            top=min(box[1] for box in boxes),
            right=max(box[2] for box in boxes),
            bottom=max(box[3] for box in boxes),
            size=max(box[3] - box[1] for box in boxes),
            is_bold=_is_bold(text, first),
            is_joined=is_joined,
        ),
        calls.FPDFText_GetCharAngle(text.raw, first),
    )


def _box(text: Any, place: int, turn: _Turn) -> tuple[float, ...] | None:
    edges = calls.FS_RECTF()
    if not calls.FPDFText_GetLooseCharBox(text.raw, place, ctypes.byref(edges)):
        return None
    return turn.box(edges.left, edges.bottom, edges.right, edges.top)


def _is_bold(text: Any, place: int) -> bool:
    if calls.FPDFText_GetFontWeight(text.raw, place) >= BOLD:
        return True
    name = ctypes.create_string_buffer(64)
    length = calls.FPDFText_GetFontInfo(text.raw, place, name, 64, None)
    return 0 < length <= 64 and b"bold" in name.value.lower()  # noqa: PLR2004 - the buffer's size

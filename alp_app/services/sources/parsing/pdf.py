"""Reading a PDF: words with their places (PDFium), tables with rules (pdfplumber), lines in order."""

import io
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pdfplumber
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from alp_app.services.sources.parsed import FULL, ParsedPage, Recognised, RecognisedWord, Unreadable
from alp_app.services.sources.parsing.glyphs import look, pdfium
from alp_app.services.sources.parsing.layout import (
    Block,
    Box,
    Page,
    Word,
    is_right_to_left,
    joined,
    reading_order,
    runs,
    upright,
)
from alp_app.services.sources.parsing.paragraphs import parts_of
from alp_app.services.sources.parsing.parts import Part, clean

MOST_PAGES = 2000
MOST_CHARACTERS = 20_000_000
SCANNED_WORDS = 5
"""A page with fewer words than these, and pictures over this share of it, is a scan."""
SCANNED_SHARE = 0.3
RULES_OF_A_TABLE = 4
MOST_RULES = 2000
"""A drawing with more lines than this is no table."""
FILLED = 0.5
"""At least this share of a table's cells holds words."""
PASSWORD = 4
"""PDFium's FPDF_ERR_PASSWORD."""
LARGEST_SIDE = 14_400.0
"""Points: 200 inches, the most that a PDF can say."""


def read(path: Path, recognised: Recognised) -> tuple[list[Part], list[ParsedPage], str]:
    """Parts, pages and title. Pages in `recognised` are read from there. Raises Unreadable."""
    with _opened(path) as document, _Tables(path) as tables:
        if len(document) > MOST_PAGES:
            raise Unreadable("source.too_long")
        pages: list[Page] = []
        left = MOST_CHARACTERS
        for number in range(1, len(document) + 1):
            page = _page(document, number, tables, recognised.get(number))
            left -= sum(
                len(word.text) for row in page.rows for block in row for word in block.words
            )
            if left < 0:
                raise Unreadable("source.too_complex")
            pages.append(page)
        title = clean(document.get_metadata_value("Title") or "").strip()
    return list(parts_of(pages)), [_parsed(page) for page in pages], title


def draw(path: Path, number: int, longest: int) -> bytes:
    """A PNG of one page, its longer side `longest` pixels. Raises Unreadable."""
    with _opened(path) as document:
        page = document[number - 1]
        scale = longest / max(*page.get_size(), 1.0)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil()
        output = io.BytesIO()
        picture.save(output, "PNG")
        return output.getvalue()


@contextmanager
def _opened(path: Path) -> Generator[Any]:
    try:
        document = pdfium.PdfDocument(path)
        try:
            yield document
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        is_locked = error.err_code == PASSWORD
        raise Unreadable("source.encrypted" if is_locked else "source.damaged") from error


def _page(
    document: Any, number: int, tables: "_Tables", recognised: list[RecognisedWord] | None
) -> Page:
    source = document[number - 1]
    width, height = (min(max(side, 1.0), LARGEST_SIDE) for side in source.get_size())
    found = look(source)
    if recognised is not None:
        found.words = list(_recognised(recognised, width, height))
        found.quarters = [0] * len(found.words)
    quarter = Counter(found.quarters).most_common(1)[0][0] if found.quarters else 0
    size = (width, height) if quarter % 2 == 0 else (height, width)
    page = Page(number, *size, quarter=quarter)
    page.pictures = [upright(box, quarter, width, height) for box in found.pictures]
    page.is_scanned = (
        len(found.words) < SCANNED_WORDS and _share(page) > SCANNED_SHARE and recognised is None
    )
    for word in found.words:
        box = (word.left, word.top, word.right, word.bottom)
        word.left, word.top, word.right, word.bottom = upright(box, quarter, width, height)
        word.size = word.size if recognised is None and quarter % 2 == 0 else word.bottom - word.top
    words = [
        word for word, turn in zip(found.words, found.quarters, strict=True) if turn == quarter
    ]
    others = [
        word for word, turn in zip(found.words, found.quarters, strict=True) if turn != quarter
    ]
    blocks: list[Block] = []
    is_plain = not quarter and not source.get_rotation()
    is_whole = source.get_cropbox() == source.get_mediabox()
    if is_plain and is_whole and RULES_OF_A_TABLE <= found.rules <= MOST_RULES:
        blocks, words = tables.take(number, words)
    source.close()
    blocks += runs(words)
    page.rows = reading_order(blocks, page.width, from_right=is_right_to_left(words))
    if others:
        # A note along the edge stands in no lines with the rest: it follows as it is written.
        page.rows.append([Block.of(others)])
    return page


def _share(page: Page) -> float:
    """Of the page that its largest picture covers."""
    areas = [
        max(0.0, min(right, page.width) - max(left, 0.0))
        * max(0.0, min(bottom, page.height) - max(top, 0.0))
        for left, top, right, bottom in page.pictures
    ]
    return max(areas, default=0.0) / (page.width * page.height)


def _recognised(words: list[RecognisedWord], width: float, height: float) -> Iterator[Word]:
    across, down = width / FULL, height / FULL
    for word in words:
        left, top, right, bottom = word.box
        yield Word(
            text=clean(word.text),
            left=left * across,
            top=top * down,
            right=right * across,
            bottom=bottom * down,
            size=(bottom - top) * down,
        )


def _parsed(page: Page) -> ParsedPage:
    pieces: list[str] = []
    words: list[int] = []
    length = 0
    for block in (block for row in page.rows for block in row):
        for place, word in enumerate(block.words):
            gap = "" if word.is_joined and place else (" " if place else "\n" if pieces else "")
            pieces += [gap, word.text]
            start = length + len(gap)
            length = start + len(word.text)
            words += [start, length, *page.box(word.left, word.top, word.right, word.bottom)]
    return ParsedPage(
        number=page.number,
        width=page.width,
        height=page.height,
        text="".join(pieces),
        words=words,
        is_scanned=page.is_scanned,
    )


class _Tables:
    """Where the cells of tables with rules are. The file is opened when the first page has rules."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: Any = None
        self._is_broken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._document is not None:
            self._document.close()

    def take(self, number: int, words: list[Word]) -> tuple[list[Block], list[Word]]:
        """The tables of a page, and the words that stand in none."""
        blocks: list[Block] = []
        for cells in self._cells(number):
            rows, inside = _fill(cells, words)
            filled = sum(bool(cell) for row in rows for cell in row)
            count = sum(len(row) for row in rows)
            if len(rows) < 2 or count < 2 * len(rows) or filled < FILLED * count:  # noqa: PLR2004 - a table has two rows and columns
                continue
            taken = {id(word) for word in inside}
            words = [word for word in words if id(word) not in taken]
            blocks.append(Block.of(inside, rows))
        return blocks, words

    def _cells(self, number: int) -> list[list[list[Box | None]]]:
        """For each table its rows of cells, as left, top, right, bottom."""
        if self._is_broken:
            return []
        try:
            if self._document is None:
                self._document = pdfplumber.open(self._path)
            page = self._document.pages[number - 1]
            found = [[list(row.cells) for row in table.rows] for table in page.find_tables()]
            page.close()
        except (
            PdfminerException,
            MalformedPDFException,
            ValueError,
            KeyError,
            TypeError,
            IndexError,
        ):
            # What PDFium forgives is an error elsewhere, named in many ways: the words are there all
            # the same, only not in cells.
            self._is_broken = True
            return []
        return found


def _fill(rows: list[list[Box | None]], words: list[Word]) -> tuple[list[list[str]], list[Word]]:
    filled: list[list[str]] = []
    inside: list[Word] = []
    for row in rows:
        texts: list[str] = []
        for cell in row:
            held = [word for word in words if cell is not None and _is_in(word, cell)]
            inside += held
            texts.append(joined(held))
        filled.append(texts)
    return filled, inside


def _is_in(word: Word, cell: Box) -> bool:
    left, top, right, bottom = cell
    return left <= (word.left + word.right) / 2 <= right and top <= word.middle <= bottom

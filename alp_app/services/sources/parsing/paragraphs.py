"""From lines in reading order to headings, paragraphs, tables and captions."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alp_app.services.sources.parsing.layout import (
    Block,
    Page,
    aligned_rows,
    joined,
    without_running_heads,
)
from alp_app.services.sources.parsing.parts import Part, table

LARGER = 1.13
"""Type that is so much larger than the text is a heading's."""
HEADING_CHARACTERS = 150
HEADING_WORDS = 14
WIDE_GAP = 0.75
"""White over a line, in heights of its type, that parts paragraphs."""
FULL_LINE = 0.8

_CAPTION = re.compile(
    r"(?i:figure|fig\.|table|abbildung|abb\.|tabelle|figura|tabla|tableau|schéma|tabella)"
    r"\s*\d+([.-]\d+)*\s*([:.–—|]|\s[^\W\d_a-zß-ÿ]|$)"
)
_TABLE_CAPTION = re.compile(r"tab", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(\d+(\.\d+)*\.?|chapter \d+:?|part \d+:?|kapitel \d+:?)\s+\S", re.IGNORECASE
)
_BULLET = re.compile("([•◦▪‣●■–—*]|\\(?\\d{1,2}[.)]|\\(?[a-z][.)])\\s")
_ENDED = (".", "!", "?", ":", "。", "؟")
_HYPHENS = ("-", "\u00ad", "\u2010")


@dataclass(slots=True)
class _Line:
    blocks: list[Block]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_bold: bool


def parts_of(pages: Sequence[Page]) -> Iterator[Part]:
    """All parts of a document of pages, in reading order."""
    style = _Style(pages)
    for page, rows in without_running_heads(pages, LARGER * style.body):
        yield from _PageParts(page, style).read(rows)


class _Style:
    """What type the text is set in, and so which lines are headings, of which level."""

    def __init__(self, pages: Sequence[Page]) -> None:
        sizes: Counter[float] = Counter()
        bold = plain = 0
        for page in pages:
            for block in (block for row in page.rows for block in row):
                letters = sum(len(word.text) for word in block.words)
                sizes[round(block.size * 2) / 2] += letters
                bold, plain = (bold + letters, plain) if block.is_bold else (bold, plain + letters)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self.is_bold_usual = bold > plain
        larger = sorted((size for size in sizes if size >= self.body * LARGER), reverse=True)
        self._levels = {size: place for place, size in enumerate(larger, start=1)}

    def level(self, lines: Sequence[_Line]) -> int:
        """0 for what is no heading."""
        text = " ".join(line.text for line in lines)
        if len(text) > HEADING_CHARACTERS or not any(letter.isalpha() for letter in text):
            return 0
        size = round(min(line.size for line in lines) * 2) / 2
        if size >= self.body * LARGER:
            return self._levels.get(size, 1)
        lowest = len(self._levels) + 1
        is_short = len(text.split()) <= HEADING_WORDS and not text.endswith(
            (".", ",", ";", "?", "!")
        )
        if not is_short or len(lines) > 2 or _BULLET.match(text) or size < self.body * 0.9:  # noqa: PLR2004 - lines of a heading
            return self._numbered(text, lowest) if is_short and len(lines) == 1 else 0
        if all(line.is_bold for line in lines) and not self.is_bold_usual:
            return lowest
        return self._numbered(text, lowest)

    def _numbered(self, text: str, lowest: int) -> int:
        number = _NUMBERED.match(text)
        if number is None or not text[number.end() - 1].isupper():
            return 0
        return lowest + 1 + number[1].strip(".").count(".")


class _PageParts:
    def __init__(self, page: Page, style: _Style) -> None:
        self._page = page
        self._style = style
        self._held: list[_Line] = []
        self._caption = ""
        """Of a table that should come next."""

    def read(self, rows: list[list[Block]]) -> Iterator[Part]:
        place = 0
        while place < len(rows):
            row = rows[place]
            count = aligned_rows(rows, place)
            if count:
                yield from self._close()
                yield from self._table(
                    [block for line in rows[place : place + count] for block in line],
                    [[block.text for block in line] for line in rows[place : place + count]],
                )
            elif row[0].rows is not None:
                yield from self._close()
                for block in row:
                    yield from self._table([block], block.rows or [[block.text]])
            else:
                line = self._line(row)
                if self._held and not self._goes_on(line):
                    yield from self._close()
                self._held.append(line)
            place += count or 1
        yield from self._close()
        yield from self._caption_alone()

    def _table(self, blocks: list[Block], rows: list[list[str]]) -> Iterator[Part]:
        boxes = [edge for block in blocks for edge in self._box(block)]
        caption, self._caption = self._caption, ""
        yield from table(rows, caption=caption, page=self._page.number, boxes=boxes)

    def _close(self) -> Iterator[Part]:
        if not self._held:
            return
        lines, self._held = self._held, []
        text = _unhyphenated([line.text for line in lines])
        boxes = [edge for line in lines for block in line.blocks for edge in self._box(block)]
        yield from self._caption_alone()
        if _CAPTION.match(text):
            if _TABLE_CAPTION.match(text):
                self._caption = text
                self._caption_boxes = boxes
                return
            boxes += self._picture_by(lines)
            yield Part(kind="figure", text=text, page=self._page.number, boxes=boxes)
        elif level := self._style.level(lines):
            yield Part(kind="heading", text=text, level=level, page=self._page.number, boxes=boxes)
        else:
            yield Part(text=text, page=self._page.number, boxes=boxes)

    def _caption_alone(self) -> Iterator[Part]:
        """The words over a table that was not found as one."""
        if self._caption:
            caption, self._caption = self._caption, ""
            yield Part(text=caption, page=self._page.number, boxes=self._caption_boxes)

    _caption_boxes: list[int]

    def _picture_by(self, lines: Sequence[_Line]) -> list[int]:
        """The picture that a caption stands at: the nearest one over or under it."""
        top, bottom = lines[0].top, lines[-1].bottom
        near = [
            (min(abs(top - picture[3]), abs(picture[1] - bottom)), picture)
            for picture in self._page.pictures
            if picture[0] < lines[0].right and picture[2] > lines[0].left
        ]
        return self._page.box(*min(near)[1]) if near else []

    def _line(self, row: list[Block]) -> _Line:
        words = [word for block in row for word in block.words]
        whole = Block.of(words)
        text = " ".join(block.text for block in row) if len(row) > 1 else joined(words)
        return _Line(
            blocks=row,
            text=text,
            left=whole.left,
            top=whole.top,
            right=whole.right,
            bottom=whole.bottom,
            size=whole.size,
            is_bold=whole.is_bold,
        )

    def _goes_on(self, line: _Line) -> bool:
        """Whether a line belongs to the paragraph that is being read."""
        last = self._held[-1]
        ended = last.text.endswith(_ENDED)
        if abs(line.size - last.size) > 0.12 * last.size or line.is_bold != last.is_bold:
            return False
        if line.top < last.top:
            return not ended and line.text[:1].islower()
        if line.top - last.bottom > WIDE_GAP * last.size or _BULLET.match(line.text):
            return False
        if not ended:
            return True
        widest = max(held.right - held.left for held in [*self._held, line])
        is_indented = line.left > last.left + 0.8 * last.size and len(self._held) > 1
        return last.right - last.left >= FULL_LINE * widest and not is_indented

    def _box(self, block: Block) -> list[int]:
        return self._page.box(block.left, block.top, block.right, block.bottom)


def _unhyphenated(lines: Sequence[str]) -> str:
    """Lines as one text; a word that was parted at the end of a line is whole again."""
    text = ""
    for line in lines:
        if text.endswith(_HYPHENS) and line[:1].islower() and text[-2:-1].isalpha():
            text = text[:-1] + line
        else:
            text = f"{text} {line}".strip()
    return text.replace("\u00ad", "")

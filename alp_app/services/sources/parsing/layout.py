"""From words with places to lines in reading order. Pure geometry, in points, y downwards."""

import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from alp_app.services.sources.parsed import FULL

WORD_GAP = 1.0
"""Words farther apart than this many heights of their type stand in different cells or columns."""
GUTTER = 0.015
"""White between columns is at least this share of the page's width."""
PROSE_SHARE = 0.2
PROSE_WORDS = 3
"""A column's lines are this wide, as a share of what is cut, and long: a table's cells are not."""
FEWEST_LINES = 3
MOST_BLOCKS = 1500
"""A page with more is no page of text; it is read from the top."""
SAME_ROW = 0.5


@dataclass(slots=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    """Of the type, in points."""
    is_bold: bool = False
    is_joined: bool = False
    """No space stands before it."""

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Block:
    """A run of words on one line without a wide gap, or a table that stands as one thing."""

    words: list[Word]
    left: float
    top: float
    right: float
    bottom: float
    rows: list[list[str]] | None = None
    size: float = 0.0
    is_bold: bool = False

    @classmethod
    def of(cls, words: list[Word], rows: list[list[str]] | None = None) -> "Block":
        return cls(
            words=words,
            left=min(word.left for word in words),
            top=min(word.top for word in words),
            right=max(word.right for word in words),
            bottom=max(word.bottom for word in words),
            rows=rows,
            size=statistics.median(word.size for word in words),
            is_bold=sum(word.is_bold for word in words) > len(words) / 2,
        )

    @property
    def text(self) -> str:
        return joined(self.words)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(slots=True)
class Page:
    """A page as it is read: upright, whichever way it is shown."""

    number: int
    width: float
    height: float
    quarter: int = 0
    """By how many quarter turns it is shown clockwise."""
    rows: list[list[Block]] = field(default_factory=list[list[Block]])
    """In reading order; each holds what stands side by side."""
    pictures: list[Box] = field(default_factory=list[Box])
    is_scanned: bool = False

    def box(self, left: float, top: float, right: float, bottom: float) -> list[int]:
        """As the page is shown, in 1/10,000 of it, within it."""
        across, down = FULL / self.width, FULL / self.height
        x, y, other_x, other_y = left * across, top * down, right * across, bottom * down
        for _ in range(self.quarter):
            x, y, other_x, other_y = FULL - other_y, x, FULL - y, other_x
        return [min(FULL, max(0, round(edge))) for edge in (x, y, other_x, other_y)]


def upright(box: Box, quarter: int, width: float, height: float) -> Box:
    """Turn what is shown on a page of this size back by quarter turns, so that it can be read."""
    left, top, right, bottom = box
    for _ in range(quarter):
        left, top, right, bottom = top, width - right, bottom, width - left
        width, height = height, width
    return left, top, right, bottom


def joined(words: Sequence[Word]) -> str:
    return "".join(
        word.text if word.is_joined or not place else f" {word.text}"
        for place, word in enumerate(words)
    )


def is_right_to_left(words: Sequence[Word]) -> bool:
    letters = [unicodedata.bidirectional(word.text[0]) for word in words if word.text]
    return sum(kind in {"R", "AL"} for kind in letters) > len(letters) / 2


def runs(words: Sequence[Word]) -> list[Block]:
    """Words that follow each other on one line."""
    found: list[list[Word]] = []
    for word in words:
        if found and _goes_on(found[-1][-1], word):
            found[-1].append(word)
        else:
            found.append([word])
    return [Block.of(run) for run in found]


def _goes_on(word: Word, following: Word) -> bool:
    height = max(word.bottom - word.top, 1.0)
    if abs(word.middle - following.middle) > SAME_ROW * height:
        return False
    # Words of languages that are written from the right follow each other to the left.
    gap = max(following.left - word.right, word.left - following.right)
    return gap < WORD_GAP * max(word.size, following.size, 1.0)


def reading_order(blocks: list[Block], page_width: float, *, from_right: bool) -> list[list[Block]]:
    """Rows of blocks as somebody reads them: a column to its end, then the next (XY-cut)."""
    if not blocks:
        return []
    if len(blocks) > MOST_BLOCKS:
        return _rows(blocks, from_right=from_right)
    waiting = [blocks]
    rows: list[list[Block]] = []
    while waiting:
        region = waiting.pop()
        cut = _columns(region, page_width)
        if cut is not None:
            first, second = reversed(cut) if from_right else cut
        else:
            cut = _bands(region)
            if cut is None:
                rows += _rows(region, from_right=from_right)
                continue
            first, second = cut
        waiting += [second, first]
    return rows


def _columns(blocks: list[Block], page_width: float) -> tuple[list[Block], list[Block]] | None:
    """Two sides of the widest white that runs down between prose."""
    best: tuple[list[Block], list[Block]] | None = None
    widest = max(8.0, GUTTER * page_width)
    ordered = sorted(blocks, key=lambda block: block.left)
    edge = ordered[0].right
    whole = max(block.right for block in blocks) - ordered[0].left
    for place, block in enumerate(ordered[1:], start=1):
        gap = block.left - edge
        if gap > widest and _are_columns(ordered[:place], ordered[place:], whole):
            best, widest = (ordered[:place], ordered[place:]), gap
        edge = max(edge, block.right)
    return best


def _are_columns(left: list[Block], right: list[Block], whole: float) -> bool:
    extents: list[tuple[float, float]] = []
    for side in (left, right):
        if len(side) < FEWEST_LINES and not any(block.rows for block in side):
            return False
        lines = [block for block in side if block.rows is None]
        if lines and (
            statistics.median(block.width for block in lines) < PROSE_SHARE * whole
            or statistics.median(len(block.words) for block in lines) < PROSE_WORDS
        ):
            return False
        extents.append((min(b.top for b in side), max(b.bottom for b in side)))
    (top, bottom), (other_top, other_bottom) = extents
    shared = min(bottom, other_bottom) - max(top, other_top)
    return shared > min(bottom - top, other_bottom - other_top) / 2


def _bands(blocks: list[Block]) -> tuple[list[Block], list[Block]] | None:
    """What stands over and under the widest white that runs across."""
    ordered = sorted(blocks, key=lambda block: block.top)
    edge = ordered[0].bottom
    widest, at = None, 0
    for place, block in enumerate(ordered[1:], start=1):
        gap = block.top - edge
        if gap > -SAME_ROW * min(block.height, ordered[place - 1].height) and (
            widest is None or gap > widest
        ):
            widest, at = gap, place
        edge = max(edge, block.bottom)
    return (ordered[:at], ordered[at:]) if at else None


def _rows(blocks: list[Block], *, from_right: bool) -> list[list[Block]]:
    rows: list[list[Block]] = []
    for block in sorted(blocks, key=lambda block: (block.top, block.left)):
        if rows and _is_beside(rows[-1][0], block):
            rows[-1].append(block)
        else:
            rows.append([block])
    for row in rows:
        row.sort(key=lambda block: -block.right if from_right else block.left)
    return rows


def _is_beside(block: Block, other: Block) -> bool:
    shared = min(block.bottom, other.bottom) - max(block.top, other.top)
    return shared > SAME_ROW * min(block.height, other.height)


def aligned_rows(rows: Sequence[list[Block]], start: int) -> int:
    """How many rows from `start` on stand as the rows of a table without rules: as many cells in
    each, under each other. 0 when it is no table."""
    first = rows[start]
    if len(first) < 2 or any(block.rows for block in first):  # noqa: PLR2004 - columns of a table
        return 0
    count = 0
    for row in rows[start:]:
        if len(row) != len(first) or not all(map(_is_under, first, row)):
            break
        count += 1
    return count if count >= FEWEST_LINES else 0


def _is_under(first: Block, other: Block) -> bool:
    near = 2 * max(first.size, 4.0)
    middles = abs((first.left + first.right) - (other.left + other.right)) / 2
    return (
        other.rows is None
        and min(abs(first.left - other.left), abs(first.right - other.right), middles) < near
    )


def without_running_heads(
    pages: Sequence[Page], largest: float
) -> Iterator[tuple[Page, list[list[Block]]]]:
    """Each page's rows without its number and without what stands at the edge of most pages in type
    of at most the size `largest`."""
    counts: dict[str, int] = {}
    for page in pages:
        for key in {_edge_key(page, row, largest) for row in page.rows} - {""}:
            counts[key] = counts.get(key, 0) + 1
    often = max(3, 0.3 * len(pages))
    for page in pages:
        kept = [
            row
            for row in page.rows
            if not (key := _edge_key(page, row, largest))
            or (counts[key] < often and not _PAGE_NUMBER.fullmatch(key))
        ]
        yield page, kept


EDGE = 0.09
_PAGE_NUMBER = re.compile(r"\W*(page|p\.|seite|página|pagina)?\s*#(\s*(of|/|von|de|di)\s*#)?\W*")


def _edge_key(page: Page, row: list[Block], largest: float) -> str:
    """What a row at the edge of the page says, whatever its numbers; empty elsewhere."""
    top, bottom = min(b.top for b in row), max(b.bottom for b in row)
    is_edge = bottom < EDGE * page.height or top > (1 - EDGE) * page.height
    if not is_edge or any(block.rows or block.size > largest for block in row):
        return ""
    return re.sub(r"\d+", "#", " ".join(block.text for block in row).casefold())

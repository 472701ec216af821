"""Making passages of parts: what stands together under one heading on one page, in sizes that can be
quoted to a model. Nothing is lost, and only what says so in `overlap` is there twice."""

import re
from collections.abc import Iterable, Iterator

from alp_app.models.source import PassageKind
from alp_app.services.sources.parsed import Passage
from alp_app.services.sources.parsing.parts import Part, row_text

PASSAGE_WORDS = 140
"""A passage is closed at the first paragraph end after this many words."""
LONGEST_PASSAGE_WORDS = 260
OVERLAP_WORDS = 40
"""A paragraph that is cut goes on with its last sentence again, if that is no longer."""
LONGEST_HEADING_WORDS = 40
"""What is longer is no heading, whatever it is called."""
LONGEST_WORD = 400
"""Characters. What is longer is no word, and may be cut anywhere."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def size(text: str) -> int:
    """Words; where a language writes without spaces, two characters count as one."""
    return len(text.split()) + len(_IDEOGRAPHS.findall(text)) // 2


def gather(parts: Iterable[Part]) -> Iterator[Passage]:
    """Passages never cross a page, a heading, a table or a listing."""
    gathering = _Gathering()
    for part in parts:
        yield from gathering.take(part)
    yield from gathering.close()
    yield from gathering.bare_heading()


class _Gathering:
    def __init__(self) -> None:
        self._path: list[Part] = []
        self._is_bare = False
        """Nothing has come under the last heading yet."""
        self._held: list[Part] = []

    def take(self, part: Part) -> Iterator[Passage]:
        if part.kind == "heading" and size(part.text) <= LONGEST_HEADING_WORDS:
            yield from self.close()
            yield from self._enter(part)
            return
        self._is_bare = False
        if part.kind not in {"text", "heading"}:
            yield from self.close()
            yield from self._whole(part)
            return
        if self._held and (self._held[-1].page != part.page or self._size() >= PASSAGE_WORDS):
            yield from self.close()
        if self._held and self._size() + size(part.text) > LONGEST_PASSAGE_WORDS:
            yield from self.close()
        if size(part.text) > LONGEST_PASSAGE_WORDS or len(part.text) > LONGEST_WORD * PASSAGE_WORDS:
            yield from self._cut(part)
        else:
            self._held.append(part)

    def close(self) -> Iterator[Passage]:
        if self._held:
            text = "\n".join(part.text for part in self._held)
            boxes = [edge for part in self._held for edge in part.boxes]
            yield self._passage(self._held[0], text, boxes)
            self._held = []

    def bare_heading(self) -> Iterator[Passage]:
        """A heading with nothing under it is found by its own words."""
        if self._is_bare:
            heading = self._path[-1]
            yield self._passage(heading, heading.text, heading.boxes)
            self._is_bare = False

    def _enter(self, heading: Part) -> Iterator[Passage]:
        if self._path and heading.level <= self._path[-1].level:
            yield from self.bare_heading()
        while self._path and self._path[-1].level >= heading.level:
            self._path.pop()
        self._path.append(heading)
        self._is_bare = True

    def _whole(self, part: Part) -> Iterator[Passage]:
        kind = PassageKind(part.kind)
        if size(part.text) <= LONGEST_PASSAGE_WORDS:
            yield self._passage(part, part.text, part.boxes, kind=kind, cells=part.cells)
        elif part.cells:
            yield from self._table_pieces(part, part.cells)
        else:
            for piece, overlap in _pieces(part.text.split("\n"), "\n"):
                yield self._passage(part, piece, part.boxes, kind=kind, overlap=overlap)

    def _table_pieces(self, part: Part, cells: list[list[str]]) -> Iterator[Passage]:
        """A long table is cut between rows; each piece begins with the head again."""
        lines = part.text.split("\n")
        caption = lines[: len(lines) - len(cells)]
        head, rows = cells[0], cells[1:]
        opening = "\n".join([*caption, row_text(head)])
        begun: list[list[str]] = []
        overlap = 0
        for row in rows:
            taken = sum(size(row_text(other)) for other in begun)
            if begun and size(opening) + taken + size(row_text(row)) > LONGEST_PASSAGE_WORDS:
                yield self._table_piece(part, opening, [head, *begun], overlap)
                begun, opening = [], row_text(head)
                overlap = len(opening) + 1
            begun.append(row)
        yield self._table_piece(part, opening, [head, *begun], overlap)

    def _table_piece(
        self, part: Part, opening: str, cells: list[list[str]], overlap: int
    ) -> Passage:
        text = "\n".join([opening, *(row_text(row) for row in cells[1:])])
        return self._passage(
            part, text, part.boxes, kind=PassageKind.TABLE, cells=cells, overlap=overlap
        )

    def _cut(self, part: Part) -> Iterator[Passage]:
        for piece, overlap in _pieces(list(_sentences(part.text)), " "):
            yield self._passage(part, piece, part.boxes, overlap=overlap)

    def _size(self) -> int:
        return sum(size(part.text) for part in self._held)

    def _passage(
        self,
        part: Part,
        text: str,
        boxes: list[int],
        *,
        kind: PassageKind = PassageKind.TEXT,
        cells: list[list[str]] | None = None,
        overlap: int = 0,
    ) -> Passage:
        headings = [heading.text for heading in self._path]
        return Passage(
            page=part.page,
            headings=headings,
            kind=kind,
            text=text,
            cells=cells,
            overlap=overlap,
            boxes=boxes,
        )


def _pieces(units: list[str], glue: str) -> Iterator[tuple[str, int]]:
    """Join units until PASSAGE_WORDS are there; the last one of a piece begins the next, if it is
    short. Gives each piece with the length of what it repeats."""
    begun: list[str] = []
    fresh = 0
    """How many of `begun` are new in this piece."""
    for unit in (part for whole in units for part in _bounded(whole)):
        taken = sum(map(size, begun))
        if fresh and (taken >= PASSAGE_WORDS or taken + size(unit) > LONGEST_PASSAGE_WORDS):
            yield _joined(begun, fresh, glue)
            last = begun[-1]
            begun = [last] if glue == " " and fresh > 1 and size(last) <= OVERLAP_WORDS else []
            fresh = 0
        begun.append(unit)
        fresh += 1
    if fresh:
        yield _joined(begun, fresh, glue)


def _joined(units: list[str], fresh: int, glue: str) -> tuple[str, int]:
    repeated = glue.join(units[: len(units) - fresh])
    return glue.join(units), len(repeated) + len(glue) if repeated else 0


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        if sentence.strip():
            yield sentence.strip()


def _bounded(unit: str) -> Iterator[str]:
    """A unit that is too long for a passage, in parts."""
    if size(unit) <= PASSAGE_WORDS and len(unit) <= LONGEST_WORD * PASSAGE_WORDS:
        yield unit
        return
    words = [
        word[start : start + LONGEST_WORD]
        for word in unit.split()
        for start in range(0, len(word), LONGEST_WORD)
    ]
    begun: list[str] = []
    taken = 0
    for word in words:
        if begun and taken + size(word) > PASSAGE_WORDS:
            yield " ".join(begun)
            begun, taken = [], 0
        begun.append(word)
        taken += size(word)
    yield " ".join(begun)

"""Where a quote stands: in the words of a page, in the text of a passage. Pure."""

import unicodedata
from collections.abc import Sequence

from alp_app.services.sources.parsed import WORD_NUMBERS

Span = tuple[int, int]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in 1/10,000 of the page."""
SAME_LINE = 0.5


def find_quote(text: str, quote: str, *, near: Span | None = None) -> Span | None:
    """Start and end of `quote` in `text`, whatever its white space, hyphens, quotation marks and
    ligatures. Of several places the first, or the one inside `near`."""
    letters, places = _letters(text)
    wanted, _ = _letters(quote)
    if not wanted:
        return None
    first: Span | None = None
    at = letters.find(wanted)
    while at >= 0:
        span = places[at], places[at + len(wanted) - 1] + 1
        if near is None or (span[0] >= near[0] and span[1] <= near[1]):
            return span
        first = first or span
        at = letters.find(wanted, at + 1)
    return first


def boxes_of(words: Sequence[int], span: Span) -> list[Box]:
    """One box for each line that the span of a page's text touches; `words` as `SourcePage` keeps
    them."""
    boxes: list[Box] = []
    for at in range(0, len(words), WORD_NUMBERS):
        start, end, left, top, right, bottom = words[at : at + WORD_NUMBERS]
        if end <= span[0] or start >= span[1]:
            continue
        if boxes and _is_same_line(boxes[-1], top, bottom):
            before = boxes[-1]
            boxes[-1] = (
                min(before[0], left),
                min(before[1], top),
                max(before[2], right),
                max(before[3], bottom),
            )
        else:
            boxes.append((left, top, right, bottom))
    return boxes


def grouped(edges: Sequence[int]) -> list[Box]:
    """The boxes that a passage keeps, four numbers each."""
    return [
        (edges[at], edges[at + 1], edges[at + 2], edges[at + 3]) for at in range(0, len(edges), 4)
    ]


def _is_same_line(box: Box, top: int, bottom: int) -> bool:
    shared = min(box[3], bottom) - max(box[1], top)
    return shared > SAME_LINE * min(box[3] - box[1], bottom - top)


def _letters(text: str) -> tuple[str, list[int]]:
    """What tells one text from another, and for each letter its place."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKC", character).casefold():
            if unicodedata.category(letter)[0] in "LNMS":
                letters.append(letter)
                places.append(place)
    return "".join(letters), places

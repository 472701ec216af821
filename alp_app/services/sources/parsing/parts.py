"""What every reader gives: the parts of a document in reading order."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

PartKind = Literal["heading", "text", "table", "figure", "code"]

LONGEST_CELL_WORDS = 120
"""A table with a longer cell only lays out a page: it is read as text."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_PRESENTATION_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")


@dataclass(slots=True, kw_only=True)
class Part:
    kind: PartKind = "text"
    text: str
    page: int | None = None
    level: int = 1
    """Of a heading, from 1."""
    cells: list[list[str]] | None = None
    boxes: list[int] = field(default_factory=list[int])


def clean(text: str) -> str:
    """Without controls, in Unicode's composed form, and with ligatures as their letters."""
    text = _CONTROLS.sub("", text)
    text = _PRESENTATION_FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def table(
    rows: list[list[str]],
    *,
    caption: str = "",
    page: int | None = None,
    boxes: list[int] | None = None,
) -> list[Part]:
    """The rows as a table, or as text where they are only a frame around text."""
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    columns = max(len(row) for row in rows)
    longest = max(len(cell.split()) for row in rows for cell in row)
    if columns == 1 or longest > LONGEST_CELL_WORDS:
        texts = [cell for row in rows for cell in row if cell]
        return [Part(text=text, page=page, boxes=list(boxes or ())) for text in texts]
    even = [row + [""] * (columns - len(row)) for row in rows]
    text = "\n".join(filter(None, [caption, *(row_text(row) for row in even)]))
    return [Part(kind="table", text=text, cells=even, page=page, boxes=list(boxes or ()))]


def row_text(row: list[str]) -> str:
    return " | ".join(row)

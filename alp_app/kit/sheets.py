"""Tables as spreadsheets read and write them."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DELIMITERS = ",;\t"


def write_sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV with a byte order mark, which Excel needs. No cell of it is taken for a formula: one that
    begins like one is quoted with an apostrophe, as OWASP advises."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[_plain(cell) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()


def read_sheet(text: str) -> list[list[str]]:
    """The rows of a CSV, or of what was copied from a spreadsheet, without empty ones.

    The separator is the one of comma, semicolon and tab that the first line has most of.
    """
    text = text.lstrip("\ufeff").replace("\0", "")
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    read = [[cell.strip() for cell in row] for row in rows]
    return [row for row in read if any(row)]


def _plain(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell

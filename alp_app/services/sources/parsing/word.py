"""Reading a Word document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from alp_app.services.sources.parsed import Unreadable
from alp_app.services.sources.parsing import archives
from alp_app.services.sources.parsing.parts import Part, one_line, table

DEEPEST_TABLE = 5
"""Tables in cells of tables: deeper ones are left."""


WORDS = (
    "(.//w:t | .//w:tab | .//w:br)"
    "[not(ancestor::w:del) and not(ancestor::*[local-name() = 'Fallback'])]"
)


def read(path: Path) -> tuple[list[Part], str]:
    """Parts and title. Raises Unreadable."""
    archives.check(path)
    try:
        document = docx.Document(str(path))
        parts = [part for item in document.iter_inner_content() for part in _parts(item)]
        return parts, one_line(document.core_properties.title or "")
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError, AttributeError) as error:
        # python-docx meets damage in many places and names it in as many ways.
        raise Unreadable("source.damaged") from error


def _parts(item: Any, depth: int = 0) -> Iterator[Part]:
    if isinstance(item, Paragraph):
        if text := one_line(_text(item)):
            yield _paragraph(item, text)
    elif isinstance(item, Table):
        yield from table(_rows(item))
        if depth < DEEPEST_TABLE:
            for cell in _cells(item):
                for inner in cell.tables:
                    yield from _parts(inner, depth + 1)


def _paragraph(item: Paragraph, text: str) -> Part:
    style = (item.style.name if item.style is not None else "") or ""
    if style in {"Title", "Subtitle"}:
        return Part(kind="heading", text=text, level=1)
    if style.startswith("Heading"):
        number = style.removeprefix("Heading").strip()
        # The document's own title is the outermost heading.
        return Part(kind="heading", text=text, level=1 + int(number) if number.isdigit() else 2)
    return Part(kind="figure" if style == "Caption" else "text", text=text)


def _text(paragraph: Paragraph) -> str:
    """All words of a paragraph, those in links, text fields and insertions too, without deletions."""
    element: Any = paragraph._p  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - python-docx offers the element under no other name
    found: list[Any] = element.xpath(WORDS)
    return "".join(node.text or "" if node.tag.endswith("}t") else " " for node in found)


def _rows(item: Table) -> list[list[str]]:
    """A cell that spans several columns or rows is written once."""
    rows: list[list[str]] = []
    seen: set[Any] = set()
    for row in item.rows:
        texts: list[str] = []
        for cell in row.cells:
            element: Any = cell._tc  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
            is_new = element not in seen
            seen.add(element)
            texts.append(
                one_line(" ".join(_text(paragraph) for paragraph in cell.paragraphs))
                if is_new
                else ""
            )
        rows.append(texts)
    return rows


def _cells(item: Table) -> Iterator[Any]:
    seen: set[Any] = set()
    for row in item.rows:
        for cell in row.cells:
            element: Any = cell._tc  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
            if element not in seen:
                seen.add(element)
                yield cell

"""Reading a file into passages. Runs in a process of its own with limits: see `sandbox`.

`python -m alp_app.services.sources.parsing FILE KIND` prints the ParsedSource as JSON, or exits with
UNREADABLE and prints the code of the failure.

Pages and headings are kept with each passage, so that a citation can name its place.
"""

import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from charset_normalizer import from_bytes
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from pydantic import BaseModel
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsed import UNREADABLE, ParsedSource, Passage, Unreadable

MEMORY_LIMIT = 1536 * 1024 * 1024
CPU_SECONDS = 180

PASSAGE_WORDS = 140
"""A passage is closed at the first paragraph end after this many words."""
LONGEST_PASSAGE_WORDS = 260
ARCHIVE_LIMIT = 200 * 1024 * 1024
"""Bytes that a Word document may unpack to."""
SCANNED_WORDS_PER_PAGE = 5
_PAGE_NUMBER = re.compile(r"(page\s*)?\d+(\s*(of|/)\s*\d+)?", re.IGNORECASE)


class Line(BaseModel):
    """A paragraph, or a heading that names the paragraphs after it."""

    text: str
    page: int | None = None
    is_heading: bool = False


def parse(path: Path, kind: SourceKind) -> ParsedSource:
    """Read the whole file. Raises Unreadable."""
    match kind:
        case SourceKind.PDF:
            pages, lines = _pdf(path)
        case SourceKind.DOCX:
            pages, lines = None, list(_docx(path))
        case SourceKind.MARKDOWN:
            pages, lines = None, list(_markdown(_decoded(path)))
        case SourceKind.TEXT:
            pages, lines = None, list(_text(_decoded(path)))
    passages = list(gather(lines))
    words = sum(len(passage.text.split()) for passage in passages)
    if words < SCANNED_WORDS_PER_PAGE * (pages or 1):
        raise Unreadable("source.without_text")
    title = next((line.text for line in lines if line.is_heading), "")
    return ParsedSource(pages=pages, title=title, passages=passages)


def gather(lines: list[Line]) -> Iterator[Passage]:
    """Join paragraphs of one page and heading into passages of about PASSAGE_WORDS words."""
    heading = ""
    page: int | None = None
    held: list[str] = []

    def closed() -> Iterator[Passage]:
        if held:
            yield Passage(page=page, heading=heading, text="\n".join(held))
            held.clear()

    for line in lines:
        if line.is_heading:
            yield from closed()
            heading, page = line.text, line.page
            continue
        if line.page != page or _words(held) >= PASSAGE_WORDS:
            yield from closed()
            page = line.page
        for piece in _cut(line.text):
            if held and _words(held) + len(piece.split()) > LONGEST_PASSAGE_WORDS:
                yield from closed()
            held.append(piece)
    yield from closed()


def _words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _cut(text: str) -> Iterator[str]:
    words = text.split()
    for start in range(0, len(words), LONGEST_PASSAGE_WORDS):
        yield " ".join(words[start : start + LONGEST_PASSAGE_WORDS])


def _pdf(path: Path) -> tuple[int, list[Line]]:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("source.encrypted")
        lines = [
            line
            for number, page in enumerate(reader.pages, start=1)
            for line in _page_lines(page.extract_text(), number)
        ]
        return len(reader.pages), lines
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        # pypdf meets damage in many places and names it in as many ways.
        raise Unreadable("source.damaged") from error


def _page_lines(text: str, page: int) -> Iterator[Line]:
    """PDFs hold lines, not paragraphs: join lines until one ends early or ends a sentence."""
    rows = [" ".join(row.split()) for row in text.replace("\x00", "").splitlines()]
    rows = [
        row
        for row in rows
        if row and not re.fullmatch(r"(page\s*)?\d+(\s*(of|/)\s*\d+)?", row, re.IGNORECASE)
    ]
    width = max((len(row) for row in rows), default=0)
    held = ""
    for row in rows:
        if _looks_like_heading(row, width):
            if held:
                yield Line(text=held, page=page)
                held = ""
            yield Line(text=row, page=page, is_heading=True)
            continue
        held = (
            f"{held[:-1]}{row}"
            if held.endswith("-") and row[:1].islower()
            else f"{held} {row}".strip()
        )
        if len(row) < width * 0.7 and row.endswith((".", "!", "?", ":")):
            yield Line(text=held, page=page)
            held = ""
    if held:
        yield Line(text=held, page=page)


def _looks_like_heading(row: str, width: int) -> bool:
    is_numbered = (
        re.match(r"^(\d+(\.\d+)*\.?|chapter \d+:?|part \d+:?)\s+\S", row, re.IGNORECASE) is not None
    )
    is_short = len(row) < min(width * 0.7, 80)
    ends_plainly = not row.endswith((".", ",", ";", ":", "?", "!"))
    begins_high = row[:1].isupper() or is_numbered
    return is_short and ends_plainly and begins_high and 1 < len(row.split()) <= 12  # noqa: PLR2004 - words of a heading


def _docx(path: Path) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > ARCHIVE_LIMIT:
                raise Unreadable("source.too_complex")
        document = docx.Document(str(path))
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        SyntaxError,
        KeyError,
        ValueError,
    ) as error:
        raise Unreadable("source.damaged") from error
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            if text := " ".join(item.text.split()):
                style = item.style.name if item.style is not None else ""
                is_heading = (style or "").startswith(("Heading", "Title"))
                yield Line(text=text, is_heading=is_heading)
        else:
            for row in item.rows:
                yield Line(text=" | ".join(" ".join(cell.text.split()) for cell in row.cells))


def _markdown(text: str) -> Iterator[Line]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    is_heading = False
    row: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            is_heading = True
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Line(text=" | ".join(row))
            row = None
        elif token.type == "inline" and token.content.strip():
            content = " ".join(token.content.split())
            if row is not None:
                row.append(content)
            else:
                yield Line(text=content, is_heading=is_heading)
            is_heading = False
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield Line(text=token.content.strip())


def _text(text: str) -> Iterator[Line]:
    for paragraph in re.split(r"\n\s*\n", text):
        if words := " ".join(paragraph.split()):
            yield Line(text=words)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content).best()
        if best is None:
            raise Unreadable("source.damaged") from None
        return str(best)


def main(path: str, kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        parsed = parse(Path(path), SourceKind(kind))
    except Unreadable as refusal:
        sys.stdout.write(refusal.code)
        return UNREADABLE
    except (MemoryError, RecursionError):
        sys.stdout.write("source.too_complex")
        return UNREADABLE
    sys.stdout.write(parsed.model_dump_json())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

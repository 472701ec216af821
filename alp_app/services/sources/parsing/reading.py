"""Reading a whole file, of whichever kind."""

from pathlib import Path

from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsed import ParsedPage, ParsedSource, Recognised, Unreadable
from alp_app.services.sources.parsing import pdf, plain, slides, web, word
from alp_app.services.sources.parsing.gathering import gather
from alp_app.services.sources.parsing.parts import Part

MOST_PASSAGES = 20_000


def parse(path: Path, kind: SourceKind, recognised: Recognised | None = None) -> ParsedSource:
    """Raises Unreadable. A PDF of scans gives its pages without a passage."""
    layout: list[ParsedPage] = []
    pages: int | None = None
    title = ""
    parts: list[Part]
    match kind:
        case SourceKind.PDF:
            parts, layout, title = pdf.read(path, recognised or {})
            pages = len(layout)
        case SourceKind.DOCX:
            parts, title = word.read(path)
        case SourceKind.PPTX:
            parts, pages, title = slides.read(path)
        case SourceKind.HTML:
            parts, title = web.read(path)
        case SourceKind.MARKDOWN:
            parts = plain.read_markdown(path)
        case SourceKind.TEXT:
            parts = plain.read_text(path)
    passages = list(gather(parts))
    if len(passages) > MOST_PASSAGES:
        raise Unreadable("source.too_long")
    if not passages and not any(page.is_scanned for page in layout):
        raise Unreadable("source.without_text")
    heading = next((part.text for part in parts if part.kind == "heading"), "")
    return ParsedSource(pages=pages, title=title or heading, passages=passages, layout=layout)

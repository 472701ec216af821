"""Reading Markdown and plain text."""

import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes
from markdown_it import MarkdownIt
from markdown_it.token import Token

from alp_app.services.sources.parsed import Unreadable
from alp_app.services.sources.parsing.parts import Part, clean, one_line, table

_LIST_ITEM = re.compile(r"^([-*•]|\d+[.)])\s", re.MULTILINE)


def decoded(path: Path) -> str:
    """Raises Unreadable for what is no text in any encoding."""
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content).best()
        if best is None:
            raise Unreadable("source.damaged") from None
        return str(best)


def read_markdown(path: Path) -> list[Part]:
    return list(_markdown(MarkdownIt("commonmark").enable("table").parse(decoded(path))))


def _markdown(tokens: list[Token]) -> Iterator[Part]:
    level = 0
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows is not None:
            yield from table(rows)
            rows = None
        elif token.type == "inline":
            text = one_line(_words(token))
            if rows is not None:
                rows[-1].append(text)
            elif text:
                yield Part(kind="heading" if level else "text", text=text, level=level or 1)
            level = 0
        elif token.type in {"fence", "code_block"} and (code := clean(token.content).strip()):
            yield Part(kind="code", text=code)


def _words(token: Token) -> str:
    """What a reader sees of a line: no marks, links by their words, pictures by what they show."""
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
        if child.type != "html_inline"
    )


def read_text(path: Path) -> list[Part]:
    """Paragraphs are parted by empty lines; the lines of a list stay lines."""
    parts: list[Part] = []
    for paragraph in re.split(r"\n\s*\n", clean(decoded(path)).replace("\r", "\n")):
        if _LIST_ITEM.search(paragraph):
            parts += [Part(text=line) for row in paragraph.split("\n") if (line := one_line(row))]
        elif text := one_line(paragraph):
            parts.append(Part(text=text))
    return parts

"""Reading a page of HTML: its main content, without what surrounds it on every page of a site."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html

from alp_app.services.sources.parsed import Unreadable
from alp_app.services.sources.parsing.parts import Part, clean, one_line, table
from alp_app.services.sources.parsing.plain import decoded

# lxml is written in C and describes no types.
html: Any = lxml.html

LEFT_OUT = {
    "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button", "select",
    "iframe", "object", "svg", "canvas", "dialog", "menu", "head", "textarea", "audio", "video",
}  # fmt: skip
LEFT_OUT_ROLES = {"navigation", "banner", "complementary", "contentinfo", "search", "dialog"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    "p", "li", "dt", "dd", "blockquote", "div", "section", "article", "main", "body", "address", "ul",
    "ol", "dl", "figure", "details", "summary", "header", "hgroup", "html", "center", "fieldset", "td",
}  # fmt: skip
MOST_ELEMENTS = 400_000
MAIN_SHARE = 0.4
"""Of the words of a page that what calls itself its main part holds at least."""
DENSEST_SHARE = 0.7
DEEPEST = 200


def read(path: Path) -> tuple[list[Part], str]:
    """Parts and title. Raises Unreadable."""
    root = _root(path)
    title = one_line(root.findtext(".//title") or "")
    _leave_out(root)
    return [part for part in _parts(_main(root), 0) if part.text], title


def _root(path: Path) -> Any:
    content = path.read_bytes()
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        # A page says its encoding itself, or is what the bytes look like.
        is_declared = b"charset" in content[:2048].lower() or content.startswith(b"\xef\xbb\xbf")
        root = html.document_fromstring(
            content if is_declared else clean(decoded(path)), parser=parser
        )
    except (html.etree.ParserError, ValueError, LookupError) as error:
        raise Unreadable("source.damaged") from error
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Unreadable("source.too_complex")
    return root


def _leave_out(root: Any) -> None:
    for element in list(root.iter()):
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        is_part = element.tag in LEFT_OUT or element.get("role") in LEFT_OUT_ROLES
        parent = element.getparent()
        if (hidden or is_part) and parent is not None:
            element.drop_tree()


def _main(root: Any) -> Any:
    """What the page calls its main part, or else the smallest part with most of its paragraphs."""
    body = root.find("body")
    body = root if body is None else body
    whole = _weight(body)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = body.findall(path)
        if len(found) == 1 and _weight(found[0]) >= MAIN_SHARE * whole:
            return found[0]
    place = body
    while True:
        heavy = next((c for c in place if _weight(c) >= DENSEST_SHARE * max(whole, 1)), None)
        if heavy is None or heavy.tag not in BLOCKS:
            return place
        place = heavy


def _weight(element: Any) -> int:
    """Letters in its paragraphs; those of a menu stand in none."""
    kinds = ("p", "pre", "td", "dd", "blockquote")
    inner = sum(len(found.text_content()) for found in element.iter(*kinds))
    return inner + sum(len(found.text_content()) for found in element.iter("li")) // 4


def _parts(element: Any, depth: int) -> Iterator[Part]:
    tag = element.tag
    if tag in HEADINGS:
        if text := one_line(element.text_content()):
            yield Part(kind="heading", text=text, level=HEADINGS[tag])
    elif tag == "table":
        yield from _table(element)
    elif tag == "pre":
        if code := clean(element.text_content()).strip():
            yield Part(kind="code", text=code)
    elif tag == "figcaption":
        yield Part(kind="figure", text=one_line(element.text_content()))
    elif depth > DEEPEST:
        yield Part(text=one_line(element.text_content()))
    else:
        yield from _mixed(element, depth)


def _mixed(element: Any, depth: int) -> Iterator[Part]:
    """Words between blocks are paragraphs of their own."""
    words = [element.text or ""]
    for child in element:
        if _is_block(child):
            yield Part(text=one_line("".join(words)))
            words = []
            yield from _parts(child, depth + 1)
        else:
            words.append(" " if child.tag == "br" else child.text_content())
        words.append(child.tail or "")
    yield Part(text=one_line("".join(words)))


def _is_block(element: Any) -> bool:
    apart = ("table", "pre", "figcaption", *HEADINGS)
    return (
        element.tag in BLOCKS
        or element.tag in apart
        or any(True for _ in element.iter("p", "div", "ul", "ol", *apart))
    )


def _table(element: Any) -> Iterator[Part]:
    caption = one_line(element.findtext("caption") or "")
    rows = [
        [one_line(cell.text_content()) for cell in row if cell.tag in {"td", "th"}]
        for row in element.iter("tr")
    ]
    yield from table(rows, caption=caption)

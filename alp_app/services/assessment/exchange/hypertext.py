"""Between the HTML of other systems and our five inline marks."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

from alp_app.services.courses.markup import marked_parts

PLUGIN_FILE = "@@PLUGINFILE@@/"

_SPECIAL = re.compile(r"([\\*`\[\]$])")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}
_BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"}
_QUIET = {
    "p",
    "div",
    "br",
    "span",
    "font",
    "a",
    "img",
    "html",
    "body",
    "tbody",
    "thead",
    "wbr",
    "u",
}
_SKIPPED = {"script", "style", "iframe", "object", "video", "audio", "head"}
_COMPUTED = re.compile(r"\{\{[^{}]+\}\}")
_START, _END = "\ue002", "\ue003"
"""Hold the place of an expression, in which a star is no mark."""
_HELD = re.compile(f"{_START}(\\d+){_END}")
_LATEX = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)


@dataclass
class Words:
    """A text with our marks, and what of its HTML is not in it."""

    text: str = ""
    images: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Address and description of each."""
    changed: set[str] = field(default_factory=set[str])
    """Elements of which only the words are left."""
    dropped: set[str] = field(default_factory=set[str])


def words_of(html: str) -> Words:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.pieces).replace("\u00a0", " ").split("\n")
    reader.words.text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
    return reader.words


def words_of_plain(text: str) -> str:
    """Plain text, in which no sign is a mark."""
    return _with_formulas(text.strip())


def html_of(text: str) -> str:
    """HTML with LaTeX in `\\(…\\)`, as other systems expect it."""
    computed: list[str] = _COMPUTED.findall(text)
    numbers = iter(range(len(computed)))
    text = _COMPUTED.sub(lambda _: f"{_START}{next(numbers)}{_END}", text)
    written: list[str] = []
    for kind, content in marked_parts(text):
        match kind:
            case "text":
                written.append(escape(content, quote=False).replace("\n", "<br>"))
            case "formula":
                written.append(f"\\({escape(content, quote=False)}\\)")
            case "code":
                written.append(f"<code>{escape(content, quote=False)}</code>")
            case "link":
                written.append(f'<a href="{escape(content)}">')
            case _:
                written.append(kind)
    return _HELD.sub(lambda found: escape(computed[int(found[1])], quote=False), "".join(written))


def _with_formulas(text: str) -> str:
    """Escape what would be a mark, and write formulas our way."""
    written, place = "", 0
    for found in _LATEX.finditer(text):
        latex = next(filter(None, found.groups()), "").strip()
        written += _SPECIAL.sub(r"\\\1", text[place : found.start()]) + f"${latex}$"
        place = found.end()
    return written + _SPECIAL.sub(r"\\\1", text[place:])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = Words()
        self.pieces: list[str] = []
        self._skipping = 0
        self._is_code = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag in _SKIPPED:
            self._skipping += tag != "iframe"
            self.words.dropped.add(tag)
        elif tag in _MARKS:
            self._is_code += tag in {"code", "tt"}
            self.pieces.append(_MARKS[tag])
        elif tag == "a":
            address = known.get("href", "")
            is_web = address.lower().startswith(("http://", "https://"))
            self._links.append(address if is_web else "")
            self.pieces.append("[" if is_web else "")
        elif tag == "img":
            self._image(known)
        elif tag in {"sup", "sub"}:
            self.pieces.append("$^{" if tag == "sup" else "$_{")
        else:
            self._structure(tag)

    def _structure(self, tag: str) -> None:
        if tag in _BREAKS:
            self.pieces.append("\n• " if tag == "li" else "\n")
        if tag in {"td", "th"}:
            self.pieces.append(" | ")
        if tag not in _QUIET:
            self.words.changed.add(tag)

    def _image(self, known: dict[str, str]) -> None:
        address, alt = known.get("src", ""), known.get("alt", "")
        if address.startswith(PLUGIN_FILE):
            self.words.images.append((unquote(address.removeprefix(PLUGIN_FILE)), alt))
        elif address.startswith("data:"):
            self.words.images.append((address, alt))
        else:
            self.words.dropped.add("img")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - (tag != "iframe"))
        elif tag in _MARKS:
            self._is_code -= tag in {"code", "tt"}
            self.pieces.append(_MARKS[tag])
        elif tag == "a" and self._links:
            address = self._links.pop()
            self.pieces.append(f"]({address})" if address else "")
        elif tag in {"sup", "sub"}:
            self.pieces.append("}$")
        elif tag in _BREAKS and tag != "br":
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        data = re.sub(r"\s+", " ", data)
        self.pieces.append(data if self._is_code else _with_formulas(data))

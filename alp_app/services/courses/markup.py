"""From the five inline marks, LaTeX and program code to HTML that is safe to put into a page.

Everything made here has passed one allow-list (`nh3`): no other element, attribute or scheme can
come out, whatever went in.
"""

from collections.abc import Iterator
from html import escape, unescape
from typing import Any
from xml.etree import ElementTree as ET

import nh3
from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as tokenize_emphasis
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType]
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

MARK_TAGS = {"strong", "em", "code", "a", "span"}
MATH_TAGS = {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msub", "msup", "msubsup", "mfrac", "msqrt",
    "mroot", "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mstyle", "mpadded",
    "mphantom", "menclose",
}  # fmt: skip
MATH_ATTRIBUTES = {
    "accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "displaystyle",
    "fence", "form", "height", "linethickness", "lspace", "mathvariant", "maxsize", "minsize",
    "movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator",
    "stretchy", "voffset", "width",
}  # fmt: skip

LONGEST_LATEX = 2_000
"""Characters. A longer formula is shown as it was typed: the converter recurses."""

_CODE = HtmlFormatter[str](nowrap=True, classprefix="tok-")
_ALLOWED = nh3.Cleaner(
    tags=MARK_TAGS | MATH_TAGS,
    attributes={
        "*": set[str](),
        "a": {"href"},
        "span": {"class"},
        "code": {"class"},
        "math": {"display"},
        **dict.fromkeys(MATH_TAGS - {"math"}, MATH_ATTRIBUTES),
    },
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


def inline_html(text: str) -> str:
    """The HTML of one sentence, cell, caption or answer."""
    return _ALLOWED.clean(_MARKS.renderInline(text))


def plain(text: str) -> str:
    """The words of a sentence without its marks, for search and for reading aloud."""
    tokens = _MARKS.parseInline(text)[0].children or []
    return "".join(" " if token.type == "softbreak" else token.content for token in tokens)


def marked_parts(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a sentence, for writing it in another language: `text`, `code`, `formula` and
    `link` with what they hold, or a tag such as `<em>`."""
    for token in _MARKS.parseInline(text)[0].children or []:
        match token.type:
            case "text" | "text_special":
                yield "text", token.content
            case "math_inline" | "math_inline_double":
                yield "formula", token.content
            case "code_inline":
                yield "code", token.content
            case "link_open":
                yield "link", str(token.attrGet("href"))
            case _:
                yield f"<{'/' if token.nesting < 0 else ''}{token.tag}>", ""


def mathml(latex: str, *, display: bool) -> str:
    """MathML of a formula. What cannot be read as LaTeX is shown as it was typed, in `<code>`."""
    return _ALLOWED.clean(_mathml(latex, display=display))


def code_html(code: str, language: str) -> str:
    """Program code with its parts named by class. An unknown language is plain text."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if language else TextLexer(stripnl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False)
    return _ALLOWED.clean(highlight(code, lexer, _CODE))


def _mathml(latex: str, *, display: bool) -> str:
    if len(latex) <= LONGEST_LATEX:
        try:
            formula = convert_to_element(latex, display="block" if display else "inline")
        except Exception:  # noqa: BLE001, S110 - a dozen unrelated types, IndexError and RecursionError among them
            pass
        else:
            _decode(formula)
            return ET.tostring(formula, encoding="unicode", short_empty_elements=False)
    return f'<code class="latex">{escape(latex)}</code>'


def _decode(formula: ET.Element) -> None:
    """The converter leaves character references in its text, as text."""
    formula.attrib.pop("xmlns", None)
    for element in formula.iter():
        element.text = unescape(element.text) if element.text else element.text


def _stars_only(state: StateInline, silent: bool) -> bool:
    """Emphasis is written with stars; an underscore is part of a name."""
    return state.src[state.pos] == "*" and tokenize_emphasis(state, silent)


def _math_span(latex: str, options: dict[str, Any]) -> str:
    return _mathml(latex, display=bool(options["display_mode"]))


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


def _marks() -> MarkdownIt:
    reader: Any = MarkdownIt("zero")
    reader.enable(["escape", "backticks", "emphasis", "link"])
    reader.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        renderer=_math_span,
    )
    reader.inline.ruler.at("emphasis", _stars_only)
    reader.validateLink = _is_web_address
    return reader


_MARKS = _marks()

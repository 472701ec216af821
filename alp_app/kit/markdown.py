"""What people write at length, as HTML that is safe to put into a page."""

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_ALLOWED = nh3.Cleaner(
    tags={
        "p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "a", "h3", "h4",
        "table", "thead", "tbody", "tr", "th", "td", "hr",
    },
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="noopener noreferrer",
)  # fmt: skip


def markdown_html(text: str) -> str:
    """Markdown without pictures; what else it holds is left out. Headings begin below the page's own."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2"} else "h4"
    return _ALLOWED.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))

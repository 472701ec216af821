"""Words from people and models become HTML that cannot do anything."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alp_app.services.courses.markup import (
    LONGEST_LATEX,
    MARK_TAGS,
    MATH_ATTRIBUTES,
    MATH_TAGS,
    code_html,
    inline_html,
    mathml,
    plain,
)

HARMLESS_ATTRIBUTES = {"href", "target", "rel", "class", "display"} | MATH_ATTRIBUTES


class Inspector(HTMLParser):
    """Collects what a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in {"href", "src"}:
                self.addresses.append(value or "")

    def handle_data(self, data):
        self.text += data

    def assert_harmless(self) -> None:
        assert self.tags <= MARK_TAGS | MATH_TAGS
        assert self.attributes <= HARMLESS_ATTRIBUTES
        assert all(address.startswith(("http://", "https://")) for address in self.addresses)


HOSTILE_PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<math><mtext><style><img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](java\nscript:alert(1))",
        "[a](data:text/html,<script>1</script>)",
        '[a](https://a.b/"onmouseover="alert(1))',
        "[a](https://a.b 'x\" onclick=alert(1)')",
        "[a](//evil.example)",
        "![a](https://evil.example/x.png)",
        "<https://evil.example>",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\style{background:url(//evil.example)}{x}$",
        r"$\text{</mtext></math><img src=x onerror=alert(1)>}$",
        r'$\class{a" onclick="alert(1)}{x}$',
        "&lt;script&gt;",
        "&#x3C;script>",
        "**",
        "*",
        "`",
        "$",
        "[",
        "](",
        ")",
        "\\",
        "\x00",
        "\u2028",
    ]
)
HOSTILE_TEXT = st.lists(HOSTILE_PIECES | st.text(max_size=12), max_size=12).map("".join)


@settings(deadline=None)
@given(HOSTILE_TEXT)
def test_no_sentence_can_bring_an_element_an_attribute_or_a_scheme_that_is_not_allowed(text):
    Inspector(inline_html(text)).assert_harmless()


@settings(deadline=None)
@given(HOSTILE_TEXT)
def test_no_formula_can_bring_one_either(latex):
    Inspector(mathml(latex, display=True)).assert_harmless()


@settings(deadline=None)
@given(HOSTILE_TEXT, st.sampled_from(["", "python", "html", "no such language", "<script>"]))
def test_no_program_code_can_bring_one_either(code, language):
    Inspector(code_html(code, language)).assert_harmless()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**load** and *speed*", "<strong>load</strong> and <em>speed</em>"),
        ("run `a<b`", "run <code>a&lt;b</code>"),
        (
            "[Manual](https://example.org/m?a=1&b=2)",
            (
                '<a href="https://example.org/m?a=1&amp;b=2" target="_blank"'
                ' rel="noopener noreferrer">Manual</a>'
            ),
        ),
        (
            "$p_1$",
            (
                '<span class="math inline"><math display="inline"><mrow><msub><mi>p</mi><mn>1</mn>'
                "</msub></mrow></math></span>"
            ),
        ),
    ],
)
def test_the_five_marks_become_html(text, html):
    assert inline_html(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "a < b & c",
        "&amp; stays &amp;",
        "snake_case_name and _this_",
        "it costs $5 or $6",
        "# no heading",
        "1. no list",
        "[words](javascript:alert(1))",
        "[words](/settings)",
        "https://example.org",
    ],
)
def test_everything_else_is_text(text):
    seen = Inspector(inline_html(text))
    assert seen.tags == set()
    assert seen.text == text


def test_html_inside_a_formula_is_text():
    seen = Inspector(inline_html(r"$\text{<b>bar</b>}$"))
    assert seen.text == "<b>bar</b>"
    assert "b" not in seen.tags


def test_a_formula_that_cannot_be_read_is_shown_as_it_was_typed():
    assert mathml(r"\left( x", display=True) == r'<code class="latex">\left( x</code>'
    assert "<math" in mathml(r"\left( x \right)", display=True)


@pytest.mark.parametrize("piece", ["{", "^", r"\frac", r"\sqrt{", "x_{", r"\begin{matrix}"])
def test_a_formula_made_to_exhaust_the_converter_is_shown_as_it_was_typed(piece):
    latex = piece * (LONGEST_LATEX // len(piece) + 2)
    assert Inspector(mathml(latex, display=True)).text == latex


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**Fuel** at $160$ MPa, see [the manual](https://a.b)", "Fuel at 160 MPa, see the manual"),
        ("run `make`\nnow", "run make\nnow"),
        ("<b> is text", "<b> is text"),
    ],
)
def test_plain_text_keeps_the_words_and_drops_the_marks(text, words):
    assert plain(text) == words


def test_code_is_coloured_by_class_names_only():
    assert '<span class="tok-k">def</span>' in code_html("def f(): ...", "python")
    assert Inspector(code_html("def f(): ...", "nonsense")).tags == set()

"""Documents as they come: what is read of them, in which order, and where it stands on the page."""

from pathlib import Path

import docx
import pytest
from pptx import Presentation
from pptx.util import Inches

from alp_app.models.source import PassageKind
from alp_app.services.sources.kinds import SourceKind, find_kind
from alp_app.services.sources.parsed import FULL, ParsedSource, RecognisedWord
from alp_app.services.sources.parsing.reading import parse
from tests.services.sources import papers


def read(path: Path) -> ParsedSource:
    return parse(path, find_kind(path, path.name))


def words_of(parsed: ParsedSource) -> str:
    return "\n".join(passage.text for passage in parsed.passages)


def test_a_page_of_two_columns_is_read_column_by_column(tmp_path):
    [passage] = read(papers.pdf(tmp_path / "a.pdf", papers.columns)).passages
    assert passage.headings == ["A title that stands over both of the columns of this page"]
    order = [
        passage.text.index(f"{side} column line number {number} ")
        for side in ("left", "right")
        for number in range(12)
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_the_same(tmp_path, degrees):
    plain = papers.pdf(tmp_path / "a.pdf", papers.borderless_table)
    text, cells = read(papers.turned(tmp_path / "b.pdf", plain, degrees)).passages
    assert text.text.startswith("The torque of each bolt is given here")
    assert cells.cells == [
        ["Bolt", "Torque", "Note"],
        ["M8", "25 Nm", "dry"],
        ["M10", "49 Nm", "oiled"],
    ]
    left, top, right, bottom = text.boxes
    assert ((right - left) > (bottom - top)) is (degrees % 180 == 0)


def test_boxes_are_where_the_words_are(tmp_path):
    path = papers.pdf(
        tmp_path / "a.pdf",
        lambda canvas: canvas.drawString(papers.WIDTH / 2, papers.HEIGHT / 2, "Middle of the page"),
    )
    parsed = read(path)
    left, top, right, bottom = parsed.passages[0].boxes
    assert left == pytest.approx(FULL / 2, abs=30)
    assert bottom == pytest.approx(FULL / 2, abs=40)
    assert (right - left) == pytest.approx(FULL * 85 / papers.WIDTH, rel=0.1)
    assert top < bottom
    [page] = parsed.layout
    assert [page.text[page.words[at] : page.words[at + 1]] for at in range(0, 24, 6)] == (
        ["Middle", "of", "the", "page"]
    )


def test_a_table_with_rules_keeps_its_cells_and_its_caption(tmp_path):
    [passage] = read(papers.pdf(tmp_path / "a.pdf", papers.ruled_table)).passages
    assert passage.kind is PassageKind.TABLE
    assert passage.cells == [["Cylinders", "Order"], ["4", "1-3-4-2"], ["6", "1-5-3-6-2-4"]]
    assert passage.text.startswith("Table 2: Firing orders\nCylinders | Order")


def test_a_caption_is_found_with_its_picture(tmp_path):
    def draw(canvas):
        canvas.drawInlineImage(papers.picture(size=(200, 100)), 60, 500, 300, 150)
        papers.lines(canvas, ["Figure 4: The injector in section"], top=485)

    [passage] = read(papers.pdf(tmp_path / "a.pdf", draw)).passages
    assert (passage.kind, passage.text) == ("figure", "Figure 4: The injector in section")
    assert len(passage.boxes) == 8
    left, top, _, bottom = passage.boxes[4:]
    assert left == pytest.approx(FULL * 60 / papers.WIDTH, abs=20)
    assert (bottom - top) == pytest.approx(FULL * 150 / papers.HEIGHT, abs=20)


def test_words_that_are_parted_at_the_end_of_a_line_are_whole_again(tmp_path):
    draw = ["Fuel comes to each of the injec-", "tors in turn, as the gov-", "ernor regulates it."]
    parsed = read(papers.pdf(tmp_path / "a.pdf", lambda canvas: papers.lines(canvas, draw)))
    assert (
        words_of(parsed)
        == "Fuel comes to each of the injectors in turn, as the governor regulates it."
    )


def test_every_script_is_read_and_ligatures_are_letters(tmp_path):
    texts = ["The eﬃcient ﬁlter of the oﬃce", "Ελληνικά και кириллица", "12 m³ at 20 °C ± 5 µm"]
    hebrew, arabic = "שלום עולם", "مرحبا"
    page = papers.unicode_page(*texts, hebrew[::-1], arabic[::-1])
    found = words_of(read(papers.pdf(tmp_path / "a.pdf", page)))
    for text in ("The efficient filter of the office", *texts[1:], hebrew, arabic):
        assert text in found


def test_scans_are_told_from_empty_pages_and_from_pages_with_pictures(tmp_path):
    words = ["A page with a picture and with words that can be selected and searched for."]

    def both(canvas):
        papers.scan()(canvas)
        papers.lines(canvas, words)

    path = papers.pdf(tmp_path / "a.pdf", papers.scan(), papers.nothing, both)
    parsed = read(path)
    assert [page.is_scanned for page in parsed.layout] == [True, False, False]
    assert [passage.page for passage in parsed.passages] == [3]


def test_what_stands_on_every_page_is_no_part_of_the_text(tmp_path):
    def page(number):
        def draw(canvas):
            papers.lines(canvas, ["The handbook of everything"], top=papers.HEIGHT - 30)
            papers.heading(canvas, f"Chapter {number}")
            papers.lines(canvas, [f"What chapter {number} has to say."])
            papers.lines(canvas, [f"{number} of 200"], top=30)

        return draw

    parsed = read(papers.pdf(tmp_path / "a.pdf", *(page(number) for number in range(1, 201))))
    assert parsed.pages == 200
    assert [passage.text for passage in parsed.passages] == [
        f"What chapter {number} has to say." for number in range(1, 201)
    ]
    assert parsed.passages[41].headings == ["Chapter 42"]
    assert "The handbook of everything" in parsed.layout[7].text


def test_headings_of_a_word_document_nest(tmp_path):
    document = docx.Document()
    document.add_heading("Brakes", 0)
    document.add_heading("Discs", 1)
    document.add_heading("Wear", 2)
    document.add_paragraph("Measure at eight places.")
    document.add_heading("Drums", 1)
    document.add_paragraph("Measure the bore.")
    document.save(str(tmp_path / "a.docx"))
    parsed = read(tmp_path / "a.docx")
    assert [passage.headings for passage in parsed.passages] == [
        ["Brakes", "Discs", "Wear"],
        ["Brakes", "Drums"],
    ]


def test_each_slide_is_a_page_with_its_tables_and_notes(tmp_path):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Turbochargers"
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(1))
    box.text_frame.text = "They use the energy of the exhaust."
    cells = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for row, column, text in (
        (0, 0, "Speed"),
        (0, 1, "Boost"),
        (1, 0, "2,000 /s"),
        (1, 1, "1.8 bar"),
    ):
        cells.cell(row, column).text = text
    slide.notes_slide.notes_text_frame.text = "Show the cut model here."
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "A slide of one title"
    deck.save(str(tmp_path / "a.pptx"))

    parsed = read(tmp_path / "a.pptx")

    assert parsed.pages == 2
    assert [(item.page, item.kind, item.text) for item in parsed.passages] == [
        (1, "text", "They use the energy of the exhaust."),
        (1, "table", "Speed | Boost\n2,000 /s | 1.8 bar"),
        (1, "text", "Show the cut model here."),
        (2, "text", "A slide of one title"),
    ]


PAGE = """<!doctype html><html><head><title>Tides</title><script>alert(1)</script></head><body>
<nav><ul><li>Home</li><li>About us</li></ul></nav>
<main><h1>Tides</h1><p>The moon <b>pulls</b> the sea.<br>Twice a day.</p><h2>Springs</h2>
<ul><li>At new moon</li><li>At full moon</li></ul>
<table><caption>Heights</caption><tr><th>Port</th><th>Height</th></tr>
<tr><td>Brest</td><td>6 m</td></tr></table>
<pre>h = a + b</pre><p hidden>You never see this.</p></main>
<aside>Buy our boats</aside><footer>All rights reserved</footer></body></html>"""


def test_of_a_web_page_the_main_part_is_read(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(PAGE)
    parsed = read(path)
    assert parsed.title == "Tides"
    assert [(item.headings, item.kind, item.text) for item in parsed.passages] == [
        (["Tides"], "text", "The moon pulls the sea. Twice a day."),
        (["Tides", "Springs"], "text", "At new moon\nAt full moon"),
        (["Tides", "Springs"], "table", "Heights\nPort | Height\nBrest | 6 m"),
        (["Tides", "Springs"], "code", "h = a + b"),
    ]


def test_a_web_page_that_names_no_main_part_is_read_where_its_paragraphs_are(tmp_path):
    path = tmp_path / "a.html"
    story = "".join(
        f"<p>Paragraph {number} of the story goes on and on.</p>" for number in range(9)
    )
    path.write_text(
        f"<div><a>Login</a></div><div class=x><div>{story}</div></div><div>Imprint</div>"
    )
    found = words_of(read(path))
    assert "Paragraph 8 of the story" in found
    assert "Login" not in found
    assert "Imprint" not in found


def test_markdown_keeps_headings_tables_and_listings(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# Fuel\n\nIt is *filtered* [twice](http://x.example).\n\n## Data\n\n"
        "| Grade | °C |\n| --- | --- |\n| B7 | 55 |\n\n```py\nprint(1)\n```\n"
    )
    parsed = read(path)
    assert [(item.headings, item.kind, item.text) for item in parsed.passages] == [
        (["Fuel"], "text", "It is filtered twice."),
        (["Fuel", "Data"], "table", "Grade | °C\nB7 | 55"),
        (["Fuel", "Data"], "code", "print(1)"),
    ]


def test_words_that_were_recognised_take_the_place_of_a_scan(tmp_path):
    path = papers.pdf(tmp_path / "a.pdf", papers.scan())
    seen = {
        1: [
            RecognisedWord(
                text=text, line=0, box=(1000 + 900 * place, 1000, 1800 + 900 * place, 1150)
            )
            for place, text in enumerate(["Bleed", "the", "brakes", "at", "once"])
        ]
    }
    parsed = parse(path, SourceKind.PDF, seen)
    assert [passage.text for passage in parsed.passages] == ["Bleed the brakes at once"]
    assert parsed.passages[0].boxes == [1000, 1000, 5400, 1150]
    assert not parsed.layout[0].is_scanned

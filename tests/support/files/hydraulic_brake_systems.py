"""Makes `hydraulic-brake-systems.pdf`, the twenty pages that tests upload, from the text beside it.

Run from the repository: `python -m tests.support.files.hydraulic_brake_systems`.
"""

import re
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

FOLDER = Path(__file__).parent
TEXT = FOLDER / "hydraulic-brake-systems.md"
PDF = FOLDER / "hydraulic-brake-systems.pdf"
TITLE = "Hydraulic brake systems: workshop notes"

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=12, leading=16.5, spaceAfter=7)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=11, leading=14, spaceAfter=0)
HEADING = ParagraphStyle(
    "heading", fontName="Helvetica-Bold", fontSize=18, leading=22, spaceAfter=8
)
SUBHEADING = ParagraphStyle(
    "subheading", fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=6, spaceAfter=4
)
RULE = HexColor("#77827c")


def marked(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))


def kind(line: str) -> str:
    if line.startswith("| "):
        return "table"
    if line.startswith("- "):
        return "bullet"
    return "number" if re.match(r"\d+\. ", line) else "text"


def table(lines: list[str]) -> Table:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    body = [rows[0], *rows[2:]]
    cells = [[Paragraph(marked(cell), CELL) for cell in row] for row in body]
    made = Table(cells, colWidths=[166 * mm / len(rows[0])] * len(rows[0]), spaceAfter=8)
    made.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, RULE),
                ("BACKGROUND", (0, 0), (-1, 0), HexColor("#e5ece7")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return made


def enumeration(lines: list[str], bullet: str) -> ListFlowable:
    items = [Paragraph(marked(re.sub(r"^(- |\d+\. )", "", line)), BODY) for line in lines]
    return ListFlowable(items, bulletType=bullet, leftIndent=16)


def chapter(text: str) -> list[Any]:
    """The flowables of one page; `text` begins with its heading."""
    heading, *rest = [line for line in text.splitlines() if line]
    made: list[Any] = [PageBreak(), Paragraph(marked(heading), HEADING)]
    for sort, group in groupby(rest, key=kind):
        lines = list(group)
        match sort:
            case "table":
                made.append(table(lines))
            case "bullet" | "number":
                made.append(enumeration(lines, "1" if sort == "number" else "bullet"))
            case _:
                made.extend(
                    Paragraph(marked(line[3:]), SUBHEADING)
                    if line.startswith("## ")
                    else Paragraph(marked(line), BODY)
                    for line in lines
                )
    return made


def footer(canvas: Any, document: Any) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(22 * mm, 12 * mm, TITLE)
    canvas.drawRightString(188 * mm, 12 * mm, f"Page {document.page}")


def make(target: Path = PDF) -> None:
    rl_config.invariant = 1
    chapters = re.split(r"^# ", TEXT.read_text(), flags=re.MULTILINE)[1:]
    story: list[Any] = [
        Spacer(1, 30 * mm),
        Paragraph(TITLE, ParagraphStyle("title", parent=HEADING, fontSize=26, leading=32)),
        Paragraph("For apprentices in light-vehicle service, first and second year", BODY),
        Spacer(1, 14 * mm),
        Paragraph("Contents", SUBHEADING),
    ]
    for page, text in enumerate(chapters, start=2):
        story.append(Paragraph(f"{marked(text.splitlines()[0])}, page {page}", BODY))
    for text in chapters:
        story.extend(chapter(text))
    document = SimpleDocTemplate(
        str(target),
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=TITLE,
        author="Vehicle workshop, teaching department",
    )
    document.build(story, onFirstPage=footer, onLaterPages=footer)


if __name__ == "__main__":
    make()

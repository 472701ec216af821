"""The PDF of a certificate: one sheet, A4 across, in the look of the pages. Pure."""

import io
from functools import cache
from importlib.resources import files
from typing import cast

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import (
    simpleSplit,  # pyright: ignore[reportUnknownVariableType] - not annotated there
)
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from alp_app.services.certificates.views import CertificateFacts

WIDTH, HEIGHT = landscape(A4)
READ, READ_BOLD = "SourceSerif4-Regular", "SourceSerif4-SemiBold"
UI, UI_BOLD, MONO = "Archivo-Regular", "Archivo-SemiBold", "SplineSansMono-Regular"
FONTS = (READ, READ_BOLD, UI, UI_BOLD, MONO)
INK, SOFT = HexColor("#1b211f"), HexColor("#4d5753")
EDGE, SHEET = HexColor("#b9c2bd"), HexColor("#fcfdfb")

LEFT, RIGHT = 30 * mm, WIDTH - 26 * mm
TOP, FOOT = HEIGHT - 27 * mm, 27 * mm
QR_SIZE = 26 * mm
WORDS_WIDTH = RIGHT - LEFT
TICKS = 40
"""Of the ruler under the head: every fifth one is tall."""
MINUTES_IN_AN_HOUR = 60


def draw(facts: CertificateFacts, address: str) -> bytes:
    """`address` is where anybody can check it, with the code."""
    _load_fonts()
    out = io.BytesIO()
    # Invariant: the same facts give the same bytes, so drawing again stores nothing new.
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, lang="en")
    canvas.setTitle(f"{facts.title}: {facts.course_title}")
    canvas.setAuthor(facts.school)
    canvas.setSubject(facts.name)
    _sheet(canvas, facts)
    _words(canvas, facts)
    _signature(canvas, facts)
    _proof(canvas, facts, address)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _load_fonts() -> None:
    folder = files("alp_app.resources") / "fonts"
    for name in FONTS:
        content = io.BytesIO((folder / f"{name}.ttf").read_bytes())
        pdfmetrics.registerFont(TTFont(name, content))


def _sheet(canvas: Canvas, facts: CertificateFacts) -> None:
    canvas.setFillColor(SHEET)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setStrokeColor(EDGE)
    canvas.setLineWidth(0.6)
    canvas.rect(10 * mm, 10 * mm, WIDTH - 20 * mm, HEIGHT - 20 * mm)
    canvas.setFillColor(HexColor(facts.accent))
    canvas.rect(10 * mm, 10 * mm, 4 * mm, HEIGHT - 20 * mm, stroke=0, fill=1)
    _text(canvas, (LEFT, TOP), facts.school, READ_BOLD, 13)
    _ruler(canvas, TOP - 7 * mm, HexColor(facts.accent))


def _ruler(canvas: Canvas, y: float, accent: Color) -> None:
    canvas.setStrokeColor(accent)
    canvas.setLineWidth(1.1)
    canvas.line(LEFT, y, RIGHT, y)
    for tick in range(TICKS + 1):
        x = LEFT + tick * (RIGHT - LEFT) / TICKS
        canvas.setLineWidth(0.9 if tick % 5 == 0 else 0.4)
        canvas.line(x, y, x, y - (3.2 * mm if tick % 5 == 0 else 1.8 * mm))


def _words(canvas: Canvas, facts: CertificateFacts) -> None:
    y = TOP - 31 * mm
    size = _fitting(facts.title, UI_BOLD, 27)
    _text(canvas, (LEFT, y), facts.title, UI_BOLD, size, color=HexColor(facts.accent))
    y -= 24 * mm
    _text(canvas, (LEFT, y), facts.name, READ_BOLD, _fitting(facts.name, READ_BOLD, 40))
    y -= 12 * mm
    for line in _lines(facts.text or "has completed the course", READ, 13)[:3]:
        _text(canvas, (LEFT, y), line, READ, 13, color=SOFT)
        y -= 6.4 * mm
    y -= 6 * mm
    for line in _lines(facts.course_title, READ_BOLD, 23)[:2]:
        _text(canvas, (LEFT, y), line, READ_BOLD, 23)
        y -= 9.5 * mm
    _facts(canvas, facts, y - 4 * mm)


def _facts(canvas: Canvas, facts: CertificateFacts, y: float) -> None:
    day = facts.completed_on
    entries = (
        ("Completed", f"{day.day} {day:%B %Y}"),
        ("Lessons", str(facts.lessons)),
        ("Study time", _duration(facts.minutes)),
    )
    for place, (label, value) in enumerate(entries):
        x = LEFT + place * 48 * mm
        _text(canvas, (x, y), label, UI, 8.5, color=SOFT)
        _text(canvas, (x, y - 5.4 * mm), value, UI_BOLD, 12)


def _signature(canvas: Canvas, facts: CertificateFacts) -> None:
    if not facts.signatory:
        return
    canvas.setStrokeColor(EDGE)
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, FOOT + 8 * mm, LEFT + 72 * mm, FOOT + 8 * mm)
    _text(canvas, (LEFT, FOOT + 2.6 * mm), facts.signatory, READ_BOLD, 11)
    _text(canvas, (LEFT, FOOT - 2.4 * mm), facts.signatory_role, READ, 10, color=SOFT)


def _proof(canvas: Canvas, facts: CertificateFacts, address: str) -> None:
    x, y = RIGHT - QR_SIZE, FOOT - 4 * mm
    modules = [list(row) for row in segno.make(address, error="m").matrix]
    side = QR_SIZE / len(modules)
    canvas.setFillColor(INK)
    for row, cells in enumerate(modules):
        for column, is_dark in enumerate(cells):
            if is_dark:
                canvas.rect(
                    x + column * side, y + QR_SIZE - (row + 1) * side, side, side, stroke=0, fill=1
                )
    end = x - 5 * mm
    shown = address.partition("://")[2].rpartition("/")[0]
    _text(
        canvas, (end, y + 10.5 * mm), "Check this certificate at", UI, 8.5, color=SOFT, right=True
    )
    _text(canvas, (end, y + 5.6 * mm), shown, UI_BOLD, 9.5, right=True)
    _text(canvas, (end, y + 0.4 * mm), facts.code, MONO, 11, right=True)


def _text(
    canvas: Canvas,
    at: tuple[float, float],
    words: str,
    font: str,
    size: float,
    *,
    color: Color = INK,
    right: bool = False,
) -> None:
    canvas.setFont(font, size)
    canvas.setFillColor(color)
    place = canvas.drawRightString if right else canvas.drawString
    place(*at, words)


def _fitting(words: str, font: str, size: float) -> float:
    """The size at which the words fit on one line, at most `size`."""
    width = pdfmetrics.stringWidth(words, font, size)
    return size if width <= WORDS_WIDTH else size * WORDS_WIDTH / width


def _lines(words: str, font: str, size: float) -> list[str]:
    return cast("list[str]", simpleSplit(words, font, size, WORDS_WIDTH))


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, MINUTES_IN_AN_HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"

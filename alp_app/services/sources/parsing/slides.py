"""Reading a presentation: each slide is a page under its title, with its notes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.exc import PackageNotFoundError, PythonPptxError

from alp_app.services.sources.parsed import Unreadable
from alp_app.services.sources.parsing import archives
from alp_app.services.sources.parsing.parts import Part, one_line, table

MOST_SLIDES = 2000
DEEPEST_GROUP = 20


def read(path: Path) -> tuple[list[Part], int, str]:
    """Parts, number of slides and title. Raises Unreadable."""
    archives.check(path)
    try:
        deck: Any = Presentation(str(path))
        slides = list(deck.slides)
        if len(slides) > MOST_SLIDES:
            raise Unreadable("source.too_long")
        parts = [
            part for number, slide in enumerate(slides, start=1) for part in _slide(slide, number)
        ]
        return parts, len(slides), one_line(deck.core_properties.title or "")
    except (
        PackageNotFoundError,
        PythonPptxError,
        SyntaxError,
        KeyError,
        ValueError,
        AttributeError,
    ) as error:
        # python-pptx meets damage in many places and names it in as many ways.
        raise Unreadable("source.damaged") from error


def _slide(slide: Any, number: int) -> Iterator[Part]:
    title = slide.shapes.title
    if title is not None and (text := one_line(title.text_frame.text)):
        yield Part(kind="heading", text=text, level=1, page=number)
    for shape in _in_order(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.has_text_frame:
            yield from _paragraphs(shape.text_frame, number)
        elif getattr(shape, "has_table", False):
            rows = [[one_line(cell.text) for cell in row.cells] for row in shape.table.rows]
            yield from table(rows, page=number)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _paragraphs(slide.notes_slide.notes_text_frame, number)


def _paragraphs(frame: Any, number: int) -> Iterator[Part]:
    for paragraph in frame.paragraphs:
        if text := one_line(paragraph.text):
            yield Part(text=text, page=number)


def _in_order(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """Shapes from the top, those of a group where the group stands."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if hasattr(shape, "shapes"):
            if depth < DEEPEST_GROUP:
                yield from _in_order(shape.shapes, depth + 1)
        else:
            yield shape

"""Makes documents that are hard to read, as the world is full of them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LINE = 14
UNICODE_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

Draw = Callable[[Canvas], None]


def pdf(path: Path, *pages: Draw, size: tuple[float, float] = A4, title: str = "") -> Path:
    canvas = Canvas(str(path), pagesize=size)
    canvas.setTitle(title)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines(
    canvas: Canvas,
    texts: list[str],
    *,
    x: float = 60,
    top: float = HEIGHT - 100,
    step: float = LINE,
) -> None:
    for number, text in enumerate(texts):
        canvas.drawString(x, top - number * step, text)


def heading(canvas: Canvas, text: str, *, top: float = HEIGHT - 70, size: float = 18) -> None:
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(60, top, text)
    canvas.setFont("Helvetica", 10)


def columns(canvas: Canvas) -> None:
    """Two columns whose lines alternate in the file, under a title over both."""
    heading(canvas, "A title that stands over both of the columns of this page")
    for number in range(12):
        y = HEIGHT - 120 - number * LINE
        canvas.drawString(60, y, f"left column line number {number} goes on and")
        canvas.drawString(310, y, f"right column line number {number} goes on and")


def borderless_table(canvas: Canvas) -> None:
    lines(canvas, ["The torque of each bolt is given here, and it is checked after an hour."])
    for row, cells in enumerate(
        [("Bolt", "Torque", "Note"), ("M8", "25 Nm", "dry"), ("M10", "49 Nm", "oiled")]
    ):
        for column, cell in enumerate(cells):
            canvas.drawString(60 + 160 * column, HEIGHT - 140 - row * LINE, cell)


def ruled_table(canvas: Canvas) -> None:
    lines(canvas, ["Table 2: Firing orders"], top=HEIGHT - 95)
    rows = [("Cylinders", "Order"), ("4", "1-3-4-2"), ("6", "1-5-3-6-2-4")]
    top = HEIGHT - 110
    for edge in range(len(rows) + 1):
        canvas.line(60, top - 20 * edge, 360, top - 20 * edge)
    for x in (60, 180, 360):
        canvas.line(x, top, x, top - 20 * len(rows))
    for row, cells in enumerate(rows):
        canvas.drawString(66, top - 14 - 20 * row, cells[0])
        canvas.drawString(186, top - 14 - 20 * row, cells[1])


def picture(text: str = "", size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """A page as a scanner sees it."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).text((120, 160), text, fill=0, font_size=44)
    return image


def nothing(_: Canvas) -> None:
    """An empty page."""


def scan(text: str = "A page of paper") -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture(text).convert("RGB")), 0, 0, WIDTH, HEIGHT)

    return draw


def unicode_page(*texts: str) -> Draw:
    def draw(canvas: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("DejaVu", str(UNICODE_FONT)))
        canvas.setFont("DejaVu", 11)
        lines(canvas, list(texts), step=20)

    return draw


def turned(path: Path, source: Path, degrees: int) -> Path:
    """The same file with each page turned for the reader."""
    writer = PdfWriter(clone_from=source)
    for page in writer.pages:
        page.rotate(degrees)
    writer.write(path)
    return path


def deflate_bomb(path: Path) -> Path:
    """A page whose content unfolds to a gigabyte."""
    writer = PdfWriter()
    page = writer.add_blank_page(*A4)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf (x) Tj ET\n" * (8 * 1024 * 1024))
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(path)
    return path


def endless_pages(path: Path) -> Path:
    """A tree of pages that holds itself."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9999999>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    return path


def office(path: Path, **files: bytes) -> Path:
    """An archive with these files; a double underscore stands for a slash, a single one for a dot."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def png(image: Image.Image) -> bytes:
    output = io.BytesIO()
    image.save(output, "PNG")
    return output.getvalue()

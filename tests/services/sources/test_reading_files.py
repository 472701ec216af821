"""Files of teachers: what is found in them, and the words for what cannot be read."""

import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from alp_app.services.sources import sandbox
from alp_app.services.sources.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceEncrypted,
    SourceKindMismatch,
    SourceKindUnknown,
    SourceTooComplex,
    SourceWithoutText,
)
from alp_app.services.sources.kinds import SourceKind, find_kind
from alp_app.services.sources.parsed import Unreadable
from alp_app.services.sources.parsing.gathering import LONGEST_PASSAGE_WORDS, gather
from alp_app.services.sources.parsing.parts import Part
from alp_app.services.sources.parsing.reading import parse

FILES = Path(__file__).parents[2] / "support" / "files"
BRAKES = FILES / "hydraulic-brake-systems.pdf"


def put(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def scanned(folder: Path) -> Path:
    path = folder / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("content", "name", "failure"),
    [
        (b"", "notes.pdf", SourceEmpty),
        (b"%PDF-1.7\n...", "notes.docx", SourceKindMismatch),
        (b"just words", "notes.pdf", SourceKindMismatch),
        (b"just words", "notes.exe", SourceKindUnknown),
        (b"\x00\x01\x02\x03" * 99, "notes.txt", SourceKindUnknown),
        (b"PK\x03\x04 no archive", "notes.docx", SourceDamaged),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "notes.docx", SourceKindUnknown),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(tmp_path, content, name, failure):
    with pytest.raises(failure, match="notes"):
        find_kind(put(tmp_path, content), name)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.md", SourceKind.MARKDOWN), ("a.txt", SourceKind.TEXT)]
)
def test_text_is_taken_as_its_name_says(tmp_path, name, kind):
    assert find_kind(put(tmp_path, "Größe\n".encode()), name) is kind


def test_every_page_of_a_real_pdf_is_found_with_its_headings():
    parsed = parse(BRAKES, SourceKind.PDF)
    assert parsed.pages == 20
    assert {passage.page for passage in parsed.passages} == set(range(1, 21))
    assert sum(bool(passage.headings) for passage in parsed.passages) > len(parsed.passages) / 2
    assert all(len(item.text.split()) <= 2 * LONGEST_PASSAGE_WORDS for item in parsed.passages)


def test_a_word_document_is_read_with_its_tables(tmp_path):
    document = docx.Document()
    document.add_heading("Bleeding", 1)
    document.add_paragraph("Start at the caliper that is farthest from the master cylinder.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Bleed screw", "8 Nm"
    path = tmp_path / "notes.docx"
    document.save(str(path))

    parsed = parse(path, find_kind(path, "notes.docx"))

    text, cells = parsed.passages
    assert text.headings == cells.headings == ["Bleeding"]
    assert (cells.kind, cells.cells) == ("table", [["Bleed screw", "8 Nm"]])


def test_old_encodings_are_understood(tmp_path):
    text = (
        "Die Bremsflüssigkeit zieht Wasser an. Größere Mengen senken den Siedepunkt spürbar.\n" * 5
    )
    parsed = parse(put(tmp_path, text.encode("cp1252")), SourceKind.TEXT)
    assert "Bremsflüssigkeit" in parsed.passages[0].text


@pytest.mark.parametrize("damage", [b"", b"garbage" * 50])
def test_a_cut_off_pdf_is_named_as_damaged(tmp_path, damage):
    with pytest.raises(Unreadable, match=r"source\.(damaged|without_text)"):
        parse(put(tmp_path, BRAKES.read_bytes()[:900] + damage), SourceKind.PDF)


async def test_a_scan_says_that_it_holds_no_text(tmp_path):
    with pytest.raises(SourceWithoutText, match=r"scan\.pdf"):
        await sandbox.read(scanned(tmp_path), SourceKind.PDF, "scan.pdf")


async def test_a_locked_pdf_says_so(tmp_path):
    writer = PdfWriter(clone_from=BRAKES)
    writer.encrypt("secret", algorithm="AES-256")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    with pytest.raises(SourceEncrypted):
        await sandbox.read(path, SourceKind.PDF, "locked.pdf")


async def test_a_document_that_unpacks_to_gigabytes_is_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (300 * 1024 * 1024))
    with pytest.raises(SourceTooComplex):
        await sandbox.read(path, SourceKind.DOCX, "bomb.docx")


def test_passages_never_cross_a_page_or_a_heading():
    parts = [
        Part(kind="heading", text="Pads", page=1),
        Part(text="word " * 100, page=1),
        Part(text="word " * 100, page=1),
        Part(text="word " * 30, page=2),
        Part(kind="heading", text="Discs", page=2),
        Part(text="word " * 700, page=2),
    ]
    passages = list(gather(parts))
    assert [(p.page, p.headings) for p in passages[:3]] == [
        (1, ["Pads"]),
        (2, ["Pads"]),
        (2, ["Discs"]),
    ]
    assert max(len(p.text.split()) for p in passages) <= LONGEST_PASSAGE_WORDS

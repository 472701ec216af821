"""Files that were made to do harm are refused with a reason, and soon."""

import zipfile

import docx
import pytest
from pypdf import PdfWriter

from alp_app.services.sources import sandbox
from alp_app.services.sources.errors import (
    SourceDamaged,
    SourceEncrypted,
    SourceTooComplex,
    SourceUnsafe,
    SourceWithoutText,
)
from alp_app.services.sources.kinds import OLE_MAGIC, SourceKind, find_kind
from alp_app.services.sources.parsed import Unreadable
from alp_app.services.sources.parsing import gathering, pdf
from alp_app.services.sources.parsing.reading import parse
from tests.services.sources import papers

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<w>&b;</w>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "http://127.0.0.1/secret">]><w>&x;</w>'
)


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, OUTSIDE.decode().encode("utf-16")])
@pytest.mark.parametrize(
    ("name", "kind"),
    [("word__document_xml", SourceKind.DOCX), ("ppt__presentation_xml", SourceKind.PPTX)],
)
def test_an_office_document_that_declares_entities_is_refused(tmp_path, content, name, kind):
    path = papers.office(tmp_path / "a", **{name: content})
    with pytest.raises(Unreadable, match=r"source\.unsafe"):
        parse(path, kind)


async def test_the_refusal_reaches_the_teacher_in_words(tmp_path):
    path = papers.office(tmp_path / "a.docx", word__document_xml=LAUGHS)
    with pytest.raises(SourceUnsafe, match=r"a\.docx"):
        await sandbox.read(path, SourceKind.DOCX, "a.docx")


def test_an_archive_with_more_files_than_any_document_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"word/{number}.xml", b"")
    with pytest.raises(Unreadable, match=r"source\.too_complex"):
        parse(path, SourceKind.DOCX)


def test_an_office_document_with_a_password_says_so(tmp_path):
    path = tmp_path / "plan.docx"
    path.write_bytes(OLE_MAGIC + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99)
    with pytest.raises(SourceEncrypted, match="plan"):
        find_kind(path, path.name)


def test_an_archive_in_an_archive_is_left_alone(tmp_path):
    document = docx.Document()
    document.add_paragraph("Something to read in this document.")
    path = tmp_path / "a.docx"
    document.save(str(path))
    inner = papers.office(tmp_path / "inner.zip", bomb_txt=b"0" * 10_000_000).read_bytes()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/embeddings/inner.zip", inner)
    assert parse(path, SourceKind.DOCX).passages[0].text == "Something to read in this document."


async def test_a_tree_of_pages_that_holds_itself_ends(tmp_path):
    with pytest.raises((SourceWithoutText, SourceDamaged)):
        await sandbox.read(papers.endless_pages(tmp_path / "a.pdf"), SourceKind.PDF, "a.pdf")


def test_a_file_of_too_many_pages_is_refused(tmp_path):
    writer = PdfWriter()
    for _ in range(pdf.MOST_PAGES + 1):
        writer.add_blank_page(100, 100)
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(Unreadable, match=r"source\.too_long"):
        parse(tmp_path / "a.pdf", SourceKind.PDF)


async def test_a_process_that_takes_too_much_memory_is_stopped(tmp_path):
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        for _ in range(400):
            file.write(b"[a](b) *c* `d` " * 32768 + b"\n\n")
    with pytest.raises(SourceTooComplex):
        await sandbox.read(path, SourceKind.MARKDOWN, "a.md")


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul", "blockquote"])
def test_a_web_page_of_a_hundred_thousand_nested_parts_ends(tmp_path, tag):
    path = tmp_path / "a.html"
    path.write_text(f"<p>Words before the depths.</p>{f'<{tag}>' * 100_000}deep")
    try:
        parsed = parse(path, SourceKind.HTML)
    except (Unreadable, RecursionError):
        return
    assert "Words before the depths." in parsed.passages[0].text


def test_one_word_without_end_is_cut(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x" * 3_000_000)
    passages = parse(path, SourceKind.TEXT).passages
    most = gathering.LONGEST_WORD * (gathering.PASSAGE_WORDS + 1)
    assert max(len(passage.text) for passage in passages) <= most + gathering.PASSAGE_WORDS
    assert sum(passage.text.count("x") for passage in passages) == 3_000_000


def test_a_page_of_a_thousand_metres_is_drawn_small(tmp_path):
    path = papers.pdf(
        tmp_path / "a.pdf", lambda c: c.drawString(60, 60, "Big"), size=(2_000_000, 1_000_000)
    )
    assert len(pdf.draw(path, 1, 400)) < 100_000

"""Finding what a file is from its bytes, whatever its name says."""

import zipfile
from enum import StrEnum
from pathlib import Path, PurePath

from alp_app.services.sources.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceKindMismatch,
    SourceKindUnknown,
)

SNIFFED_BYTES = 8192
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Office files, and new ones that are encrypted."""


class SourceKind(StrEnum):
    """Media types of the files that can be read."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"


ENDINGS: dict[str, SourceKind] = {
    ".pdf": SourceKind.PDF,
    ".docx": SourceKind.DOCX,
    ".md": SourceKind.MARKDOWN,
    ".markdown": SourceKind.MARKDOWN,
    ".txt": SourceKind.TEXT,
    ".text": SourceKind.TEXT,
}

_WORDS = {
    SourceKind.PDF: "a PDF",
    SourceKind.DOCX: "a Word document",
    SourceKind.TEXT: "plain text",
    SourceKind.MARKDOWN: "plain text",
}


def find_kind(path: Path, filename: str) -> SourceKind:
    """Say what the file at `path` is. Raises SourceEmpty, SourceKindUnknown, SourceKindMismatch or
    SourceDamaged, each naming `filename`."""
    named = ENDINGS.get(PurePath(filename).suffix.lower())
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES)
    if not head:
        raise SourceEmpty(filename)
    found = _kind_of(path, head)
    is_text = found is SourceKind.TEXT
    if is_text and named is not None and named in (SourceKind.MARKDOWN, SourceKind.TEXT):
        return named
    if found is None:
        if named in (SourceKind.PDF, SourceKind.DOCX) and not head.startswith(OLE_MAGIC):
            raise SourceDamaged(filename)
        raise SourceKindUnknown(filename)
    if named is None:
        if is_text:
            raise SourceKindUnknown(filename)
        raise SourceKindMismatch(filename, _WORDS[found])
    if named is not found:
        raise SourceKindMismatch(filename, _WORDS[found])
    return found


def _kind_of(path: Path, head: bytes) -> SourceKind | None:
    if b"%PDF-" in head[:1024]:
        return SourceKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return SourceKind.DOCX if _holds_word_document(path) else None
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    return SourceKind.TEXT if _reads_as_text(head) else None


def _holds_word_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _reads_as_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)  # noqa: PLR2004 - ASCII controls
    return control / len(head) < 0.01  # noqa: PLR2004 - a stray control character is not a binary

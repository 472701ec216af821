"""Finding what a file is from its bytes, whatever its name says."""

import zipfile
from enum import StrEnum
from pathlib import Path, PurePath

from alp_app.services.sources.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceEncrypted,
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
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"


ENDINGS: dict[str, SourceKind] = {
    ".pdf": SourceKind.PDF,
    ".docx": SourceKind.DOCX,
    ".pptx": SourceKind.PPTX,
    ".html": SourceKind.HTML,
    ".htm": SourceKind.HTML,
    ".xhtml": SourceKind.HTML,
    ".md": SourceKind.MARKDOWN,
    ".markdown": SourceKind.MARKDOWN,
    ".txt": SourceKind.TEXT,
    ".text": SourceKind.TEXT,
}

_WORDS = {
    SourceKind.PDF: "a PDF",
    SourceKind.DOCX: "a Word document",
    SourceKind.PPTX: "a presentation",
    SourceKind.HTML: "a web page",
    SourceKind.TEXT: "plain text",
    SourceKind.MARKDOWN: "plain text",
}


TEXTS = frozenset({SourceKind.MARKDOWN, SourceKind.TEXT, SourceKind.HTML})
"""Kinds that no byte gives away: a text is what its name says."""
PACKAGES = {"word/document.xml": SourceKind.DOCX, "ppt/presentation.xml": SourceKind.PPTX}
"""Office documents are archives, and this is the file in them that tells which."""
LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def find_kind(path: Path, filename: str) -> SourceKind:
    """Say what the file at `path` is. Raises SourceEmpty, SourceKindUnknown, SourceKindMismatch,
    SourceEncrypted or SourceDamaged, each naming `filename`."""
    named = ENDINGS.get(PurePath(filename).suffix.lower())
    with path.open("rb") as file:
        head = file.read(SNIFFED_BYTES)
    if not head:
        raise SourceEmpty(filename)
    found = _kind_of(path, head)
    if found is SourceKind.TEXT:
        if named is None:
            raise SourceKindUnknown(filename)
        if named in TEXTS:
            return named
    if found is None:
        if head.startswith(OLE_MAGIC):
            is_locked = named is not None and LOCKED_PACKAGE in path.read_bytes()
            raise SourceEncrypted(filename) if is_locked else SourceKindUnknown(filename)
        raise (
            SourceDamaged(filename) if named not in {None, *TEXTS} else SourceKindUnknown(filename)
        )
    if named is not found:
        raise SourceKindMismatch(filename, _WORDS[found])
    return found


def _kind_of(path: Path, head: bytes) -> SourceKind | None:
    if b"%PDF-" in head[:1024]:
        return SourceKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _package_kind(path)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    return SourceKind.TEXT if _reads_as_text(head) else None


def _package_kind(path: Path) -> SourceKind | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    return next((kind for name, kind in PACKAGES.items() if name in names), None)


def _reads_as_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)  # noqa: PLR2004 - ASCII controls
    return control / len(head) < 0.01  # noqa: PLR2004 - a stray control character is not a binary

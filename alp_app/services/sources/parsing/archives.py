"""Looking into Office documents before they are unpacked: each is a ZIP archive of XML files."""

import zipfile
from pathlib import Path

from alp_app.services.sources.parsed import Unreadable

MOST_BYTES = 200 * 1024 * 1024
"""That a document may unpack to."""
MOST_ENTRIES = 10_000
XML_ENDINGS = (".xml", ".rels")
LONGEST_XML = 64 * 1024 * 1024
ENCRYPTED = 0x1


def check(path: Path) -> None:
    """Raises Unreadable for what is damaged, locked, unpacks without end, or declares entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & ENCRYPTED for entry in entries):
                raise Unreadable("source.encrypted")
            if (
                len(entries) > MOST_ENTRIES
                or sum(entry.file_size for entry in entries) > MOST_BYTES
            ):
                raise Unreadable("source.too_complex")
            for entry in entries:
                if entry.filename.endswith(XML_ENDINGS):
                    _check_xml(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable("source.damaged") from error


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Office writes no document type; whoever does wants entities to be filled in."""
    if entry.file_size > LONGEST_XML:
        raise Unreadable("source.too_complex")
    with archive.open(entry) as file:
        content = file.read(LONGEST_XML + 1)
    if len(content) > LONGEST_XML:
        raise Unreadable("source.too_complex")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in content or "<!ENTITY".encode(encoding) in content:
            raise Unreadable("source.unsafe")

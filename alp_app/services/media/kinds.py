"""What a file really is, by its first bytes, and what a browser may show of it in our own pages."""

import re

SHOWN = {
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/webp": rb"RIFF.{4}WEBP",
    "image/gif": rb"GIF8[79]a",
    "image/svg+xml": rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]",
    "model/gltf-binary": rb"glTF[\x01\x02]",
    "video/mp4": rb".{4}ftyp(?:iso[2-9m]|mp4[12]|avc1|M4V |MSNV|dash|cmf|f4v )",
    "video/webm": rb"\x1a\x45\xdf\xa3.{0,64}?webm",
    "text/vtt": rb"(?:\xef\xbb\xbf)?WEBVTT(?:\s|$)",
}
"""The kinds that are sent as what they are, with how they begin. All others are only downloaded."""

HEAD = 4096
"""Bytes that are enough to tell."""

_BEGINNINGS = {kind: re.compile(pattern, re.DOTALL) for kind, pattern in SHOWN.items()}


class KindMismatch(ValueError):
    """A file that is not what it is said to be. A browser might take it for a third thing."""

    def __init__(self, declared: str) -> None:
        super().__init__(f"this is not a file of the kind {declared}")


def sniff(head: bytes) -> str | None:
    """The kind of a file that may be shown, from its first HEAD bytes; None for any other."""
    found = (kind for kind, beginning in _BEGINNINGS.items() if beginning.match(head[:HEAD]))
    return next(found, None)


def confirm_kind(head: bytes, declared: str) -> None:
    """Raises KindMismatch when a kind that is shown is declared and the bytes say otherwise."""
    if declared in SHOWN and sniff(head) != declared:
        raise KindMismatch(declared)

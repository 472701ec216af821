"""What is taken out of an engine's text before anything is made of it. Pure."""

import re

_LINK = re.compile(r"(`[^`]*`)|!?\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_ADDRESS = re.compile(r"(`[^`]*`)|<[a-z][a-z0-9+.-]*:[^<>\s]*>", re.IGNORECASE)
_STRUCTURE = re.compile(r"^\s*(#{1,6}|[-*•]|\d+[.)])\s+")


def clean(text: str) -> str:
    """Model text without the Markdown structure that blocks already give, without links and pictures,
    control characters and halves of characters; the other inline marks stay.

    An engine has no address to give that anybody has looked at: it makes them up, or a document told it.
    """
    text = "".join(
        char for char in text if (char.isprintable() and char != "\ufffd") or char == "\n"
    )
    text = _without_links(_STRUCTURE.sub("", text.strip()))
    return " ".join(text.split())


def _without_links(text: str) -> str:
    """The words of links and pictures; what looks like one in code stays."""
    while (bare := _LINK.sub(_kept, text)) != text:
        text = bare
    return _ADDRESS.sub(lambda found: found[1] or "", text)


def _kept(found: re.Match[str]) -> str:
    return found[1] or found[2] or ""

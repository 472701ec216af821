"""Decisions about passages: what makes two the same, which words are looked for. No session, no clock."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import quote as quote_value
from urllib.parse import urlencode
from uuid import UUID, uuid5

from alp_app.kit.ids import SourceId

TEXT_SEARCH = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Postgres's text search configurations by language. They come with every Postgres."""
PLAIN_SEARCH = "simple"
"""For other languages: words are found as they are written."""
PATH = " › "
"""Between the headings that something stands under."""


def text_search_of(language: str) -> str:
    """For a language code such as `pt-BR`; empty for a course that is not known yet."""
    return TEXT_SEARCH.get(language.partition("-")[0].lower(), PLAIN_SEARCH)


def passage_hash(text: str) -> str:
    """SHA-256 of the words, however they were wrapped or composed."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(words.encode()).hexdigest()


def passage_ids(lineage_id: SourceId, hashes: Iterable[str]) -> list[UUID]:
    """An id for each passage in order. It follows from the lineage, the words, and how often the same
    words stood before."""
    seen: Counter[str] = Counter()
    ids: list[UUID] = []
    for sha256 in hashes:
        ids.append(uuid5(lineage_id, f"{sha256}:{seen[sha256]}"))
        seen[sha256] += 1
    return ids


def embedded_text(headings: Sequence[str], text: str) -> str:
    """What a vector is made of: a passage often leaves to its heading what it speaks of."""
    return f"{PATH.join(headings[-2:])}\n{text}".strip()


def source_place_href(
    source_id: SourceId, *, page: int | None = None, passage_id: UUID | None = None, quote: str = ""
) -> str:
    """Address of the page that shows a source at a place: what a citation links to."""
    asked = {
        "page": str(page) if page else "",
        "passage": str(passage_id) if passage_id else "",
        "quote": quote,
    }
    query = urlencode(
        {name: value for name, value in asked.items() if value}, quote_via=quote_value
    )
    return f"/sources/{source_id}" + (f"?{query}" if query else "")

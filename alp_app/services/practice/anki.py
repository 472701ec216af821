"""Makes a package that Anki opens from questions with their answers. Blocking: run it in a thread."""

import html
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import genanki

MEDIA_TYPE = "application/apkg"
MODEL_ID = 1_607_392_319
"""Of the kind of note, the same in every package: Anki knows it again by this number."""

_FIELDS = ("Question", "Answer", "Reason", "Sources")
_FRONT = '<div class="question">{{Question}}</div>'
_BACK = """{{FrontSide}}<hr id="answer"><div class="right">{{Answer}}</div>
{{#Reason}}<div class="reason">{{Reason}}</div>{{/Reason}}
{{#Sources}}<div class="sources">{{Sources}}</div>{{/Sources}}"""
_CSS = """
.card { font: 20px/1.5 Georgia, serif; max-width: 38em; margin: 0 auto; text-align: left; }
.card img { max-width: 100%; height: auto; }
.reason { margin-top: 1em; }
.sources { margin-top: 1em; font-size: 15px; opacity: .8; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiNote:
    """One question. Texts are safe HTML; pictures are named as in `AnkiDeck.pictures`."""

    id: UUID
    question: str
    answer: str
    reason: str = ""
    sources: str = ""
    pictures: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiDeck:
    id: UUID
    name: str
    notes: Sequence[AnkiNote]
    pictures: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """By the name of their file, which must have no folder in it."""


def package(decks: Sequence[AnkiDeck], *, at: float) -> bytes:
    """The bytes of an .apkg. Taken in again, a note takes the place of the one it was before.

    `at`: seconds since 1970 that the notes are dated with.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths: dict[str, Path] = {}
        for deck in decks:
            for name, content in deck.pictures.items():
                paths[name] = Path(folder) / Path(name).name
                paths[name].write_bytes(content)
        made: Any = genanki.Package(
            [_deck(deck) for deck in decks], media_files=[str(path) for path in paths.values()]
        )
        file = io.BytesIO()
        made.write_to_file(file, timestamp=at)
        return file.getvalue()


def _deck(deck: AnkiDeck) -> Any:
    made: Any = genanki.Deck(_number(deck.id), deck.name)
    for note in deck.notes:
        pictures = "".join(f'<p><img src="{html.escape(name)}"></p>' for name in note.pictures)
        made.add_note(
            genanki.Note(
                model=_model(),
                fields=[note.question + pictures, note.answer, note.reason, note.sources],
                guid=str(note.id),
            )
        )
    return made


def _model() -> Any:
    return genanki.Model(
        MODEL_ID,
        "AutoLearnPro",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )


def _number(deck_id: UUID) -> int:
    """Anki numbers decks with what fits into 31 bits."""
    return int.from_bytes(sha256(deck_id.bytes).digest()[:4]) >> 1 or 1

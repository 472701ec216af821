"""Splitting a paragraph into sentences, and keeping their ids when somebody edits the paragraph.

Pure functions. Everything that hangs on a sentence (its citations, who wrote it) survives an edit of
its neighbours.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from uuid import UUID

from alp_app.kit import clock
from alp_app.kit.ids import UserId
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    ListBlock,
    Origin,
    Sentence,
    TextBlock,
    Writer,
)

SAME_SENTENCE = 0.6
"""Share of characters in common above which an edited sentence keeps its identity."""

_ABBREVIATIONS = (
    "e.g", "i.e", "etc", "approx", "fig", "eq", "no", "vs", "cf", "dr", "mr", "mrs", "ms", "prof", "st", "p",
)  # fmt: skip
_END = re.compile(r"[.!?…]['\"”’)\]*]*\s+(?=[\"“‘'(\[*]*[A-ZÀ-ÖØ-Þ0-9¿¡$`])")


def split_sentences(text: str) -> list[str]:
    """Split at sentence ends, keeping abbreviations, decimals and initials whole."""
    text = " ".join(text.split())
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text stands in it, without the white space around. A letter before a full
    stop is an initial (J. Watt) unless a number stands before it (250 N)."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        *_, before, word = ["", "", *text[start : match.start()].rsplit(maxsplit=2)]
        last = word.strip("([*\"“‘'").lower()
        is_unit = before[-1:].isdigit()
        is_initial = len(last) == 1 and last.isalpha() and not is_unit
        if text[match.start()] == "." and (last in _ABBREVIATIONS or is_initial):
            continue
        found.append(_trimmed(text, start, match.end()))
        start = match.end()
    found.append(_trimmed(text, start, len(text)))
    return [(first, end) for first, end in found if first < end]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def join_sentences(sentences: list[Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def paragraphs_in(content: BlockContent) -> list[list[Sentence]]:
    """The sentences of a block, one list for each paragraph or item; the same objects, not copies."""
    match content:
        case TextBlock() | CalloutBlock():
            return [content.sentences]
        case ListBlock():
            return content.items
        case _:
            return []


def sentences_in(content: BlockContent) -> list[Sentence]:
    """The sentences of a block, in order; the same objects, not copies."""
    return [sentence for paragraph in paragraphs_in(content) for sentence in paragraph]


def with_sentences(content: BlockContent, changed: Mapping[UUID, Sentence]) -> BlockContent:
    """The block with other sentences in the places of those with the same ids."""

    def exchanged(sentences: list[Sentence]) -> list[Sentence]:
        return [changed.get(sentence.id, sentence) for sentence in sentences]

    match content:
        case TextBlock() | CalloutBlock():
            return content.model_copy(update={"sentences": exchanged(content.sentences)})
        case ListBlock():
            return content.model_copy(update={"items": [exchanged(item) for item in content.items]})
        case _:
            return content


def written(text: str, origin: Origin) -> list[Sentence]:
    """The sentences of a new paragraph, all of one origin."""
    return [Sentence(text=piece, origin=origin) for piece in split_sentences(text)]


def edited(before: list[Sentence], text: str, editor: UserId | None) -> list[Sentence]:
    """The sentences of a paragraph after a person rewrote it as `text`.

    An unchanged sentence is kept as it is. A changed one keeps its id and citations and becomes human;
    what a check said of it counts no more. A new one is human and cites nothing.
    """
    human = Origin(writer=Writer.HUMAN, at=clock.now(), edited_by=editor)
    pieces = split_sentences(text)
    left = list(before)
    kept: dict[int, Sentence] = {}
    for index, piece in enumerate(pieces):
        same = next((sentence for sentence in left if sentence.text == piece), None)
        if same is not None:
            kept[index] = same
            left.remove(same)
    for index, piece in enumerate(pieces):
        if index in kept or not left:
            continue
        nearest = max(left, key=lambda sentence: _likeness(sentence.text, piece))
        if _likeness(nearest.text, piece) >= SAME_SENTENCE:
            edit = human.model_copy(update={"manifest_id": nearest.origin.manifest_id})
            kept[index] = nearest.model_copy(
                update={"text": piece, "origin": edit, "support": None}
            )
            left.remove(nearest)
    return [
        kept.get(index) or Sentence(text=piece, origin=human) for index, piece in enumerate(pieces)
    ]


def with_wording(
    content: BlockContent, sentence_id: UUID, text: str, editor: UserId | None
) -> BlockContent:
    """The block after a person put `text` in the place of one sentence. An item of a list that is left
    without words goes."""

    def exchanged(sentences: list[Sentence]) -> list[Sentence]:
        return [
            new
            for sentence in sentences
            for new in (
                edited([sentence], text, editor) if sentence.id == sentence_id else [sentence]
            )
        ]

    match content:
        case TextBlock() | CalloutBlock():
            return content.model_copy(update={"sentences": exchanged(content.sentences)})
        case ListBlock():
            items = [exchanged(item) for item in content.items]
            return content.model_copy(update={"items": [item for item in items if item]})
        case _:
            return content


def edited_items(
    before: list[list[Sentence]], texts: Sequence[str], editor: UserId | None
) -> list[list[Sentence]]:
    """The items of a list after a person rewrote them as `texts`. A sentence keeps its identity wherever
    it is moved, and no two items share one."""
    left = [sentence for item in before for sentence in item]
    pieces = [split_sentences(text) for text in texts]
    unchanged = {piece for item in pieces for piece in item}
    items: list[list[Sentence]] = []
    for text, wanted in zip(texts, pieces, strict=True):
        theirs = [item for item in left if item.text in wanted or item.text not in unchanged]
        items.append(edited(theirs, text, editor))
        taken = {sentence.id for sentence in items[-1]}
        left = [sentence for sentence in left if sentence.id not in taken]
    return items


def rewritten(before: Sequence[Sentence], text: str, origin: Origin) -> list[Sentence]:
    """The sentences of a passage after an engine wrote it again as `text`.

    An unchanged sentence is kept as it is. A changed one keeps its id, but neither citations nor a
    check, for they were of other words. Ids keep their order: none passes another.
    """
    result: list[Sentence] = []
    left = list(before)
    for piece in split_sentences(text):
        place = _first_like(left, piece)
        if place is None:
            result.append(Sentence(text=piece, origin=origin))
            continue
        same = left[place]
        is_unchanged = same.text == piece
        result.append(same if is_unchanged else Sentence(id=same.id, text=piece, origin=origin))
        left = left[place + 1 :]
    return result


def _first_like(sentences: Sequence[Sentence], text: str) -> int | None:
    """Where the same sentence stands, or else the first one that is like it."""
    for place, sentence in enumerate(sentences):
        if sentence.text == text:
            return place
    for place, sentence in enumerate(sentences):
        if _likeness(sentence.text, text) >= SAME_SENTENCE:
            return place
    return None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()

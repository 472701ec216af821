"""Takes what a learner practises to Anki: questions, answers, reasons, sources, pictures."""

import asyncio
import html
import mimetypes
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import AssetId, CourseId
from alp_app.models.asset import Asset, AssetKind, Rendition
from alp_app.models.questions import DiagramQuestion, FixedQuestion, HotspotQuestion, Picture
from alp_app.services.assessment.asking import without_key
from alp_app.services.assessment.revealing import key_lines
from alp_app.services.assessment.verdicts import CitedWorks, cited_works
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.courses.markup import inline_html
from alp_app.services.courses.reading_views import CitationMark
from alp_app.services.practice.access import MY_CARDS, question_in, seed_for
from alp_app.services.practice.anki import AnkiDeck, AnkiNote, package
from alp_app.services.practice.errors import NothingToExport
from alp_app.unit_of_work import Reader
from providers.contracts.objects import ObjectStore

MOST_CARDS = 2000
LARGEST_PICTURE = 5 * 1024 * 1024
"""Bytes. A larger one is left out: a package must fit into memory."""

_CARDS: LiteralString = (
    """
    SELECT c.id, c.course_id, kv.title, lv.title AS lesson, v.content
"""
    + MY_CARDS
    + """
     AND (%(course_id)s::uuid IS NULL OR c.course_id = %(course_id)s)
     AND c.put_away_at IS NULL
   ORDER BY kv.title, lv.position, c.created_at, c.id
   LIMIT %(limit)s
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnkiFile:
    filename: str
    content: bytes


async def export_cards(
    reader: Reader, objects: ObjectStore, *, course_id: CourseId | None = None
) -> AnkiFile:
    """One deck for each course. What was put away stays here. Raises NothingToExport."""
    rows = await fetch_all(
        reader,
        _CARDS,
        {
            "user_id": reader.user_id,
            "organisation_id": reader.organisation_id,
            "course_id": course_id,
            "limit": MOST_CARDS,
        },
    )
    by_course: defaultdict[CourseId, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_course[row["course_id"]].append(row)
    decks = [await _deck(reader, objects, each, found) for each, found in by_course.items()]
    filled = [deck for deck in decks if deck.notes]
    if not filled:
        raise NothingToExport
    content = await asyncio.to_thread(package, filled, at=clock.now().timestamp())
    return AnkiFile(filename="practice.apkg", content=content)


async def _deck(
    reader: Reader, objects: ObjectStore, course_id: CourseId, rows: list[dict[str, Any]]
) -> AnkiDeck:
    questions = {row["id"]: question_in(row["content"], seed_for(row["id"], 1)) for row in rows}
    known = [each for each in questions.values() if each is not None]
    works = await cited_works(reader, course_id, known)
    files = await _files(reader, objects, course_id, known)
    notes: list[AnkiNote] = []
    for row in rows:
        question = questions[row["id"]]
        if question is None:
            continue
        answer = _answer(question)
        if answer:
            asked = without_key(question, seed_for(row["id"], 1))
            notes.append(
                AnkiNote(
                    id=row["id"],
                    question=_question(asked),
                    answer=answer,
                    reason=inline_html(question.explanation),
                    sources=_sources(question, works),
                    pictures=[
                        files[each.asset_id][0]
                        for each in _pictures(question)
                        if each.asset_id in files
                    ],
                )
            )
    return AnkiDeck(id=course_id, name=rows[0]["title"], notes=notes, pictures=dict(files.values()))


def _question(asked: AskedView) -> str:
    """What is asked, with what there is to choose from."""
    pieces = "".join(
        piece.html + ("" if piece.gap is None else f" ____ {html.escape(piece.gap.unit)} ")
        for piece in asked.pieces
    )
    return "".join(
        (
            f"<p>{asked.stem_html}</p>",
            f"<p>{pieces}</p>" if pieces else "",
            asked.code_html,
            _listed(each.html for each in asked.prompts),
            _listed(each.html for each in asked.picks),
        )
    )


def _answer(question: FixedQuestion) -> str:
    """The key in words with its reasons; empty for what can only be pointed at in a picture."""
    if isinstance(question, HotspotQuestion):
        return _listed(
            inline_html(each.reason) for each in question.regions if each.is_correct and each.reason
        )
    lines = [each for each in key_lines(question) if each.is_right]
    return _listed(
        inline_html(each.text)
        + (f"<br><small>{inline_html(each.reason)}</small>" * bool(each.reason))
        for each in lines
    )


def _sources(question: FixedQuestion, works: CitedWorks) -> str:
    numbers = works.numbers()
    return _listed(_source(numbers.mark(each)) for each in question.citations)


def _source(mark: CitationMark) -> str:
    place = mark.title if mark.page is None else f"{mark.title}, p. {mark.page}"
    quote = f": “{html.escape(mark.quote)}”" if mark.quote else ""
    return html.escape(place) + quote


def _listed(items: Iterable[str]) -> str:
    entries = "".join(f"<li>{each}</li>" for each in items)
    return f"<ul>{entries}</ul>" if entries else ""


def _pictures(question: FixedQuestion) -> list[Picture]:
    about = question.picture if isinstance(question, HotspotQuestion | DiagramQuestion) else None
    return [*question.pictures, *([about] if about else [])]


async def _files(
    reader: Reader, objects: ObjectStore, course_id: CourseId, questions: Iterable[FixedQuestion]
) -> Mapping[AssetId | None, tuple[str, bytes]]:
    """Name and bytes of each picture of the course that the questions show."""
    wanted = {each.asset_id for question in questions for each in _pictures(question)} - {None}
    if not wanted:
        return {}
    statement = (
        select(col(Asset.id), Rendition)
        .join(Rendition, col(Rendition.asset_id) == col(Asset.id))
        .where(
            col(Asset.id).in_(wanted),
            col(Asset.course_id) == course_id,
            col(Asset.kind) == AssetKind.IMAGE,
            col(Rendition.name) == "original",
            col(Rendition.size) <= LARGEST_PICTURE,
        )
    )
    return {
        asset_id: (
            f"{asset_id}{mimetypes.guess_extension(rendition.media_type) or ''}",
            await objects.read(rendition.sha256),
        )
        for asset_id, rendition in (await reader.session.execute(statement)).all()
    }

"""Reads the question bank of a course, for who may edit that course."""

import re
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlmodel import col, func, select

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import AssetId, CourseId, QuestionId
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.kit.text import shorten
from alp_app.models.assessment import Question, QuestionVersion, QuizAnswer
from alp_app.models.asset import Asset, Rendition
from alp_app.models.questions import AnyQuestion
from alp_app.services.assessment.bank_inputs import BankFilter, FileFormat
from alp_app.services.assessment.bank_views import (
    BankEntry,
    BankQuestion,
    ShelfView,
    UseView,
    VersionEntry,
)
from alp_app.services.assessment.exchange.aiken import write_aiken
from alp_app.services.assessment.exchange.gift_write import write_gift
from alp_app.services.assessment.exchange.moodle_write import write_moodle
from alp_app.services.assessment.exchange.report import Exported, Item, QuestionFile
from alp_app.services.assessment.seeds import shuffled
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.gradable import STANDING
from alp_app.services.courses.markup import plain
from alp_app.unit_of_work import Reader
from providers.contracts.objects import ObjectStore

STEM_LENGTH = 200
MOST_EXPORTED = 5000
_CONTENT: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)

_MATCHED = f"""
      FROM question q
      JOIN question_version v ON v.id = q.current_version_id
     WHERE q.course_id = %(course_id)s AND q.deleted_at IS NULL
       AND (%(text)s = '' OR q.name ILIKE %(words)s OR v.content ->> 'stem' ILIKE %(words)s)
       AND (%(category)s = '' OR q.category = %(category)s OR starts_with(q.category, %(below)s))
       AND (%(tag)s = '' OR q.tags ? %(tag)s)
       AND (%(type)s = '' OR v.content ->> 'type' = %(type)s)
       AND (%(verdict)s = '' OR {STANDING} = %(verdict)s)
"""
_ENTRIES = f"""
    SELECT q.id, q.name, q.category, q.tags::text AS tags, v.number AS version,
           v.content::text AS content, {STANDING} AS verdict,
           (SELECT count(*) FROM block b JOIN lesson l ON l.id = b.lesson_id
             WHERE l.course_id = q.course_id AND l.deleted_at IS NULL AND b.deleted_at IS NULL
               AND b.content -> 'question_ids' ? q.id::text) AS quizzes,
           (SELECT count(*) FROM quiz_answer a
              JOIN question_version w ON w.id = a.question_version_id
             WHERE w.question_id = q.id) AS answers
"""  # noqa: S608 - both parts are literals
_LIST = (
    _ENTRIES
    + _MATCHED
    + """
       AND (%(question_id)s::uuid IS NULL OR q.id = %(question_id)s)
       AND (%(after)s::uuid IS NULL OR q.id < %(after)s)
     ORDER BY q.id DESC LIMIT %(limit)s
"""
)
_DRAWABLE = f"SELECT q.id {_MATCHED} AND {STANDING} <> 'held'"
_USES = """
    SELECT DISTINCT l.id AS lesson_id, l.title
      FROM block b JOIN lesson l ON l.id = b.lesson_id
     WHERE l.course_id = %(course_id)s AND l.deleted_at IS NULL AND b.deleted_at IS NULL
       AND b.content -> 'question_ids' ? %(question_id)s
     ORDER BY l.title
"""
_SHELF = f"""
    SELECT q.category, q.tags::text AS tags, v.content ->> 'type' AS type, {STANDING} AS verdict,
           count(*) AS questions
      FROM question q JOIN question_version v ON v.id = q.current_version_id
     WHERE q.course_id = %(course_id)s AND q.deleted_at IS NULL
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - both parts are literals


async def list_bank(
    reader: Reader, course_id: CourseId, wanted: BankFilter, asked: PageRequest
) -> Page[BankEntry]:
    """The latest first."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    place = asked.after(1)
    try:
        after = QuestionId(TypeAdapter(QuestionId).validate_python(place[0])) if place else None
    except ValueError:
        raise BadCursor from None
    given = {**_asked(course_id, wanted), "after": after, "limit": asked.limit + 1}
    rows = await fetch_all(reader, _LIST, given)
    entries = [BankEntry(**_entry(row)) for row in rows[: asked.limit]]
    more = len(rows) > asked.limit
    return Page(items=entries, next_cursor=cursor_at(str(entries[-1].id)) if more else None)


async def get_shelf(reader: Reader, course_id: CourseId) -> ShelfView:
    """The categories, tags, types and verdicts that the bank holds."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    counts: dict[str, dict[str, int]] = {"categories": {}, "tags": {}, "types": {}, "verdicts": {}}
    for row in await fetch_all(reader, _SHELF, {"course_id": course_id}):
        for shelf, name in (
            ("categories", row["category"]),
            ("types", row["type"]),
            ("verdicts", row["verdict"]),
            *(("tags", tag) for tag in orjson.loads(row["tags"])),
        ):
            counts[shelf][name] = counts[shelf].get(name, 0) + row["questions"]
    return ShelfView(**counts)


async def get_bank_question(
    reader: Reader, course_id: CourseId, question_id: QuestionId
) -> BankQuestion:
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    given = {**_asked(course_id, BankFilter()), "question_id": question_id, "limit": 1}
    row = await fetch_one(reader, _LIST, given)
    if row is None:
        raise PartNotFound("question")
    statement = (
        select(QuestionVersion, func.count(col(QuizAnswer.attempt_id)))
        .outerjoin(QuizAnswer, col(QuizAnswer.question_version_id) == col(QuestionVersion.id))
        .where(col(QuestionVersion.question_id) == question_id)
        .group_by(col(QuestionVersion.id))
        .order_by(col(QuestionVersion.number).desc())
    )
    versions = [
        VersionEntry(
            id=version.id, number=version.number, created_at=version.created_at, answers=answers
        )
        for version, answers in (await reader.session.execute(statement)).all()
    ]
    content = _CONTENT.validate_json(row["content"])
    return BankQuestion(**_entry(row), content=content, versions=tuple(versions))


async def list_uses(reader: Reader, course_id: CourseId, question_id: QuestionId) -> list[UseView]:
    """The lessons of the draft whose quizzes ask a question."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    given = {"course_id": course_id, "question_id": str(question_id)}
    return [UseView(**row) for row in await fetch_all(reader, _USES, given)]


async def draw_questions(
    reader: Reader, course_id: CourseId, wanted: BankFilter, *, count: int, seed: int
) -> list[QuestionId]:
    """At most `count` of the questions that fit, in an order that only the seed decides. Those that
    are held are left out."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    rows = await fetch_all(reader, _DRAWABLE, _asked(course_id, wanted))
    ids = [QuestionId(row["id"]) for row in rows]
    return list(shuffled(ids, seed, key=lambda each: each)[:count])


async def export_bank(
    reader: Reader,
    objects: ObjectStore,
    course_id: CourseId,
    wanted: BankFilter,
    file_format: FileFormat,
) -> Exported:
    """The questions that fit, by category, and what the format could not say of them."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    given = {**_asked(course_id, wanted), "limit": MOST_EXPORTED}
    rows = await fetch_all(reader, _LIST, given)
    items = sorted(
        (
            Item(
                content=_CONTENT.validate_json(row["content"]),
                name=row["name"],
                category=row["category"],
                tags=tuple(orjson.loads(row["tags"])),
            )
            for row in reversed(rows)
        ),
        key=lambda item: item.category,
    )
    match file_format:
        case FileFormat.MOODLE:
            return write_moodle(items, await _files(reader, objects, course_id, items))
        case FileFormat.GIFT:
            return write_gift(items)
        case FileFormat.AIKEN:
            return write_aiken(items)


async def quizzes_asking(reader: Reader, question: Question) -> int:
    """How many quizzes of the draft ask a question."""
    given = {
        **_asked(question.course_id, BankFilter()),
        "question_id": question.id,
        "limit": 1,
    }
    row = await fetch_one(reader, _LIST, given)
    return row["quizzes"] if row else 0


async def _files(
    reader: Reader, objects: ObjectStore, course_id: CourseId, items: list[Item]
) -> dict[AssetId, QuestionFile]:
    wanted = {picture.asset_id for item in items for picture in item.content.pictures}
    statement = (
        select(Asset, Rendition)
        .join(Rendition, col(Rendition.asset_id) == col(Asset.id))
        .where(
            col(Asset.id).in_([each for each in wanted if each]),
            col(Asset.course_id) == course_id,
            col(Rendition.name) == "original",
        )
    )
    return {
        asset.id: QuestionFile(
            name=asset.filename,
            media_type=rendition.media_type,
            data=await objects.read(rendition.sha256),
        )
        for asset, rendition in (await reader.session.execute(statement)).all()
    }


def _asked(course_id: CourseId, wanted: BankFilter) -> dict[str, Any]:
    escaped = re.sub(r"([\\%_])", r"\\\1", wanted.text.strip())
    return {
        "course_id": course_id,
        "text": wanted.text.strip(),
        "words": f"%{escaped}%",
        "category": wanted.category,
        "below": f"{wanted.category}/",
        "tag": wanted.tag,
        "type": wanted.type,
        "verdict": wanted.verdict or "",
        "question_id": None,
        "after": None,
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    content = _CONTENT.validate_json(row["content"])
    stem = content.stem or getattr(content, "text", "")
    return {
        "id": row["id"],
        "type": content.type,
        "name": row["name"],
        "stem": shorten(plain(stem), STEM_LENGTH),
        "category": row["category"],
        "tags": tuple(orjson.loads(row["tags"])),
        "version": row["version"],
        "quizzes": row["quizzes"],
        "answers": row["answers"],
        "verdict": row["verdict"],
    }

"""What somebody can jump to: their courses and lessons, their drafts, published courses."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, Literal

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId, LessonId
from alp_app.kit.pages import PageRequest
from alp_app.security.actor import Role
from alp_app.services.courses.catalogue import list_catalogue
from alp_app.services.courses.catalogue_views import CatalogueFilter
from alp_app.services.courses.editions import Edition, editions_of
from alp_app.services.courses.views import View
from alp_app.unit_of_work import Reader

Studied = tuple[dict[str, Any], Edition]
"""A course that I am enrolled in, and the version that I read."""

SHOWN = 5
"""Of each kind."""

_MINE = """
    SELECT c.id AS course_id, c.slug, e.version_id
      FROM enrolment e
      JOIN course c ON c.id = e.course_id
     WHERE e.user_id = %(user_id)s AND e.is_current
       AND c.organisation_id = %(organisation_id)s AND c.deleted_at IS NULL
     ORDER BY e.active_at DESC
"""
_DRAFTS = """
    SELECT 'draft' AS kind, c.id AS course_id, c.slug, c.title, NULL::uuid AS lesson_id,
           '' AS course_title
      FROM course c
     WHERE c.organisation_id = %(organisation_id)s AND c.deleted_at IS NULL
       AND (%(is_admin)s OR (%(is_instructor)s AND c.owner_id = %(user_id)s))
       AND c.title ILIKE %(title)s
     ORDER BY c.updated_at DESC LIMIT %(limit)s
"""


class Hit(View):
    """Something to jump to."""

    kind: Literal["mine", "lesson", "draft", "course"]
    """A course I learn in, a lesson of one, a draft I may edit, a course of the catalogue."""
    course_id: CourseId
    slug: str
    title: str
    lesson_id: LessonId | None = None
    course_title: str = ""
    """Of a lesson."""


async def find_places(reader: Reader, text: str) -> list[Hit]:
    """What fits the words; without words, my latest courses and drafts. Nothing for no words of a
    visitor."""
    words = text.replace("\0", "").strip()
    hits = await _own(reader, words) if reader.actor.is_signed_in else []
    if not words:
        return hits
    known = {hit.course_id for hit in hits if hit.kind == "mine"}
    found = await list_catalogue(reader, CatalogueFilter(text=words), PageRequest(limit=SHOWN))
    published = [
        Hit(kind="course", course_id=entry.course_id, slug=entry.slug, title=entry.title)
        for entry in found.items
        if entry.course_id not in known
    ]
    return [*hits, *published]


async def _own(reader: Reader, words: str) -> list[Hit]:
    asked = {"user_id": reader.user_id, "organisation_id": reader.organisation_id}
    mine = await fetch_all(reader, _MINE, asked)
    editions = await editions_of(reader, {row["version_id"] for row in mine})
    studied = [(row, editions[row["version_id"]]) for row in mine]
    hits = _courses(studied, words)
    if words:
        hits += _lessons(studied, words)
    if reader.actor.is_staff:
        hits += await _drafts(reader, words)
    return hits


def _courses(studied: Sequence[Studied], words: str) -> list[Hit]:
    found = (
        Hit(kind="mine", course_id=row["course_id"], slug=row["slug"], title=edition.outline.title)
        for row, edition in studied
        if words.casefold() in edition.outline.title.casefold()
    )
    return list(islice(found, SHOWN))


def _lessons(studied: Sequence[Studied], words: str) -> list[Hit]:
    found = (
        Hit(
            kind="lesson",
            course_id=row["course_id"],
            slug=row["slug"],
            title=lesson.title,
            lesson_id=lesson.id,
            course_title=edition.outline.title,
        )
        for row, edition in studied
        for lesson in edition.lessons
        if words.casefold() in lesson.title.casefold()
    )
    return list(islice(found, SHOWN))


async def _drafts(reader: Reader, words: str) -> list[Hit]:
    escaped = re.sub(r"([\\%_])", r"\\\1", words)
    asked = {
        "user_id": reader.user_id,
        "organisation_id": reader.organisation_id,
        "is_admin": reader.actor.role is Role.ADMIN,
        "is_instructor": reader.actor.role is Role.INSTRUCTOR,
        "title": f"%{escaped}%",
        "limit": SHOWN,
    }
    return [Hit.model_validate(row) for row in await fetch_all(reader, _DRAFTS, asked)]

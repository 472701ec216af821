"""What somebody can jump to: their courses and lessons, their drafts, published courses."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, Literal

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId, LessonId
from alp_app.security.actor import Role
from alp_app.services.courses.catalogue import ASKED, words_asked
from alp_app.services.courses.editions import Edition, editions_of
from alp_app.services.courses.views import View
from alp_app.unit_of_work import Reader

Studied = tuple[dict[str, Any], Edition]
"""A course that I am enrolled in, and the version that I read."""

SHOWN = 5
"""Of each kind."""

_PLACES = (
    ASKED  # noqa: S608 - both parts are literals, as LiteralString proves
    + """, open_course AS (
      SELECT c.id, c.slug, c.search, c.published_version_id FROM course c
       WHERE c.organisation_id = %(organisation_id)s AND %(text)s <> ''
         AND c.deleted_at IS NULL AND c.archived_at IS NULL
    ), known AS (
      SELECT c.id, c.slug, e.version_id, e.active_at
        FROM enrolment e JOIN course c ON c.id = e.course_id
       WHERE e.user_id = %(user_id)s AND e.is_current
         AND c.organisation_id = %(organisation_id)s AND c.deleted_at IS NULL
    )
    (SELECT id AS course_id, slug, version_id, NULL AS title FROM known ORDER BY active_at DESC)
    UNION ALL
    (SELECT found.id, found.slug, NULL, v.title
       FROM ((SELECT c.* FROM open_course c, asked WHERE c.search @@ asked.query
               ORDER BY ts_rank(c.search, asked.query) DESC, c.id DESC LIMIT %(limit)s)
             UNION ALL
             (SELECT c.* FROM open_course c
                JOIN course_version v ON v.id = c.published_version_id, asked
               WHERE v.title ILIKE %(title)s AND NOT c.search @@ asked.query
               ORDER BY c.id DESC LIMIT %(limit)s)
             LIMIT %(limit)s) found
       JOIN course_version v ON v.id = found.published_version_id)
"""
)
"""My courses, the last one used first; then, of a title, what is published and fits: first by whole
words, which the index knows, then by parts of titles."""
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
    rows = await fetch_all(
        reader,
        _PLACES,
        {
            **words_asked(words),
            "user_id": reader.actor.user_id,
            "organisation_id": reader.organisation_id,
            "limit": SHOWN,
        },
    )
    mine = [row for row in rows if row["version_id"]]
    editions = await editions_of(reader, {row["version_id"] for row in mine})
    studied = [(row, editions[row["version_id"]]) for row in mine]
    hits = _courses(studied, words)
    known = {hit.course_id for hit in hits}
    if words:
        hits += _lessons(studied, words)
    if reader.actor.is_staff:
        hits += await _drafts(reader, words)
    return hits + [
        Hit(kind="course", course_id=row["course_id"], slug=row["slug"], title=row["title"])
        for row in rows
        if not row["version_id"] and row["course_id"] not in known
    ]


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
    asked = {
        "user_id": reader.user_id,
        "organisation_id": reader.organisation_id,
        "is_admin": reader.actor.role is Role.ADMIN,
        "is_instructor": reader.actor.role is Role.INSTRUCTOR,
        "title": words_asked(words)["title"],
        "limit": SHOWN,
    }
    return [Hit.model_validate(row) for row in await fetch_all(reader, _DRAFTS, asked)]

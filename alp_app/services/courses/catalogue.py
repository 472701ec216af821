"""What anybody can find: published courses, searched and filtered, and the page of one of them.

These are hot reads, so they are written as SQL. Only published versions are read, and a course that
somebody may not know of does not exist for them.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.security.actor import Role
from alp_app.services.courses.catalogue_views import (
    CatalogueEntry,
    CatalogueFacets,
    CatalogueFilter,
    CoursePage,
    FacetValue,
    MyStanding,
)
from alp_app.services.courses.editions import Edition, edition_of, editions_of
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.courses.outline import next_lesson
from alp_app.services.courses.reading_views import CourseOutline
from alp_app.unit_of_work import Reader

ASKED = """
    WITH asked AS MATERIALIZED (
      SELECT websearch_to_tsquery('simple', %(text)s)
             || (websearch_to_tsquery('simple', %(head)s) && to_tsquery('simple', %(prefix)s))
             AS query
    )
"""
"""What `course.search` is held against; see `words_asked`."""
_MATCHED = (
    ASKED  # noqa: S608 - both parts are literals, as LiteralString proves
    + """, matched AS (
      SELECT c.id AS course_id, c.slug, c.subject, c.level, c.language,
             v.id AS version_id,
             v.title, v.summary, v.minutes, v.lesson_count, v.is_reviewed, v.published_at,
             CASE WHEN %(text)s = '' THEN 0 ELSE ts_rank(c.search, asked.query)::float8 END AS rank,
             CASE WHEN v.minutes < 60 THEN 'short' WHEN v.minutes < 180 THEN 'medium' ELSE 'long' END
             AS length
        FROM course c
        JOIN course_version v ON v.id = c.published_version_id
       CROSS JOIN asked
       WHERE c.organisation_id = %(organisation_id)s
         AND c.deleted_at IS NULL AND c.archived_at IS NULL
         AND (%(text)s = '' OR c.search @@ asked.query OR v.title ILIKE %(title)s)
    ), judged AS (
      SELECT matched.*,
             (%(subjects)s::text[] = '{}' OR subject = ANY(%(subjects)s)) AS subject_fits,
             (%(levels)s::text[] = '{}' OR level = ANY(%(levels)s)) AS level_fits,
             (%(languages)s::text[] = '{}' OR language = ANY(%(languages)s)) AS language_fits,
             (%(lengths)s::text[] = '{}' OR length = ANY(%(lengths)s)) AS length_fits,
             (%(is_reviewed)s::bool IS NULL OR is_reviewed = %(is_reviewed)s) AS review_fits
        FROM matched
    )
"""
)
_LIST = (
    _MATCHED  # noqa: S608 - both parts are literals, as LiteralString proves
    + """
    SELECT j.course_id, j.slug, j.title, j.summary, j.subject, j.level, j.language, j.minutes,
           j.lesson_count, j.is_reviewed, j.published_at, j.rank,
           j.version_id,
           e.id IS NOT NULL AS is_enrolled, coalesce(e.lessons_done, 0) AS lessons_done,
           e.completed_at IS NOT NULL AS is_completed
      FROM judged j
      LEFT JOIN enrolment e
        ON e.course_id = j.course_id AND e.user_id = %(user_id)s AND e.is_current
     WHERE subject_fits AND level_fits AND language_fits AND length_fits AND review_fits
       AND (%(after_id)s::uuid IS NULL
            OR (j.rank, j.published_at, j.course_id)
               < (%(after_rank)s::float8, %(after_at)s::timestamptz, %(after_id)s::uuid))
     ORDER BY j.rank DESC, j.published_at DESC, j.course_id DESC
     LIMIT %(limit)s
"""
)
_LATEST = """
    SELECT c.id AS course_id, c.slug, v.title, v.summary, c.subject, c.level, c.language, v.minutes,
           v.lesson_count, v.is_reviewed, v.published_at, 0::float8 AS rank, v.id AS version_id,
           e.id IS NOT NULL AS is_enrolled, coalesce(e.lessons_done, 0) AS lessons_done,
           e.completed_at IS NOT NULL AS is_completed
      FROM course c
      JOIN course_version v ON v.id = c.published_version_id
      LEFT JOIN enrolment e
        ON e.course_id = c.id AND e.user_id = %(user_id)s AND e.is_current
     WHERE c.organisation_id = %(organisation_id)s
       AND c.deleted_at IS NULL AND c.archived_at IS NULL
     ORDER BY v.published_at DESC, c.id DESC
     LIMIT %(limit)s
"""
"""What `_LIST` finds when nothing is wanted in particular, from its beginning: what is asked most."""
_FACETS = (
    _MATCHED  # noqa: S608 - as above
    + """
    SELECT 'subjects' AS facet, subject AS value, count(*) AS count FROM judged
     WHERE level_fits AND language_fits AND length_fits AND review_fits GROUP BY subject
    UNION ALL
    SELECT 'levels', level, count(*) FROM judged
     WHERE subject_fits AND language_fits AND length_fits AND review_fits GROUP BY level
    UNION ALL
    SELECT 'languages', language, count(*) FROM judged
     WHERE subject_fits AND level_fits AND length_fits AND review_fits GROUP BY language
    UNION ALL
    SELECT 'lengths', length, count(*) FROM judged
     WHERE subject_fits AND level_fits AND language_fits AND review_fits GROUP BY length
    UNION ALL
    SELECT 'review', is_reviewed::text, count(*) FROM judged
     WHERE subject_fits AND level_fits AND language_fits AND length_fits GROUP BY is_reviewed
    UNION ALL
    SELECT 'total', '', count(*) FROM judged
     WHERE subject_fits AND level_fits AND language_fits AND length_fits AND review_fits
     ORDER BY 1, 3 DESC, 2
"""
)
_COURSE = """
    SELECT c.owner_id, c.archived_at IS NOT NULL AS is_archived,
           v.number, v.published_at, v.is_reviewed, v.id AS version_id,
           e.id AS enrolment_id, e.lessons_done, e.lessons_total, e.last_lesson_id, e.enrolled_at,
           e.active_at, e.completed_at,
           (SELECT string_agg(uuid_send(p.lesson_id), '') FROM lesson_progress p
             WHERE p.enrolment_id = e.id AND p.completed_at IS NOT NULL) AS done
      FROM course c
      JOIN course_version v ON v.id = c.published_version_id
      LEFT JOIN enrolment e
        ON e.course_id = c.id AND e.user_id = %(user_id)s AND e.is_current
     WHERE c.organisation_id = %(organisation_id)s AND c.slug = %(slug)s AND c.deleted_at IS NULL
"""
EVERYTHING = CatalogueFilter()
_SLUG = re.compile(r"[a-z0-9-]{1,120}")
_LAST_WORD = re.compile(r"(?P<head>(?:.*[^\w-]|.*\w-|))(?P<word>\w+)", re.DOTALL)
"""Of a search that is still being typed: its last word may be half a word, unless it is left out
with a minus."""


async def list_catalogue(
    reader: Reader, wanted: CatalogueFilter, page: PageRequest
) -> Page[CatalogueEntry]:
    """Published courses, the best match or else the latest first."""
    is_plain = page.cursor is None and wanted == EVERYTHING
    rows = await fetch_all(
        reader,
        _LATEST if is_plain else _LIST,
        {
            **_asked(reader, wanted),
            **_after(page),
            "user_id": reader.actor.user_id,
            "limit": page.limit + 1,
        },
    )
    shown = rows[: page.limit]
    last = shown[-1] if len(rows) > page.limit else None
    editions = await editions_of(reader, {row["version_id"] for row in shown})
    return Page[CatalogueEntry](
        items=[_entry(row, editions[row["version_id"]].outline) for row in shown],
        next_cursor=None
        if last is None
        else cursor_at(
            repr(last["rank"]), last["published_at"].isoformat(), str(last["course_id"])
        ),
    )


async def count_facets(reader: Reader, wanted: CatalogueFilter) -> CatalogueFacets:
    """How many courses each further choice would show. Chosen values are listed even at none."""
    rows = await fetch_all(reader, _FACETS, _asked(reader, wanted))
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["facet"], {})[row["value"]] = row["count"]
    review = () if wanted.is_reviewed is None else (str(wanted.is_reviewed).lower(),)
    return CatalogueFacets(
        total=counts["total"][""],
        subjects=_values(counts.get("subjects", {}), wanted.subjects),
        levels=_values(counts.get("levels", {}), wanted.levels),
        languages=_values(counts.get("languages", {}), wanted.languages),
        lengths=_values(counts.get("lengths", {}), wanted.lengths),
        review=_values(counts.get("review", {}), review),
    )


async def get_course_page(reader: Reader, slug: str) -> CoursePage:
    """The page of a published course, with the asker's own progress. Raises CourseNotFound."""
    actor = reader.actor
    row = await fetch_one(
        reader,
        _COURSE,
        {
            "organisation_id": actor.organisation_id,
            "slug": known_slug(slug),
            "user_id": actor.user_id,
        },
    )
    if row is None:
        raise CourseNotFound
    is_owner = actor.role is Role.INSTRUCTOR and row["owner_id"] == actor.user_id
    can_edit = actor.role is Role.ADMIN or is_owner
    if row["is_archived"] and row["enrolment_id"] is None and not can_edit:
        raise CourseNotFound
    edition = await edition_of(reader, row["version_id"])
    return CoursePage(
        outline=edition.outline,
        version_number=row["number"],
        published_at=row["published_at"],
        is_reviewed=row["is_reviewed"],
        is_archived=row["is_archived"],
        can_edit=can_edit,
        standing=_standing(edition, row) if row["enrolment_id"] else None,
    )


def known_slug(slug: str) -> str:
    """The slug, when it could be one. Raises CourseNotFound."""
    if not _SLUG.fullmatch(slug):
        raise CourseNotFound
    return slug


def words_asked(text: str) -> dict[str, str]:
    """Parameters of `ASKED`: the words, of which the last may be half a word, and a pattern for
    titles."""
    typed = _LAST_WORD.fullmatch(text)
    escaped = re.sub(r"([\\%_])", r"\\\1", text)
    return {
        "text": text,
        "head": typed["head"] if typed else "",
        "prefix": f"{typed['word']}:*" if typed else "",
        "title": f"%{escaped}%",
    }


def _asked(reader: Reader, wanted: CatalogueFilter) -> dict[str, Any]:
    return {
        **words_asked(wanted.text.strip()),
        "organisation_id": reader.organisation_id,
        "subjects": list(wanted.subjects),
        "levels": [level.value for level in wanted.levels],
        "languages": list(wanted.languages),
        "lengths": [length.value for length in wanted.lengths],
        "is_reviewed": wanted.is_reviewed,
    }


def _after(page: PageRequest) -> dict[str, Any]:
    keys = page.after(3)
    if keys is None:
        return {"after_rank": None, "after_at": None, "after_id": None}
    rank, published_at, course_id = keys
    try:
        return {
            "after_rank": float(rank),
            "after_at": datetime.fromisoformat(published_at),
            "after_id": UUID(course_id),
        }
    except ValueError as error:
        raise BadCursor from error


def _entry(row: dict[str, Any], outline: CourseOutline) -> CatalogueEntry:
    row["cover"], row["models"] = outline.cover, outline.models
    return CatalogueEntry.model_validate(row)


def _values(counts: dict[str, int], chosen: Iterable[str]) -> tuple[FacetValue, ...]:
    wanted = set(chosen)
    values = [*counts, *sorted(wanted - counts.keys())]
    return tuple(
        FacetValue(value=value, count=counts.get(value, 0), is_chosen=value in wanted)
        for value in values
        if value
    )


def _standing(edition: Edition, row: dict[str, Any]) -> MyStanding:
    order = edition.order
    done = edition.unpacked(row["done"])
    return MyStanding(
        lessons_done=row["lessons_done"],
        lessons_total=row["lessons_total"],
        completed_lesson_ids=tuple(lesson_id for lesson_id in order if lesson_id in done),
        next_lesson_id=next_lesson(order, done, row["last_lesson_id"]),
        enrolled_at=row["enrolled_at"],
        active_at=row["active_at"],
        completed_at=row["completed_at"],
    )

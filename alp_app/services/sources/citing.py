"""What learners may see of a source: the places that the lessons they read cite, where the course shows
its sources."""

from typing import Any

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.content import Citation
from alp_app.models.source import Source
from alp_app.services.learning.locks import is_viewed, locks_in
from alp_app.services.sources.errors import SourceNotFound
from alp_app.unit_of_work import Reader

_READ = """
    SELECT c.id AS course_id, coalesce(e.version_id, c.published_version_id) AS version_id,
           e.id AS enrolment_id
      FROM course c
      LEFT JOIN enrolment e ON e.course_id = c.id AND e.user_id = %(user_id)s AND e.is_current
     WHERE c.id = %(course_id)s AND c.organisation_id = %(organisation_id)s
       AND c.deleted_at IS NULL AND c.shows_sources
"""
_CITED = """
    SELECT lesson_id, jsonb_path_query(
             content, '$.**.citations[*] ? (@.source_id == $id)',
             jsonb_build_object('id', %(source_id)s::text)) AS citation
      FROM lesson_version WHERE version_id = %(version_id)s
"""


async def cited_for(reader: Reader, source: Source) -> list[Citation]:
    """The citations of a source in the lessons that are open for the actor. Raises SourceNotFound
    without any."""
    citations = await _citations(reader, source.id, source.course_id)
    if not citations:
        raise SourceNotFound
    return citations


async def _citations(
    reader: Reader, source_id: SourceId, course_id: CourseId | None
) -> list[Citation]:
    actor = reader.actor
    if actor.user_id is None or course_id is None:
        return []
    given = {
        "course_id": course_id,
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
    }
    row = await fetch_one(reader, _READ, given)
    if row is None or row["version_id"] is None:
        return []
    if not (row["enrolment_id"] or actor.is_staff or actor.viewed_class_id):
        return []
    if actor.viewed_class_id and not await is_viewed(reader, course_id):
        return []
    asked = {"source_id": str(source_id), "version_id": row["version_id"]}
    cited = await fetch_all(reader, _CITED, asked)
    locked = await _locked(reader, row)
    return [
        Citation.model_validate(found["citation"])
        for found in cited
        if found["lesson_id"] not in locked
    ]


async def _locked(reader: Reader, row: dict[str, Any]) -> set[Any]:
    if reader.actor.is_staff:
        return set()
    return set(await locks_in(reader, row["course_id"]))

"""Who may open a file of a course.

Everybody: the picture of a course that is in the catalogue. All staff: what its published lessons
show. Its learners: what the lessons show that are open for them. Who may edit it: everything, the
draft's files too. Who has been asked a question in a test: the pictures of that question.
"""

from typing import Any

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import AssetId
from alp_app.models.asset import AssetKind
from alp_app.security.actor import Role
from alp_app.services.learning.locks import is_viewed, locks_in
from alp_app.services.media.errors import FileNotFound
from alp_app.services.media.views import ServedFile
from alp_app.unit_of_work import Reader

_FILE = """
    SELECT r.sha256, r.media_type, r.size, a.filename, a.kind, c.id AS course_id,
           c.owner_id, e.id AS enrolment_id,
           coalesce(e.version_id, v.id) AS version_id,
           c.archived_at IS NULL AS is_listed,
           starts_with(coalesce(v.outline #>> '{cover,src}', ''), '/media/' || a.id || '/')
           AS is_cover
      FROM asset a
      JOIN rendition r ON r.asset_id = a.id AND r.name = %(rendition)s
      JOIN course c ON c.id = a.course_id AND c.deleted_at IS NULL
      LEFT JOIN course_version v ON v.id = c.published_version_id
      LEFT JOIN enrolment e
        ON e.course_id = c.id AND e.user_id = %(user_id)s AND e.is_current
     WHERE a.id = %(asset_id)s AND a.organisation_id = %(organisation_id)s
"""
_LESSONS_WITH_IT = """
    SELECT lesson_id FROM lesson_version
     WHERE version_id = %(version_id)s
       AND (content @> jsonb_build_array(
              jsonb_build_object('content', jsonb_build_object('asset_id', %(asset_id)s::uuid)))
            OR jsonb_path_exists(
              reading, '$.blocks[*].questions[*].**.src ? (@ starts with $address)',
              jsonb_build_object('address', '/media/' || %(asset_id)s::uuid || '/')))
"""
_ASKED_IN_EXAM = """
    SELECT FROM exam_attempt a
      CROSS JOIN LATERAL jsonb_to_recordset(a.asked) AS slot(version_id uuid)
      JOIN question_version v ON v.id = slot.version_id
     WHERE a.user_id = %(user_id)s AND (
           v.content @> jsonb_build_object('pictures', jsonb_build_array(
             jsonb_build_object('asset_id', %(asset_id)s::uuid)))
           OR v.content @> jsonb_build_object('picture',
             jsonb_build_object('asset_id', %(asset_id)s::uuid)))
     LIMIT 1
"""


async def file_for(reader: Reader, asset_id: AssetId, rendition: str) -> ServedFile:
    """One set of bytes of an asset. Raises FileNotFound, also for a file one may not see."""
    row = await fetch_one(
        reader,
        _FILE,
        {
            "asset_id": asset_id,
            "rendition": rendition,
            "user_id": reader.actor.user_id,
            "organisation_id": reader.organisation_id,
        },
    )
    if row is None:
        raise FileNotFound
    is_public = row["is_cover"] and row["is_listed"]
    if not (
        is_public
        or _can_edit(reader, row)
        or await _is_read(reader, asset_id, row)
        or await _is_asked(reader, asset_id)
    ):
        raise FileNotFound
    return ServedFile(
        key=row["sha256"],
        media_type=row["media_type"],
        size=row["size"],
        filename=row["filename"],
        kind=AssetKind(row["kind"]),
        is_public=is_public,
    )


def _can_edit(reader: Reader, row: dict[str, Any]) -> bool:
    actor = reader.actor
    is_owner = actor.role is Role.INSTRUCTOR and row["owner_id"] == actor.user_id
    return actor.role is Role.ADMIN or is_owner


async def _is_asked(reader: Reader, asset_id: AssetId) -> bool:
    given = {"user_id": reader.actor.user_id, "asset_id": asset_id}
    return await fetch_one(reader, _ASKED_IN_EXAM, given) is not None


async def _is_read(reader: Reader, asset_id: AssetId, row: dict[str, Any]) -> bool:
    """Whether the course, as the actor reads it, shows the file in a lesson that is open."""
    actor = reader.actor
    is_reader = row["enrolment_id"] or actor.is_staff or actor.viewed_class_id
    if row["version_id"] is None or not is_reader:
        return False
    if actor.viewed_class_id and not await is_viewed(reader, row["course_id"]):
        return False
    if row["is_cover"]:
        return True
    given = {"version_id": row["version_id"], "asset_id": asset_id}
    lessons = await fetch_all(reader, _LESSONS_WITH_IT, given)
    if not lessons:
        return False
    locks = await locks_in(reader, row["course_id"])
    return any(lesson["lesson_id"] not in locks for lesson in lessons)

"""Whom a change of a course concerns: who had finished one of the lessons that changed, or the course."""

from collections.abc import Collection
from uuid import UUID

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId, ReleaseNoteId, UserId
from alp_app.models.release import ReleaseNote
from alp_app.unit_of_work import Reader, UnitOfWork

_CONCERNED = """
    SELECT DISTINCT e.user_id FROM enrolment e
     WHERE e.course_id = %(course_id)s AND e.is_current
       AND (e.completed_at IS NOT NULL
            OR EXISTS (SELECT FROM lesson_progress p
                        WHERE p.enrolment_id = e.id AND p.completed_at IS NOT NULL
                          AND p.lesson_id = ANY(%(lesson_ids)s)))
     ORDER BY e.user_id
"""


async def concerned(
    reader: Reader, course_id: CourseId, lesson_ids: Collection[UUID]
) -> list[UserId]:
    """Nobody, when no lesson changed."""
    if not lesson_ids:
        return []
    asked = {"course_id": course_id, "lesson_ids": list(lesson_ids)}
    return [row["user_id"] for row in await fetch_all(reader, _CONCERNED, asked)]


async def readers_of_changes(work: UnitOfWork, note_id: ReleaseNoteId) -> list[UserId]:
    note = await work.session.get_one(ReleaseNote, note_id)
    return await concerned(work, note.course_id, [UUID(each) for each in note.lesson_ids])

"""What a new version of a course means for those who study it."""

from typing import Any

from sqlalchemy import text

from alp_app.kit import clock
from alp_app.kit.ids import CourseId
from alp_app.services.approvals.commands import publish_approved
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses.publishing import publish_course
from alp_app.services.courses.strictness import rules_of
from alp_app.services.courses.views import PublishedView
from alp_app.services.learning.completion import settle
from alp_app.services.learning.events import ENROLMENTS_MOVED
from alp_app.unit_of_work import UnitOfWork

_LOCK = text("""
    SELECT id FROM enrolment
     WHERE course_id = :course_id AND version_id <> :version_id
     ORDER BY id FOR NO KEY UPDATE
""")
_MOVE = text("""
    WITH counted AS (
      SELECT e.id,
             count(p.completed_at) AS done,
             bool_or(lv.lesson_id = e.last_lesson_id) AS has_last
        FROM enrolment e
        JOIN lesson_version lv ON lv.version_id = :version_id
        LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
       WHERE e.course_id = :course_id AND e.version_id <> :version_id
       GROUP BY e.id
    )
    UPDATE enrolment e
       SET version_id = :version_id,
           lessons_done = counted.done,
           lessons_total = :lesson_count,
           last_lesson_id = CASE WHEN counted.has_last THEN e.last_lesson_id END
      FROM counted
     WHERE e.id = counted.id
    RETURNING e.id, e.user_id
""")
_VERSION = text("""
    SELECT v.id, v.lesson_count
      FROM course c JOIN course_version v ON v.id = c.published_version_id
     WHERE c.id = :course_id AND c.organisation_id = :organisation_id
""")


async def publish_to_learners(
    work: UnitOfWork, course_id: CourseId, *, leaves_out_held: bool = False
) -> PublishedView:
    """Publish the draft as the next version, or what was approved where the school asks for that, and
    move everybody who studies the course to it. See `publish_course` and `publish_approved`."""
    if (await rules_of(work)).needs_approval:
        published = await publish_approved(work, course_id)
    else:
        published = await publish_course(
            work, course_id, ask=example_of, leaves_out_held=leaves_out_held
        )
    await adopt_version(work, course_id)
    return published


async def adopt_version(work: UnitOfWork, course_id: CourseId) -> int:
    """Move everybody who studies a course to its published version. Returns how many were moved.

    Runs in the transaction that publishes. Progress in lessons that are still there is kept; a
    lesson that was taken out no longer counts. Who has completed the course stays so.
    """
    await work.session.flush()
    version: Any = (
        await work.session.execute(
            _VERSION, {"course_id": course_id, "organisation_id": work.organisation_id}
        )
    ).one()
    given = {"course_id": course_id, "version_id": version.id}
    # Locked in a statement of its own, so that the next one counts what others have just completed.
    await work.session.execute(_LOCK, given)
    given |= {"lesson_count": version.lesson_count}
    moved = (await work.session.execute(_MOVE, given)).all()
    await settle(work, course_id, [row.id for row in moved], clock.now())
    for row in moved:
        work.notify("learning", user_id=row.user_id, course_id=course_id)
    work.record(ENROLMENTS_MOVED, course_id, enrolments=len(moved))
    return len(moved)

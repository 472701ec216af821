"""Which enrolment of somebody in a course is the current one: their own, or that of a class.

Everything here runs under one lock for each person and course, so that at most one is current.
"""

from sqlalchemy import func, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, CourseId, UserId
from alp_app.models.course import Course, CourseVersion
from alp_app.models.learning import Enrolment, LearningEventKind
from alp_app.services.learning.completion import settle
from alp_app.services.learning.errors import CourseNotOpen
from alp_app.services.learning.events import ENROLMENT_CREATED
from alp_app.services.learning.progress import announce, note
from alp_app.unit_of_work import UnitOfWork

_RESUME = text("""
    UPDATE enrolment SET is_current = true
     WHERE id = (
       SELECT e.id FROM enrolment e
         LEFT JOIN class_member m ON m.classroom_id = e.classroom_id AND m.user_id = e.user_id
        WHERE e.course_id = :course_id AND e.user_id = :user_id
          AND (e.classroom_id IS NULL OR m.removed_at IS NULL)
        ORDER BY e.enrolled_at DESC LIMIT 1
     )
""")


async def begin_course(
    work: UnitOfWork,
    course_id: CourseId,
    user_id: UserId,
    *,
    classroom_id: ClassroomId | None = None,
) -> tuple[Enrolment, bool]:
    """Enrol somebody in a class, which becomes what they read; or for themselves, unless they study
    the course already. Returns the enrolment, and whether it was made just now.

    The caller has checked that the actor may. What was done in an enrolment before is still there
    when it is taken up again. Raises CourseNotOpen.
    """
    version = await _version_to_read(work, course_id)
    await _lock(work, course_id, user_id)
    mine = select(Enrolment).where(
        col(Enrolment.course_id) == course_id, col(Enrolment.user_id) == user_id
    )
    current = (await work.session.scalars(mine.where(col(Enrolment.is_current)))).first()
    if current is not None and (classroom_id is None or current.classroom_id == classroom_id):
        return current, False
    await _set_aside(work, course_id, user_id)
    at = clock.now()
    insertion = (
        insert(Enrolment)
        .values(
            organisation_id=version.organisation_id,
            course_id=course_id,
            user_id=user_id,
            classroom_id=classroom_id,
            version_id=version.id,
            lessons_total=version.lesson_count,
            active_at=at,
            enrolled_at=at,
        )
        .on_conflict_do_nothing()
        .returning(col(Enrolment.id))
    )
    is_new = (await work.session.scalars(insertion)).first() is not None
    statement = mine.where(col(Enrolment.classroom_id).is_not_distinct_from(classroom_id))
    enrolment = (await work.session.scalars(statement)).one()
    enrolment.is_current = True
    if is_new:
        await settle(work, course_id, [enrolment.id], at)
        note(work, enrolment, LearningEventKind.ENROLLED, at=at)
        work.record(ENROLMENT_CREATED, enrolment.id, course=str(course_id))
    announce(work, enrolment)
    return enrolment, is_new


async def resume_course(work: UnitOfWork, course_id: CourseId, user_id: UserId) -> None:
    """After somebody has left a class: what they read is the latest enrolment that they still have,
    or none. What was done in the class is kept."""
    await work.session.flush()
    await _lock(work, course_id, user_id)
    await _set_aside(work, course_id, user_id)
    await work.session.execute(_RESUME, {"course_id": course_id, "user_id": user_id})
    work.notify("learning", user_id=user_id, course_id=course_id)


async def _lock(work: UnitOfWork, course_id: CourseId, user_id: UserId) -> None:
    key = func.hashtextextended(f"{course_id}{user_id}", 0)
    await work.session.execute(select(func.pg_advisory_xact_lock(key)))


async def _set_aside(work: UnitOfWork, course_id: CourseId, user_id: UserId) -> None:
    await work.session.execute(
        update(Enrolment)
        .where(
            col(Enrolment.course_id) == course_id,
            col(Enrolment.user_id) == user_id,
            col(Enrolment.is_current),
        )
        .values(is_current=False)
    )


async def _version_to_read(work: UnitOfWork, course_id: CourseId) -> CourseVersion:
    """The published version. Publishing waits until this transaction has ended, so that nobody is
    enrolled into a version that was replaced meanwhile."""
    statement = (
        select(col(Course.published_version_id))
        .where(col(Course.id) == course_id, col(Course.archived_at).is_(None))
        .with_for_update(read=True)
    )
    version_id = await work.session.scalar(statement)
    if version_id is None:
        raise CourseNotOpen
    return await work.session.get_one(CourseVersion, version_id)

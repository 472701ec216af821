"""The only way to an enrolment or an attempt: as the learner whose it is.

Somebody enrolled keeps reading a course that was archived; nobody reads one that was deleted.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_
from sqlmodel import col, select

from alp_app.kit.errors import AppError
from alp_app.kit.ids import AttemptId, CourseId, LessonId
from alp_app.models.assessment import QuizAttempt
from alp_app.models.course import Course, LessonVersion
from alp_app.models.learning import Enrolment
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.learning.errors import AttemptNotFound, LessonNotFound, NotEnrolled
from alp_app.services.learning.locks import Study, require_open
from alp_app.unit_of_work import Reader


async def why_not_enrolled(reader: Reader, course_id: CourseId) -> AppError:
    """What to raise when I have no enrolment in a course: a course that I may not know of is missing."""
    is_open = await _is_open(reader, col(Course.id) == course_id)
    return NotEnrolled() if is_open else CourseNotFound()


async def enrolment_for_lesson(
    reader: Reader, lesson_id: LessonId, *, for_update: bool = False
) -> Enrolment:
    """My enrolment in the course whose version, as I read it, holds the lesson.

    `for_update` locks it, so that changes of one learner's progress in one course follow one
    another. Raises NotEnrolled, LessonNotFound, or LessonLocked.
    """
    statement = _mine(reader).join(
        LessonVersion,
        and_(
            col(LessonVersion.version_id) == col(Enrolment.version_id),
            col(LessonVersion.lesson_id) == lesson_id,
        ),
    )
    enrolment = await _first(reader, statement, for_update=for_update)
    if enrolment is not None:
        await require_open(reader, study_in(enrolment), lesson_id)
        return enrolment
    is_in_course = (
        select(LessonVersion.lesson_id)
        .where(
            col(LessonVersion.version_id) == col(Course.published_version_id),
            col(LessonVersion.lesson_id) == lesson_id,
        )
        .exists()
    )
    if await _is_open(reader, is_in_course):
        raise NotEnrolled
    raise LessonNotFound


async def attempt_for(
    reader: Reader, attempt_id: AttemptId, *, for_update: bool = False
) -> tuple[Enrolment, QuizAttempt]:
    """My attempt and its enrolment, which `for_update` locks.

    Raises AttemptNotFound, or LessonLocked.
    """
    statement = _mine(reader).join(
        QuizAttempt,
        and_(col(QuizAttempt.enrolment_id) == col(Enrolment.id), col(QuizAttempt.id) == attempt_id),
    )
    enrolment = await _first(reader, statement, for_update=for_update)
    attempt = await reader.session.get(QuizAttempt, attempt_id, populate_existing=True)
    if enrolment is None or attempt is None:
        raise AttemptNotFound
    await require_open(reader, study_in(enrolment), attempt.lesson_id)
    return enrolment, attempt


def study_in(enrolment: Enrolment) -> Study:
    return Study(
        classroom_id=enrolment.classroom_id,
        version_id=enrolment.version_id,
        enrolment_id=enrolment.id,
    )


def _mine(reader: Reader) -> Select[Any]:
    return (
        select(Enrolment)
        .join(Course, col(Course.id) == col(Enrolment.course_id))
        .where(
            col(Enrolment.user_id) == reader.user_id,
            col(Enrolment.is_current),
            col(Course.organisation_id) == reader.organisation_id,
            col(Course.deleted_at).is_(None),
        )
    )


async def _first(
    reader: Reader, statement: Select[Any], *, for_update: bool = False
) -> Enrolment | None:
    statement = statement.execution_options(populate_existing=True)
    if not for_update:
        return (await reader.session.scalars(statement)).first()
    locking = statement.with_for_update(of=Enrolment, key_share=True)
    found = (await reader.session.scalars(locking)).first()
    # A lock that waited for the move to a new version comes back empty: the joined row is the old one.
    return found or (await reader.session.scalars(locking)).first()


async def _is_open(reader: Reader, is_wanted: ColumnElement[bool]) -> bool:
    """Whether the actor may know of a published course, and could enrol in it."""
    statement = select(Course.id).where(
        is_wanted,
        col(Course.organisation_id) == reader.organisation_id,
        col(Course.deleted_at).is_(None),
        col(Course.archived_at).is_(None),
        col(Course.published_version_id).is_not(None),
    )
    return (await reader.session.scalars(statement)).first() is not None

"""The only ways to what work tells: a class as its teacher, a course as its author, my own as its learner."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, CourseId, UserId
from alp_app.models.classroom import Classroom
from alp_app.models.course import Course
from alp_app.models.learning import Enrolment
from alp_app.services.classes.access import class_for
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.gradebook.access import require_learner
from alp_app.services.insights.rows import Scope
from alp_app.services.insights.sources import CLASS_PEOPLE, COURSE_PEOPLE, MY_PEOPLE
from alp_app.services.learning.access import why_not_enrolled
from alp_app.unit_of_work import Reader


async def class_scope(
    reader: Reader, classroom_id: ClassroomId, user_id: UserId | None = None
) -> tuple[Classroom, Scope]:
    """Of a class that the actor teaches, archived or not, or of one of its learners. Raises
    ClassNotFound or MemberNotFound."""
    classroom = await class_for(reader, classroom_id)
    if user_id is not None:
        await require_learner(reader, classroom_id, user_id)
    return classroom, Scope(
        people=CLASS_PEOPLE,
        course_id=classroom.course_id,
        classroom_id=classroom.id,
        user_id=user_id,
        zone=classroom.time_zone,
        now=_as_of(classroom),
    )


async def course_scope(reader: Reader, course_id: CourseId) -> tuple[Course, Scope]:
    """Of a course that the actor may edit. Raises CourseNotFound or Forbidden."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    return course, Scope(people=COURSE_PEOPLE, course_id=course.id, now=clock.now())


async def my_scope(reader: Reader, course_id: CourseId) -> tuple[Enrolment, Scope]:
    """My own work in a course as I take it now. Raises CourseNotFound or NotEnrolled."""
    statement = (
        select(Enrolment, Classroom)
        .join(Course, col(Course.id) == col(Enrolment.course_id))
        .join(Classroom, col(Classroom.id) == col(Enrolment.classroom_id), isouter=True)
        .where(
            col(Enrolment.user_id) == reader.user_id,
            col(Enrolment.course_id) == course_id,
            col(Enrolment.is_current),
            col(Course.organisation_id) == reader.organisation_id,
            col(Course.deleted_at).is_(None),
        )
    )
    found = (await reader.session.execute(statement)).first()
    if found is None:
        raise await why_not_enrolled(reader, course_id)
    enrolment, classroom = found
    return enrolment, Scope(
        people=MY_PEOPLE,
        course_id=course_id,
        user_id=reader.user_id,
        is_mine=True,
        zone=classroom.time_zone if classroom else "UTC",
        now=clock.now(),
    )


def _as_of(classroom: Classroom) -> datetime:
    """Now, or the end of a class that is over: nobody is late for it any more."""
    ends = [clock.now()]
    if classroom.archived_at is not None:
        ends.append(classroom.archived_at)
    if classroom.ends_on is not None:
        zone = ZoneInfo(classroom.time_zone)
        day_after = classroom.ends_on + timedelta(days=1)
        ends.append(datetime.combine(day_after, time(), zone))
    return min(ends)

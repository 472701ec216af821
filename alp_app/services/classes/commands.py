"""What teachers do to a class itself: make, change, copy, archive; its code; looking at it as a learner."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.codes import new_code
from alp_app.kit.ids import ClassroomId, CourseId
from alp_app.models.account import BrowserSession, User
from alp_app.models.classroom import (
    ClassMember,
    ClassRole,
    Classroom,
    JoinedBy,
    ReleaseRule,
)
from alp_app.models.course import Course
from alp_app.security.policies import Policy
from alp_app.services.classes import events
from alp_app.services.classes.access import class_for
from alp_app.services.classes.errors import ViewNeedsBrowser
from alp_app.services.classes.inputs import ClassCopy, ClassDetails, CodeSettings, NewClass
from alp_app.services.classes.members import announce, put_in, require_running
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.learning.errors import CourseNotOpen
from alp_app.unit_of_work import UnitOfWork

CODE_LENGTH = 8
"""38 random bits."""


async def create_class(work: UnitOfWork, *, details: NewClass) -> ClassroomId:
    """A class with the actor as its teacher, on a published course. Raises CourseNotOpen."""
    Policy.STAFF.require(work.actor)
    await _published_course(work, details.course_id)
    classroom = _new(work, details.course_id, **details.model_dump(exclude={"course_id"}))
    await _add(work, classroom)
    work.record(events.CLASS_CREATED, classroom.id, course=str(details.course_id))
    return classroom.id


async def change_class(
    work: UnitOfWork, classroom_id: ClassroomId, *, details: ClassDetails
) -> None:
    classroom = await class_for(work, classroom_id, for_update=True)
    for name, value in details.model_dump().items():
        setattr(classroom, name, value)
    work.record(events.CLASS_CHANGED, classroom.id)
    announce(work, classroom)


async def copy_class(
    work: UnitOfWork, classroom_id: ClassroomId, *, copy: ClassCopy
) -> ClassroomId:
    """The class for another term: its course, teachers and plan, with every date moved. Nobody of its
    learners, and a code of its own."""
    source = await class_for(work, classroom_id)
    await _published_course(work, source.course_id)
    shift = timedelta(days=copy.shift_days)
    made = _new(
        work,
        source.course_id,
        name=copy.name,
        term=copy.term,
        starts_on=source.starts_on and source.starts_on + shift,
        ends_on=source.ends_on and source.ends_on + shift,
        time_zone=source.time_zone,
        seats=source.seats,
    )
    await _add(work, made)
    for teacher in await _teachers_of(work, source):
        await put_in(work, made, teacher, role=ClassRole.TEACHER, joined_by=JoinedBy.HAND)
    statement = select(ReleaseRule).where(col(ReleaseRule.classroom_id) == source.id)
    for rule in (await work.session.scalars(statement)).all():
        kept = rule.model_dump(exclude={"id", "classroom_id", "opens_at"})
        opens_at = rule.opens_at and moved(rule.opens_at, copy.shift_days, source.time_zone)
        work.session.add(ReleaseRule(**kept, classroom_id=made.id, opens_at=opens_at))
    work.record(events.CLASS_COPIED, made.id, source=str(source.id))
    return made.id


def moved(at: datetime, days: int, zone: str) -> datetime:
    """The same time of day, so many days later by the calendar of a zone."""
    # Arithmetic within a zone keeps the wall clock.
    return (at.astimezone(ZoneInfo(zone)) + timedelta(days=days)).astimezone(UTC)


async def archive_class(work: UnitOfWork, classroom_id: ClassroomId) -> None:
    """Nobody joins any more. Its learners go on reading."""
    classroom = await class_for(work, classroom_id, for_update=True)
    if classroom.archived_at is None:
        classroom.archived_at = clock.now()
        work.record(events.CLASS_ARCHIVED, classroom.id)
        announce(work, classroom)


async def restore_class(work: UnitOfWork, classroom_id: ClassroomId) -> None:
    classroom = await class_for(work, classroom_id, for_update=True)
    if classroom.archived_at is not None:
        classroom.archived_at = None
        work.record(events.CLASS_RESTORED, classroom.id)
        announce(work, classroom)


async def change_code(
    work: UnitOfWork, classroom_id: ClassroomId, *, settings: CodeSettings
) -> None:
    """How many seats there are, and until when the code lets anybody in."""
    classroom = await class_for(work, classroom_id, for_update=True)
    require_running(classroom)
    classroom.seats = settings.seats
    classroom.code_closes_at = in_zone(settings.closes_at, classroom.time_zone)
    was_closed = classroom.code_closed_at
    classroom.code_closed_at = (was_closed or clock.now()) if settings.is_closed else None
    work.record(events.CODE_CHANGED, classroom.id, is_closed=settings.is_closed)
    announce(work, classroom)


async def rotate_code(work: UnitOfWork, classroom_id: ClassroomId) -> None:
    """A new code; the one before opens nothing from now on."""
    classroom = await class_for(work, classroom_id, for_update=True)
    require_running(classroom)
    classroom.code = new_code(CODE_LENGTH)
    work.record(events.CODE_ROTATED, classroom.id)
    announce(work, classroom)


async def start_view(work: UnitOfWork, classroom_id: ClassroomId) -> str:
    """From now on this browser sees what a learner sees who has just joined, and changes nothing.

    Returns the slug of the course. Raises ViewNeedsBrowser for a program.
    """
    classroom = await class_for(work, classroom_id)
    if not await _set_view(work, classroom.id):
        raise ViewNeedsBrowser
    work.record(events.VIEW_STARTED, classroom.id)
    return (await work.session.get_one(Course, classroom.course_id)).slug


async def end_view(work: UnitOfWork) -> None:
    """Back to teaching. To be asked by the `unbound` actor."""
    await _set_view(work, None)
    work.record(events.VIEW_ENDED, work.user_id)


def in_zone(at: datetime | None, zone: str) -> datetime | None:
    """An instant; one without an offset is taken as the wall clock of a zone."""
    if at is None or at.tzinfo is not None:
        return at
    return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def _set_view(work: UnitOfWork, classroom_id: ClassroomId | None) -> bool:
    statement = (
        update(BrowserSession)
        .where(
            col(BrowserSession.id) == work.actor.session_id,
            col(BrowserSession.user_id) == work.user_id,
        )
        .values(viewed_class_id=classroom_id)
        .returning(col(BrowserSession.id))
    )
    return (await work.session.scalars(statement)).first() is not None


async def _published_course(work: UnitOfWork, course_id: CourseId) -> None:
    course = await course_for(work.session, work.actor, course_id, Purpose.READ)
    if course.published_version_id is None or course.archived_at is not None:
        raise CourseNotOpen


def _new(work: UnitOfWork, course_id: CourseId, **details: object) -> Classroom:
    return Classroom.model_validate(
        {
            **details,
            "organisation_id": work.organisation_id,
            "course_id": course_id,
            "code": new_code(CODE_LENGTH),
            "created_by": work.user_id,
        }
    )


async def _add(work: UnitOfWork, classroom: Classroom) -> None:
    work.session.add(classroom)
    await work.session.flush()
    me = await work.session.get_one(User, work.user_id)
    await put_in(work, classroom, me, role=ClassRole.TEACHER, joined_by=JoinedBy.HAND)


async def _teachers_of(work: UnitOfWork, classroom: Classroom) -> list[User]:
    statement = (
        select(User)
        .join(ClassMember, col(ClassMember.user_id) == col(User.id))
        .where(
            col(ClassMember.classroom_id) == classroom.id,
            col(ClassMember.role) == ClassRole.TEACHER,
            col(ClassMember.removed_at).is_(None),
        )
    )
    return list((await work.session.scalars(statement)).all())

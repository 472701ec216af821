"""Who is in a class: adding, taking out and putting back, renaming, giving a way back in."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, RosterImportId, UserId
from alp_app.models.account import User
from alp_app.models.classroom import ClassMember, ClassRole, Classroom, JoinedBy
from alp_app.services.accounts.access import find_user_by_email
from alp_app.services.accounts.return_codes import can_return_by_code, make_return_code
from alp_app.services.accounts.sign_in import end_access
from alp_app.services.classes import events
from alp_app.services.classes.access import class_for, member_for
from alp_app.services.classes.errors import (
    ClassArchived,
    LastTeacher,
    NameTaken,
    NotYourPupil,
    PersonNotKnown,
    StaffNotFound,
)
from alp_app.services.classes.inputs import PersonToAdd
from alp_app.services.classes.names import free_name, is_taken
from alp_app.services.learning.enrolling import begin_course, resume_course
from alp_app.unit_of_work import Reader, UnitOfWork


async def add_person(work: UnitOfWork, classroom_id: ClassroomId, *, person: PersonToAdd) -> None:
    """Add somebody who has an account: a teacher from among the staff, or a learner.

    Raises StaffNotFound, PersonNotKnown or ClassArchived. Who is in the class already stays as they
    are.
    """
    classroom = await class_for(work, classroom_id, for_update=True)
    require_running(classroom)
    user = await find_user_by_email(work.session, person.email)
    is_here = (
        user is not None
        and user.organisation_id == work.organisation_id
        and user.disabled_at is None
    )
    if person.role is ClassRole.TEACHER:
        if user is None or not is_here or not user.role.is_staff:
            raise StaffNotFound
    elif user is None or not is_here:
        raise PersonNotKnown
    await put_in(work, classroom, user, role=person.role, joined_by=JoinedBy.HAND)


async def put_in(
    work: UnitOfWork,
    classroom: Classroom,
    user: User,
    *,
    role: ClassRole,
    joined_by: JoinedBy,
    import_id: RosterImportId | None = None,
    is_account_imported: bool = False,
) -> bool:
    """Make somebody a member, and a learner enrolled. False when they are one already.

    The class is locked and the caller has checked that this may be.
    """
    member = await work.session.get(ClassMember, (classroom.id, user.id), populate_existing=True)
    if member is not None and member.removed_at is None:
        return False
    if member is None:
        member = ClassMember(
            classroom_id=classroom.id,
            user_id=user.id,
            organisation_id=classroom.organisation_id,
            role=role,
            joined_by=joined_by,
            import_id=import_id,
            is_account_imported=is_account_imported,
        )
        work.session.add(member)
    else:
        member.role, member.joined_by = role, joined_by
        member.removed_at, member.joined_at = None, clock.now()
        member.import_id, member.is_account_imported = import_id, is_account_imported
    await work.session.flush()
    if role is ClassRole.LEARNER:
        await begin_course(work, classroom.course_id, user.id, classroom_id=classroom.id)
    work.record(
        events.MEMBER_ADDED, classroom.id, user=str(user.id), role=role.value, by=joined_by.value
    )
    announce(work, classroom)
    return True


async def remove_member(work: UnitOfWork, classroom_id: ClassroomId, user_id: UserId) -> None:
    """Take somebody out. What they did is kept, and is there again when they are put back."""
    classroom = await class_for(work, classroom_id, for_update=True)
    member, _ = await member_for(work, classroom, user_id)
    if member.role is ClassRole.TEACHER and await _teachers(work, classroom) < 2:  # noqa: PLR2004
        raise LastTeacher
    member.removed_at = clock.now()
    await resume_course(work, classroom.course_id, user_id)
    work.record(events.MEMBER_REMOVED, classroom.id, user=str(user_id))
    announce(work, classroom)


async def restore_member(work: UnitOfWork, classroom_id: ClassroomId, user_id: UserId) -> None:
    """Put somebody back who was taken out."""
    classroom = await class_for(work, classroom_id, for_update=True)
    member, _ = await member_for(work, classroom, user_id, is_removed=True)
    member.removed_at = None
    await work.session.flush()
    if member.role is ClassRole.LEARNER:
        await begin_course(work, classroom.course_id, user_id, classroom_id=classroom.id)
    work.record(events.MEMBER_RESTORED, classroom.id, user=str(user_id))
    announce(work, classroom)


async def rename_member(
    work: UnitOfWork, classroom_id: ClassroomId, user_id: UserId, *, name: str
) -> None:
    """Give a pupil another name, as when the one they chose is not fit for a class."""
    classroom = await class_for(work, classroom_id, for_update=True)
    _, user = await member_for(work, classroom, user_id)
    if not can_return_by_code(user):
        raise NotYourPupil
    others = await names_in(work, classroom, but=user_id)
    if is_taken(name, others):
        raise NameTaken(free_name(name, others))
    user.display_name = name
    work.record(events.MEMBER_RENAMED, classroom.id, user=str(user_id))
    work.notify("accounts", user_id=user_id)
    announce(work, classroom)


async def renew_return_code(
    work: UnitOfWork, classroom_id: ClassroomId, user_id: UserId, *, is_signing_out: bool
) -> str:
    """A new return code for a pupil, shown to the teacher once. The one before ends; `is_signing_out`
    ends whatever is signed in as the pupil too. Raises NotYourPupil."""
    classroom = await class_for(work, classroom_id)
    member, user = await member_for(work, classroom, user_id)
    if member.role is not ClassRole.LEARNER or not can_return_by_code(user):
        raise NotYourPupil
    if is_signing_out:
        await end_access(work, user.id)
    return await make_return_code(work, user)


async def names_in(
    reader: Reader, classroom: Classroom, *, but: UserId | None = None
) -> Sequence[str]:
    """The names of everybody in a class."""
    statement = (
        select(col(User.display_name))
        .join(ClassMember, col(ClassMember.user_id) == col(User.id))
        .where(
            col(ClassMember.classroom_id) == classroom.id,
            col(ClassMember.removed_at).is_(None),
            col(User.id).is_distinct_from(but),
        )
    )
    return (await reader.session.scalars(statement)).all()


async def learners_in(reader: Reader, classroom: Classroom) -> int:
    return await _count(reader, classroom, ClassRole.LEARNER)


def require_running(classroom: Classroom) -> None:
    if classroom.archived_at is not None:
        raise ClassArchived


def announce(work: UnitOfWork, classroom: Classroom) -> None:
    """Tell open pages that the class has changed."""
    work.notify("class", course_id=classroom.course_id)


async def _teachers(reader: Reader, classroom: Classroom) -> int:
    return await _count(reader, classroom, ClassRole.TEACHER)


async def _count(reader: Reader, classroom: Classroom, role: ClassRole) -> int:
    statement = (
        select(func.count())
        .select_from(ClassMember)
        .where(
            col(ClassMember.classroom_id) == classroom.id,
            col(ClassMember.role) == role,
            col(ClassMember.removed_at).is_(None),
        )
    )
    return (await reader.session.scalars(statement)).one()

"""Coming into a class: by its code or an invite link, with an account or with nothing but a name.

Joining never opens an account that was there before: a name that somebody has is refused, and the way
back is a return code. Nor does it make anybody a teacher who is none in the school.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.codes import read_code
from alp_app.models.account import User
from alp_app.models.classroom import (
    ClassInvite,
    ClassMember,
    ClassRole,
    Classroom,
    JoinedBy,
)
from alp_app.models.course import Course
from alp_app.security.actor import Role
from alp_app.security.guard import Guard
from alp_app.security.rate_limits import Limit
from alp_app.security.tokens import token_hash
from alp_app.services.accounts.inputs import Client
from alp_app.services.accounts.return_codes import make_return_code
from alp_app.services.accounts.sign_in import open_family, open_session
from alp_app.services.classes import events
from alp_app.services.classes.commands import CODE_LENGTH
from alp_app.services.classes.errors import (
    ClassClosed,
    ClassFull,
    CodeUnknown,
    InviteEnded,
    InviteForStaff,
    NameIsContact,
    NameIsFull,
    NameNeeded,
    NameTaken,
    TakenOut,
)
from alp_app.services.classes.inputs import JoinByCode, JoinByInvite
from alp_app.services.classes.members import learners_in, names_in, put_in
from alp_app.services.classes.names import advise, is_taken
from alp_app.services.classes.queries import teacher_names
from alp_app.services.classes.views import DoorView, Joined
from alp_app.unit_of_work import Reader, UnitOfWork

PER_ADDRESS = Limit("join.address", 600, timedelta(minutes=10))
"""A whole school behind one address joins at once; a guess in 38 bits is still hopeless."""
OVERALL = Limit("join.all", 6000, timedelta(minutes=10))


async def look_behind_code(reader: Reader, code: str, *, client: Client, guard: Guard) -> DoorView:
    """Which class a code opens. Raises CodeUnknown, or says that it is closed or full."""
    await _take_turn(client, guard)
    classroom = await _by_code(reader, code)
    await _require_room(reader, classroom)
    return await _door(reader, classroom, ClassRole.LEARNER)


async def look_behind_invite(
    reader: Reader, token: str, *, client: Client, guard: Guard
) -> DoorView:
    """What an invite link leads to. Raises InviteEnded."""
    await _take_turn(client, guard)
    invite = await _by_token(reader, token)
    classroom = await reader.session.get_one(Classroom, invite.classroom_id)
    return await _door(reader, classroom, invite.role)


async def join_by_code(
    work: UnitOfWork,
    *,
    inputs: JoinByCode,
    client: Client,
    guard: Guard,
    is_program: bool = False,
) -> Joined:
    """Join with a code: with the account that is signed in, or as a new pupil with a name.

    Raises CodeUnknown, ClassClosed, ClassFull, TakenOut, or what speaks against the name.
    """
    await _take_turn(client, guard)
    classroom = await _by_code(work, inputs.code, for_update=True)
    if work.actor.is_signed_in:
        return await _join_as_me(work, classroom, ClassRole.LEARNER, JoinedBy.CODE)
    await _require_room(work, classroom)
    user = await _new_pupil(work, classroom, inputs.name, keep_name=inputs.keep_name)
    return await _join_as_pupil(
        work,
        classroom,
        user,
        joined_by=JoinedBy.CODE,
        client=client,
        guard=guard,
        is_program=is_program,
    )


async def join_by_invite(
    work: UnitOfWork,
    *,
    inputs: JoinByInvite,
    client: Client,
    guard: Guard,
    is_program: bool = False,
) -> Joined:
    """As `join_by_code`, with a link. One for teachers takes only those who are staff already."""
    await _take_turn(client, guard)
    invite = await _by_token(work, inputs.token)
    # The class first, then the link: in the one order that everybody locks them in.
    classroom = await _locked_class(work, invite)
    invite = await _by_token(work, inputs.token, for_update=True)
    if invite.role is ClassRole.TEACHER and not work.actor.is_staff:
        raise InviteForStaff
    if work.actor.is_signed_in:
        joined = await _join_as_me(work, classroom, invite.role, JoinedBy.INVITE, invite)
    else:
        await _require_seat(work, classroom)
        user = await _new_pupil(work, classroom, inputs.name, keep_name=inputs.keep_name)
        joined = await _join_as_pupil(
            work,
            classroom,
            user,
            joined_by=JoinedBy.INVITE,
            client=client,
            guard=guard,
            is_program=is_program,
        )
        invite.used += 1
    return joined


async def _take_turn(client: Client, guard: Guard) -> None:
    await guard.limits.take(PER_ADDRESS, client.address)
    await guard.limits.take(OVERALL, "everybody")


async def _by_code(reader: Reader, typed: str, *, for_update: bool = False) -> Classroom:
    code = read_code(typed, CODE_LENGTH)
    if code is None:
        raise CodeUnknown
    statement = (
        select(Classroom)
        .where(
            col(Classroom.code) == code,
            col(Classroom.organisation_id) == reader.organisation_id,
        )
        .execution_options(populate_existing=True)
    )
    if for_update:
        statement = statement.with_for_update(key_share=True)
    classroom = (await reader.session.scalars(statement)).first()
    if classroom is None:
        raise CodeUnknown
    return classroom


async def _by_token(reader: Reader, token: str, *, for_update: bool = False) -> ClassInvite:
    statement = (
        select(ClassInvite)
        .where(
            col(ClassInvite.token_hash) == token_hash(token),
            col(ClassInvite.organisation_id) == reader.organisation_id,
        )
        .execution_options(populate_existing=True)
    )
    if for_update:
        statement = statement.with_for_update()
    invite = (await reader.session.scalars(statement)).first()
    if invite is None or not is_open(invite):
        raise InviteEnded
    return invite


def is_open(invite: ClassInvite) -> bool:
    return (
        invite.revoked_at is None
        and invite.expires_at > clock.now()
        and (invite.seats is None or invite.used < invite.seats)
    )


def is_code_open(classroom: Classroom) -> bool:
    """Whether the code lets anybody in, as far as seats are left."""
    is_over = classroom.code_closes_at is not None and classroom.code_closes_at <= clock.now()
    return classroom.archived_at is None and classroom.code_closed_at is None and not is_over


async def _locked_class(work: UnitOfWork, invite: ClassInvite) -> Classroom:
    statement = (
        select(Classroom)
        .where(col(Classroom.id) == invite.classroom_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    classroom = (await work.session.scalars(statement)).one()
    if classroom.archived_at is not None:
        raise InviteEnded
    return classroom


async def _require_room(reader: Reader, classroom: Classroom) -> None:
    if not is_code_open(classroom):
        raise ClassClosed(classroom.name)
    await _require_seat(reader, classroom)


async def _require_seat(reader: Reader, classroom: Classroom) -> None:
    if classroom.seats is not None and await learners_in(reader, classroom) >= classroom.seats:
        raise ClassFull(classroom.name)


async def _join_as_me(
    work: UnitOfWork,
    classroom: Classroom,
    role: ClassRole,
    joined_by: JoinedBy,
    invite: ClassInvite | None = None,
) -> Joined:
    member = await work.session.get(ClassMember, (classroom.id, work.user_id))
    if member is not None and member.removed_at is not None:
        raise TakenOut
    if member is None:
        if invite is None:
            await _require_room(work, classroom)
        elif role is ClassRole.LEARNER:
            await _require_seat(work, classroom)
        me = await work.session.get_one(User, work.user_id)
        await put_in(work, classroom, me, role=role, joined_by=joined_by)
        work.record(events.MEMBER_JOINED, classroom.id, by=joined_by.value)
        if invite is not None:
            invite.used += 1
    course = await work.session.get_one(Course, classroom.course_id)
    return Joined(
        classroom_id=classroom.id,
        course_slug=course.slug,
        user_id=work.user_id,
        is_new_person=False,
    )


async def _new_pupil(
    work: UnitOfWork, classroom: Classroom, name: str | None, *, keep_name: bool
) -> User:
    """The class is locked, so that nobody takes the name meanwhile."""
    if name is None:
        raise NameNeeded
    _judge(name, await names_in(work, classroom), keep_name=keep_name)
    user = User(organisation_id=classroom.organisation_id, display_name=name, role=Role.LEARNER)
    work.session.add(user)
    await work.session.flush()
    return user


def _judge(name: str, taken: Sequence[str], *, keep_name: bool) -> None:
    advice = advise(name, taken)
    if advice is None:
        return
    if advice.kind == "contact":
        raise NameIsContact(advice.suggestion)
    if advice.kind == "full" and not keep_name:
        raise NameIsFull(advice.suggestion)
    if is_taken(name, taken):
        raise NameTaken(advice.suggestion)


async def _join_as_pupil(
    work: UnitOfWork,
    classroom: Classroom,
    user: User,
    *,
    joined_by: JoinedBy,
    client: Client,
    guard: Guard,
    is_program: bool,
) -> Joined:
    await put_in(work, classroom, user, role=ClassRole.LEARNER, joined_by=joined_by)
    work.record(events.MEMBER_JOINED, classroom.id, user=str(user.id), by=joined_by.value)
    course = await work.session.get_one(Course, classroom.course_id)
    return Joined(
        classroom_id=classroom.id,
        course_slug=course.slug,
        user_id=user.id,
        is_new_person=True,
        signed_in=None if is_program else open_session(work, user, client),
        tokens=open_family(work, user, guard.tokens) if is_program else None,
        return_code=await make_return_code(work, user) if is_program else "",
    )


async def _door(reader: Reader, classroom: Classroom, role: ClassRole) -> DoorView:
    course = await reader.session.get_one(Course, classroom.course_id)
    return DoorView(
        name=classroom.name,
        term=classroom.term,
        course_title=course.title,
        teachers=await teacher_names(reader, classroom.id),
        role=role,
    )

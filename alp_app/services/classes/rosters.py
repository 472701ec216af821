"""Lists of learners: read, tried out, taken in, and taken back as a whole."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, text
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, RosterImportId, UserId
from alp_app.kit.sheets import read_sheet
from alp_app.models.account import User
from alp_app.models.classroom import (
    ClassMember,
    ClassRole,
    Classroom,
    JoinedBy,
    RosterImport,
)
from alp_app.models.learning import Enrolment
from alp_app.security.actor import Role
from alp_app.services.accounts.commands import invite_learner
from alp_app.services.accounts.inputs import Email
from alp_app.services.accounts.return_codes import make_return_code
from alp_app.services.classes import events
from alp_app.services.classes.access import class_for
from alp_app.services.classes.errors import ImportNotFound, RosterUnreadable
from alp_app.services.classes.inputs import LearnerName
from alp_app.services.classes.members import announce, names_in, put_in, require_running
from alp_app.services.classes.names import key_of
from alp_app.services.classes.views import (
    Effect,
    ImportView,
    Refusal,
    RosterPreview,
    RosterResult,
    RosterRow,
    RosterSlip,
    UndoneImport,
)
from alp_app.services.learning.enrolling import resume_course
from alp_app.unit_of_work import Reader, UnitOfWork

MOST_ROWS = 500
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
_NAME: TypeAdapter[str] = TypeAdapter(LearnerName)
_NAME_HEADS = {"name", "display name", "learner", "student", "pupil", "first name", "nombre"}
_EMAIL_HEADS = {"email", "e-mail", "mail", "e-mail address", "correo"}
_IS_UNTOUCHED = text("""
    SELECT NOT EXISTS (SELECT FROM browser_session WHERE user_id = :user_id)
       AND NOT EXISTS (SELECT FROM refresh_token WHERE user_id = :user_id)
       AND (SELECT password_hash IS NULL FROM user_account WHERE id = :user_id)
       AND NOT EXISTS (SELECT FROM class_member
                        WHERE user_id = :user_id AND classroom_id <> :classroom_id)
       AND NOT EXISTS (SELECT FROM enrolment
                        WHERE user_id = :user_id
                          AND classroom_id IS DISTINCT FROM :classroom_id)
""")
_HAS_WORKED = text("""
    SELECT EXISTS (
      SELECT FROM enrolment e JOIN learning_event v ON v.enrolment_id = e.id
       WHERE e.user_id = :user_id AND e.classroom_id = :classroom_id AND v.kind <> 'enrolled')
""")


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    email: str


def read_roster(text: str) -> list[Entry]:
    """The people of a list: with a line of headings or without, in any order of the two columns.

    Raises RosterUnreadable.
    """
    rows = read_sheet(text)
    if not rows or len(rows) > MOST_ROWS + 1:
        raise RosterUnreadable
    heads = [re.sub(r"[\s_]+", " ", cell).casefold() for cell in rows[0]]
    name_at = next((at for at, head in enumerate(heads) if head in _NAME_HEADS), None)
    email_at = next((at for at, head in enumerate(heads) if head in _EMAIL_HEADS), None)
    if name_at is None and email_at is None:
        return [_entry_of(row) for row in rows[:MOST_ROWS]]
    return [Entry(_cell(row, name_at), _cell(row, email_at)) for row in rows[1:]]


async def preview_roster(reader: Reader, classroom_id: ClassroomId, *, text: str) -> RosterPreview:
    """What each line would do. Nothing is changed."""
    classroom = await class_for(reader, classroom_id)
    return _preview([row async for row, _ in _judged(reader, classroom, text)])


async def import_roster(work: UnitOfWork, classroom_id: ClassroomId, *, text: str) -> RosterResult:
    """Take the people of a list in. Lines that are refused change nothing; the rest is taken."""
    classroom = await class_for(work, classroom_id, for_update=True)
    require_running(classroom)
    upload = RosterImport(
        organisation_id=classroom.organisation_id,
        classroom_id=classroom.id,
        created_by=work.user_id,
    )
    judged = [pair async for pair in _judged(work, classroom, text)]
    coming = [(row, user) for row, user in judged if row.effect in {"pupil", "account", "add"}]
    slips: list[RosterSlip] = []
    if coming:
        work.session.add(upload)
        await work.session.flush()
    for row, known in coming:
        user, slip = await _person(work, row, known)
        await put_in(
            work,
            classroom,
            user,
            role=ClassRole.LEARNER,
            joined_by=JoinedBy.ROSTER,
            import_id=upload.id,
            is_account_imported=known is None,
        )
        if slip is not None:
            slips.append(slip)
    if coming:
        upload.added = len(coming)
        work.record(events.ROSTER_IMPORTED, classroom.id, added=len(coming))
        announce(work, classroom)
    return RosterResult(
        import_id=upload.id if coming else None,
        added=len(coming),
        slips=tuple(slips),
        preview=_preview([row for row, _ in judged]),
    )


async def undo_import(
    work: UnitOfWork, classroom_id: ClassroomId, import_id: RosterImportId
) -> UndoneImport:
    """Take back an upload as a whole: what it added, unless they have begun to work or signed in."""
    classroom = await class_for(work, classroom_id, for_update=True)
    upload = await work.session.get(RosterImport, import_id, with_for_update=True)
    if upload is None or upload.classroom_id != classroom.id or upload.undone_at is not None:
        raise ImportNotFound
    statement = select(ClassMember).where(
        col(ClassMember.classroom_id) == classroom.id, col(ClassMember.import_id) == import_id
    )
    members = (await work.session.scalars(statement)).all()
    removed = [await _take_back(work, classroom, member) for member in members]
    upload.undone_at = clock.now()
    work.record(events.ROSTER_UNDONE, classroom.id, removed=sum(removed))
    announce(work, classroom)
    return UndoneImport(removed=sum(removed), kept=len(removed) - sum(removed))


async def list_imports(reader: Reader, classroom_id: ClassroomId) -> list[ImportView]:
    """The uploads that can be taken back, the newest first."""
    classroom = await class_for(reader, classroom_id)
    statement = (
        select(RosterImport, func.coalesce(col(User.display_name), ""))
        .outerjoin(User, col(User.id) == col(RosterImport.created_by))
        .where(
            col(RosterImport.classroom_id) == classroom.id, col(RosterImport.undone_at).is_(None)
        )
        .order_by(col(RosterImport.created_at).desc())
        .limit(20)
    )
    return [
        ImportView(id=upload.id, added=upload.added, made_by=name, created_at=upload.created_at)
        for upload, name in (await reader.session.execute(statement)).all()
    ]


async def _judged(
    reader: Reader, classroom: Classroom, text: str
) -> AsyncIterator[tuple[RosterRow, User | None]]:
    """Each line with what it would do, and with the account it is about, if there is one."""
    entries = read_roster(text)
    known = await _accounts(reader, entries)
    members = await _memberships(reader, classroom)
    names = {key_of(name) for name in await names_in(reader, classroom)}
    seen: set[str] = set()
    for line, entry in enumerate(entries, start=1):
        user = known.get(entry.email.lower())
        key = entry.email.lower() or key_of(entry.name)
        refusal = _refusal(entry, user, members, is_twice=key in seen)
        seen.add(key)
        is_here = user.id in members if user else not entry.email and key_of(entry.name) in names
        if refusal:
            effect: Effect = "refused"
        elif is_here:
            effect = "here"
        else:
            effect = "add" if user else "account" if entry.email else "pupil"
        row = RosterRow(
            line=line,
            name=entry.name or (user.display_name if user else ""),
            email=entry.email,
            effect=effect,
            refusal=refusal,
        )
        yield row, user


def _refusal(
    entry: Entry, user: User | None, members: dict[UserId, bool], *, is_twice: bool
) -> Refusal:
    if is_twice:
        return "twice"
    if entry.email and not _fits(_EMAIL, entry.email):
        return "email"
    if user is not None:
        if user.disabled_at is not None:
            return "ended"
        if user.role is not Role.LEARNER:
            return "staff"
        return "taken_out" if members.get(user.id) is False else ""
    return "" if _fits(_NAME, entry.name) else "no_name"


async def _accounts(reader: Reader, entries: Sequence[Entry]) -> dict[str, User]:
    emails = [entry.email.lower() for entry in entries if entry.email]
    statement = select(User).where(
        func.lower(col(User.email)).in_(emails),
        col(User.organisation_id) == reader.organisation_id,
    )
    found = (await reader.session.scalars(statement)).all()
    return {user.email.lower(): user for user in found if user.email}


async def _memberships(reader: Reader, classroom: Classroom) -> dict[UserId, bool]:
    """Everybody who ever was in the class, and whether they still are."""
    statement = select(col(ClassMember.user_id), col(ClassMember.removed_at)).where(
        col(ClassMember.classroom_id) == classroom.id
    )
    rows = (await reader.session.execute(statement)).all()
    return {user_id: removed_at is None for user_id, removed_at in rows}


async def _person(
    work: UnitOfWork, row: RosterRow, known: User | None
) -> tuple[User, RosterSlip | None]:
    if known is not None:
        return known, None
    if row.email:
        user, token = await invite_learner(work, email=row.email, display_name=row.name)
        return user, RosterSlip(name=row.name, email=row.email, setup_token=token)
    user = User(organisation_id=work.organisation_id, display_name=row.name, role=Role.LEARNER)
    work.session.add(user)
    await work.session.flush()
    code = await make_return_code(work, user)
    return user, RosterSlip(name=row.name, email="", return_code=code)


async def _take_back(work: UnitOfWork, classroom: Classroom, member: ClassMember) -> bool:
    about = {"user_id": member.user_id, "classroom_id": classroom.id}
    if (await work.session.execute(_HAS_WORKED, about)).scalar_one():
        return False
    is_untouched = (await work.session.execute(_IS_UNTOUCHED, about)).scalar_one()
    if member.is_account_imported and not is_untouched:
        return False
    await work.session.delete(member)
    await work.session.execute(
        delete(Enrolment).where(
            col(Enrolment.classroom_id) == classroom.id, col(Enrolment.user_id) == member.user_id
        )
    )
    await work.session.flush()
    if member.is_account_imported:
        await work.session.delete(await work.session.get_one(User, member.user_id))
        await work.session.flush()
    else:
        await resume_course(work, classroom.course_id, member.user_id)
    return True


def _preview(rows: Sequence[RosterRow]) -> RosterPreview:
    return RosterPreview(
        rows=tuple(rows),
        new=sum(row.effect in {"pupil", "account", "add"} for row in rows),
        here=sum(row.effect == "here" for row in rows),
        refused=sum(row.effect == "refused" for row in rows),
    )


def _entry_of(row: Sequence[str]) -> Entry:
    """Without headings: the cell with an @ is the address, the first other one the name."""
    email = next((cell for cell in row if "@" in cell), "")
    return Entry(next((cell for cell in row if cell and cell != email), ""), email)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _fits(kind: TypeAdapter[str], value: str) -> bool:
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True

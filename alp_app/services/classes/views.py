"""What goes out about a class. Immutable, safe to send to its teachers; `DoorView` to anybody who has
the code."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from alp_app.kit.ids import (
    ClassroomId,
    CourseId,
    InviteId,
    LessonId,
    ModuleId,
    RosterImportId,
    UserId,
)
from alp_app.models.classroom import ClassRole, JoinedBy
from alp_app.services.accounts.views import SignedIn, TokenPair
from alp_app.services.courses.views import View


class ClassRow(View):
    """A class in its teacher's list."""

    id: ClassroomId
    name: str
    term: str
    course_id: CourseId
    course_title: str
    course_slug: str
    starts_on: date | None
    ends_on: date | None
    learners: int
    seats: int | None
    is_code_open: bool
    archived_at: datetime | None


class ClassView(ClassRow):
    time_zone: str
    code: str
    """As people read it: `BCDF-2345`."""
    code_closes_at: datetime | None
    code_closes_local: str
    """The same in the class's zone, for a form; empty when it does not close."""
    is_code_closed: bool
    """By a teacher."""
    teachers: tuple[str, ...]


class MemberView(View):
    user_id: UserId
    name: str
    email: str
    """Empty for a pupil who joined without one."""
    role: ClassRole
    joined_by: JoinedBy
    joined_at: datetime
    is_pupil: bool
    """Without an account of their own: the teacher may rename them and make them a return code."""
    lessons_done: int
    lessons_total: int
    active_at: datetime | None


class InviteView(View):
    id: InviteId
    role: ClassRole
    seats: int | None
    used: int
    expires_at: datetime
    is_open: bool


class NewInviteView(View):
    invite: InviteView
    token: str
    """Known only now."""


class PlanLesson(View):
    id: LessonId
    number: int
    title: str
    opens_at: datetime | None = None
    opens_local: str = ""
    """`2026-01-12T08:00` in the class's zone; empty when no date is set."""
    after_module_id: ModuleId | None = None
    after_lesson_id: LessonId | None = None


class PlanModule(View):
    id: ModuleId
    number: int
    title: str
    opens_at: datetime | None = None
    opens_local: str = ""
    after_module_id: ModuleId | None = None
    after_lesson_id: LessonId | None = None
    lessons: tuple[PlanLesson, ...]


class PlanView(View):
    classroom_id: ClassroomId
    time_zone: str
    modules: tuple[PlanModule, ...]


Effect = Literal["pupil", "account", "add", "here", "refused"]
"""A new pupil with a return code, a new account with a set-up link, somebody with an account is added,
already in the class, not possible."""
Refusal = Literal["", "no_name", "email", "twice", "staff", "ended", "taken_out"]


class RosterRow(View):
    line: int
    """Counts from 1 among the people of the list."""
    name: str
    email: str
    effect: Effect
    refusal: Refusal = ""


class RosterPreview(View):
    rows: tuple[RosterRow, ...]
    new: int
    here: int
    refused: int


class RosterSlip(View):
    """What one new person needs to come in. Known only now."""

    name: str
    email: str
    return_code: str = ""
    setup_token: str = ""


class RosterResult(View):
    import_id: RosterImportId | None
    """None: nobody was added."""
    added: int
    slips: tuple[RosterSlip, ...]
    preview: RosterPreview


class ImportView(View):
    id: RosterImportId
    added: int
    made_by: str
    created_at: datetime


class UndoneImport(View):
    removed: int
    kept: int
    """People who have begun to work or have signed in since: they stay."""


class MyClassView(View):
    """A class as one of its learners knows it."""

    id: ClassroomId
    name: str
    term: str
    course_id: CourseId
    course_title: str
    course_slug: str
    starts_on: date | None
    ends_on: date | None
    teachers: tuple[str, ...]


class DoorView(View):
    """What somebody with a right code or link may know before joining."""

    name: str
    term: str
    course_title: str
    teachers: tuple[str, ...]
    role: ClassRole = ClassRole.LEARNER


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    classroom_id: ClassroomId
    course_slug: str
    user_id: UserId
    is_new_person: bool
    signed_in: SignedIn | None = field(default=None, repr=False)
    """The browser session of a new person."""
    tokens: TokenPair | None = field(default=None, repr=False)
    """Of a new person who joined through the API."""
    return_code: str = field(default="", repr=False)
    """Of a new person who joined through the API; a page makes it when it can show it."""

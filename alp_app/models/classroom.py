"""Classes: a group that takes a course in a term, how its people come in, and when its lessons open."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, Uuid
from sqlmodel import Field

from alp_app.kit.ids import (
    ClassroomId,
    CourseId,
    InviteId,
    LessonId,
    ModuleId,
    OrganisationId,
    RosterImportId,
    UserId,
)
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    moment,
    organisation,
    primary_key,
)


class ClassRole(StrEnum):
    """What somebody is in one class, whatever they are in the school."""

    TEACHER = "teacher"
    LEARNER = "learner"


class JoinedBy(StrEnum):
    CODE = "code"
    INVITE = "invite"
    ROSTER = "roster"
    HAND = "hand"
    """Made the class, or was added by a teacher."""


class Classroom(Table, table=True):
    """A group that takes one course in one term. Called "class" wherever people read it."""

    id: ClassroomId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    name: str = Field(max_length=120)
    term: str = Field(default="", max_length=80)
    starts_on: date | None = None
    ends_on: date | None = None
    time_zone: str = Field(default="UTC", max_length=60)
    """IANA name: the days and hours of the release plan are this zone's."""
    code: str = Field(max_length=16, unique=True)
    """As it is compared: eight characters without hyphen."""
    seats: int | None = None
    """Learners that the code and invites let in at most; None: any number."""
    code_closes_at: datetime | None = moment()
    code_closed_at: datetime | None = moment()
    """Closed by a teacher, until it is opened again."""
    created_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    created_at: datetime = created()
    archived_at: datetime | None = moment()


class ClassMember(Table, table=True):
    __table_args__ = (Index("class_member_user_idx", "user_id"),)

    classroom_id: ClassroomId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="classroom.id", ondelete="CASCADE"
    )
    user_id: UserId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="user_account.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    role: ClassRole = enum_column(ClassRole)
    joined_by: JoinedBy = enum_column(JoinedBy)
    joined_at: datetime = created()
    removed_at: datetime | None = moment()
    import_id: RosterImportId | None = belongs_to("roster_import.id", nullable=True, cascade=False)
    """The upload that added this person."""
    is_account_imported: bool = False
    """That upload made the account too."""


class ClassInvite(Table, table=True):
    """A link that lets people into a class. Only a hash of its token is kept."""

    id: InviteId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = belongs_to("classroom.id")
    role: ClassRole = enum_column(ClassRole)
    token_hash: str = Field(unique=True)
    seats: int | None = None
    used: int = 0
    expires_at: datetime = created()
    revoked_at: datetime | None = moment()
    created_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    created_at: datetime = created()


class RosterImport(Table, table=True):
    """One upload of a list of learners, kept so that it can be taken back as a whole."""

    id: RosterImportId = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = belongs_to("classroom.id")
    added: int = 0
    created_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    created_at: datetime = created()
    undone_at: datetime | None = moment()


class ReleaseRule(Table, table=True):
    """When a module or a lesson opens for a class. A lesson opens when its own rule and its module's
    are both fulfilled."""

    __table_args__ = (
        UniqueConstraint(
            "classroom_id", "module_id", "lesson_id", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("num_nonnulls(module_id, lesson_id) = 1", name="one_target"),
        CheckConstraint("num_nonnulls(after_module_id, after_lesson_id) <= 1", name="one_before"),
    )

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    classroom_id: ClassroomId = belongs_to("classroom.id")
    module_id: ModuleId | None = Field(default=None, sa_type=Uuid, nullable=True)
    lesson_id: LessonId | None = Field(default=None, sa_type=Uuid, nullable=True)
    opens_at: datetime | None = moment()
    after_module_id: ModuleId | None = Field(default=None, sa_type=Uuid, nullable=True)
    after_lesson_id: LessonId | None = Field(default=None, sa_type=Uuid, nullable=True)

"""What learners were told of a new version of a course."""

from datetime import datetime

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import CourseId, CourseVersionId, OrganisationId, ReleaseNoteId, UserId
from alp_app.models.columns import Table, belongs_to, created, organisation, primary_key


class ReleaseNote(Table, table=True):
    """From one published version to another one, told once. Never changed."""

    id: ReleaseNoteId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId = belongs_to("course.id")
    from_version_id: CourseVersionId = belongs_to("course_version.id")
    to_version_id: CourseVersionId = Field(
        sa_type=Uuid,
        foreign_key="course_version.id",
        ondelete="CASCADE",
        nullable=False,
        unique=True,
    )
    note: str = Field(max_length=2000)
    """The teacher's own words, plain; often empty."""
    lesson_ids: list[str] = Field(default_factory=list[str], sa_type=JSONB)
    """Those that say something else than before."""
    told_by: UserId | None = Field(
        default=None,
        sa_type=Uuid,
        foreign_key="user_account.id",
        ondelete="SET NULL",
        nullable=True,
        index=True,
    )
    told_at: datetime = created()

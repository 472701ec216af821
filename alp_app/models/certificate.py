"""Certificates: what a course gives to those who complete it, and each one that was given."""

from datetime import datetime

from sqlalchemy import Index, Uuid
from sqlmodel import Field

from alp_app.kit.ids import (
    AssetId,
    CertificateId,
    ClassroomId,
    CourseId,
    EnrolmentId,
    OrganisationId,
    UserId,
)
from alp_app.models.columns import Table, belongs_to, created, moment, organisation, primary_key


class CertificateDesign(Table, table=True):
    """How the certificates of a course look. A course without a row gives none."""

    course_id: CourseId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="course.id", ondelete="CASCADE"
    )
    organisation_id: OrganisationId = organisation()
    is_on: bool = False
    title: str = Field(max_length=80)
    text: str = Field(default="", max_length=400)
    signatory: str = Field(default="", max_length=80)
    signatory_role: str = Field(default="", max_length=80)
    school: str = Field(max_length=120)
    accent: str = Field(max_length=7)
    """`#rrggbb`."""
    changed_at: datetime = created()


class CertificateKey(Table, table=True):
    """What a school signs its codes with. Kept with the data, so that a backup holds it too."""

    organisation_id: OrganisationId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="organisation.id", ondelete="CASCADE"
    )
    key: bytes


class Certificate(Table, table=True):
    """One that was given. What it says is copied, so that it says the same for ever."""

    __table_args__ = (Index("certificate_user_issued_idx", "user_id", "issued_at"),)

    id: CertificateId = primary_key()
    organisation_id: OrganisationId = organisation()
    enrolment_id: EnrolmentId = belongs_to("enrolment.id", unique=True)
    user_id: UserId = belongs_to("user_account.id")
    course_id: CourseId = belongs_to("course.id")
    classroom_id: ClassroomId | None = belongs_to("classroom.id", nullable=True, cascade=False)
    code: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=120)
    course_title: str = Field(max_length=200)
    lessons: int
    minutes: int
    title: str = Field(max_length=80)
    text: str = Field(default="", max_length=400)
    signatory: str = Field(default="", max_length=80)
    signatory_role: str = Field(default="", max_length=80)
    school: str = Field(max_length=120)
    accent: str = Field(max_length=7)
    completed_at: datetime = created()
    issued_at: datetime = created()
    asset_id: AssetId | None = belongs_to("asset.id", nullable=True, cascade=False)
    """None while the PDF is being made."""
    hides_name: bool = False
    """The public page shows initials."""
    revoked_at: datetime | None = moment()
    revoked_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    revoked_reason: str = Field(default="", max_length=500)

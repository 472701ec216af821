"""What can be seen of certificates: by their learners, by teachers, and by whoever checks one."""

from datetime import date, datetime
from typing import Literal

from alp_app.kit.ids import CertificateId, CourseId
from alp_app.services.courses.views import View


class DesignView(View):
    """How the certificates of a course look, or would look when they were switched on."""

    course_id: CourseId
    course_title: str
    is_on: bool
    title: str
    text: str
    signatory: str
    signatory_role: str
    school: str
    accent: str


class CertificateView(View):
    """One's own."""

    id: CertificateId
    course_id: CourseId
    course_title: str
    school: str
    code: str
    """As it is printed: `BCDF-2345-…`."""
    issued_at: datetime
    hides_name: bool
    revoked_at: datetime | None
    revoked_reason: str
    file_href: str
    """Of the PDF; empty while it is being made."""


class IssuedView(View):
    """For the teachers of the course."""

    id: CertificateId
    name: str
    code: str
    issued_at: datetime
    revoked_at: datetime | None
    revoked_reason: str
    file_href: str


class VerificationView(View):
    """What anybody may know of a code. Nothing but its standing when it is unknown."""

    standing: Literal["valid", "revoked", "unknown"]
    name: str = ""
    """Initials, when the learner hides it."""
    course_title: str = ""
    school: str = ""
    issued_on: date | None = None


class CertificateFacts(View):
    """All that the PDF says."""

    code: str
    name: str
    course_title: str
    lessons: int
    minutes: int
    completed_on: date
    title: str
    text: str
    signatory: str
    signatory_role: str
    school: str
    accent: str

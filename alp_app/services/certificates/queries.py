"""Who has which certificate, and whether one that somebody shows is real."""

from datetime import timedelta

from sqlmodel import col, select

from alp_app.kit.codes import spelled
from alp_app.kit.ids import CertificateId, CourseId
from alp_app.models.account import Organisation
from alp_app.models.certificate import Certificate, CertificateDesign, CertificateKey
from alp_app.security.guard import Guard
from alp_app.security.rate_limits import Limit
from alp_app.services.accounts.inputs import Client
from alp_app.services.certificates.codes import read_signed_code
from alp_app.services.certificates.inputs import DesignInput
from alp_app.services.certificates.views import (
    CertificateView,
    DesignView,
    IssuedView,
    VerificationView,
)
from alp_app.services.courses.access import Purpose, course_for
from alp_app.unit_of_work import Reader

PER_ADDRESS = Limit("certificate.verify", 60, timedelta(minutes=10))
UNKNOWN = VerificationView(standing="unknown")


async def get_design(reader: Reader, course_id: CourseId) -> DesignView:
    """For those who may edit the course."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    stored = await reader.session.get(CertificateDesign, course_id, populate_existing=True)
    if stored is None:
        school = await reader.session.get_one(Organisation, course.organisation_id)
        stored = CertificateDesign(
            course_id=course_id,
            organisation_id=course.organisation_id,
            **dict(DesignInput(school=school.name)),
        )
    return DesignView.model_validate({**stored.model_dump(), "course_title": course.title})


async def list_mine(reader: Reader) -> list[CertificateView]:
    """My certificates, the latest first; revoked ones too, with the reason."""
    statement = (
        select(Certificate)
        .where(col(Certificate.user_id) == reader.user_id)
        .order_by(col(Certificate.issued_at).desc(), col(Certificate.id).desc())
    )
    return [
        CertificateView(
            id=each.id,
            course_id=each.course_id,
            course_title=each.course_title,
            school=each.school,
            code=spelled(each.code),
            issued_at=each.issued_at,
            hides_name=each.hides_name,
            revoked_at=each.revoked_at,
            revoked_reason=each.revoked_reason,
            file_href=href_of(each),
        )
        for each in (await reader.session.scalars(statement)).all()
    ]


async def list_issued(reader: Reader, course_id: CourseId) -> list[IssuedView]:
    """Those of a course that the actor may edit, the latest first."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        select(Certificate)
        .where(col(Certificate.course_id) == course_id)
        .order_by(col(Certificate.issued_at).desc(), col(Certificate.id).desc())
    )
    return [
        IssuedView(
            id=each.id,
            name=each.name,
            code=spelled(each.code),
            issued_at=each.issued_at,
            revoked_at=each.revoked_at,
            revoked_reason=each.revoked_reason,
            file_href=href_of(each),
        )
        for each in (await reader.session.scalars(statement)).all()
    ]


async def verify(reader: Reader, typed: str, *, client: Client, guard: Guard) -> VerificationView:
    """Whether a code is on a certificate of this school. Anybody may ask; raises TooManyRequests."""
    await guard.limits.take(PER_ADDRESS, client.address)
    kept = await reader.session.get(CertificateKey, reader.organisation_id)
    code = read_signed_code(kept.key, typed) if kept is not None else None
    if code is None:
        return UNKNOWN
    statement = select(Certificate).where(
        col(Certificate.code) == code, col(Certificate.organisation_id) == reader.organisation_id
    )
    found = (await reader.session.scalars(statement)).first()
    if found is None:
        return UNKNOWN
    return VerificationView(
        standing="valid" if found.revoked_at is None else "revoked",
        name=initials(found.name) if found.hides_name else found.name,
        course_title=found.course_title,
        school=found.school,
        issued_on=found.issued_at.date(),
    )


def initials(name: str) -> str:
    """`A. L.` for Ada Lovelace."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def href_of(certificate: Certificate) -> str:
    return file_href(certificate.id) if certificate.asset_id is not None else ""


def file_href(certificate_id: CertificateId) -> str:
    return f"/media/certificates/{certificate_id}"

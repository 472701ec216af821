"""What teachers do with certificates, and learners with their own."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.jobspecs.certificates import IssueCertificate
from alp_app.kit import clock
from alp_app.kit.ids import CertificateId, CourseId
from alp_app.models.account import Organisation
from alp_app.models.certificate import Certificate, CertificateDesign
from alp_app.models.learning import Enrolment
from alp_app.services.certificates import events
from alp_app.services.certificates.access import editable_certificate, my_certificate
from alp_app.services.certificates.inputs import DesignInput, RevocationInput
from alp_app.services.certificates.queries import get_design
from alp_app.services.certificates.views import DesignView
from alp_app.services.courses.access import Purpose, course_for
from alp_app.unit_of_work import UnitOfWork


async def change_design(
    work: UnitOfWork, course_id: CourseId, *, design: DesignInput
) -> DesignView:
    """Say how the certificates of a course look, and whether it gives any.

    Those that were given stay as they are. Switching them on gives one to everybody who has completed
    the course already.
    """
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    school = (
        design.school or (await work.session.get_one(Organisation, course.organisation_id)).name
    )
    values = {**design.model_dump(), "school": school, "changed_at": clock.now()}
    change = insert(CertificateDesign).values(
        course_id=course_id, organisation_id=course.organisation_id, **values
    )
    await work.session.execute(
        change.on_conflict_do_update(index_elements=["course_id"], set_=values)
    )
    work.record(events.DESIGN_CHANGED, course_id, is_on=design.is_on)
    work.notify("course", course_id=course_id)
    if design.is_on:
        await _issue_to_completed(work, course_id)
    return await get_design(work, course_id)


async def revoke(
    work: UnitOfWork, certificate_id: CertificateId, *, revocation: RevocationInput
) -> None:
    """Take a certificate back: from now on its code is said to be revoked. Its learner sees why."""
    certificate = await editable_certificate(work, certificate_id, for_update=True)
    if certificate.revoked_at is None:
        certificate.revoked_at = clock.now()
        certificate.revoked_by = work.user_id
        certificate.revoked_reason = revocation.reason
        _changed(work, certificate, events.CERTIFICATE_REVOKED)


async def restore(work: UnitOfWork, certificate_id: CertificateId) -> None:
    """Take a revocation back."""
    certificate = await editable_certificate(work, certificate_id, for_update=True)
    if certificate.revoked_at is not None:
        certificate.revoked_at = certificate.revoked_by = None
        certificate.revoked_reason = ""
        _changed(work, certificate, events.CERTIFICATE_RESTORED)


async def hide_name(work: UnitOfWork, certificate_id: CertificateId, *, hides_name: bool) -> None:
    """Say whether the public page shows my name, or initials."""
    certificate = await my_certificate(work, certificate_id, for_update=True)
    certificate.hides_name = hides_name
    _changed(work, certificate, events.NAME_HIDDEN if hides_name else events.NAME_SHOWN)


async def _issue_to_completed(work: UnitOfWork, course_id: CourseId) -> None:
    has_one = select(Certificate.id).where(col(Certificate.enrolment_id) == col(Enrolment.id))
    statement = select(col(Enrolment.id)).where(
        col(Enrolment.course_id) == course_id,
        col(Enrolment.completed_at).is_not(None),
        ~has_one.exists(),
    )
    for enrolment_id in (await work.session.scalars(statement)).all():
        await work.request(IssueCertificate(course_id=course_id, enrolment_id=enrolment_id))


def _changed(work: UnitOfWork, certificate: Certificate, name: str) -> None:
    work.record(name, certificate.id)
    work.notify("learning", user_id=certificate.user_id, course_id=certificate.course_id)
    work.notify("course", course_id=certificate.course_id)

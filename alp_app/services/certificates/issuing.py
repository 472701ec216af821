"""Giving certificates: once to each enrolment that has completed its course."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.codes import spelled
from alp_app.kit.ids import CertificateId, EnrolmentId
from alp_app.models.account import User
from alp_app.models.asset import Asset, AssetKind, Rendition
from alp_app.models.certificate import Certificate, CertificateDesign, CertificateKey
from alp_app.models.course import CourseVersion
from alp_app.models.learning import Enrolment
from alp_app.services.certificates.codes import new_key, new_signed_code
from alp_app.services.certificates.events import CERTIFICATE_ISSUED
from alp_app.services.certificates.views import CertificateFacts
from alp_app.services.media.commands import StoredFile
from alp_app.unit_of_work import UnitOfWork


async def issue(work: UnitOfWork, enrolment_id: EnrolmentId) -> CertificateId | None:
    """Give the certificate of an enrolment, once. None when its course gives none, or it is not
    completed.

    For jobs: whoever caused it need not be allowed to.
    """
    enrolment = await work.session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.completed_at is None:
        return None
    design = await work.session.get(CertificateDesign, enrolment.course_id)
    if design is None or not design.is_on:
        return None
    version = await work.session.get_one(CourseVersion, enrolment.version_id)
    user = await work.session.get_one(User, enrolment.user_id)
    made = Certificate(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        user_id=enrolment.user_id,
        course_id=enrolment.course_id,
        classroom_id=enrolment.classroom_id,
        code=new_signed_code(await school_key(work)),
        name=user.display_name,
        course_title=version.title,
        lessons=version.lesson_count,
        minutes=version.minutes,
        title=design.title,
        text=design.text,
        signatory=design.signatory,
        signatory_role=design.signatory_role,
        school=design.school,
        accent=design.accent,
        completed_at=enrolment.completed_at,
        issued_at=clock.now(),
    )
    insertion = (
        insert(Certificate)
        .values(**made.model_dump())
        .on_conflict_do_nothing(index_elements=["enrolment_id"])
        .returning(col(Certificate.id))
    )
    issued = (await work.session.scalars(insertion)).first()
    if issued is not None:
        work.record(CERTIFICATE_ISSUED, issued, enrolment=str(enrolment.id))
        work.notify("learning", user_id=enrolment.user_id, course_id=enrolment.course_id)
        return issued
    existing = select(col(Certificate.id)).where(col(Certificate.enrolment_id) == enrolment.id)
    return (await work.session.scalars(existing)).one()


async def facts_to_draw(work: UnitOfWork, certificate_id: CertificateId) -> CertificateFacts | None:
    """What the PDF says; None when it is made already."""
    certificate = await work.session.get_one(Certificate, certificate_id)
    if certificate.asset_id is not None:
        return None
    return CertificateFacts.model_validate(
        {
            **certificate.model_dump(),
            "code": spelled(certificate.code),
            "completed_on": certificate.completed_at.date(),
        }
    )


async def keep_file(work: UnitOfWork, certificate_id: CertificateId, stored: StoredFile) -> None:
    """Make the stored PDF that of the certificate, unless it has one."""
    certificate = await work.session.get_one(
        Certificate, certificate_id, with_for_update={"key_share": True}, populate_existing=True
    )
    if certificate.asset_id is not None:
        return
    asset = Asset(
        organisation_id=certificate.organisation_id,
        kind=AssetKind.FILE,
        filename=f"{certificate.course_title}, {spelled(certificate.code)}.pdf"[-255:],
    )
    work.session.add(asset)
    await work.session.flush()
    work.session.add(
        Rendition(
            asset_id=asset.id,
            name=stored.rendition,
            sha256=stored.sha256,
            media_type=stored.media_type,
            size=stored.size,
        )
    )
    certificate.asset_id = asset.id
    work.notify("learning", user_id=certificate.user_id, course_id=certificate.course_id)


async def school_key(work: UnitOfWork) -> bytes:
    """What this school signs its codes with, made when it is first needed."""
    insertion = (
        insert(CertificateKey)
        .values(organisation_id=work.organisation_id, key=new_key())
        .on_conflict_do_nothing()
    )
    await work.session.execute(insertion)
    return (await work.session.get_one(CertificateKey, work.organisation_id)).key

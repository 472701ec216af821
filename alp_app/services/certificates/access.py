"""The only way to a certificate: as the learner whose it is, or as somebody who may edit its course."""

from sqlmodel import col, select

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CertificateId
from alp_app.models.asset import Asset, Rendition
from alp_app.models.certificate import Certificate
from alp_app.services.certificates.errors import CertificateNotFound, CertificateNotReady
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.media.views import ServedFile
from alp_app.unit_of_work import Reader


async def my_certificate(
    reader: Reader, certificate_id: CertificateId, *, for_update: bool = False
) -> Certificate:
    """Raises CertificateNotFound."""
    found = await _find(reader, certificate_id, for_update=for_update)
    if found.user_id != reader.user_id:
        raise CertificateNotFound
    return found


async def editable_certificate(
    reader: Reader, certificate_id: CertificateId, *, for_update: bool = False
) -> Certificate:
    """Of a course that the actor may edit. Raises CertificateNotFound."""
    found = await _find(reader, certificate_id, for_update=for_update)
    try:
        await course_for(reader.session, reader.actor, found.course_id, Purpose.EDIT)
    except (CourseNotFound, Forbidden) as error:
        raise CertificateNotFound from error
    return found


async def file_to_open(reader: Reader, certificate_id: CertificateId) -> ServedFile:
    """The PDF. Raises CertificateNotFound, or CertificateNotReady."""
    found = await _find(reader, certificate_id)
    if found.user_id != reader.user_id:
        await editable_certificate(reader, certificate_id)
    if found.asset_id is None:
        raise CertificateNotReady
    asset = await reader.session.get_one(Asset, found.asset_id)
    statement = select(Rendition).where(col(Rendition.asset_id) == asset.id)
    rendition = (await reader.session.scalars(statement)).one()
    return ServedFile(
        key=rendition.sha256,
        media_type=rendition.media_type,
        size=rendition.size,
        filename=asset.filename,
        kind=asset.kind,
        is_public=False,
    )


async def _find(
    reader: Reader, certificate_id: CertificateId, *, for_update: bool = False
) -> Certificate:
    found = await reader.session.get(
        Certificate,
        certificate_id,
        with_for_update={"key_share": True} if for_update else None,
        populate_existing=True,
    )
    if found is None or found.organisation_id != reader.organisation_id:
        raise CertificateNotFound
    return found

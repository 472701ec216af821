"""The only way to a manifest: as somebody who may edit its course."""

from alp_app.kit.ids import ManifestId
from alp_app.models.manifest import Manifest
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.manifests.errors import ManifestNotFound
from alp_app.unit_of_work import Reader


async def manifest_for(reader: Reader, manifest_id: ManifestId) -> Manifest:
    """Raises ManifestNotFound, or Forbidden where the actor sees the course but may not edit it."""
    manifest = await reader.session.get(Manifest, manifest_id)
    if manifest is None or manifest.organisation_id != reader.organisation_id:
        raise ManifestNotFound
    try:
        await course_for(reader.session, reader.actor, manifest.course_id, Purpose.EDIT)
    except CourseNotFound:
        raise ManifestNotFound from None
    return manifest

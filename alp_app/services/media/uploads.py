"""Files that a person puts into a course."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from alp_app.kit import clock
from alp_app.kit.ids import CourseId
from alp_app.models.asset import AssetKind
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.media.commands import (
    RASTER,
    NewFile,
    StoredFile,
    record_asset,
    store_files,
)
from alp_app.services.media.errors import FileDamaged, FileEmpty, ModelInParts, WrongKind
from alp_app.services.media.kinds import HEAD, sniff
from alp_app.services.media.models import ModelIncomplete, ModelRefused, check_model
from alp_app.services.media.pictures import PictureRefused
from alp_app.services.media.views import AssetView
from alp_app.unit_of_work import UnitOfWork
from providers.contracts.objects import ObjectStore

SHOWN_AS = {
    AssetKind.IMAGE: RASTER,
    AssetKind.MODEL: frozenset({"model/gltf-binary"}),
    AssetKind.VIDEO: frozenset({"video/mp4", "video/webm"}),
}
"""Drawings in SVG are left out: one may hold scripts, and refer to other places."""
DOWNLOADED_AS = "application/octet-stream"


async def receive_asset(
    work: UnitOfWork,
    objects: ObjectStore,
    path: Path,
    *,
    filename: str,
    kind: AssetKind,
    course_id: CourseId,
) -> AssetView:
    """Keep an uploaded file that lies whole at `path` for a course that the actor may edit.

    Raises FileEmpty, WrongKind, FileDamaged or ModelInParts: then no row names it.
    """
    await course_for(work.session, work.actor, course_id, Purpose.EDIT)
    media_type = await asyncio.to_thread(find_media_type, path, filename, kind)
    stored = await store_upload(objects, path, filename, media_type)
    asset_id = await record_asset(
        work,
        stored,
        kind=kind,
        filename=filename,
        course_id=course_id,
        manifest={"uploaded_by": str(work.user_id), "uploaded_at": clock.now().isoformat()},
    )
    original = stored[0]
    return AssetView(
        id=asset_id,
        course_id=course_id,
        kind=kind,
        filename=filename,
        media_type=original.media_type,
        size=original.size,
        width=original.width,
        height=original.height,
        src=f"/media/{asset_id}/original",
    )


def find_media_type(path: Path, filename: str, kind: AssetKind) -> str:
    """What the file at `path` is by its content. Raises FileEmpty, WrongKind, FileDamaged or
    ModelInParts, each naming `filename`."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise FileEmpty(filename)
    found = sniff(head)
    if kind is AssetKind.FILE:
        return found or DOWNLOADED_AS
    if found is None or found not in SHOWN_AS[kind]:
        raise WrongKind(filename, kind)
    if kind is AssetKind.MODEL:
        try:
            check_model(path)
        except ModelRefused as error:
            raise FileDamaged(filename) from error
        except ModelIncomplete as error:
            raise ModelInParts(filename) from error
    return found


async def store_upload(
    objects: ObjectStore, path: Path, filename: str, media_type: str
) -> Sequence[StoredFile]:
    """Put an uploaded file into the store, the original first. Raises FileDamaged."""
    if media_type in RASTER:
        content = await asyncio.to_thread(path.read_bytes)
        try:
            return await store_files(objects, {"original": NewFile(content, media_type)})
        except PictureRefused as error:
            raise FileDamaged(filename) from error
    kept = await objects.put_file(path, media_type=media_type)
    return [
        StoredFile(rendition="original", sha256=kept.sha256, media_type=media_type, size=kept.size)
    ]

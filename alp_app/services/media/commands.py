"""Keeping files: the bytes first, outside any transaction, then the rows that name them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import AssetId, CourseId, JobId
from alp_app.models.asset import Asset, AssetKind, Rendition
from alp_app.services.media.kinds import HEAD, confirm_kind
from alp_app.services.media.pictures import forget_place, make_small, measure
from alp_app.unit_of_work import UnitOfWork
from providers.contracts.objects import ObjectStore

RASTER = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True, slots=True)
class NewFile:
    content: bytes
    media_type: str


class StoredFile(BaseModel):
    """Bytes that are in the object store, and the rendition they are to be."""

    model_config = ConfigDict(frozen=True)

    rendition: str
    sha256: str
    media_type: str
    size: int
    """Bytes."""
    width: int | None = None
    height: int | None = None


async def store_files(objects: ObjectStore, files: Mapping[str, NewFile]) -> list[StoredFile]:
    """Put the bytes of an asset, by name of rendition, into the store. An `original` picture gets a
    `small` copy, and none says where it was taken. Raises PictureRefused or KindMismatch.

    Needs no transaction: bytes that no row names are swept away.
    """
    stored: list[StoredFile] = []
    for name, file in files.items():
        confirm_kind(file.content[:HEAD], file.media_type)
        size = None
        kept = file
        if file.media_type in RASTER:
            size = await asyncio.to_thread(measure, file.content)
            kept = NewFile(await asyncio.to_thread(forget_place, file.content), file.media_type)
        stored.append(await _store(objects, name, kept, size))
    original = files.get("original")
    if original is not None and original.media_type in RASTER and "small" not in files:
        small = await asyncio.to_thread(make_small, original.content)
        if small is not None:
            file = NewFile(small.content, "image/webp")
            stored.append(await _store(objects, "small", file, (small.width, small.height)))
    return stored


async def record_asset(
    work: UnitOfWork,
    stored: Sequence[StoredFile],
    *,
    kind: AssetKind,
    filename: str,
    course_id: CourseId | None,
    maker: str = "",
    is_placeholder: bool = False,
    manifest: Mapping[str, Any],
    made_by_job_id: JobId | None = None,
) -> AssetId:
    """Name stored bytes as an asset of a course. The caller has checked that the actor may."""
    asset = Asset(
        organisation_id=work.organisation_id,
        course_id=course_id,
        kind=kind,
        filename=filename,
        maker=maker,
        is_placeholder=is_placeholder,
        manifest=dict(manifest),
        made_by_job_id=made_by_job_id,
    )
    work.session.add(asset)
    await work.session.flush()
    for file in stored:
        work.session.add(
            Rendition(
                asset_id=asset.id,
                name=file.rendition,
                sha256=file.sha256,
                media_type=file.media_type,
                size=file.size,
                width=file.width,
                height=file.height,
            )
        )
    await work.session.flush()
    work.record("asset.stored", asset.id, renditions=len(stored))
    return asset.id


async def _store(
    objects: ObjectStore, name: str, file: NewFile, size: tuple[int, int] | None
) -> StoredFile:
    kept = await objects.put_bytes(file.content, media_type=file.media_type)
    width, height = size or (None, None)
    return StoredFile(
        rendition=name,
        sha256=kept.sha256,
        media_type=file.media_type,
        size=kept.size,
        width=width,
        height=height,
    )

"""Files that learners hand in: kept as what they are, and opened only once they were found clean."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssetId
from alp_app.models.asset import Asset, AssetKind, Rendition
from alp_app.models.grading import ScanState
from alp_app.services.media.commands import StoredFile, record_asset
from alp_app.services.media.kinds import HEAD, SHOWN
from alp_app.services.media.uploads import DOWNLOADED_AS, find_media_type, store_upload
from alp_app.services.media.views import ServedFile
from alp_app.unit_of_work import Reader, UnitOfWork
from providers.contracts.objects import ObjectStore

PREVIEWED = {
    "application/pdf": re.compile(rb"%PDF-[12]\.\d"),
    "audio/mpeg": re.compile(rb"ID3|\xff[\xfb\xf3\xf2]"),
    "audio/wav": re.compile(rb"RIFF.{4}WAVE", re.DOTALL),
    "audio/ogg": re.compile(rb"OggS"),
    "audio/flac": re.compile(rb"fLaC"),
    "audio/mp4": re.compile(rb".{4}ftypM4A ", re.DOTALL),
}
"""What a grader's browser shows besides pictures and videos, with how it begins."""
OPENED = (frozenset(SHOWN) | frozenset(PREVIEWED)) - {"image/svg+xml"}
"""The kinds that are sent as what they are. All others are only downloaded."""
SERVED = {ScanState.CLEAN, ScanState.NOT_SCANNED}


async def store_handed_in(objects: ObjectStore, path: Path, filename: str) -> Sequence[StoredFile]:
    """Put a file that lies whole at `path` into the store, the original first. Raises FileEmpty or
    FileDamaged."""
    media_type = await asyncio.to_thread(handed_in_type, path, filename)
    return await store_upload(objects, path, filename, media_type)


async def record_handed_in(
    work: UnitOfWork, stored: Sequence[StoredFile], filename: str
) -> AssetId:
    """For a caller who may hand it in."""
    return await record_asset(
        work,
        stored,
        kind=AssetKind.FILE,
        filename=filename,
        course_id=None,
        manifest={"uploaded_by": str(work.user_id), "uploaded_at": clock.now().isoformat()},
    )


async def open_handed_in(reader: Reader, asset_id: AssetId) -> ServedFile:
    """For a caller who may see it."""
    asset = await reader.session.get_one(Asset, asset_id)
    original = select(Rendition).where(
        col(Rendition.asset_id) == asset.id, col(Rendition.name) == "original"
    )
    rendition = (await reader.session.scalars(original)).one()
    return ServedFile(
        key=rendition.sha256,
        media_type=rendition.media_type,
        size=rendition.size,
        filename=asset.filename,
        kind=asset.kind,
        is_public=False,
    )


def handed_in_type(path: Path, filename: str) -> str:
    """What it is by its content. Raises FileEmpty."""
    found = find_media_type(path, filename, AssetKind.FILE)
    if found != DOWNLOADED_AS:
        return found
    with path.open("rb") as file:
        head = file.read(HEAD)
    kinds = (kind for kind, beginning in PREVIEWED.items() if beginning.match(head))
    return next(kinds, DOWNLOADED_AS)

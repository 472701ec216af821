"""Beginning, going on with and ending an upload.

The bytes lie in the object store as pieces under their own hashes, so that any process of any host
can go on with them, and what is forgotten is swept away like all that no row names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import UploadId
from alp_app.models.account import User
from alp_app.models.upload import Upload, UploadPiece
from alp_app.services.uploads.access import my_upload
from alp_app.services.uploads.errors import (
    LongerThanAnnounced,
    OffsetMismatch,
    TooManyPieces,
    TooManyUploads,
    UploadTooLarge,
    UploadUnfinished,
)
from alp_app.services.uploads.views import UploadView
from alp_app.unit_of_work import Reader, UnitOfWork
from providers.contracts.objects import StoredObject

MOST_PIECES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    most_bytes: int
    """Of one file."""
    open_files: int
    """Of one person."""
    open_bytes: int
    """Announced, of one person's files together."""
    kept_for: timedelta
    """After the last bytes came."""


async def begin_upload(
    work: UnitOfWork, *, filename: str, length: int, limits: UploadLimits
) -> UploadView:
    """Announce a file. Raises UploadTooLarge or TooManyUploads."""
    if length > limits.most_bytes:
        raise UploadTooLarge(limits.most_bytes)
    await work.session.get_one(User, work.user_id, with_for_update={"key_share": True})
    mine = select(func.count(), func.coalesce(func.sum(col(Upload.length)), 0)).where(
        col(Upload.user_id) == work.user_id, col(Upload.expires_at) > clock.now()
    )
    files, announced = (await work.session.execute(mine)).one()
    if files >= limits.open_files or announced + length > limits.open_bytes:
        raise TooManyUploads
    upload = Upload(
        organisation_id=work.organisation_id,
        user_id=work.user_id,
        filename=filename,
        length=length,
        expires_at=clock.now() + limits.kept_for,
    )
    work.session.add(upload)
    await work.session.flush()
    return UploadView.of(upload)


async def get_upload(reader: Reader, upload_id: UploadId) -> UploadView:
    """Raises UploadNotFound."""
    return UploadView.of(await my_upload(reader, upload_id))


async def list_uploads(reader: Reader) -> Sequence[UploadView]:
    """My files that are on their way, the one that was begun first in front."""
    statement = (
        select(Upload)
        .where(col(Upload.user_id) == reader.user_id, col(Upload.expires_at) > clock.now())
        .order_by(col(Upload.created_at), col(Upload.id))
    )
    return [UploadView.of(upload) for upload in await reader.session.scalars(statement)]


async def prepare_piece(
    work: UnitOfWork, upload_id: UploadId, *, start: int, size: int | None
) -> UploadView:
    """Refuse bytes before they are read. `size` is None when it is not known yet. Raises what
    `add_piece` raises."""
    upload = await my_upload(work, upload_id)
    _expect_fit(upload, start, size or 0)
    return UploadView.of(upload)


async def add_piece(
    work: UnitOfWork,
    upload_id: UploadId,
    stored: StoredObject,
    *,
    start: int,
    limits: UploadLimits,
) -> UploadView:
    """Name bytes that are in the store as those which follow. Of two requests that bring the same
    ones, the second raises OffsetMismatch. Raises UploadNotFound, LongerThanAnnounced or
    TooManyPieces as well."""
    upload = await my_upload(work, upload_id, for_update=True)
    _expect_fit(upload, start, stored.size)
    pieces = select(func.count()).where(col(UploadPiece.upload_id) == upload.id)
    if (await work.session.scalar(pieces) or 0) >= MOST_PIECES:
        raise TooManyPieces
    work.session.add(
        UploadPiece(upload_id=upload.id, start=start, size=stored.size, sha256=stored.sha256)
    )
    upload.received += stored.size
    upload.expires_at = clock.now() + limits.kept_for
    await work.session.flush()
    return UploadView.of(upload)


async def list_pieces(reader: Reader, upload_id: UploadId) -> Sequence[str]:
    """The keys of a whole file's bytes, in order. Raises UploadNotFound or UploadUnfinished."""
    upload = await my_upload(reader, upload_id)
    if upload.received < upload.length:
        raise UploadUnfinished(upload.received, upload.length)
    statement = (
        select(col(UploadPiece.sha256))
        .where(col(UploadPiece.upload_id) == upload.id)
        .order_by(col(UploadPiece.start))
    )
    return (await reader.session.scalars(statement)).all()


async def end_upload(work: UnitOfWork, upload_id: UploadId) -> None:
    """Forget it: its file was taken to its place, or nobody wants it. Of two that end the same, the
    second raises UploadNotFound."""
    await work.session.delete(await my_upload(work, upload_id, for_update=True))
    await work.session.flush()


def _expect_fit(upload: Upload, start: int, size: int) -> None:
    if start != upload.received:
        raise OffsetMismatch(upload.received)
    if start + size > upload.length:
        raise LongerThanAnnounced

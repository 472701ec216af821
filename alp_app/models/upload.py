"""Files on their way: what has arrived of each, until it is put where it belongs."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from alp_app.db.base import UtcDateTime
from alp_app.kit.ids import OrganisationId, UploadId, UserId
from alp_app.models.columns import Table, belongs_to, created, organisation, primary_key


class Upload(Table, table=True):
    """A file that somebody sends, in as many requests as it takes."""

    id: UploadId = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId = belongs_to("user_account.id")
    filename: str = Field(max_length=255)
    length: int = Field(sa_type=BigInteger)
    """Bytes that were announced."""
    received: int = Field(default=0, sa_type=BigInteger)
    """Bytes that are safe; the protocol's offset."""
    created_at: datetime = created()
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class UploadPiece(Table, table=True):
    """Some bytes of an upload, kept in the object store. Pieces follow each other without a gap."""

    upload_id: UploadId = belongs_to("upload.id", primary_key=True)
    start: int = Field(primary_key=True, sa_type=BigInteger)
    size: int
    sha256: str = Field(index=True)

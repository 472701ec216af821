"""Files: every picture, model, video and document, kept under the hash of its bytes."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import AssetId, CourseId, JobId, OrganisationId
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    organisation,
    primary_key,
)


class AssetKind(StrEnum):
    IMAGE = "image"
    MODEL = "model"
    VIDEO = "video"
    FILE = "file"


class Asset(Table, table=True):
    id: AssetId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId | None = belongs_to("course.id", nullable=True)
    kind: AssetKind = enum_column(AssetKind)
    filename: str = Field(max_length=255)
    is_placeholder: bool = False
    """No model and no person made this: the interface says so next to it."""
    maker: str = ""
    """What made it, as shown to people: a model's name, or empty for a person."""
    manifest: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """How an engine made it, as `models.manifest.Making`; or who uploaded it."""
    made_by_job_id: JobId | None = belongs_to("job.id", nullable=True, cascade=False)
    created_at: datetime = created()


class Rendition(Table, table=True):
    """One set of bytes of an asset. `name` is `original`, `dark`, `small`, `poster` or `captions`."""

    __table_args__ = (UniqueConstraint("asset_id", "name"),)

    id: UUID = primary_key()
    asset_id: AssetId = belongs_to("asset.id")
    name: str
    sha256: str = Field(index=True)
    """Hex; also the object's key in the store."""
    media_type: str
    size: int
    """Bytes."""
    width: int | None = None
    height: int | None = None
    """Pixels, for pictures."""

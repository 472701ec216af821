"""The teacher's files, and the passages read from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import CourseId, OrganisationId, SourceId, UserId
from alp_app.models.columns import (
    Table,
    belongs_to,
    created,
    enum_column,
    moment,
    organisation,
    primary_key,
)


class SourceState(StrEnum):
    RECEIVED = "received"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


class Source(Table, table=True):
    id: SourceId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId | None = belongs_to("course.id", nullable=True)
    """None between the upload and the making of the course."""
    uploaded_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    """None: somebody whose account was erased."""
    filename: str = Field(max_length=255)
    media_type: str
    """Found from the bytes, not from the name."""
    size: int
    sha256: str = Field(index=True)
    state: SourceState = enum_column(SourceState, default=SourceState.RECEIVED)
    pages: int | None = None
    failure: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """`{code, message, hint}` in words for the teacher."""
    created_at: datetime = created()
    deleted_at: datetime | None = moment()


class SourcePassage(Table, table=True):
    """A few paragraphs of a source that belong together, small enough to quote to a model."""

    __table_args__ = (UniqueConstraint("source_id", "position"),)

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    source_id: SourceId = belongs_to("source.id")
    position: int
    page: int | None = None
    """Counts from 1. None for formats without pages."""
    heading: str = ""
    text: str
    embedding: Any = Field(default=None, sa_type=Vector, nullable=True)
    """L2-normalised; its length depends on `embedding_model`."""
    embedding_model: str = ""

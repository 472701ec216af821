"""The teacher's files and addresses, their pages, and the passages read from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pgvector.sqlalchemy import Vector
from sqlalchemy import Column, Index, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlmodel import Field

from alp_app.kit.ids import CourseId, OrganisationId, SourceId, UserId, new_uuid
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
    FETCHING = "fetching"
    """A web address whose page is on its way."""
    PARSING = "parsing"
    INDEXING = "indexing"
    """Its passages are there and found by their words; vectors are being made."""
    READY = "ready"
    FAILED = "failed"


READABLE = (SourceState.INDEXING, SourceState.READY)
"""States in which there are passages."""


class PassageKind(StrEnum):
    TEXT = "text"
    TABLE = "table"
    FIGURE = "figure"
    """The words under or over a picture."""
    CODE = "code"


class Source(Table, table=True):
    """One edition of a file or of a page of the web. Editions of the same work share a lineage."""

    __table_args__ = (UniqueConstraint("lineage_id", "edition"),)

    id: SourceId = primary_key()
    organisation_id: OrganisationId = organisation()
    course_id: CourseId | None = belongs_to("course.id", nullable=True)
    """None between the upload and the making of the course."""
    uploaded_by: UserId | None = belongs_to("user_account.id", nullable=True, cascade=False)
    """None: somebody whose account was erased."""
    lineage_id: SourceId = Field(default_factory=new_uuid, sa_type=Uuid)
    edition: int = 1
    superseded_at: datetime | None = moment()
    """Since a later edition was ready. What was cited from this one stays cited."""
    filename: str = Field(max_length=255)
    url: str = ""
    """Of the web page; empty for a file."""
    media_type: str
    """Found from the bytes, not from the name."""
    size: int
    sha256: str = Field(index=True)
    """Empty until a web page has been fetched."""
    state: SourceState = enum_column(SourceState, default=SourceState.RECEIVED)
    pages: int | None = None
    scanned_pages: list[int] = Field(
        default_factory=list, sa_column=Column(ARRAY(Integer), nullable=False, server_default="{}")
    )
    """Pages that are pictures of text which nothing has read."""
    recognised_pages: list[int] = Field(
        default_factory=list, sa_column=Column(ARRAY(Integer), nullable=False, server_default="{}")
    )
    """Pages that an engine read from their picture."""
    recogniser: str = ""
    """That engine, with its version."""
    text_search: str = ""
    """The text search configuration of Postgres that its passages are indexed with."""
    failure: dict[str, Any] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """`{code, message, hint}` in words for the teacher."""
    created_at: datetime = created()
    deleted_at: datetime | None = moment()


class SourcePage(Table, table=True):
    """One page of a PDF: its words with their places, and its picture once somebody looked at it."""

    source_id: SourceId = belongs_to("source.id", primary_key=True)
    number: int = Field(primary_key=True)
    """Counts from 1."""
    width: float
    """As displayed, in points of 1/72 inch."""
    height: float
    text: str
    words: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    """Six numbers for each word: where it starts and ends in `text`, then its left, top, right and
    bottom edges in 1/10,000 of the page."""
    picture: str = Field(default="", index=True)
    """Key of a PNG in the object store."""


class SourcePassage(Table, table=True):
    """What belongs together in a source, small enough to quote to a model.

    The id follows from the lineage and the words, so a passage that a new edition leaves as it was
    keeps its id there.
    """

    __table_args__ = (
        UniqueConstraint("source_id", "position"),
        Index("source_passage_search_idx", "search", postgresql_using="gin"),
    )

    source_id: SourceId = belongs_to("source.id", primary_key=True)
    id: UUID = Field(primary_key=True, sa_type=Uuid)
    organisation_id: OrganisationId = organisation()
    position: int
    page: int | None = None
    """Counts from 1; slides are pages. None for formats without pages."""
    headings: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String), nullable=False, server_default="{}")
    )
    """The headings it stands under, the outermost first."""
    kind: PassageKind = enum_column(PassageKind, default=PassageKind.TEXT)
    text: str
    cells: list[list[str]] | None = Field(default=None, sa_type=JSONB, nullable=True)
    """The rows of a table."""
    overlap: int = 0
    """So many characters at the start of `text` stand at the end of the passage before, too."""
    boxes: list[int] = Field(
        default_factory=list, sa_column=Column(ARRAY(Integer), nullable=False, server_default="{}")
    )
    """Four numbers for each line on the page: left, top, right, bottom in 1/10,000 of the page."""
    sha256: str = Field(default="", index=True)
    """Of the text in Unicode's composed form, with each run of white space as one space."""
    embedding: Any = Field(default=None, sa_type=Vector, nullable=True)
    """L2-normalised, of `embedding_dimension` numbers."""
    embedding_model: str = ""
    embedding_dimension: int = 0
    search: Any = Field(default=None, sa_type=TSVECTOR, nullable=True)
    """Made with the source's `text_search`: the headings weigh more than the text."""

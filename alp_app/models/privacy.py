"""What becomes of what the school holds about people: copies they asked for, accounts that were erased,
and how long each kind of record is kept."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint, Uuid, text
from sqlmodel import Field

from alp_app.db.base import UtcDateTime
from alp_app.kit.ids import DataExportId, ErasureId, OrganisationId, RetentionRunId, UserId
from alp_app.models.columns import (
    Table,
    created,
    enum_column,
    json_column,
    moment,
    organisation,
    primary_key,
)


class DataExport(Table, table=True):
    """Everything that is held about one person, as a file of theirs. Another one takes its place."""

    id: DataExportId = primary_key()
    organisation_id: OrganisationId = organisation()
    user_id: UserId = Field(
        sa_type=Uuid,
        foreign_key="user_account.id",
        ondelete="CASCADE",
        nullable=False,
        unique=True,
    )
    requested_at: datetime = created()
    ready_at: datetime | None = moment()
    expires_at: datetime | None = moment()
    sha256: str | None = Field(default=None, index=True)
    size: int = Field(default=0, sa_type=BigInteger)
    """Bytes."""


class Erasure(Table, table=True):
    """One account that is being erased, or was. When it is done nothing here says whose it was."""

    __table_args__ = (
        Index(
            "erasure_user_key",
            "user_id",
            unique=True,
            postgresql_where=text("user_id IS NOT NULL"),
        ),
    )

    id: ErasureId = primary_key()
    organisation_id: OrganisationId = organisation()
    code: str = Field(max_length=20, unique=True)
    """Half random, half a signature of that, as on a certificate."""
    user_id: UserId | None = Field(default=None, sa_type=Uuid, nullable=True)
    """None when it is done."""
    requested_at: datetime = created()
    finished_at: datetime | None = moment()
    removed: dict[str, int] = json_column(dict[str, int], default_factory=dict[str, int])
    """How many records there were, by portion."""


class RetentionKind(StrEnum):
    """A kind of record with a time of its own."""

    JOBS = "jobs"
    SIGN_INS = "sign_ins"
    AUDIT = "audit"
    NOTIFICATIONS = "notifications"
    MAILS = "mails"
    EXPORTS = "exports"
    REQUESTS = "requests"
    """Answers to requests of programs, kept so that a repeat gets the same."""
    INVITATIONS = "invitations"
    UPLOADS = "uploads"
    """That never became part of anything, or that the scanner found harmful."""
    WORK = "work"
    """Of learners, after the end of their class."""
    DISCUSSIONS = "discussions"
    """After the end of their class."""


class RetentionRule(Table, table=True):
    """How long a school keeps one kind of record. Without a row, the default holds."""

    organisation_id: OrganisationId = Field(
        sa_type=Uuid, primary_key=True, foreign_key="organisation.id", ondelete="CASCADE"
    )
    kind: RetentionKind = enum_column(RetentionKind, primary_key=True)
    days: int | None = None
    """None: kept until somebody deletes it."""
    changed_at: datetime = created()


class RetentionRun(Table, table=True):
    """One round of removing what was kept long enough."""

    __table_args__ = (UniqueConstraint("organisation_id", "slot"),)

    id: RetentionRunId = primary_key()
    organisation_id: OrganisationId = organisation()
    slot: datetime = Field(sa_type=UtcDateTime)
    """The period that it is of: a run that was interrupted goes on under the same one."""
    removed: dict[RetentionKind, int] = json_column(
        dict[RetentionKind, int], default_factory=dict[RetentionKind, int]
    )
    finished_at: datetime | None = moment()

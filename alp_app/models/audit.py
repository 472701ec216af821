"""What happened, to what, by whom. Append only; ids and numbers, never personal text."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from alp_app.kit.ids import OrganisationId, UserId
from alp_app.models.columns import Table, created, organisation, primary_key


class AuditEvent(Table, table=True):
    __table_args__ = (Index("audit_event_organisation_at_idx", "organisation_id", "at"),)

    id: UUID = primary_key()
    organisation_id: OrganisationId = organisation()
    name: str
    """`noun.past_verb`."""
    subject_id: UUID = Field(sa_type=Uuid, index=True)
    actor_id: UserId | None = Field(default=None, sa_type=Uuid)
    """None: the product itself, or somebody not signed in."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    request_id: str = ""
    at: datetime = created()


class IdempotencyKey(Table, table=True):
    """The answer to a POST that carried an Idempotency-Key, kept so that a repeat gets the same one."""

    user_id: UserId = Field(sa_type=Uuid, primary_key=True)
    key: str = Field(primary_key=True, max_length=200)
    request_hash: str
    """SHA-256 of method, path and body: the same key with another body is refused."""
    status: int | None = None
    """None while the first request is still being answered."""
    response: bytes | None = None
    content_type: str = ""
    created_at: datetime = created()

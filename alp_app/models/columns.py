"""Columns that most tables share."""

from typing import Any

from sqlalchemy import ForeignKey, Uuid
from sqlmodel import Field

from alp_app.db.base import UtcDateTime
from alp_app.kit import clock
from alp_app.kit.ids import new_uuid


def primary_key() -> Any:
    """A UUIDv7 made here, so that a row knows its id before it is stored."""
    return Field(default_factory=new_uuid, primary_key=True, sa_type=Uuid)


def belongs_to(target: str, *, cascade: bool = True, nullable: bool = False, **more: Any) -> Any:
    """A foreign key to `target` ("table.column"), indexed. Deletes with its owner, or is set free."""
    rule = "CASCADE" if cascade else "SET NULL" if nullable else "RESTRICT"
    return Field(
        **({"default": None} if nullable else {}),
        sa_type=Uuid,
        sa_column_args=[ForeignKey(target, ondelete=rule)],
        index=True,
        nullable=nullable,
        **more,
    )


def organisation() -> Any:
    """Every owned row names the school it belongs to."""
    return belongs_to("organisation.id")


def created() -> Any:
    return Field(default_factory=clock.now, sa_type=UtcDateTime)


def moment() -> Any:
    """An instant that has not come yet, or never will."""
    return Field(default=None, sa_type=UtcDateTime, nullable=True)



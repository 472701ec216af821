"""What most tables share: their base class and columns."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from alp_app.db.base import EnumText, PydanticJson, UtcDateTime
from alp_app.kit import clock
from alp_app.kit.ids import new_uuid


class Table(SQLModel):
    """Names a table after its class: `QuizAttempt` is kept in `quiz_attempt`."""

    @declared_attr  # type: ignore[arg-type] - as SQLModel declares it
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride]
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


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


def enum_column(kind: type[StrEnum], *, default: StrEnum | None = None, **more: Any) -> Any:
    """An enum stored by value. Required when there is no default."""
    is_optional = default is not None or more.get("nullable")
    given: dict[str, Any] = {**more, "default": default} if is_optional else more
    column_type: Any = EnumText(kind)
    return Field(**given, sa_type=column_type)


def json_column(
    kind: Any, *, default_factory: Callable[[], Any] | None = None, nullable: bool = False
) -> Any:
    """A JSONB column that holds one pydantic type. Required unless nullable or given a default."""
    given: dict[str, Any] = {}
    if default_factory is not None:
        given["default_factory"] = default_factory
    elif nullable:
        given["default"] = None
    column_type: Any = PydanticJson(kind)
    return Field(**given, sa_type=column_type, nullable=nullable)

"""Taking back an edit of a draft: what the rows held before is kept with each change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Uuid
from sqlmodel import SQLModel

from alp_app.db.base import PydanticJson, UtcDateTime
from alp_app.kit import clock
from alp_app.models.assessment import Question
from alp_app.models.course import Block, Course, DraftChange, Lesson, Module
from alp_app.models.keys import KeyCheck
from alp_app.models.revision import Proposal
from alp_app.services.courses.views import ChangeView
from alp_app.unit_of_work import UnitOfWork

TABLES: dict[str, type[SQLModel]] = {
    "course": Course,
    "module": Module,
    "lesson": Lesson,
    "block": Block,
    "question": Question,
    "key_check": KeyCheck,
    "proposal": Proposal,
}


def _column_type(table: type[SQLModel], field: str) -> Any:
    return table.__table__.columns[field].type  # type: ignore[attr-defined]


def as_it_was(row: SQLModel, *fields: str) -> dict[str, Any]:
    """What `fields` of `row` hold now, to be called before they are changed."""
    table = type(row)
    values: dict[str, Any] = {}
    for field in fields:
        kind = _column_type(table, field)
        value = getattr(row, field)
        values[field] = (
            kind.process_bind_param(value, None)
            if isinstance(kind, PydanticJson)
            else TypeAdapter(Any).dump_python(value, mode="json")
        )
    row_id = getattr(row, "id")  # noqa: B009 - SQLModel itself has no id
    return {"table": table.__tablename__, "id": str(row_id), "values": values}


def put_back(row: SQLModel, values: dict[str, Any]) -> None:
    """Set each field to what `as_it_was` kept."""
    table = type(row)
    for field, stored in values.items():
        kind = _column_type(table, field)
        if isinstance(kind, PydanticJson):
            value = kind.process_result_value(stored, None)
        elif stored is None:
            value = None
        elif isinstance(kind, UtcDateTime):
            value = datetime.fromisoformat(stored)
        elif isinstance(kind, Uuid):
            value = UUID(stored)
        else:
            value = stored
        setattr(row, field, value)


def done(
    work: UnitOfWork, course: Course, name: str, subject_id: UUID, before: Iterable[dict[str, Any]]
) -> ChangeView:
    """Keep the way back of an edit that was made, and tell of it."""
    course.updated_at = clock.now()
    work.record(name, subject_id, course_id=str(course.id))
    work.notify("course", course_id=course.id)
    change = DraftChange(
        organisation_id=work.organisation_id,
        course_id=course.id,
        actor_id=work.actor.user_id,
        name=name,
        before=list(before),
    )
    work.session.add(change)
    return ChangeView(change_id=change.id, name=name, subject_id=subject_id)

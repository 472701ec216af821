"""What engines have done: summed up, each sum with its rows."""

from typing import Any, LiteralString
from uuid import UUID

from alp_app.db.reads import fetch_all
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.kit.sheets import write_sheet
from alp_app.services.operations.budgets import require_admin
from alp_app.services.operations.inputs import UseFilter
from alp_app.services.operations.usage_views import By, UseRow, UseSum
from alp_app.unit_of_work import Reader

_KEYS: dict[By, LiteralString] = {
    "person": "u.user_id::text",
    "class": "u.classroom_id::text",
    "course": "u.course_id::text",
    "engine": "u.engine",
    "kind": "u.kind",
}
_NAMES: dict[By, LiteralString] = {
    "person": "person.display_name",
    "class": "classroom.name",
    "course": "course.title",
    "engine": "''",
    "kind": "''",
}
_FROM: LiteralString = """
    FROM engine_use u
    LEFT JOIN user_account person ON person.id = u.user_id
    LEFT JOIN classroom ON classroom.id = u.classroom_id
    LEFT JOIN course ON course.id = u.course_id
    WHERE u.organisation_id = %(organisation_id)s
    AND u.at >= date_trunc(%(period)s, clock_timestamp() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
    """
_ROWS: LiteralString = """
    SELECT u.id, u.at, coalesce(person.display_name, '') AS person,
        coalesce(classroom.name, '') AS classroom, coalesce(course.title, '') AS course,
        u.kind, u.purpose, u.engine, u.model, u.tokens, u.seconds
    """
_ALL_ROWS = 50_000
SHEET = (
    "at", "person", "classroom", "course", "kind", "purpose", "engine", "model", "tokens", "seconds",
)  # fmt: skip


async def sum_use(reader: Reader, wanted: UseFilter) -> list[UseSum]:
    """By person, class, course, engine or kind of work, the most seconds first. For administrators."""
    require_admin(reader)
    query = (
        "SELECT coalesce("
        + _KEYS[wanted.by]
        + ", '') AS key, coalesce("
        + _NAMES[wanted.by]
        + ", '')"
        " AS name, count(*) AS answers, sum(u.tokens) AS tokens, sum(u.seconds) AS seconds"
        + _FROM
        + "GROUP BY 1, 2 ORDER BY 5 DESC, 1"
    )
    rows = await fetch_all(reader, query, _asked(reader, wanted))
    return [UseSum.model_validate(row) for row in rows]


async def list_use(reader: Reader, wanted: UseFilter, page: PageRequest) -> Page[UseRow]:
    """The answers behind a sum, or all of the period, the latest first."""
    require_admin(reader)
    rows = await _rows(reader, wanted, _before(page), page.limit + 1)
    shown = rows[: page.limit]
    return Page[UseRow](
        items=[UseRow.model_validate(row) for row in shown],
        next_cursor=cursor_at(str(shown[-1]["id"])) if len(rows) > page.limit else None,
    )


async def use_sheet(reader: Reader, wanted: UseFilter) -> str:
    """The rows as CSV, at most 50,000."""
    require_admin(reader)
    rows = await _rows(reader, wanted, None, _ALL_ROWS)
    return write_sheet(SHEET, ([_cell(row[name]) for name in SHEET] for row in rows))


async def _rows(
    reader: Reader, wanted: UseFilter, before: UUID | None, limit: int
) -> list[dict[str, Any]]:
    query = (
        _ROWS
        + _FROM
        + "AND (%(key)s::text IS NULL OR coalesce("
        + _KEYS[wanted.by]
        + ", '') = %(key)s) AND (%(before)s::uuid IS NULL OR u.id < %(before)s)"
        " ORDER BY u.id DESC LIMIT %(limit)s"
    )
    asked = {**_asked(reader, wanted), "key": wanted.key, "before": before, "limit": limit}
    return await fetch_all(reader, query, asked)


def _asked(reader: Reader, wanted: UseFilter) -> dict[str, Any]:
    return {"organisation_id": reader.organisation_id, "period": wanted.period.value}


def _before(page: PageRequest) -> UUID | None:
    if (seen := page.after(1)) is None:
        return None
    try:
        return UUID(seen[0])
    except ValueError as error:
        raise BadCursor from error


def _cell(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value

"""The rows behind figures: counted, listed a page at a time, and for a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, LiteralString

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import ClassroomId, CourseId, UserId
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.kit.sheets import write_sheet
from alp_app.services.courses.markup import plain
from alp_app.services.insights.sources import RowKind, with_rows
from alp_app.services.insights.views import Count, InsightRow, RowFilter, RowRequest
from alp_app.unit_of_work import Reader

HEAD = ("who", "what", "where", "state", "value", "of", "when")
MOST_ROWS = 100_000
"""Of one sheet."""
NEVER = "-infinity"
"""Sorts before every moment."""

_SORTS: dict[str, tuple[LiteralString, LiteralString]] = {
    "who": ("lower(r.who)", "text"),
    "what": ("lower(r.what)", "text"),
    "value": ("coalesce(r.value, -1)", "float8"),
    "at": ("coalesce(r.at, '-infinity'::timestamptz)", "timestamptz"),
}
_BY: dict[str, LiteralString] = {
    "subject": "r.subject",
    "person": "r.person",
    "what": "r.what",
    "place": "r.place_id",
    "week": "r.place",
    "all": "NULL::text",
}
_TALLY: LiteralString = """
    SELECT <key> AS key, r.state, count(*) AS n, min(r.what) AS what, min(r.place) AS place,
           (array_agg(r.place_id))[1] AS place_id
      FROM r GROUP BY <key>, r.state
"""
_TALLY_OBJECTIVES: LiteralString = """
    SELECT s.objective_id AS key, r.state, count(*) AS n
      FROM r JOIN topics s ON s.question_id = r.subject GROUP BY s.objective_id, r.state
"""
_ALL: LiteralString = " SELECT r.* FROM r"
_SORTED: LiteralString = """
    SELECT r.*, (<key>)::text AS key FROM r
     WHERE (%(state)s::text IS NULL OR r.state = %(state)s)
       AND (%(after_id)s::text IS NULL OR (<key>, r.id) > (%(after)s::<type>, %(after_id)s))
     ORDER BY <key>, r.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose rows, of what, seen when. Made by `access` only."""

    people: LiteralString
    course_id: CourseId
    classroom_id: ClassroomId | None = None
    user_id: UserId | None = None
    is_mine: bool = False
    zone: str = "UTC"
    now: datetime

    def given(self, wanted: RowFilter) -> dict[str, Any]:
        own = self.user_id or wanted.user_id
        return {
            **wanted.model_dump(),
            "user_id": own,
            "course_id": self.course_id,
            "classroom_id": self.classroom_id,
            "is_mine": self.is_mine,
            "zone": self.zone,
            "now": self.now,
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of each state there are of one thing, and what is said of it."""

    by_state: dict[str, int]
    what: str = ""
    place: str = ""
    place_id: Any = None

    @property
    def n(self) -> int:
        return sum(self.by_state.values())

    def of(self, state: str) -> int:
        return self.by_state.get(state, 0)


NOTHING = Tally({})


async def tally(
    reader: Reader,
    scope: Scope,
    wanted: RowFilter,
    *,
    by: Literal["subject", "person", "what", "place", "week", "all"],
) -> dict[Any, Tally]:
    statement = with_rows(scope.people, wanted.of) + _TALLY.replace("<key>", _BY[by])
    found: dict[Any, Tally] = {}
    for row in await fetch_all(reader, statement, scope.given(wanted)):
        known = found.get(row["key"])
        states = {**(known.by_state if known else {}), row["state"]: row["n"]}
        found[row["key"]] = Tally(states, row["what"], row["place"], row["place_id"])
    return found


async def tally_objectives(reader: Reader, scope: Scope, wanted: RowFilter) -> dict[Any, Tally]:
    """Of answers, by what their questions tell of."""
    statement = with_rows(scope.people, wanted.of) + _TALLY_OBJECTIVES
    found: dict[Any, Tally] = {}
    for row in await fetch_all(reader, statement, scope.given(wanted)):
        known = found.get(row["key"], NOTHING)
        found[row["key"]] = Tally({**known.by_state, row["state"]: row["n"]})
    return found


async def all_rows(reader: Reader, scope: Scope, wanted: RowFilter) -> list[dict[str, Any]]:
    """For what is shown of each learner, of whom there are only so many in a class."""
    statement = with_rows(scope.people, wanted.of) + _ALL
    return await fetch_all(reader, statement, scope.given(wanted))


async def list_rows(reader: Reader, scope: Scope, wanted: RowRequest) -> Page[InsightRow]:
    """Raises BadCursor."""
    rows = await _sorted(reader, scope, wanted, limit=wanted.limit + 1)
    shown = rows[: wanted.limit]
    return Page(
        items=[_row(row, wanted) for row in shown],
        next_cursor=cursor_at(shown[-1]["key"], shown[-1]["id"])
        if len(rows) > wanted.limit
        else None,
    )


async def write_rows(reader: Reader, scope: Scope, wanted: RowRequest) -> str:
    """All of them as CSV."""
    whole = wanted.model_copy(update={"cursor": None})
    rows = await _sorted(reader, scope, whole, limit=MOST_ROWS)
    return write_sheet(
        HEAD,
        (
            (
                row.who,
                row.what,
                row.place,
                row.state,
                row.value,
                row.total,
                row.at.isoformat(timespec="minutes") if row.at else "",
            )
            for row in (_row(each, wanted) for each in rows)
        ),
    )


def counted(n: int, wanted: RowFilter, **narrower: Any) -> Count:
    return Count(n=n, rows=wanted.model_copy(update=narrower))


async def _sorted(
    reader: Reader, scope: Scope, wanted: RowRequest, *, limit: int
) -> Sequence[dict[str, Any]]:
    key, kind = _SORTS[wanted.sort]
    after = _after(wanted, kind)
    sort = _SORTED.replace("<key>", key).replace("<type>", kind)
    if wanted.is_descending:
        sort = sort.replace("r.id) >", "r.id) <").replace(
            "ORDER BY " + key + ", r.id", "ORDER BY " + key + " DESC, r.id DESC"
        )
    statement = with_rows(scope.people, wanted.of) + sort
    given = {**scope.given(wanted), "after": after[0], "after_id": after[1], "limit": limit}
    return await fetch_all(reader, statement, given)


def _after(wanted: RowRequest, kind: str) -> tuple[str, str] | tuple[None, None]:
    keys = PageRequest(limit=wanted.limit, cursor=wanted.cursor).after(2)
    if keys is None:
        return None, None
    key, row_id = keys
    try:
        if kind == "float8":
            float(key)
        elif kind == "timestamptz" and key != NEVER:
            datetime.fromisoformat(key)
    except ValueError as error:
        raise BadCursor from error
    if "\0" in key + row_id:
        raise BadCursor
    return key, row_id


def _row(row: dict[str, Any], wanted: RowFilter) -> InsightRow:
    is_stem = wanted.of in {RowKind.ANSWERS, RowKind.FIRST_ANSWERS}
    what = plain(row["what"]) if is_stem else row["what"]
    return InsightRow.model_validate({**row, "what": what})

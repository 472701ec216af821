"""From rows of the database to what the arithmetic takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId, ClassroomId, ExamId, GradeItemId, UserId
from alp_app.models.grading import GradebookRules, GradeCategory, LetterGrade, Missing
from alp_app.services.gradebook.scheme import (
    Category,
    Entry,
    Item,
    LatePolicy,
    Letter,
    Override,
    Scheme,
)
from alp_app.unit_of_work import Reader

_COLUMNS = """
    SELECT i.*, a.id AS assignment_id, x.id AS exam_id,
           coalesce(a.is_anonymous OR a.second_marks <> 'none', false) AS is_blind
      FROM grade_item i
      LEFT JOIN assignment a ON a.item_id = i.id
      LEFT JOIN exam x ON x.item_id = i.id
     WHERE i.classroom_id = %(classroom_id)s AND i.deleted_at IS NULL
       AND (a.id IS NULL OR a.published_at IS NOT NULL)
       AND (x.id IS NULL OR x.published_at IS NOT NULL)
     ORDER BY i.position, i.id
"""
_LEARNERS = """
    SELECT u.id, u.display_name AS name
      FROM class_member m JOIN user_account u ON u.id = m.user_id
     WHERE m.classroom_id = %(classroom_id)s AND m.role = 'learner' AND m.removed_at IS NULL
       AND (%(user_id)s::uuid IS NULL OR u.id = %(user_id)s)
     ORDER BY lower(u.display_name), u.id
"""
_ENTRIES = """
    SELECT e.* FROM grade_entry e JOIN grade_item i ON i.id = e.item_id
     WHERE i.classroom_id = %(classroom_id)s AND i.deleted_at IS NULL
       AND (%(user_id)s::uuid IS NULL OR e.user_id = %(user_id)s)
"""


@dataclass(frozen=True, slots=True)
class LoadedColumn:
    item: Item
    is_hidden: bool
    required_percent: int | None
    assignment_id: AssignmentId | None
    exam_id: ExamId | None
    is_blind: bool
    """Its marks are not shown to all its teachers before they are released."""


@dataclass(frozen=True, slots=True)
class LoadedLearner:
    id: UserId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A gradebook as it stands."""

    classroom_id: ClassroomId
    learner: UserId | None
    """Whose row alone it is."""
    at: datetime
    columns: Sequence[LoadedColumn]
    scheme: Scheme
    letters: Sequence[LetterGrade]
    learners: Sequence[LoadedLearner]
    entries: dict[UserId, dict[UUID, Entry]]
    released: set[tuple[UserId, GradeItemId]]

    def of(self, user_id: UserId) -> dict[UUID, Entry]:
        return self.entries.get(user_id, {})


async def load(
    reader: Reader, classroom_id: ClassroomId, *, learner: UserId | None = None
) -> Loaded:
    """With `learner`, only what that learner may see: no hidden columns, no marks before release.
    Without, marks of anonymous or twice-marked work are still left out until they are released."""
    now = clock.now()
    given = {"classroom_id": classroom_id, "user_id": learner}
    columns = [_column(row) for row in await fetch_all(reader, _COLUMNS, given)]
    if learner is not None:
        columns = [column for column in columns if not column.is_hidden]
    secret = {column.item.id for column in columns if learner is not None or column.is_blind}
    entries: dict[UserId, dict[UUID, Entry]] = {}
    released: set[tuple[UserId, GradeItemId]] = set()
    for row in await fetch_all(reader, _ENTRIES, given):
        is_released = row["released_at"] is not None
        is_shown = is_released or row["item_id"] not in secret
        entries.setdefault(row["user_id"], {})[row["item_id"]] = entry_of(row, is_shown=is_shown)
        if is_released:
            released.add((row["user_id"], row["item_id"]))
    rules = await reader.session.get(GradebookRules, classroom_id)
    letters = rules.letters if rules else []
    return Loaded(
        classroom_id=classroom_id,
        learner=learner,
        at=now,
        columns=columns,
        scheme=Scheme(
            items=tuple(column.item for column in columns),
            categories=await _categories(reader, classroom_id),
            missing=rules.missing if rules else Missing.ZERO_AFTER_DUE,
            letters=tuple(Letter(name=each.name, at_least=each.at_least) for each in letters),
            decimals=rules.decimals if rules else 1,
        ),
        letters=letters,
        learners=[
            LoadedLearner(row["id"], row["name"])
            for row in await fetch_all(reader, _LEARNERS, given)
        ],
        entries=entries,
        released=released,
    )


async def _categories(reader: Reader, classroom_id: ClassroomId) -> tuple[Category, ...]:
    statement = (
        select(GradeCategory)
        .where(col(GradeCategory.classroom_id) == classroom_id)
        .order_by(col(GradeCategory.position), col(GradeCategory.id))
    )
    return tuple(
        Category(id=row.id, title=row.title, weight=row.weight, drop_lowest=row.drop_lowest)
        for row in await reader.session.scalars(statement)
    )


def late_policy(percent: Decimal, most_percent: Decimal, grace_minutes: int) -> LatePolicy:
    return LatePolicy(
        percent_a_day=percent, most_percent=most_percent, grace=timedelta(minutes=grace_minutes)
    )


def item_of(row: dict[str, Any]) -> Item:
    return Item(
        id=row["id"],
        category_id=row["category_id"],
        title=row["title"],
        points=row["points"],
        due_at=row["due_at"],
        is_extra=row["is_extra"],
        late=late_policy(row["late_percent"], row["late_most_percent"], row["late_grace_minutes"]),
    )


def _column(row: dict[str, Any]) -> LoadedColumn:
    return LoadedColumn(
        item_of(row),
        row["is_hidden"],
        row["required_percent"],
        row["assignment_id"],
        row["exam_id"],
        row["is_blind"],
    )


def entry_of(row: dict[str, Any], *, is_shown: bool) -> Entry:
    """`is_shown`: with the mark."""
    override: Decimal | None = row["override_points"]
    return Entry(
        points=row["points"] if is_shown else None,
        submitted_at=row["submitted_at"],
        due_at=row["due_at"],
        is_excused=row["is_excused"],
        override=Override(points=override, reason=row["override_reason"])
        if override is not None and is_shown
        else None,
    )

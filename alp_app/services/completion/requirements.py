"""Whether learners have done what their class asks for: assignments, tests, columns filled in by hand.

Only what the learner may know counts: no mark before it is released, no hidden column.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import EnrolmentId, GradeItemId
from alp_app.models.grading import Missing
from alp_app.services.gradebook.loading import entry_of, item_of
from alp_app.services.gradebook.rules import CellState, judge
from alp_app.services.gradebook.scheme import NOTHING, Entry, Item
from alp_app.unit_of_work import Reader

_ASKED = """
    SELECT n.id AS enrolment_id, i.*, e.user_id IS NOT NULL AS has_entry,
           e.points AS entry_points, e.submitted_at AS entry_submitted_at,
           e.due_at AS entry_due_at, e.is_excused AS entry_is_excused,
           e.override_points AS entry_override_points,
           e.override_reason AS entry_override_reason, e.released_at AS entry_released_at
      FROM enrolment n
      JOIN grade_item i ON i.classroom_id = n.classroom_id
      LEFT JOIN assignment a ON a.item_id = i.id
      LEFT JOIN exam x ON x.item_id = i.id
      LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = n.user_id
     WHERE n.id = ANY(%(enrolment_ids)s)
       AND i.required_percent IS NOT NULL AND i.deleted_at IS NULL AND NOT i.is_hidden
       AND (a.id IS NULL OR a.published_at IS NOT NULL)
       AND (x.id IS NULL OR x.published_at IS NOT NULL)
"""
_OF_ENTRY = "entry_"

WorkDone = Mapping[GradeItemId, bool]
"""Of each column that is asked for: whether it is done."""


async def work_done(
    reader: Reader, enrolment_ids: Collection[EnrolmentId]
) -> Mapping[EnrolmentId, WorkDone]:
    """Enrolments of which nothing is asked are left out."""
    found: defaultdict[EnrolmentId, dict[GradeItemId, bool]] = defaultdict(dict)
    now = clock.now()
    for row in await fetch_all(reader, _ASKED, {"enrolment_ids": list(enrolment_ids)}):
        entry = _entry(row) if row["has_entry"] else NOTHING
        item = item_of(row)
        percent: int = row["required_percent"]
        found[row["enrolment_id"]][row["id"]] = is_done(item, entry, percent, now=now)
    return found


def is_done(item: Item, entry: Entry, percent: int, *, now: datetime) -> bool:
    """`entry` holds its mark only when that may be known. What comes late loses points, as it does in
    the gradebook."""
    cell = judge(item, entry, Missing.IGNORED, now)
    if cell.state is CellState.EXCUSED:
        return True
    if percent == 0:
        return entry.submitted_at is not None or cell.earned is not None
    return cell.earned is not None and cell.earned * 100 >= percent * item.worth


def _entry(row: dict[str, Any]) -> Entry:
    own = {
        name.removeprefix(_OF_ENTRY): value
        for name, value in row.items()
        if name.startswith(_OF_ENTRY)
    }
    return entry_of(own, is_shown=own["released_at"] is not None)

"""Who still has to hand in what within a day, and has not been reminded of it."""

from datetime import timedelta
from typing import Any

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import GradeItemId
from alp_app.unit_of_work import Reader

SOON = timedelta(days=1)

_DUE_SOON = """
    SELECT w.* FROM (
      SELECT i.id AS item_id, i.title, k.id AS classroom_id, k.name AS room, m.user_id,
             CASE WHEN a.id IS NULL THEN '/tests/' || x.id ELSE '/assignments/' || a.id END AS href,
             coalesce(e.due_at, CASE WHEN a.id IS NULL THEN e.closes_at END, i.due_at) AS due_at
        FROM grade_item i
        JOIN classroom k ON k.id = i.classroom_id AND k.archived_at IS NULL
        LEFT JOIN assignment a ON a.item_id = i.id
        LEFT JOIN exam x ON x.item_id = i.id
        JOIN class_member m ON m.classroom_id = k.id AND m.role = 'learner' AND m.removed_at IS NULL
        LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = m.user_id
       WHERE i.deleted_at IS NULL AND coalesce(a.published_at, x.published_at) IS NOT NULL
         AND e.submitted_at IS NULL AND e.is_excused IS NOT TRUE
         AND (%(item_id)s::uuid IS NULL OR i.id = %(item_id)s)
    ) w
     WHERE w.due_at BETWEEN %(now)s AND %(soon)s
       AND NOT EXISTS (
         SELECT FROM notification n
          WHERE n.user_id = w.user_id AND n.kind = 'due' AND n.word = 'work_due'
            AND n.href = w.href AND (n.facts ->> 'at')::timestamptz = w.due_at)
"""


async def due_soon(reader: Reader, item_id: GradeItemId | None = None) -> list[dict[str, Any]]:
    """One row for each learner and each assignment or test, with their own due time; of one column, or
    of all classes that are running."""
    now = clock.now()
    given = {"item_id": item_id, "now": now, "soon": now + SOON}
    return await fetch_all(reader, _DUE_SOON, given)

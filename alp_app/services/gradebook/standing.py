"""How a gradebook stands: what tells it from itself as it was, in one question.

What a gradebook says follows from the rows behind it and from which due times have passed. Each
version of a row has the number of the transaction that wrote it, so that the numbers of all of them
tell whether anything was written, removed or added. Nothing has to remember to say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, UserId
from alp_app.kit.kept import Kept
from alp_app.services.gradebook.loading import Loaded
from alp_app.unit_of_work import Reader

Shown = TypeVar("Shown")

MOST_BYTES = 16 * 1024 * 1024
CELL_BYTES = 2048
"""Roughly what one cell of a gradebook takes in memory."""

MARKS = """
    (SELECT concat_ws(',', count(*), sum(hashtextextended(r.xmin::text, 0)))
       FROM grade_item i JOIN grade_entry r ON r.item_id = i.id
      WHERE i.classroom_id = k.id AND (%(learner)s::uuid IS NULL OR r.user_id = %(learner)s)),
    (SELECT concat_ws(',', count(*), sum(hashtextextended(concat_ws(',', m.xmin, u.xmin), 0)))
       FROM class_member m JOIN user_account u ON u.id = m.user_id
      WHERE m.classroom_id = k.id AND (%(learner)s::uuid IS NULL OR m.user_id = %(learner)s)),
    (SELECT concat_ws(',', count(*),
                      sum(hashtextextended(concat_ws(',', i.xmin, a.xmin, x.xmin), 0)))
       FROM grade_item i
       LEFT JOIN assignment a ON a.item_id = i.id
       LEFT JOIN exam x ON x.item_id = i.id
      WHERE i.classroom_id = k.id),
    (SELECT concat_ws(',', count(*), sum(hashtextextended(c.xmin::text, 0)))
       FROM grade_category c WHERE c.classroom_id = k.id),
    (SELECT r.xmin::text FROM gradebook_rules r WHERE r.classroom_id = k.id),
    k.xmin::text
"""
STANDING = "concat_ws(';', " + MARKS + ") AS standing"


@dataclass(frozen=True, slots=True)
class _Seen(Generic[Shown]):
    standing: str
    until: datetime | None
    """When the next due time passes."""
    shown: Shown


class Seen(Generic[Shown]):
    """What was shown of gradebooks lately, to readers of what is committed."""

    def __init__(self) -> None:
        self._kept: Kept[tuple[ClassroomId, UserId | None], _Seen[Shown]] = Kept(MOST_BYTES)

    def find(
        self, reader: Reader, key: tuple[ClassroomId, UserId | None], standing: str
    ) -> Shown | None:
        seen = None if reader.sees_own_changes else self._kept.find(key)
        if seen is None or seen.standing != standing:
            return None
        return None if seen.until is not None and clock.now() > seen.until else seen.shown

    def keep(self, reader: Reader, shown: Shown, *, standing: str, loaded: Loaded) -> Shown:
        """`loaded`: what it was made from."""
        if not reader.sees_own_changes:
            until = min((at for at in _due_times(loaded) if at >= loaded.at), default=None)
            cells = len(loaded.columns) * len(loaded.learners) + 1
            self._kept.keep(
                (loaded.classroom_id, loaded.learner),
                _Seen(standing, until, shown),
                weight=cells * CELL_BYTES,
            )
        return shown


def _due_times(loaded: Loaded) -> Iterable[datetime]:
    own: Any = (each.due_at for entries in loaded.entries.values() for each in entries.values())
    return (at for at in (*(c.item.due_at for c in loaded.columns), *own) if at is not None)

"""What a calendar is made of: one function for each kind of date, all in `SOURCES`.

Each is asked for the classes that somebody is in, and answers entries in any order. A further kind of
date is a further function.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import ClassroomId, UserId
from alp_app.services.calendar.views import Entry
from alp_app.unit_of_work import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose dates, of which classes, from when to when."""

    user_id: UserId
    classes: Mapping[ClassroomId, bool]
    """Whether the person teaches it."""
    start: datetime
    end: datetime

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "user_id": self.user_id,
            "classes": list(self.classes),
            "start": self.start,
            "end": self.end,
            "first_day": self.start.date(),
            "last_day": self.end.date(),
        }


Source = Callable[[Reader, Asked], Awaitable[Sequence[Entry]]]

_ASSIGNMENTS = """
    SELECT a.id, i.title, k.id AS classroom_id, k.name AS class_name, a.opens_at, a.closes_at,
           CASE WHEN m.role = 'learner' THEN coalesce(e.due_at, i.due_at) ELSE i.due_at END AS due_at
      FROM assignment a
      JOIN grade_item i ON i.id = a.item_id
      JOIN classroom k ON k.id = a.classroom_id
      LEFT JOIN class_member m ON m.classroom_id = k.id AND m.user_id = %(user_id)s
      LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = %(user_id)s
     WHERE k.id = ANY(%(classes)s) AND a.deleted_at IS NULL AND a.published_at IS NOT NULL
"""
_OPENINGS = """
    SELECT r.module_id, r.lesson_id, r.opens_at, k.id AS classroom_id, k.name AS class_name, c.slug,
           coalesce(lv.title, m.title) AS title
      FROM release_rule r
      JOIN classroom k ON k.id = r.classroom_id
      JOIN course c ON c.id = k.course_id
      LEFT JOIN lesson_version lv ON lv.version_id = c.published_version_id
       AND lv.lesson_id = r.lesson_id
      LEFT JOIN module m ON m.id = r.module_id
     WHERE k.id = ANY(%(classes)s) AND r.opens_at BETWEEN %(start)s AND %(end)s
       AND coalesce(lv.title, m.title) IS NOT NULL
"""
_EXAMS = """
    SELECT x.id, i.title, k.id AS classroom_id, k.name AS class_name, x.opens_at,
           CASE WHEN m.role = 'learner' THEN coalesce(e.closes_at, x.closes_at)
                ELSE x.closes_at END AS closes_at
      FROM exam x
      JOIN grade_item i ON i.id = x.item_id
      JOIN classroom k ON k.id = x.classroom_id
      LEFT JOIN class_member m ON m.classroom_id = k.id AND m.user_id = %(user_id)s
      LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = %(user_id)s
     WHERE k.id = ANY(%(classes)s) AND x.deleted_at IS NULL AND x.published_at IS NOT NULL
"""
_CLASSES = """
    SELECT k.id AS classroom_id, k.name AS class_name, k.starts_on, k.ends_on
      FROM classroom k
     WHERE k.id = ANY(%(classes)s)
       AND (k.starts_on BETWEEN %(first_day)s AND %(last_day)s
            OR k.ends_on BETWEEN %(first_day)s AND %(last_day)s)
"""


async def assignments(reader: Reader, asked: Asked) -> Sequence[Entry]:
    """When work opens, is due and closes; a learner's own date where it was extended."""
    rows = await fetch_all(reader, _ASSIGNMENTS, asked.parameters)
    return [
        Entry(
            uid=f"{word}-{row['id']}",
            word=word,
            title=row["title"],
            class_name=row["class_name"],
            classroom_id=row["classroom_id"],
            at=at,
            href=_assignment(row, asked),
        )
        for row in rows
        for word, at in (
            ("work_opens", row["opens_at"]),
            ("work_due", row["due_at"]),
            ("work_closes", row["closes_at"]),
        )
        if at is not None and asked.start <= at <= asked.end
    ]


async def lessons(reader: Reader, asked: Asked) -> Sequence[Entry]:
    """When modules and lessons open by the release plan."""
    rows = await fetch_all(reader, _OPENINGS, asked.parameters)
    return [
        Entry(
            uid=f"opens-{row['classroom_id']}-{row['lesson_id'] or row['module_id']}",
            word="lesson_opens" if row["lesson_id"] else "module_opens",
            title=row["title"],
            class_name=row["class_name"],
            classroom_id=row["classroom_id"],
            at=row["opens_at"],
            href=f"/learn/{row['slug']}/{row['lesson_id']}"
            if row["lesson_id"]
            else f"/courses/{row['slug']}",
        )
        for row in rows
    ]


async def classes(reader: Reader, asked: Asked) -> Sequence[Entry]:
    """The first and the last day of a class."""
    rows = await fetch_all(reader, _CLASSES, asked.parameters)
    return [
        Entry(
            uid=f"{word}-{row['classroom_id']}",
            word=word,
            title=row["class_name"],
            class_name=row["class_name"],
            classroom_id=row["classroom_id"],
            day=day,
            href=class_page(row["classroom_id"], asked),
        )
        for row in rows
        for word, day in (("class_starts", row["starts_on"]), ("class_ends", row["ends_on"]))
        if _is_within(day, asked)
    ]


async def exams(reader: Reader, asked: Asked) -> Sequence[Entry]:
    """When tests open and close; a learner's own time where it was extended."""
    rows = await fetch_all(reader, _EXAMS, asked.parameters)
    return [
        Entry(
            uid=f"{word}-{row['id']}",
            word=word,
            title=row["title"],
            class_name=row["class_name"],
            classroom_id=row["classroom_id"],
            at=at,
            href=_test(row, asked),
        )
        for row in rows
        for word, at in (("test_opens", row["opens_at"]), ("test_closes", row["closes_at"]))
        if at is not None and asked.start <= at <= asked.end
    ]


SOURCES: tuple[Source, ...] = (assignments, lessons, exams, classes)


def class_page(classroom_id: ClassroomId, asked: Asked) -> str:
    return f"/classes/{classroom_id}" + ("" if asked.classes[classroom_id] else "/mine")


def _assignment(row: Mapping[str, Any], asked: Asked) -> str:
    end = "/grade" if asked.classes[row["classroom_id"]] else ""
    return f"/assignments/{row['id']}{end}"


def _test(row: Mapping[str, Any], asked: Asked) -> str:
    end = "/results" if asked.classes[row["classroom_id"]] else ""
    return f"/tests/{row['id']}{end}"


def _is_within(day: date | None, asked: Asked) -> bool:
    return day is not None and asked.start.date() <= day <= asked.end.date()

"""What can be seen of classes: by their teachers, and by their learners."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit import clock
from alp_app.kit.codes import spelled
from alp_app.kit.ids import ClassroomId
from alp_app.kit.sheets import write_sheet
from alp_app.models.classroom import Classroom
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from alp_app.services.classes.access import class_for
from alp_app.services.classes.views import ClassRow, ClassView, MemberView, MyClassView
from alp_app.unit_of_work import Reader

_CLASSES = """
    SELECT k.id, k.name, k.term, k.course_id, coalesce(v.title, c.title) AS course_title,
           c.slug AS course_slug, k.starts_on, k.ends_on, k.seats, k.archived_at,
           (SELECT count(*) FROM class_member m
             WHERE m.classroom_id = k.id AND m.role = 'learner' AND m.removed_at IS NULL) AS learners,
           k.archived_at IS NULL AND k.code_closed_at IS NULL
             AND (k.code_closes_at IS NULL OR k.code_closes_at > %(now)s) AS is_code_open
      FROM classroom k
      JOIN course c ON c.id = k.course_id
      LEFT JOIN course_version v ON v.id = c.published_version_id
     WHERE k.organisation_id = %(organisation_id)s
       AND (%(id)s::uuid IS NULL OR k.id = %(id)s)
       AND (%(is_admin)s OR EXISTS (
             SELECT FROM class_member m
              WHERE m.classroom_id = k.id AND m.user_id = %(user_id)s
                AND m.role = 'teacher' AND m.removed_at IS NULL))
     ORDER BY k.archived_at IS NOT NULL, k.starts_on DESC NULLS LAST, k.created_at DESC
"""
_MEMBERS = """
    SELECT u.id AS user_id, u.display_name AS name, coalesce(u.email, '') AS email,
           m.role, m.joined_by, m.joined_at,
           u.role = 'learner' AND u.email IS NULL AND u.password_hash IS NULL
             AND u.disabled_at IS NULL AS is_pupil,
           coalesce(e.lessons_done, 0) AS lessons_done,
           coalesce(e.lessons_total, 0) AS lessons_total,
           CASE WHEN e.last_lesson_id IS NOT NULL THEN e.active_at END AS active_at
      FROM class_member m
      JOIN user_account u ON u.id = m.user_id
      LEFT JOIN enrolment e ON e.classroom_id = m.classroom_id AND e.user_id = m.user_id
     WHERE m.classroom_id = %(classroom_id)s AND m.removed_at IS NULL
     ORDER BY m.role DESC, lower(u.display_name), u.id
"""
_TEACHERS = """
    SELECT u.display_name AS name
      FROM class_member m JOIN user_account u ON u.id = m.user_id
     WHERE m.classroom_id = %(classroom_id)s AND m.role = 'teacher' AND m.removed_at IS NULL
     ORDER BY m.joined_at
"""
_MINE = """
    SELECT k.id, k.name, k.term, k.course_id, coalesce(v.title, c.title) AS course_title,
           c.slug AS course_slug, k.starts_on, k.ends_on,
           ARRAY(SELECT u.display_name FROM class_member t JOIN user_account u ON u.id = t.user_id
                  WHERE t.classroom_id = k.id AND t.role = 'teacher' AND t.removed_at IS NULL
                  ORDER BY t.joined_at) AS teachers
      FROM class_member m
      JOIN classroom k ON k.id = m.classroom_id AND k.archived_at IS NULL
      JOIN course c ON c.id = k.course_id AND c.deleted_at IS NULL
      LEFT JOIN course_version v ON v.id = c.published_version_id
     WHERE m.user_id = %(user_id)s AND m.role = 'learner' AND m.removed_at IS NULL
     ORDER BY m.joined_at DESC
"""
ROSTER_HEAD = (
    "name", "email", "role", "joined", "joined_by", "lessons_done", "lessons_total", "last_active",
)  # fmt: skip


async def list_classes(reader: Reader) -> list[ClassRow]:
    """The classes that I teach, for an administrator all; archived ones last."""
    Policy.STAFF.require(reader.actor)
    return [ClassRow.model_validate(row) for row in await _rows(reader)]


async def get_class(reader: Reader, classroom_id: ClassroomId) -> ClassView:
    """Raises ClassNotFound."""
    classroom = await class_for(reader, classroom_id)
    row = (await _rows(reader, classroom_id))[0]
    return ClassView(
        **row,
        time_zone=classroom.time_zone,
        code=spelled(classroom.code),
        code_closes_at=classroom.code_closes_at,
        code_closes_local=_local(classroom),
        is_code_closed=classroom.code_closed_at is not None,
        teachers=await teacher_names(reader, classroom_id),
    )


async def list_members(reader: Reader, classroom_id: ClassroomId) -> list[MemberView]:
    """Teachers first, then learners by name."""
    await class_for(reader, classroom_id)
    rows = await fetch_all(reader, _MEMBERS, {"classroom_id": classroom_id})
    return [MemberView.model_validate(row) for row in rows]


async def write_roster(reader: Reader, classroom_id: ClassroomId) -> str:
    """Everybody in the class as CSV."""
    return write_sheet(
        ROSTER_HEAD,
        (
            (
                member.name,
                member.email,
                member.role.value,
                member.joined_at.date().isoformat(),
                member.joined_by.value,
                member.lessons_done,
                member.lessons_total,
                member.active_at.isoformat(timespec="minutes") if member.active_at else "",
            )
            for member in await list_members(reader, classroom_id)
        ),
    )


async def list_my_classes(reader: Reader) -> list[MyClassView]:
    """The classes that I learn in."""
    rows = await fetch_all(reader, _MINE, {"user_id": reader.user_id})
    return [MyClassView.model_validate(row) for row in rows]


async def viewed_class_name(reader: Reader) -> str:
    """Of the class that the actor views as a learner; empty when they view none."""
    if reader.actor.viewed_class_id is None:
        return ""
    found = await fetch_one(
        reader,
        "SELECT name FROM classroom WHERE id = %(id)s",
        {"id": reader.actor.viewed_class_id},
    )
    return found["name"] if found else ""


async def teacher_names(reader: Reader, classroom_id: ClassroomId) -> tuple[str, ...]:
    rows = await fetch_all(reader, _TEACHERS, {"classroom_id": classroom_id})
    return tuple(row["name"] for row in rows)


async def _rows(
    reader: Reader, classroom_id: ClassroomId | None = None
) -> Sequence[dict[str, Any]]:
    return await fetch_all(
        reader,
        _CLASSES,
        {
            "id": classroom_id,
            "organisation_id": reader.organisation_id,
            "user_id": reader.user_id,
            "is_admin": reader.actor.role is Role.ADMIN,
            "now": clock.now(),
        },
    )


def _local(classroom: Classroom) -> str:
    at = classroom.code_closes_at
    return at.astimezone(ZoneInfo(classroom.time_zone)).strftime("%Y-%m-%dT%H:%M") if at else ""

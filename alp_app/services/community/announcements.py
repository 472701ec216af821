"""Announcements of a class: what its teachers write, and who has seen it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import AnnouncementId, ClassroomId
from alp_app.kit.markdown import markdown_html
from alp_app.models.classroom import Classroom
from alp_app.models.community import Announcement, AnnouncementSeen
from alp_app.services.classes.access import class_for
from alp_app.services.classes.commands import in_zone
from alp_app.services.classes.members import require_running
from alp_app.services.community import events
from alp_app.services.community.access import place_for, taught_announcement
from alp_app.services.community.inputs import AnnouncementInput
from alp_app.services.community.views import AnnouncementView
from alp_app.unit_of_work import Reader, UnitOfWork

SHOWN_MOST = 100
NEWS_MOST = 3
NEWS_FOR = timedelta(days=7)
"""What was seen stays on the first page for as long."""

_FORM_TIME = "%Y-%m-%dT%H:%M"
_OF_CLASS = """
    SELECT a.id, a.classroom_id, k.name AS class_name, a.title, a.body,
           coalesce(u.display_name, '') AS author, a.is_pinned, a.publish_at, a.changed_at,
           k.time_zone, s.user_id IS NOT NULL AS is_seen,
           (SELECT count(*) FROM announcement_seen o
              JOIN class_member m ON m.classroom_id = a.classroom_id AND m.user_id = o.user_id
             WHERE o.announcement_id = a.id AND m.role = 'learner' AND m.removed_at IS NULL) AS seen,
           (SELECT count(*) FROM class_member m
             WHERE m.classroom_id = a.classroom_id AND m.role = 'learner'
               AND m.removed_at IS NULL) AS learners
      FROM announcement a
      JOIN classroom k ON k.id = a.classroom_id
      LEFT JOIN user_account u ON u.id = a.author_id
      LEFT JOIN announcement_seen s ON s.announcement_id = a.id AND s.user_id = %(user_id)s
     WHERE a.classroom_id = %(classroom_id)s AND a.deleted_at IS NULL
       AND (%(is_teacher)s OR a.publish_at <= %(now)s)
     ORDER BY a.is_pinned DESC, a.publish_at DESC, a.id DESC
     LIMIT %(limit)s
"""
_NEWS = """
    SELECT a.id, a.classroom_id, k.name AS class_name, a.title, a.body,
           coalesce(u.display_name, '') AS author, a.is_pinned, a.publish_at, a.changed_at,
           k.time_zone, s.user_id IS NOT NULL AS is_seen
      FROM announcement a
      JOIN classroom k ON k.id = a.classroom_id AND k.archived_at IS NULL
      JOIN class_member m ON m.classroom_id = k.id AND m.user_id = %(user_id)s
       AND m.role = 'learner' AND m.removed_at IS NULL
      LEFT JOIN user_account u ON u.id = a.author_id
      LEFT JOIN announcement_seen s ON s.announcement_id = a.id AND s.user_id = %(user_id)s
     WHERE a.deleted_at IS NULL AND a.publish_at <= %(now)s
       AND (s.user_id IS NULL OR a.publish_at > %(recent)s)
     ORDER BY s.user_id IS NOT NULL, a.publish_at DESC, a.id DESC
     LIMIT %(limit)s
"""


async def list_announcements(reader: Reader, classroom_id: ClassroomId) -> list[AnnouncementView]:
    """Pinned ones first, then the newest. Teachers also see what is still to appear.

    Raises ClassNotFound.
    """
    place = await place_for(reader, classroom_id)
    rows = await fetch_all(
        reader,
        _OF_CLASS,
        {
            "classroom_id": classroom_id,
            "user_id": reader.user_id,
            "is_teacher": place.is_teacher,
            "now": clock.now(),
            "limit": SHOWN_MOST,
        },
    )
    return [_view(row, is_teacher=place.is_teacher) for row in rows]


async def list_news(reader: Reader) -> list[AnnouncementView]:
    """From the classes that I learn in: what I have not seen, then what is a few days old."""
    if reader.actor.viewed_class_id is not None:
        return []
    now = clock.now()
    rows = await fetch_all(
        reader,
        _NEWS,
        {
            "user_id": reader.user_id,
            "now": now,
            "recent": now - NEWS_FOR,
            "limit": NEWS_MOST,
        },
    )
    return [_view(row, is_teacher=False) for row in rows]


async def announce(
    work: UnitOfWork, classroom_id: ClassroomId, *, inputs: AnnouncementInput
) -> AnnouncementId:
    """Tell a class something, at once or from a time on. Raises ClassNotFound or ClassArchived."""
    classroom = await class_for(work, classroom_id)
    require_running(classroom)
    made = Announcement(
        organisation_id=classroom.organisation_id,
        classroom_id=classroom.id,
        author_id=work.user_id,
        title=inputs.title,
        body=inputs.body,
        is_pinned=inputs.is_pinned,
        publish_at=in_zone(inputs.publish_at, classroom.time_zone) or clock.now(),
    )
    work.session.add(made)
    await work.session.flush()
    if not publish_if_due(work, made):
        work.record(events.ANNOUNCEMENT_SCHEDULED, made.id)
    _tell_pages(work, classroom)
    return made.id


async def change_announcement(
    work: UnitOfWork, announcement_id: AnnouncementId, *, inputs: AnnouncementInput
) -> None:
    """Learners who have seen it are not told again, and what they see cannot be put off.

    Raises AnnouncementNotFound or ClassArchived.
    """
    found, classroom = await taught_announcement(work, announcement_id)
    if (found.title, found.body) != (inputs.title, inputs.body) and found.announced_at is not None:
        found.changed_at = clock.now()
    found.title, found.body, found.is_pinned = inputs.title, inputs.body, inputs.is_pinned
    if found.announced_at is None:
        found.publish_at = in_zone(inputs.publish_at, classroom.time_zone) or clock.now()
    work.record(events.ANNOUNCEMENT_CHANGED, found.id)
    publish_if_due(work, found)
    _tell_pages(work, classroom)


async def delete_announcement(work: UnitOfWork, announcement_id: AnnouncementId) -> None:
    found, classroom = await taught_announcement(work, announcement_id)
    found.deleted_at = clock.now()
    work.record(events.ANNOUNCEMENT_DELETED, found.id)
    _tell_pages(work, classroom)


async def restore_announcement(work: UnitOfWork, announcement_id: AnnouncementId) -> None:
    """Take a deletion back."""
    found, classroom = await taught_announcement(work, announcement_id, is_deleted=True)
    found.deleted_at = None
    work.record(events.ANNOUNCEMENT_RESTORED, found.id)
    publish_if_due(work, found)
    _tell_pages(work, classroom)


async def mark_seen(work: UnitOfWork, classroom_id: ClassroomId) -> None:
    """I have seen what stands on the page of a class that I learn in. Raises ClassNotFound."""
    place = await place_for(work, classroom_id)
    if place.is_teacher:
        return
    shown = select(col(Announcement.id)).where(
        col(Announcement.classroom_id) == classroom_id,
        col(Announcement.deleted_at).is_(None),
        col(Announcement.publish_at) <= clock.now(),
    )
    ids = (await work.session.scalars(shown)).all()
    if not ids:
        return
    seen = insert(AnnouncementSeen).values(
        [
            {
                "announcement_id": each,
                "user_id": work.user_id,
                "organisation_id": work.organisation_id,
                "seen_at": clock.now(),
            }
            for each in ids
        ]
    )
    adding = seen.on_conflict_do_nothing().returning(col(AnnouncementSeen.announcement_id))
    if (await work.session.scalars(adding)).first() is not None:
        _tell_pages(work, place.classroom)


def publish_if_due(work: UnitOfWork, announcement: Announcement) -> bool:
    """Record, once, that learners see it from now on. False while its time has not come."""
    now = clock.now()
    if announcement.announced_at is None and announcement.publish_at <= now:
        announcement.announced_at = now
        work.record(events.ANNOUNCEMENT_PUBLISHED, announcement.id)
    return announcement.announced_at is not None


def _tell_pages(work: UnitOfWork, classroom: Classroom) -> None:
    work.notify("community", course_id=classroom.course_id)


def _view(row: Mapping[str, Any], *, is_teacher: bool) -> AnnouncementView:
    is_published = row["publish_at"] <= clock.now()
    local = row["publish_at"].astimezone(ZoneInfo(row["time_zone"]))
    own = {
        "body_html": markdown_html(row["body"]),
        "publish_local": "" if is_published else local.strftime(_FORM_TIME),
        "is_published": is_published,
        "is_seen": is_teacher or row["is_seen"],
        "seen": row["seen"] if is_teacher else None,
        "learners": row["learners"] if is_teacher else None,
    }
    return AnnouncementView.model_validate({**row, **own})

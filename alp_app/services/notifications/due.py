"""What comes round by the clock: announcements whose time has come, work due soon, daily mails."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.models.account import User
from alp_app.models.classroom import Classroom
from alp_app.models.community import Announcement
from alp_app.services.community.announcements import publish_if_due
from alp_app.services.notifications import events
from alp_app.services.notifications.choices import last_digest_moment
from alp_app.services.notifications.mails import zone_for
from alp_app.services.notifications.queries import settings_of
from alp_app.unit_of_work import UnitOfWork

SOON = timedelta(days=1)

_DUE_SOON = text("""
    SELECT a.id FROM assignment a
      JOIN grade_item i ON i.id = a.item_id
      JOIN classroom k ON k.id = a.classroom_id AND k.archived_at IS NULL
     WHERE a.published_at IS NOT NULL AND a.deleted_at IS NULL
       AND (i.due_at BETWEEN :now AND :soon OR EXISTS (
             SELECT FROM grade_entry e WHERE e.item_id = i.id AND e.due_at BETWEEN :now AND :soon))
       AND EXISTS (
             SELECT FROM class_member m
              LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = m.user_id
              WHERE m.classroom_id = k.id AND m.role = 'learner' AND m.removed_at IS NULL
                AND e.submitted_at IS NULL AND e.is_excused IS NOT TRUE
                AND coalesce(e.due_at, i.due_at) BETWEEN :now AND :soon
                AND NOT EXISTS (
                  SELECT FROM notification n
                   WHERE n.user_id = m.user_id AND n.kind = 'due' AND n.word = 'work_due'
                     AND n.href = '/assignments/' || a.id
                     AND (n.facts ->> 'at')::timestamptz = coalesce(e.due_at, i.due_at)))
     ORDER BY a.id
    """)
_WITH_UNREAD = text("""
    SELECT n.user_id, min(n.created_at) AS oldest FROM notification n
      JOIN user_account u ON u.id = n.user_id
     WHERE n.channel = 'digest' AND n.mailed_at IS NULL AND n.read_at IS NULL
       AND u.email IS NOT NULL AND u.disabled_at IS NULL
     GROUP BY n.user_id
    """)


async def publish_announcements(work: UnitOfWork) -> None:
    """Tell classes what was written for a time that has come."""
    waiting = (
        select(Announcement)
        .where(
            col(Announcement.announced_at).is_(None),
            col(Announcement.deleted_at).is_(None),
            col(Announcement.publish_at) <= clock.now(),
        )
        .with_for_update(skip_locked=True)
    )
    for announcement in (await work.session.scalars(waiting)).all():
        publish_if_due(work, announcement)
        classroom = await work.session.get_one(Classroom, announcement.classroom_id)
        work.notify("community", course_id=classroom.course_id)


async def remind_of_work(work: UnitOfWork) -> None:
    """Say once, to those who have not handed it in, that it is due within a day."""
    now = clock.now()
    rows = await work.session.scalars(_DUE_SOON, {"now": now, "soon": now + SOON})
    for assignment_id in rows.all():
        work.record(events.WORK_DUE_SOON, assignment_id)


async def ask_for_digests(work: UnitOfWork) -> None:
    """For everybody whose hour has come and who has something unread from before it."""
    rows = (await work.session.execute(_WITH_UNREAD)).all()
    now = clock.now()
    for user_id, oldest in rows:
        user = await work.session.get_one(User, user_id)
        hour = (await settings_of(work, user.id)).digest_hour
        moment = last_digest_moment(now, await zone_for(work, user), hour)
        if oldest <= moment:
            work.record(events.DIGEST_DUE, user.id, moment=moment.isoformat())

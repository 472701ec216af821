"""What comes round by the clock: announcements whose time has come, work due soon, daily mails."""

from sqlalchemy import text
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.models.account import User
from alp_app.models.classroom import Classroom
from alp_app.models.community import Announcement
from alp_app.services.community.announcements import publish_if_due
from alp_app.services.notifications import events
from alp_app.services.notifications.choices import last_digest_moment
from alp_app.services.notifications.deadlines import due_soon
from alp_app.services.notifications.mails import zone_for
from alp_app.services.notifications.queries import settings_of
from alp_app.unit_of_work import UnitOfWork

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
    """Say once, to those who have not handed it in, that an assignment or a test is due within a day."""
    for item_id in {row["item_id"] for row in await due_soon(work)}:
        work.record(events.WORK_DUE_SOON, item_id)


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

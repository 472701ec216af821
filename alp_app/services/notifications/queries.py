"""What somebody was told, how they want to be told, and for administrators what mails went out."""

from sqlmodel import col, select

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import MailId, UserId, read_id
from alp_app.kit.pages import Page, PageRequest, cursor_at
from alp_app.models.account import User
from alp_app.models.notification import (
    Mail,
    NotificationKind,
    NotificationSettings,
)
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from alp_app.services.notifications.choices import FOR_STAFF, channel_of
from alp_app.services.notifications.errors import MailNotFound
from alp_app.services.notifications.views import (
    Choice,
    MailRow,
    MailView,
    NotificationView,
    SettingsView,
)
from alp_app.unit_of_work import Reader

_TOLD = """
    SELECT id, kind, word, facts, href, created_at, read_at IS NOT NULL AS is_read
      FROM notification
     WHERE user_id = %(user_id)s
       AND (%(seen)s::uuid IS NULL OR id < %(seen)s)
       AND NOT (%(unread_only)s AND read_at IS NOT NULL)
     ORDER BY id DESC
     LIMIT %(limit)s
"""
_UNREAD = """
    SELECT count(*) AS number FROM notification WHERE user_id = %(user_id)s AND read_at IS NULL
"""


async def list_notifications(
    reader: Reader, request: PageRequest, *, unread_only: bool = False
) -> Page[NotificationView]:
    """What I was told, the newest first."""
    seen = request.after(1)
    given = {
        "user_id": reader.user_id,
        "seen": read_id(seen[0]) if seen else None,
        "unread_only": unread_only,
        "limit": request.limit + 1,
    }
    rows = await fetch_all(reader, _TOLD, given)
    page = rows[: request.limit]
    return Page[NotificationView](
        items=[NotificationView.model_validate(row) for row in page],
        next_cursor=cursor_at(str(page[-1]["id"])) if len(rows) > request.limit else None,
    )


async def count_unread(reader: Reader) -> int:
    row = await fetch_one(reader, _UNREAD, {"user_id": reader.user_id})
    return row["number"] if row else 0


async def get_settings(reader: Reader) -> SettingsView:
    """How I am told of what; the defaults where I have chosen nothing."""
    user = await reader.session.get_one(User, reader.user_id)
    found = await settings_of(reader, user.id)
    return SettingsView(
        choices=tuple(
            Choice(kind=kind, channel=channel_of(kind, found.channels))
            for kind in NotificationKind
            if user.role is not Role.LEARNER or kind not in FOR_STAFF
        ),
        digest_hour=found.digest_hour,
        time_zone=found.time_zone,
        email=user.email or "",
    )


async def settings_of(reader: Reader, user_id: UserId) -> NotificationSettings:
    """The row, or one with the defaults that is not stored."""
    return await reader.session.get(NotificationSettings, user_id) or NotificationSettings(
        user_id=user_id, organisation_id=reader.organisation_id
    )


async def list_mails(reader: Reader, request: PageRequest) -> Page[MailRow]:
    """What was written, the newest first; for administrators."""
    Policy.ADMIN.require(reader.actor)
    statement = select(Mail).where(col(Mail.organisation_id) == reader.organisation_id)
    if (seen := request.after(1)) is not None:
        statement = statement.where(col(Mail.id) < read_id(seen[0]))
    statement = statement.order_by(col(Mail.id).desc()).limit(request.limit + 1)
    rows = (await reader.session.scalars(statement)).all()
    page = rows[: request.limit]
    return Page[MailRow](
        items=[MailRow.model_validate(row, from_attributes=True) for row in page],
        next_cursor=cursor_at(str(page[-1].id)) if len(rows) > request.limit else None,
    )


async def get_mail(reader: Reader, mail_id: MailId) -> MailView:
    """Raises MailNotFound."""
    Policy.ADMIN.require(reader.actor)
    mail = await reader.session.get(Mail, mail_id)
    if mail is None or mail.organisation_id != reader.organisation_id:
        raise MailNotFound
    return MailView.model_validate(mail, from_attributes=True)

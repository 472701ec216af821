"""What somebody was told, how they want to be told, and the mails of the school."""

from fastapi import APIRouter

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Paging, Read, Work, allow
from alp_app.kit.ids import MailId
from alp_app.kit.pages import Page
from alp_app.security.policies import Policy
from alp_app.services.notifications import commands, queries
from alp_app.services.notifications.inputs import ReadInput, SettingsInput
from alp_app.services.notifications.views import (
    MailRow,
    MailView,
    NotificationView,
    SettingsView,
)

router = APIRouter(tags=["Notifications"], route_class=ActorRoute)


@router.get("/me/notifications", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def list_notifications(
    reader: Read, asked: Paging, unread: bool = False
) -> Page[NotificationView]:
    """What you were told, the newest first. `word` with `facts` is the sentence."""
    return await queries.list_notifications(reader, asked, unread_only=unread)


@router.post("/me/notifications/read", status_code=204, responses=documented(422))
@allow(Policy.SIGNED_IN)
async def mark_notifications_read(inputs: ReadInput, work: Work) -> None:
    """Those that you name, or everything."""
    await commands.mark_read(work, inputs=inputs)


@router.get("/me/notification-settings")
@allow(Policy.SIGNED_IN)
async def get_notification_settings(reader: Read) -> SettingsView:
    """How you are told of what: in the app, by e-mail at once, in the daily mail, or not at all."""
    return await queries.get_settings(reader)


@router.put("/me/notification-settings", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def change_notification_settings(inputs: SettingsInput, work: Work) -> SettingsView:
    await commands.change_settings(work, inputs=inputs)
    return await queries.get_settings(work)


@router.get("/outbox", responses=documented(403, 422))
@allow(Policy.ADMIN)
async def list_mails(reader: Read, asked: Paging) -> Page[MailRow]:
    """The e-mails of the last 30 days, and what became of them."""
    return await queries.list_mails(reader, asked)


@router.get("/outbox/{mail_id}", responses=documented(403, 404))
@allow(Policy.ADMIN)
async def get_mail(mail_id: MailId, reader: Read) -> MailView:
    """One e-mail, as it was written."""
    return await queries.get_mail(reader, mail_id)

"""What goes out about what somebody was told. Immutable."""

from datetime import datetime
from typing import Any

from alp_app.kit.ids import MailId, NotificationId
from alp_app.models.notification import Channel, MailState, NotificationKind
from alp_app.services.courses.views import View


class NotificationView(View):
    id: NotificationId
    kind: NotificationKind
    word: str
    """The sentence, under `notification` in the message catalogue; `facts` fill it."""
    facts: dict[str, Any]
    href: str
    created_at: datetime
    is_read: bool


class Choice(View):
    kind: NotificationKind
    channel: Channel


class SettingsView(View):
    choices: tuple[Choice, ...]
    """Of the kinds that this person can be told."""
    digest_hour: int
    time_zone: str
    """Empty while nothing is known but the zones of their classes."""
    email: str
    """Empty for somebody without an address, whom no mail can reach."""


class MailRow(View):
    id: MailId
    recipient: str
    subject: str
    state: MailState
    reason: str
    created_at: datetime
    taken_at: datetime | None


class MailView(MailRow):
    text: str


class Unsubscribed(View):
    kind: NotificationKind | None
    """None: the daily mail."""

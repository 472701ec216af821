"""How somebody is told of what, and when their daily mail is due: pure decisions."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alp_app.models.notification import Channel, NotificationKind

DEFAULTS: Mapping[NotificationKind, Channel] = {
    NotificationKind.ANNOUNCEMENT: Channel.MAIL,
    NotificationKind.WORK: Channel.DIGEST,
    NotificationKind.DUE: Channel.MAIL,
    NotificationKind.GRADES: Channel.MAIL,
    NotificationKind.REPLY: Channel.DIGEST,
    NotificationKind.ACCEPTED: Channel.APP,
    NotificationKind.QUESTION: Channel.DIGEST,
    NotificationKind.MODERATION: Channel.MAIL,
    NotificationKind.CLASS: Channel.MAIL,
    NotificationKind.REVIEW: Channel.MAIL,
    NotificationKind.COURSE: Channel.DIGEST,
    NotificationKind.JOB: Channel.APP,
}
FOR_STAFF = frozenset({NotificationKind.QUESTION, NotificationKind.REVIEW, NotificationKind.JOB})
"""Nobody else is ever told of these."""


def channel_of(
    kind: NotificationKind, chosen: Mapping[NotificationKind, Channel] | None
) -> Channel:
    return (chosen or {}).get(kind, DEFAULTS[kind])


def zone_of(name: str) -> ZoneInfo:
    """UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def last_digest_moment(now: datetime, zone: ZoneInfo, hour: int) -> datetime:
    """The latest instant, not after `now`, at which a daily mail was due.

    Where a clock skips that hour, the mail is due right after the gap; where it shows the hour twice,
    the first time.
    """
    day = now.astimezone(zone).date()
    moments = (
        datetime.combine(day - timedelta(days=back), time(hour), zone).astimezone(UTC)
        for back in range(3)
    )
    return next(moment for moment in moments if moment <= now)

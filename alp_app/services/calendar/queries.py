"""What is on somebody's calendar, for a page and for other programs."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, UserId
from alp_app.models.account import User
from alp_app.models.calendar import CalendarFeed
from alp_app.security.tokens import token_hash
from alp_app.services.calendar.errors import FeedNotFound
from alp_app.services.calendar.ics import write_calendar
from alp_app.services.calendar.sources import SOURCES, Asked
from alp_app.services.calendar.views import Entry, FeedView
from alp_app.services.community.access import place_for
from alp_app.unit_of_work import Reader

FEED_PAST = timedelta(days=180)
FEED_AHEAD = timedelta(days=500)
"""What a feed holds: a term that is over, and the next ones."""

_CLASSES = """
    SELECT k.id, bool_or(m.role = 'teacher') AS is_teacher
      FROM class_member m JOIN classroom k ON k.id = m.classroom_id
     WHERE m.user_id = %(user_id)s AND m.removed_at IS NULL AND k.archived_at IS NULL
     GROUP BY k.id
"""


async def list_entries(
    reader: Reader, start: datetime, end: datetime, *, classroom_id: ClassroomId | None = None
) -> list[Entry]:
    """My dates between two instants, of all my classes or of one. Raises ClassNotFound."""
    viewed = reader.actor.viewed_class_id
    if classroom_id is not None:
        place = await place_for(reader, classroom_id)
        classes = {classroom_id: place.is_teacher}
    elif viewed is not None:
        classes = {viewed: False}
    else:
        classes = await _classes_of(reader, reader.user_id)
    return await _entries(reader, reader.user_id, classes, start, end)


async def write_class_calendar(
    reader: Reader, classroom_id: ClassroomId, *, public_url: str
) -> bytes:
    """The dates of one class as iCalendar. Raises ClassNotFound."""
    now = clock.now()
    entries = await list_entries(
        reader, now - FEED_PAST, now + FEED_AHEAD, classroom_id=classroom_id
    )
    return write_calendar(entries, now=now, public_url=public_url)


async def write_feed(reader: Reader, token: str, *, public_url: str) -> bytes:
    """The calendar of whoever made the address, for whoever has it. Raises FeedNotFound."""
    statement = (
        select(User)
        .join(CalendarFeed, col(CalendarFeed.user_id) == col(User.id))
        .where(col(CalendarFeed.token_hash) == token_hash(token), col(User.disabled_at).is_(None))
    )
    user = (await reader.session.scalars(statement)).first()
    if user is None:
        raise FeedNotFound
    now = clock.now()
    classes = await _classes_of(reader, user.id)
    entries = await _entries(reader, user.id, classes, now - FEED_PAST, now + FEED_AHEAD)
    return write_calendar(entries, now=now, public_url=public_url)


async def get_feed(reader: Reader) -> FeedView:
    """Whether other programs can read my calendar."""
    feed = await reader.session.get(CalendarFeed, reader.user_id)
    return FeedView(is_on=feed is not None, created_at=feed.created_at if feed else None)


async def _classes_of(reader: Reader, user_id: UserId) -> dict[ClassroomId, bool]:
    rows = await fetch_all(reader, _CLASSES, {"user_id": user_id})
    return {row["id"]: row["is_teacher"] for row in rows}


async def _entries(
    reader: Reader,
    user_id: UserId,
    classes: dict[ClassroomId, bool],
    start: datetime,
    end: datetime,
) -> list[Entry]:
    if not classes:
        return []
    asked = Asked(user_id=user_id, classes=classes, start=start, end=end)
    found = [entry for source in SOURCES for entry in await source(reader, asked)]
    return sorted(found, key=_place)


def _place(entry: Entry) -> tuple[datetime, str]:
    """Whole days stand before their hours."""
    at = entry.at or (datetime.combine(entry.day, time(), UTC) if entry.day else clock.now())
    return at, entry.uid

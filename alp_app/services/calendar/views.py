"""What goes out about dates. Immutable, for whoever they concern."""

from datetime import date, datetime

from alp_app.kit.ids import ClassroomId
from alp_app.services.courses.views import View


class Entry(View):
    """One date. Either an instant or a whole day."""

    uid: str
    """The same whenever the calendar is read, so that another program moves it instead of adding one."""
    word: str
    """What it is, under `calendar_entry` in the message catalogue: `{title}` fills it."""
    title: str
    class_name: str
    classroom_id: ClassroomId
    at: datetime | None = None
    day: date | None = None
    href: str


class FeedView(View):
    is_on: bool
    created_at: datetime | None


class NewFeed(View):
    token: str
    """Known only now."""

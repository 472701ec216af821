"""Dates as iCalendar (RFC 5545), for the calendars of phones and offices."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from alp_app.services.calendar.views import Entry
from alp_app.wording import words

PRODUCT = "-//AutoLearnPro//Calendar//EN"
REFRESH = timedelta(hours=1)


def write_calendar(entries: Sequence[Entry], *, now: datetime, public_url: str) -> bytes:
    """Instants are in UTC, days are days; ids do not change from one reading to the next."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words("product.name"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    host = urlsplit(public_url).hostname or "localhost"
    for entry in entries:
        calendar.add_component(_event(entry, now=now, host=host, public_url=public_url))
    return calendar.to_ical()


def _event(entry: Entry, *, now: datetime, host: str, public_url: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", now)
    event.add("summary", words(f"calendar_entry.{entry.word}", {"title": entry.title}))
    event.add("description", entry.class_name)
    event.add("url", f"{public_url}{entry.href}")
    event.add("transp", "TRANSPARENT")
    if entry.day is not None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    elif entry.at is not None:
        event.add("dtstart", entry.at)
    return event

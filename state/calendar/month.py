"""/calendar: a month of dates, and the address under which another program reads them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit import clock
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.calendar import commands
from alp_app.services.calendar.months import Month, lay_out, read_month
from alp_app.services.calendar.queries import get_feed, list_entries
from alp_app.services.calendar.views import Entry
from alp_app.services.notifications.choices import zone_of
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import browser_zone, route_argument


class CalendarState(Live, rx.State):
    is_loaded: bool = False
    month: str = ""
    """Its first day, ISO."""
    previous: str = ""
    following: str = ""
    weeks: rx.Field[list[list[dict[str, Any]]]] = rx.field(
        default_factory=list[list[dict[str, Any]]]
    )
    """Days from Monday to Sunday, each with what is on it."""
    days: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """Only the days of the month that have something on them."""
    has_feed: bool = False
    feed_url: str = ""
    """Shown once, to be given to another program."""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.month = route_argument("month")
        await self._refresh()
        yield CalendarState.watch

    @handler(Policy.SIGNED_IN)
    async def show(self, month: str) -> None:
        self.month = month
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def make_feed(self) -> None:
        async with self._work() as work:
            made = await commands.make_feed(work)
        public_url = runtime.current().settings.public_url
        self.feed_url = f"{public_url}/api/v1/calendars/{made.token}.ics"
        self.has_feed = True

    @handler(Policy.SIGNED_IN)
    async def revoke_feed(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.revoke_feed(work)
        self.has_feed, self.feed_url = False, ""
        yield notice("calendar.feed_revoked")

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [
            await self._topic("class"),
            await self._topic("learning", user_id=actor.user_id),
        ]

    async def _refresh(self) -> None:
        zone = zone_of(browser_zone())
        today = clock.now().astimezone(zone).date()
        month = read_month(self.month, today)
        first, last = month.grid
        start = datetime.combine(first, time(), zone).astimezone(UTC)
        end = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
        async with self._reader() as reader:
            if not reader.actor.is_signed_in:
                return
            entries = await list_entries(reader, start, end)
            self.has_feed = (await get_feed(reader)).is_on
        by_day = lay_out(entries, zone)
        self.weeks = [[_day(day, month, by_day, today) for day in week] for week in month.weeks]
        self.days = [
            shown for week in self.weeks for shown in week if shown["is_here"] and shown["entries"]
        ]
        self.month = month.first.isoformat()
        self.previous, self.following = month.previous.isoformat(), month.following.isoformat()
        self.is_loaded = True


def _day(
    day: date, month: Month, by_day: Mapping[date, Sequence[Entry]], today: date
) -> dict[str, Any]:
    return {
        "day": day.isoformat(),
        "number": day.day,
        "is_here": day.month == month.first.month,
        "is_today": day == today,
        "entries": [entry.model_dump(mode="json") for entry in by_day.get(day, ())],
    }

"""A month as whole weeks, and which day an instant is on: pure decisions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from alp_app.services.calendar.views import Entry

WEEK = 7
EARLIEST, LATEST = 1970, 2200


@dataclass(frozen=True, slots=True)
class Month:
    first: date

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def following(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def grid(self) -> tuple[date, date]:
        """The Monday on or before its first day, and the Sunday on or after its last."""
        last = self.following - timedelta(days=1)
        return (
            self.first - timedelta(days=self.first.weekday()),
            last + timedelta(days=WEEK - 1 - last.weekday()),
        )

    @property
    def weeks(self) -> list[list[date]]:
        first, last = self.grid
        days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
        return [days[start : start + WEEK] for start in range(0, len(days), WEEK)]


def read_month(text: str, today: date) -> Month:
    """The month of a day such as `2026-03-01`; that of today for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    is_near = EARLIEST <= day.year <= LATEST
    return Month((day if is_near else today).replace(day=1))


def lay_out(entries: Iterable[Entry], zone: ZoneInfo) -> Mapping[date, Sequence[Entry]]:
    """What is on which day, on the clock of a zone. Days that are whole are that day everywhere."""
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        day = entry.day or (entry.at and entry.at.astimezone(zone).date())
        if day:
            by_day[day].append(entry)
    return by_day

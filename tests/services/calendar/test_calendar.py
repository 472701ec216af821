"""Dates are on the calendars of those whom they concern, in the app and in other programs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from alp_app.kit import clock
from alp_app.security.actor import Actor, Role
from alp_app.services.assignments import commands as assignments
from alp_app.services.assignments.inputs import AssignmentInput
from alp_app.services.calendar import commands, queries
from alp_app.services.calendar.errors import FeedNotFound
from alp_app.services.calendar.ics import write_calendar
from alp_app.services.calendar.months import Month, lay_out, read_month
from alp_app.services.calendar.views import Entry
from alp_app.services.classes.commands import change_class
from alp_app.services.classes.errors import ClassNotFound
from alp_app.services.classes.inputs import ClassDetails, Opening
from alp_app.services.classes.plan import set_opening
from alp_app.services.notifications.choices import zone_of
from tests.services.classes.conftest import Room
from tests.support.world import act, ask

SOON = timedelta(days=3)
URL = "https://school.example.org"


async def plan(room: Room, *, is_published: bool = True) -> Any:
    """Work that is due, a lesson that opens, and the days of the class."""
    inputs = AssignmentInput(title="Report", instructions="Write.", due_at=clock.now() + SOON)
    made = await act(
        room.product, room.teacher, assignments.create_assignment, room.id, inputs=inputs
    )
    if is_published:
        await act(room.product, room.teacher, assignments.publish_assignment, made)
    opening = Opening(lesson_id=room.course.lesson_ids[2], opens_at=clock.now() + SOON)
    await act(room.product, room.teacher, set_opening, room.id, opening=opening)
    today = clock.now().date()
    details = ClassDetails(name="D2", starts_on=today, ends_on=today + timedelta(days=5))
    await act(room.product, room.teacher, change_class, room.id, details=details)
    return made


async def entries(room: Room, actor: Actor, **more: Any) -> list[Entry]:
    now = clock.now()
    span = (now - timedelta(days=1), now + timedelta(days=10))
    return await ask(room.product, actor, queries.list_entries, *span, **more)


async def test_a_learner_sees_what_opens_what_is_due_and_the_days_of_the_class(room: Room) -> None:
    pupil = await room.pupil()
    made = await plan(room)
    found = {entry.word: entry for entry in await entries(room, pupil)}
    assert set(found) == {"work_due", "lesson_opens", "class_starts", "class_ends"}
    assert found["work_due"].href == f"/assignments/{made}"
    assert found["lesson_opens"].title == "Wind"
    taught = {entry.word: entry.href for entry in await entries(room, room.teacher)}
    assert taught["work_due"] == f"/assignments/{made}/grade"


async def test_what_is_not_published_is_on_no_calendar(room: Room) -> None:
    pupil = await room.pupil()
    await plan(room, is_published=False)
    for actor in (pupil, room.teacher):
        assert "work_due" not in {entry.word for entry in await entries(room, actor)}


async def test_nobody_sees_the_dates_of_a_class_that_is_not_theirs(room: Room) -> None:
    await plan(room)
    assert await entries(room, room.colleague.actor) == []
    with pytest.raises(ClassNotFound):
        await entries(room, room.colleague.actor, classroom_id=room.id)
    viewing = Actor(
        organisation_id=room.teacher.organisation_id,
        user_id=room.teacher.user_id,
        role=Role.LEARNER,
        viewed_class_id=room.id,
    )
    assert "lesson_opens" in {entry.word for entry in await entries(room, viewing)}


async def test_a_secret_address_reads_one_calendar_until_it_is_taken_back(room: Room) -> None:
    pupil = await room.pupil()
    await plan(room)

    async def read(token: str) -> Calendar:
        written = await ask(room.product, room.visitor, queries.write_feed, token, public_url=URL)
        return Calendar.from_ical(written)

    first = await act(room.product, pupil, commands.make_feed)
    events = (await read(first.token)).walk("VEVENT")
    assert len(events) == 4
    again = (await read(first.token)).walk("VEVENT")
    assert [str(one["UID"]) for one in events] == [str(one["UID"]) for one in again]
    second = await act(room.product, pupil, commands.make_feed)
    with pytest.raises(FeedNotFound):
        await read(first.token)
    await read(second.token)
    await act(room.product, pupil, commands.revoke_feed)
    with pytest.raises(FeedNotFound):
        await read(second.token)


async def test_the_dates_of_one_class_can_be_taken_along(room: Room) -> None:
    pupil = await room.pupil()
    await plan(room)
    written = await ask(room.product, pupil, queries.write_class_calendar, room.id, public_url=URL)
    assert len(Calendar.from_ical(written).walk("VEVENT")) == 4


@given(
    at=st.datetimes(timezones=st.timezones()),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    title=st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=200),
)
def test_what_is_written_can_be_read_with_times_in_utc_and_days_as_days(
    at: datetime, day: date, title: str
) -> None:
    at = at.astimezone(UTC) if 2 < at.year < 9998 else datetime(2026, 3, 1, tzinfo=UTC)
    known = {"class_name": "D2", "classroom_id": "00000000-0000-0000-0000-000000000000"}
    instant = Entry(uid="a", word="work_due", title=title, at=at, href="/a", **known)
    whole = Entry(uid="b", word="class_ends", title=title, day=day, href="/b", **known)
    written = write_calendar([instant, whole], now=clock.now(), public_url=URL)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    first, second = Calendar.from_ical(written).walk("VEVENT")
    assert str(first["UID"]) == "a@school.example.org"
    assert first["DTSTAMP"].dt.tzinfo is not None
    assert first["DTSTART"].dt == at.replace(microsecond=0)
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (day, day + timedelta(days=1))
    assert title.strip() in str(first["SUMMARY"]) or not title.strip()


@given(day=st.dates(date(1971, 1, 1), date(2199, 12, 31)))
def test_a_month_is_whole_weeks_that_hold_all_its_days(day: date) -> None:
    month = read_month(day.isoformat(), day)
    days = [each for week in month.weeks for each in week]
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in month.weeks)
    assert {each for each in days if each.month == day.month} >= {month.first, day}
    assert Month(month.following).previous == month.first
    assert Month(month.previous).following == month.first


@pytest.mark.parametrize("text", ["", "soon", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_month_that_is_none_is_this_one(text: str) -> None:
    assert read_month(text, date(2026, 3, 9)).first == date(2026, 3, 1)


def test_an_instant_is_on_the_day_of_the_readers_clock() -> None:
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    known = {"class_name": "D2", "classroom_id": "00000000-0000-0000-0000-000000000000"}
    entry = Entry(uid="a", word="work_due", title="Report", at=at, href="/a", **known)
    assert list(lay_out([entry], zone_of("Europe/Berlin"))) == [date(2026, 3, 2)]
    assert list(lay_out([entry], zone_of("America/New_York"))) == [date(2026, 3, 1)]

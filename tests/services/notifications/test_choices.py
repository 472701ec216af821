"""A daily mail is due once a day, at its hour, whatever the clocks of a zone do."""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.models.notification import Channel, NotificationKind
from alp_app.services.notifications.choices import (
    DEFAULTS,
    channel_of,
    last_digest_moment,
    zone_of,
)

ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
     "Pacific/Apia", "America/St_Johns", "Africa/Casablanca", "Pacific/Chatham"]
).map(zoneinfo.ZoneInfo)  # fmt: skip
NOW = st.integers(1_100_000_000, 2_200_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
HOURS = st.integers(min_value=0, max_value=23)


@given(now=NOW, zone=ZONES, hour=HOURS)
def test_a_daily_mail_was_due_within_the_last_two_days_at_its_hour(
    now: datetime, zone: zoneinfo.ZoneInfo, hour: int
) -> None:
    moment = last_digest_moment(now, zone, hour)
    # Samoa left out a whole day once.
    assert timedelta(0) <= now - moment < timedelta(hours=49)
    local = moment.astimezone(zone)
    wall = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    is_skipped = wall.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(
        tzinfo=None
    )
    assert (local.hour, local.minute) == (hour, 0) or is_skipped or local > wall


@given(first=NOW, zone=ZONES, hour=HOURS, later=st.timedeltas(timedelta(0), timedelta(days=3)))
def test_it_is_due_once_a_day_and_never_earlier_than_before(
    first: datetime, zone: zoneinfo.ZoneInfo, hour: int, later: timedelta
) -> None:
    before = last_digest_moment(first, zone, hour)
    after = last_digest_moment(first + later, zone, hour)
    assert after >= before
    assert last_digest_moment(before, zone, hour) == before
    if after != before:
        assert after - before >= timedelta(hours=22)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # 29 March 2026: at 02:00 it is 03:00 in Berlin.
        ("2026-03-29T00:59:00+00:00", "2026-03-28T01:30:00+00:00"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29T01:00:00+00:00"),
    ],
)
def test_an_hour_that_a_clock_skips_is_due_right_after_the_gap(now: str, due: str) -> None:
    found = last_digest_moment(datetime.fromisoformat(now), zoneinfo.ZoneInfo("Europe/Berlin"), 2)
    assert found.date() == datetime.fromisoformat(due).date()


def test_every_kind_has_a_default_and_a_choice_wins() -> None:
    assert set(DEFAULTS) == set(NotificationKind)
    chosen = {NotificationKind.REPLY: Channel.OFF}
    assert channel_of(NotificationKind.REPLY, chosen) is Channel.OFF
    assert channel_of(NotificationKind.GRADES, chosen) is DEFAULTS[NotificationKind.GRADES]


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert zone_of("Atlantis/Deep").key == "UTC"
    assert zone_of("../etc/passwd").key == "UTC"

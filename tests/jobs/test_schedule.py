"""Work that comes round by the clock."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alp_app.jobspecs.operations import SweepObjects
from alp_app.jobspecs.privacy import KeepRetention
from jobs.schedule import Periodic, request_due, slot_of
from tests.jobs.workshop import Workshop

HOUR = timedelta(hours=1)
SCHEDULE = (
    Periodic(every=HOUR, spec=SweepObjects),
    Periodic(every=timedelta(days=1), spec=KeepRetention),
)


@pytest.mark.parametrize(
    ("every", "slot"),
    [
        (HOUR, datetime(2026, 3, 29, 14, tzinfo=UTC)),
        (timedelta(days=1), datetime(2026, 3, 29, tzinfo=UTC)),
        (timedelta(minutes=5), datetime(2026, 3, 29, 14, 55, tzinfo=UTC)),
    ],
)
def test_a_slot_is_the_beginning_of_its_period(every: timedelta, slot: datetime):
    assert slot_of(datetime(2026, 3, 29, 14, 59, 59, tzinfo=UTC), every) == slot


@given(
    moment=some.datetimes(timezones=some.just(UTC), min_value=datetime(1990, 1, 1)),  # noqa: DTZ001
    every=some.timedeltas(timedelta(seconds=1), timedelta(days=400)),
)
def test_every_moment_lies_in_its_slot(moment: datetime, every: timedelta):
    slot = slot_of(moment, every)
    assert slot <= moment < slot + every
    assert slot_of(slot, every) == slot


async def test_each_period_gets_one_job_however_many_ask(workshop: Workshop):
    async def ask() -> int:
        async with workshop.sessions.begin() as session:
            return len(await request_due(session, SCHEDULE))

    counts = await asyncio.gather(*(ask() for _ in range(5)))
    assert sum(counts) == len(SCHEDULE)
    await workshop.execute("UPDATE job SET state = 'done', finished_at = clock_timestamp()")
    assert await ask() == 0
    kinds = [row.kind for row in await workshop.execute("SELECT kind FROM job")]
    assert sorted(kinds) == [SweepObjects.kind, KeepRetention.kind]


async def test_nothing_is_asked_for_before_there_is_a_school(workshop: Workshop):
    await workshop.execute("DELETE FROM organisation")
    async with workshop.sessions.begin() as session:
        assert await request_due(session, SCHEDULE) == []

"""The retention clock removes what was kept long enough, all of it, and nothing of a class that runs."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from alp_app.jobspecs.privacy import KeepRetention
from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.models.audit import AuditEvent
from alp_app.models.privacy import RetentionKind, RetentionRun
from alp_app.security.actor import Role
from alp_app.services.privacy.clocks import CLOCKS
from alp_app.services.privacy.errors import KeptTooShortly
from alp_app.services.privacy.inputs import RetentionInput
from alp_app.services.privacy.retention import (
    BATCH,
    begin_run,
    change_retention,
    list_retention,
    remove_batch,
)
from tests.jobs.workshop import Errand
from tests.support.people import make_person
from tests.support.world import act, ask

OLD = "clock_timestamp() - interval '{} days'"


@pytest.fixture
async def admin(product, school):
    return (await make_person(product, school.visitor, Role.ADMIN)).actor


async def keep(product, admin, kind, days):
    return await act(product, admin, change_retention, kind, change=RetentionInput(days=days))


async def rule_of(product, admin, kind):
    overview = await ask(product, admin, list_retention)
    return next(each for each in overview.rules if each.kind is kind)


async def run(workshop, slot=None):
    await workshop.run(await workshop.request(KeepRetention(slot=slot or clock.now())))


async def add_events(workshop, actor, number, *, days):
    async with workshop.work() as work:
        for _ in range(number):
            work.record("test.happened", actor.organisation_id)
    await workshop.execute(
        f"UPDATE audit_event SET at = {OLD.format(days)} WHERE name = 'test.happened'"  # noqa: S608 - a number
    )


async def test_the_page_says_beforehand_what_the_run_then_removes(product, workshop, admin):
    await add_events(workshop, admin, BATCH + 7, days=800)
    assert (await rule_of(product, admin, RetentionKind.AUDIT)).due == BATCH + 7
    await run(workshop)
    after = await rule_of(product, admin, RetentionKind.AUDIT)
    assert (after.due, after.removed) == (0, BATCH + 7)
    assert (await ask(product, admin, list_retention)).last_run_at is not None
    async with product.sessions() as session:
        [event] = await session.scalars(
            select(AuditEvent).where(col(AuditEvent.name) == "retention.run")
        )
    assert event.facts["audit"] == BATCH + 7


async def test_an_interrupted_run_goes_on_and_counts_once(product, workshop, admin):
    await add_events(workshop, admin, BATCH + 7, days=800)
    slot = clock.now()
    await act(product, admin, begin_run, slot)
    assert await act(product, admin, remove_batch, RetentionKind.AUDIT, slot) == BATCH
    await run(workshop, slot)
    assert (await rule_of(product, admin, RetentionKind.AUDIT)).removed == BATCH + 7
    async with product.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(RetentionRun)) == 1


async def test_jobs_that_ended_long_ago_go_with_their_stages(workshop):
    old, recent, unfinished = [
        await workshop.request(Errand(name=name)) for name in ("old", "recent", "unfinished")
    ]
    ended = "UPDATE job SET state = 'done', finished_at = {} WHERE id = :id"
    await workshop.execute(ended.format(OLD.format(100)), id=old)
    await workshop.execute(ended.format(OLD.format(10)), id=recent)
    await run(workshop)
    left = await workshop.execute("SELECT id FROM job WHERE kind LIKE '%errand'")
    assert {row.id for row in left} == {recent, unfinished}


async def test_an_administrator_changes_a_time_and_that_is_on_record(product, workshop, admin):
    await add_events(workshop, admin, 3, days=50)
    assert (await rule_of(product, admin, RetentionKind.AUDIT)).due == 0
    overview = await keep(product, admin, RetentionKind.AUDIT, 40)
    [rule] = [each for each in overview.rules if each.kind is RetentionKind.AUDIT]
    assert (rule.days, rule.default_days, rule.due) == (40, 730, 3)
    await keep(product, admin, RetentionKind.AUDIT, None)
    await run(workshop)
    assert (await rule_of(product, admin, RetentionKind.AUDIT)).removed == 0
    async with product.sessions() as session:
        changes = await session.scalars(
            select(AuditEvent)
            .where(col(AuditEvent.name) == "retention.changed")
            .order_by(col(AuditEvent.id))
        )
        said = [(each.facts["before"], each.facts["after"]) for each in changes]
    assert said == [(730, 40), (40, None)]


async def test_others_may_neither_look_nor_change_and_nothing_is_kept_too_shortly(
    product, school, admin
):
    for actor in (school.teacher, school.ana):
        with pytest.raises(Forbidden):
            await ask(product, actor, list_retention)
        with pytest.raises(Forbidden):
            await keep(product, actor, RetentionKind.MAILS, 9)
    with pytest.raises(KeptTooShortly):
        await keep(product, admin, RetentionKind.WORK, 29)


@pytest.mark.parametrize(
    ("ends_days_ago", "archived_days_ago", "is_gone"),
    [
        (None, None, False),
        (100, None, True),
        (None, 100, True),
        (100, 100, True),
        (-5, 100, False),
        (20, 100, False),
        (100, 20, False),
    ],
)
async def test_work_goes_after_the_end_of_its_class_and_never_before(
    desk, desk_workshop, ends_days_ago, archived_days_ago, is_gone
):
    product = desk.room.product
    admin = (await make_person(product, desk.room.visitor, Role.ADMIN)).actor
    await desk.hand_in(desk.ana)
    now = clock.now()
    await desk_workshop.execute(
        "UPDATE classroom SET ends_on = :ends, archived_at = :archived",
        ends=None if ends_days_ago is None else (now - timedelta(days=ends_days_ago)).date(),
        archived=None if archived_days_ago is None else now - timedelta(days=archived_days_ago),
    )
    await run(desk_workshop)
    assert await count(desk_workshop, "submission") == 1
    await keep(product, admin, RetentionKind.WORK, 30)
    await run(desk_workshop, now + timedelta(days=1))
    assert await count(desk_workshop, "submission") == (0 if is_gone else 1)
    assert await count(desk_workshop, "enrolment") == 2


@given(days=st.lists(st.integers(0, 400), max_size=8), kept=st.integers(30, 300))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_what_goes_is_exactly_what_is_older_than_its_time(
    product, workshop, admin, days, kept
):
    await workshop.execute("DELETE FROM audit_event")
    for age in days:
        async with workshop.work() as work:
            work.record("test.aged", admin.organisation_id, age=age)
    aged = (
        "UPDATE audit_event SET at = clock_timestamp() - (facts ->> 'age')::int * interval '1 day'"
    )
    await workshop.execute(f"{aged} - interval '1 minute' WHERE name = 'test.aged'")
    await keep(product, admin, RetentionKind.AUDIT, kept)
    await run(workshop)
    left = await workshop.execute(
        "SELECT (facts ->> 'age')::int AS age FROM audit_event WHERE name = 'test.aged'"
    )
    assert sorted(row.age for row in left) == sorted(age for age in days if age < kept)


async def test_every_clock_can_run_on_an_empty_school(product, workshop, admin):
    for each in CLOCKS:
        await keep(product, admin, each.kind, each.least)
    await run(workshop)
    overview = await ask(product, admin, list_retention)
    assert all(rule.days == rule.least_days for rule in overview.rules)


async def count(workshop, table: str) -> int:
    rows = await workshop.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a table's name
    return rows.scalar_one()

"""Whose work comes next: everybody takes turns, and nobody waits at an engine that rests."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from alp_app.circuits import PostgresCircuits
from alp_app.job_line import PLACES, take_turn
from alp_app.kit import clock
from alp_app.kit.ids import JobId
from alp_app.models.engine import JobPause
from alp_app.models.job import JobState
from alp_app.services.operations.rules import Pause, Standing, status_of
from jobs.context import JobContext
from jobs.runner import Ending
from providers.contracts.errors import ProviderResting
from tests.jobs.workshop import Errand, Household, Workshop

ADD = """
    INSERT INTO job (id, organisation_id, kind, queue, args, is_once, state, priority, turn, attempt,
        failures, max_failures, run_at, worker, host, step_number, step_count, progress, message_key,
        message_facts, is_required, request_id, created_at)
    SELECT gen_random_uuid(), :organisation, 'operations.test_errand', 'default', '{}', true, 'queued',
        :priority, :turn, 0, 0, 5, clock_timestamp() - interval '1 second', '', '', 0, 0, 0, '', '{}',
        true, '', clock_timestamp()
    FROM generate_series(1, :count)
    """


async def add(workshop: Workshop, turn: str, count: int, priority: int = 0) -> None:
    values = {"turn": turn, "count": count, "priority": priority}
    await workshop.execute(ADD, organisation=workshop.actor.organisation_id, **values)


async def served(workshop: Workshop, most: int) -> list[str]:
    """Whose jobs a worker begins, one after the other."""
    found: list[str] = []
    for _ in range(most):
        async with workshop.sessions.begin() as session:
            job_id = await take_turn(session, "default")
        if job_id is None:
            break
        row = await workshop.execute(
            "UPDATE job SET state = 'done' WHERE id = :id RETURNING turn", id=job_id
        )
        found.append(row.scalar_one())
    return found


async def test_five_hundred_jobs_of_one_course_do_not_hold_up_the_one_of_another(
    workshop: Workshop,
):
    await add(workshop, "big", 500)
    await add(workshop, "small", 1)
    assert "small" in await served(workshop, 2)


async def test_what_somebody_waits_for_goes_before_what_nobody_does(workshop: Workshop):
    await add(workshop, "ahead", 3, priority=-10)
    await add(workshop, "asked", 2, priority=10)
    assert await served(workshop, 9) == ["asked"] * 2 + ["ahead"] * 3


async def test_the_place_that_people_see_is_the_order_in_which_work_begins(workshop: Workshop):
    for turn, count in (("a", 5), ("b", 2), ("c", 1)):
        await add(workshop, turn, count)
    rows = (await workshop.execute(PLACES)).all()
    told = [row.id for row in sorted(rows, key=lambda row: row.before)]
    begun: list[JobId] = []
    while True:
        async with workshop.sessions.begin() as session:
            job_id = await take_turn(session, "default")
        if job_id is None:
            break
        begun.append(job_id)
        await workshop.execute("UPDATE job SET state = 'done' WHERE id = :id", id=job_id)
    assert begun == told


@pytest.mark.parametrize("seed", range(5))
async def test_between_two_turns_of_one_everybody_else_who_waits_has_had_one(
    workshop: Workshop, seed: int
):
    chance = random.Random(seed)  # noqa: S311 - no secret
    line = {turn: chance.randint(1, 6) for turn in "abcde"[: chance.randint(2, 5)]}
    for turn, count in line.items():
        await add(workshop, turn, count)
    order = await served(workshop, 99)
    assert Counter(order) == line
    for place, turn in enumerate(order):
        if turn in order[place + 1 :]:
            again = order.index(turn, place + 1)
            between = order[place + 1 : again]
            assert len(set(between)) == len(between)
            assert set(order[again:]) - {turn} <= set(between)


async def resting(_: JobContext, __: Errand) -> None:
    raise ProviderResting(
        "ollama", "rests", since=clock.now(), pause=timedelta(seconds=8), hint="Start it."
    )


async def test_a_job_whose_engine_rests_waits_without_using_up_an_attempt(workshop: Workshop):
    workshop.handlers[Errand] = resting
    job_id = await workshop.request(Errand(name="one"))
    for _ in range(7):
        await workshop.execute("UPDATE job SET run_at = clock_timestamp()")
        assert await workshop.run(job_id) is Ending.RETRYING
    job = await workshop.job(job_id)
    assert (job.state, job.failures) == (JobState.QUEUED, 0)
    assert job.error is not None
    assert job.error.code == "provider.resting"
    assert job.run_at > clock.now()


async def test_work_of_its_kind_waits_with_it_and_other_work_goes_on(workshop: Workshop):
    workshop.handlers[Errand] = resting
    job_id = await workshop.request(Errand(name="one"))
    await workshop.run(job_id)
    for number in range(50):
        await workshop.request(Errand(name=f"waits {number}"))
    other = await workshop.request(Household(name="other"))
    async with workshop.sessions.begin() as session:
        assert await take_turn(session, "default") == other
    async with workshop.sessions() as session:
        pause = (await session.scalars(select(JobPause))).one()
    assert (pause.kind, pause.engine) == (Errand.kind, "ollama")

    await PostgresCircuits(workshop.sessions).succeeded("text:ollama")
    await workshop.execute("DELETE FROM job WHERE id = :id", id=other)
    async with workshop.sessions.begin() as session:
        assert await take_turn(session, "default") is not None


async def test_two_thousand_jobs_at_a_dead_engine_begin_one_run_for_each_rest(workshop: Workshop):
    runs: list[JobId] = []

    async def count(context: JobContext, spec: Errand) -> None:
        runs.append(context.job_id)
        await resting(context, spec)

    workshop.handlers[Errand] = count
    await add(workshop, "big", 2000)
    runner = workshop.runner()
    for _ in range(20):
        async with workshop.sessions.begin() as session:
            job_id = await take_turn(session, "default")
        if job_id is not None:
            await runner.run(job_id)
    assert len(runs) == 1


def test_a_job_that_waits_for_an_engine_says_which_and_why_and_until_when():
    now = clock.now()
    until = now + timedelta(seconds=8)
    facts: dict[str, Any] = {"reason": "no power", "since": now, "engine": "ollama"}
    words = status_of(
        Standing(
            state=JobState.QUEUED,
            run_at=now,
            lease_until=None,
            seen_at=None,
            is_cancelling=False,
            before=0,
            step_number=0,
            step_count=0,
            stages_ended=0,
            stages=0,
            error=None,
            pause=Pause(**facts, until=until),
        ),
        now,
    )
    assert words.key == "job_status.engine_rests"
    assert dict(words.facts) == {**facts, "at": until}

"""What engines do is counted once for each answer, set aside while it goes on, and kept within limits."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import col, func, select

from alp_app.job_rows import stop_jobs
from alp_app.jobspecs.generation import GenerateCourse, WriteLessons
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, JobId, new_uuid
from alp_app.kit.pages import PageRequest
from alp_app.models.job import Job
from alp_app.models.usage import EngineUse, Measure, Period, Scope, UseReservation
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.operations.budgets import (
    list_limits,
    my_budgets,
    remove_limit,
    reserve_use,
    set_limit,
)
from alp_app.services.operations.errors import LimitNotFound, NoSubject, OverBudget
from alp_app.services.operations.estimates import estimate_course
from alp_app.services.operations.inputs import LimitInput, UseFilter
from alp_app.services.operations.usage import list_use, sum_use, use_sheet
from jobs.metering import Use, keep_use
from tests.services.learning.conftest import School
from tests.support.people import make_person
from tests.support.world import act, ask, make_course

EACH = 100
"""Tokens that a lesson takes."""
PLENTY = 1_000_000_000


@pytest.fixture
def budgeted(product: Runtime) -> Runtime:
    """The product as it runs: new work is set aside for."""
    object.__setattr__(product, "reserve", reserve_use)
    return product


@pytest.fixture
async def admin(product: Runtime, school: School) -> Actor:
    return (await make_person(product, school.teacher, role=Role.ADMIN)).actor


def limit(amount: int, scope: Scope = Scope.SCHOOL, subject: str = "") -> LimitInput:
    return LimitInput(
        scope=scope, subject=subject, measure=Measure.TOKENS, period=Period.MONTH, amount=amount
    )


async def used(product: Runtime, job_id: JobId, tokens: int, seconds: float = 1.0) -> None:
    use = Use(
        purpose="text",
        engine="ollama",
        model="qwen",
        tokens=tokens,
        duration=timedelta(seconds=seconds),
    )
    async with product.sessions.begin() as session:
        await keep_use(session, job_id, use)


async def requested(
    product: Runtime, actor: Actor, course_id: CourseId, lessons: int = 1, turn: int = 1
) -> JobId:
    async with product.unit_of_work(actor) as work:
        return await work.request(GenerateCourse(course_id=course_id, lessons=lessons, round=turn))


async def finish(product: Runtime, job_id: JobId, minutes: float = 4) -> None:
    async with product.sessions.begin() as session:
        await session.execute(
            text(
                "UPDATE job SET state = 'done', finished_at = clock_timestamp(),"
                " started_at = clock_timestamp() - CAST(:took AS interval) WHERE id = :id"
            ),
            {"id": job_id, "took": timedelta(minutes=minutes)},
        )


async def left(product: Runtime, actor: Actor) -> list[tuple[float, float, float]]:
    budgets = await ask(product, actor, my_budgets)
    return [(each.used, each.reserved, each.left) for each in budgets]


async def test_what_was_measured_is_set_aside_then_what_was_used_counts_and_the_rest_is_free(
    budgeted: Runtime, school: School, admin: Actor
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    first = await requested(budgeted, school.teacher, course.id, lessons=2)
    await used(budgeted, first, 300)
    await used(budgeted, first, 100)
    await finish(budgeted, first)
    await act(budgeted, admin, set_limit, limit(2000))
    assert await left(budgeted, school.teacher) == [(400, 0, 1600)]

    second = await requested(budgeted, school.teacher, course.id, lessons=4, turn=2)
    assert await left(budgeted, school.teacher) == [(400, 800, 800)]
    await used(budgeted, second, 500)
    assert await left(budgeted, school.teacher) == [(900, 300, 800)]
    await finish(budgeted, second)
    assert await left(budgeted, school.teacher) == [(900, 0, 1100)]


async def test_work_that_is_cancelled_frees_what_it_did_not_use(
    budgeted: Runtime, school: School, admin: Actor
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    first = await requested(budgeted, school.teacher, course.id)
    await used(budgeted, first, 100)
    await finish(budgeted, first)
    await act(budgeted, admin, set_limit, limit(1000))
    second = await requested(budgeted, school.teacher, course.id, lessons=3, turn=2)
    await used(budgeted, second, 50)
    async with budgeted.unit_of_work(school.teacher) as work:
        await stop_jobs(work.session, second)
    assert await left(budgeted, school.teacher) == [(150, 0, 850)]


async def test_work_over_the_budget_is_refused_with_what_is_left_and_leaves_nothing_behind(
    budgeted: Runtime, school: School, admin: Actor
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    first = await requested(budgeted, school.teacher, course.id)
    await used(budgeted, first, 100)
    await finish(budgeted, first)
    await act(budgeted, admin, set_limit, limit(250))
    with pytest.raises(OverBudget) as caught:
        await requested(budgeted, school.teacher, course.id, lessons=2, turn=2)
    assert caught.value.facts["left"] == 150
    assert caught.value.facts["amount"] == 250
    assert caught.value.status == 429
    async with budgeted.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Job)) == 1
    await requested(budgeted, school.teacher, course.id, lessons=1, turn=3)


async def test_of_a_hundred_that_ask_at_once_as_many_get_in_as_fit(
    budgeted: Runtime, school: School, admin: Actor
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    first = await requested(budgeted, school.teacher, course.id)
    await used(budgeted, first, 100)
    await finish(budgeted, first)
    await act(budgeted, admin, set_limit, limit(550))

    async def one(turn: int) -> bool:
        try:
            await requested(budgeted, school.teacher, course.id, turn=turn)
        except OverBudget:
            return False
        return True

    let_in = await asyncio.gather(*(one(turn) for turn in range(2, 102)))
    assert sum(let_in) == 4


async def test_a_limit_of_ones_own_counts_instead_of_the_one_for_everybody(
    budgeted: Runtime, school: School, admin: Actor
):
    async with budgeted.sessions() as session:
        email = await session.scalar(
            text("SELECT email FROM user_account WHERE id = :id"), {"id": school.teacher.user_id}
        )
    await act(budgeted, admin, set_limit, limit(10, Scope.PERSON))
    own = await act(budgeted, admin, set_limit, limit(99, Scope.PERSON, str(email)))
    assert [each.amount for each in await ask(budgeted, school.teacher, my_budgets)] == [99]
    assert [each.amount for each in await ask(budgeted, admin, my_budgets)] == [10]
    await act(budgeted, admin, set_limit, limit(98, Scope.PERSON, str(email)))
    amounts = {each.subject: each.amount for each in await ask(budgeted, admin, list_limits)}
    assert sorted(amounts.values()) == [10, 98]
    await act(budgeted, admin, remove_limit, own.id)
    assert [each.amount for each in await ask(budgeted, school.teacher, my_budgets)] == [10]
    with pytest.raises(LimitNotFound):
        await act(budgeted, admin, remove_limit, own.id)
    with pytest.raises(NoSubject):
        await act(budgeted, admin, set_limit, limit(1, Scope.CLASS, "Nobody's class"))


async def test_the_parts_of_work_count_with_it_and_each_answer_once(
    budgeted: Runtime, school: School, admin: Actor
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    root = await requested(budgeted, school.teacher, course.id)
    async with budgeted.sessions.begin() as session:
        part = Job(
            id=JobId(new_uuid()),
            organisation_id=school.teacher.organisation_id,
            kind=WriteLessons.kind,
            queue="text",
            args={},
            max_failures=5,
            parent_id=root,
            stage="lessons",
        )
        session.add(part)
        part_id = part.id
    await used(budgeted, part_id, 70, seconds=2.5)
    await used(budgeted, root, 30)
    for by, key in (
        ("person", str(school.teacher.user_id)),
        ("course", str(course.id)),
        ("engine", "ollama"),
        ("kind", GenerateCourse.kind),
    ):
        [found] = await ask(budgeted, admin, sum_use, UseFilter.model_validate({"by": by}))
        assert (found.key, found.answers, found.tokens, found.seconds) == (key, 2, 100, 3.5)
        behind = await ask(
            budgeted,
            admin,
            list_use,
            UseFilter.model_validate({"by": by, "key": key}),
            PageRequest(limit=1),
        )
        assert [row.tokens for row in behind.items] == [30]
        assert behind.next_cursor
    sheet = await ask(budgeted, admin, use_sheet, UseFilter())
    assert len(sheet.strip().splitlines()) == 3
    none = UseFilter.model_validate({"by": "class", "key": str(new_uuid())})
    assert (await ask(budgeted, admin, list_use, none, PageRequest())).items == []


async def test_an_estimate_is_what_was_measured_and_says_on_how_many(
    budgeted: Runtime, school: School
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    assert (await ask(budgeted, school.teacher, estimate_course, 6)).jobs == 0
    for turn, (tokens, minutes) in enumerate(((200, 4), (400, 8), (600, 12)), start=1):
        job_id = await requested(budgeted, school.teacher, course.id, lessons=2, turn=turn)
        await used(budgeted, job_id, tokens, seconds=tokens / 10)
        await finish(budgeted, job_id, minutes)
    found = await ask(budgeted, school.teacher, estimate_course, 6)
    assert (found.jobs, found.units, found.tokens) == (3, 6, 200)
    assert found.seconds == pytest.approx(20)
    assert found.minutes == pytest.approx(4, abs=0.1)
    assert found.minutes_from < found.minutes < found.minutes_to


async def test_use_stays_when_the_work_and_its_course_are_gone(
    budgeted: Runtime, school: School, admin: Actor
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    root = await requested(budgeted, school.teacher, course.id)
    await used(budgeted, root, 42)
    async with budgeted.sessions.begin() as session:
        await session.execute(text("DELETE FROM job WHERE id = :id"), {"id": root})
        assert await session.scalar(select(func.count()).select_from(UseReservation)) == 0
        assert await session.scalar(select(func.sum(col(EngineUse.tokens)))) == 42
    [found] = await ask(budgeted, admin, sum_use, UseFilter())
    assert found.tokens == 42


async def test_only_administrators_see_what_engines_do_and_set_limits(
    budgeted: Runtime, school: School
):
    for actor in (school.teacher, school.ana):
        with pytest.raises(Forbidden):
            await ask(budgeted, actor, sum_use, UseFilter())
        with pytest.raises(Forbidden):
            await act(budgeted, actor, set_limit, limit(1))
        with pytest.raises(Forbidden):
            await ask(budgeted, actor, list_limits)


async def test_two_who_ask_for_the_same_work_in_another_order_do_not_wait_for_each_other(
    budgeted: Runtime, school: School, admin: Actor
):
    course = await make_course(budgeted, school.teacher, is_published=False)
    await act(budgeted, admin, set_limit, limit(2000))
    shared = GenerateCourse(course_id=course.id, round=7)

    async def the_shared_one() -> JobId:
        async with budgeted.unit_of_work(admin) as work:
            return await work.request(shared)

    async with budgeted.unit_of_work(school.teacher) as work:
        await work.request(GenerateCourse(course_id=course.id, round=6))
        other = asyncio.create_task(the_shared_one())
        await asyncio.sleep(0.3)
        mine = await work.request(shared)
    assert await other == mine


@dataclass
class Ledger:
    """What should be left, by plain arithmetic, of what a teacher asks for and does."""

    product: Runtime
    teacher: Actor
    limit: int
    used: int = 0
    open_jobs: dict[JobId, tuple[int, int]] = field(default_factory=dict[JobId, tuple[int, int]])
    """What each was to use, and what it has used."""

    @property
    def reserved(self) -> int:
        return sum(max(0, wanted - used) for wanted, used in self.open_jobs.values())

    @property
    def left(self) -> int:
        return self.limit - self.used - self.reserved

    async def ask_for(self, course_id: CourseId, lessons: int, turn: int) -> None:
        fits = 0 < self.left >= EACH * lessons
        try:
            job = await requested(self.product, self.teacher, course_id, lessons, turn)
        except OverBudget:
            assert not fits
            return
        assert fits
        self.open_jobs[job] = (EACH * lessons, 0)

    async def go_on(self, job: JobId, event: str, tokens: int = 0) -> None:
        wanted, already = self.open_jobs[job]
        if event == "done":
            # It has used what it was to use, so that the next estimate is the same.
            tokens = wanted - already
            if tokens < 0:
                return
        if event != "stop":
            await used(self.product, job, tokens)
            self.used += tokens
            self.open_jobs[job] = (wanted, already + tokens)
        if event == "done":
            await finish(self.product, job)
        if event == "stop":
            async with self.product.unit_of_work(self.teacher) as work:
                await stop_jobs(work.session, job)
        if event != "use":
            del self.open_jobs[job]


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "use", "done", "stop"]),
        st.integers(1, 6),
        st.integers(0, 2 * EACH),
        st.integers(0, 99),
    ),
    min_size=4,
    max_size=14,
)
"""What happens, to how many lessons, with how many tokens, to which of the jobs that are open."""


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=EVENTS)
async def test_whatever_happens_the_ledger_adds_up(
    budgeted: Runtime, school: School, admin: Actor, events: list[tuple[str, int, int, int]]
):
    """Work is asked for, uses as much as it likes, ends well or is cancelled, in any order."""
    course = await make_course(budgeted, school.teacher, is_published=False)
    await act(budgeted, admin, set_limit, limit(PLENTY))
    measured = await requested(budgeted, school.teacher, course.id)
    await used(budgeted, measured, EACH)
    await finish(budgeted, measured)
    [(spent, set_aside, _)] = await left(budgeted, school.teacher)
    assert set_aside == 0
    ledger = Ledger(budgeted, school.teacher, int(spent) + 20 * EACH, used=int(spent))
    await act(budgeted, admin, set_limit, limit(ledger.limit))
    for turn, (event, lessons, tokens, pick) in enumerate(events, start=2):
        if event == "ask":
            await ledger.ask_for(course.id, lessons, turn)
        elif ledger.open_jobs:
            job = sorted(ledger.open_jobs)[pick % len(ledger.open_jobs)]
            await ledger.go_on(job, event, tokens)
        expected = (ledger.used, ledger.reserved, max(0, ledger.left))
        assert await left(budgeted, school.teacher) == [expected]
    for job in list(ledger.open_jobs):
        await ledger.go_on(job, "stop")

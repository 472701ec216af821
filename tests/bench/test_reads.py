"""What the pages and programs ask most often: of the service alone, and through the REST API."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import pytest

from alp_app import runtime
from alp_app.api.routes import PER_ACTOR
from alp_app.db.reads import fetch_one
from alp_app.kit import clock
from alp_app.kit.ids import new_uuid
from alp_app.kit.pages import PageRequest
from alp_app.local import traces
from alp_app.models.fitting import WordingLevel
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor
from alp_app.services.calendar.queries import list_entries
from alp_app.services.classes.queries import list_members
from alp_app.services.courses import catalogue
from alp_app.services.courses.catalogue_views import CatalogueFilter
from alp_app.services.exams.player import get_sitting
from alp_app.services.fitting.commands import change_preferences, keep_variant
from alp_app.services.fitting.inputs import PreferencesInput
from alp_app.services.fitting.queries import get_base, get_fit, standing_of
from alp_app.services.fitting.rules import pieces_of
from alp_app.services.gradebook.queries import get_gradebook, get_my_grades
from alp_app.services.learning import queries
from alp_app.services.learning.search import find_places
from alp_app.services.notifications.queries import list_notifications
from alp_app.services.operations.inputs import JobFilter
from alp_app.services.operations.queries import list_jobs
from alp_app.settings import child_environment
from alp_app.unit_of_work import Reader
from tests.bench.bare import running_bare
from tests.bench.meter import RoundTrips, counted, cpu_seconds
from tests.bench.report import Report, Table
from tests.bench.school import (
    COLUMNS,
    COURSES,
    COURSES_EACH,
    IN_CLASS,
    LESSONS,
    NOTICES_EACH,
    PARAGRAPHS,
    PEOPLE,
    QUESTIONS,
    KeptSchool,
    RealSchool,
    known_or_filled,
)
from tests.e2e.campus import Campus, Person, running_campus
from tests.support.rest import API
from tests.support.shared_servers import IsolatedSettings
from tests.support.world import act, ask

SERVING = frozenset({"web", "postgres", "redis"})
"""The processes that answer."""
KEPT = "ALP_BENCH_KEPT"
"""Names a folder where the school stays for the next run: filling it takes minutes."""
ROUNDS = 5
REQUESTS = 96
AT_ONCE = 8
"""Requests on their way."""
READS = 13
"""Of one person, at most."""
REFILLED_SECONDS = READS * REQUESTS / PER_ACTOR.per_second
"""After which somebody may ask as often again."""
PAGE = PageRequest(limit=25)
BUDGET_MS = 1.0
"""Of processor time for a read that pages and programs ask all the time."""

Ask = Callable[[Reader], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Read:
    """The same question, put both ways."""

    name: str
    path: str
    ask: Ask
    is_taught: bool = False
    """Asked by the teacher, not by a learner."""


def reads_of(school: RealSchool) -> list[Read]:
    return [*_of_learners(school), *_of_teachers(school)]


def _of_learners(school: RealSchool) -> list[Read]:
    page = f"/courses/{school.slug}"
    now = clock.now()
    return [
        Read(
            "catalogue, 25 courses",
            "/courses?limit=25",
            lambda reader: catalogue.list_catalogue(reader, CatalogueFilter(), PAGE),
        ),
        Read(
            f"my courses, {COURSES_EACH} courses",
            "/learning/courses?limit=25",
            lambda reader: queries.list_my_courses(reader, PAGE),
        ),
        Read("home", "/learning/home", queries.get_home),
        Read(
            f"course page, {LESSONS} lessons",
            page,
            lambda reader: catalogue.get_course_page(reader, school.slug),
        ),
        Read(
            f"lesson, {PARAGRAPHS} paragraphs and a quiz",
            f"{page}/lessons/{school.lesson_id}",
            lambda reader: queries.get_lesson(reader, school.slug, school.lesson_id),
        ),
        Read(
            "the same lesson in other words",
            f"/learning/lessons/{school.lesson_id}/variant",
            lambda reader: get_fit(reader, school.lesson_id),
        ),
        Read(
            f"progress, {LESSONS} lessons",
            f"/learning/courses/{school.course_id}/progress",
            lambda reader: queries.get_progress(reader, school.course_id),
        ),
        Read(
            f"test that is being taken, {QUESTIONS} questions",
            f"/exam-attempts/{school.attempt_id}",
            lambda reader: get_sitting(reader, school.attempt_id),
        ),
        Read(
            f"my grades, {COLUMNS} columns",
            f"/me/classes/{school.classroom_id}/grades",
            lambda reader: get_my_grades(reader, school.classroom_id),
        ),
        Read(
            f"notifications, {NOTICES_EACH}",
            "/me/notifications?limit=25",
            lambda reader: list_notifications(reader, PAGE),
        ),
        Read(
            "calendar, two months",
            "/me/calendar",
            lambda reader: list_entries(reader, now, now + timedelta(days=60)),
        ),
        Read("search", "/search?q=tides", lambda reader: find_places(reader, "tides")),
    ]


def _of_teachers(school: RealSchool) -> list[Read]:
    room = f"/classes/{school.classroom_id}"
    return [
        Read(
            f"gradebook, {IN_CLASS} learners, {COLUMNS} columns",
            f"{room}/gradebook",
            lambda reader: get_gradebook(reader, school.classroom_id),
            is_taught=True,
        ),
        Read(
            f"roster, {IN_CLASS} learners",
            f"{room}/members",
            lambda reader: list_members(reader, school.classroom_id),
            is_taught=True,
        ),
        Read(
            "jobs",
            "/jobs?limit=25",
            lambda reader: list_jobs(reader, JobFilter(), PAGE),
            is_taught=True,
        ),
    ]


@pytest.mark.timeout(1800)
async def test_reads(report: Report, tmp_path: Path):
    folder = Path(child_environment().get(KEPT, tmp_path))
    with running_campus(folder / "home") as campus:
        running = campus.home.running()
        async with counted(running["database"]["url"]) as trips:
            running["database"]["url"] = trips.url
            settings = IsolatedSettings(home=campus.home.path, **running)
            async with runtime.build(settings) as product:
                school = await known_or_filled(product, KeptSchool(folder / "school.json"))
                await put_into_other_words(product, school)
                learner = Person(name="Learner", email=school.learner.email)
                with campus.api() as teaching, campus.api(learner) as learning:
                    benches = [
                        Bench(
                            read,
                            campus,
                            teaching if read.is_taught else learning,
                            product,
                            school.teacher if read.is_taught else school.learner.actor,
                            trips,
                        )
                        for read in reads_of(school)
                    ]
                    bare = Cost()
                    async with running_bare() as (pid, address):
                        for number in range(ROUNDS + 1):  # the first round warms up
                            for bench in benches:
                                await bench.measure(is_kept=number > 0)
                            cost = await cost_of({"web": pid}, address, {})
                            if number:
                                bare.keep(cost)
                            await asyncio.sleep(REFILLED_SECONDS)
                    rows = [
                        ["a server that says `ok`", "", *bare.shown, "", ""],
                        ["a query for one number", *await floor_of_queries(benches[0])],
                    ]
                    rows += [await bench.row() for bench in benches]
    report.tables.append(
        Table(
            title="Reading",
            about=(
                f"A school of {PEOPLE:,} people and {COURSES} courses of {LESSONS} lessons, with"
                f" {PEOPLE * COURSES_EACH * LESSONS:,} rows of progress. {ROUNDS} rounds over all reads, of"
                f" {REQUESTS} requests each, of somebody who is signed in, {AT_ONCE} at a time, to one web"
                " process; the program that asks runs on the same machine and takes its share of it."
                " `service` is the query and its views; `REST` is all that the web process does: the"
                " connection, who asks, the limits, the query, the JSON; `everything` adds the database and"
                f" the cache. What is asked all the time should cost {BUDGET_MS} ms. Each figure is that of"
                " the quietest round, with the middle one in brackets: on a shared machine others only add"
                " to it. The first two rows are what the same server and the same database cost that have"
                " nothing to do: they say how fast the machine was."
            ),
            heads=[
                "read",
                "service, CPU ms",
                "REST, CPU ms",
                "everything, CPU ms",
                "requests a second",
                "p95, ms",
                "round trips, service",
                "round trips, REST",
            ],
            rows=rows,
        )
    )


async def put_into_other_words(product: Runtime, school: RealSchool) -> None:
    """The lesson, as if an engine had done it for how the learner likes to read."""
    learner = school.learner.actor
    inputs = PreferencesInput(level=WordingLevel.PLAINER)
    await act(product, learner, change_preferences, inputs=inputs, course_id=school.course_id)
    standing = await ask(product, learner, standing_of, school.lesson_id)
    base = await ask(product, learner, get_base, standing.version_id, school.lesson_id)
    fit = standing.fit
    pieces = pieces_of(base.blocks, base.questions, fit, title=base.title, summary=base.summary)
    texts = {part.key: f"{part.text} So it is." for piece in pieces for part in piece.parts}
    await act(
        product,
        learner,
        keep_variant,
        base,
        fit.key,
        texts=texts,
        refusals=[],
        makings=[],
        model="bench",
        job_id=new_uuid(),
        is_ready=True,
    )


@dataclass(slots=True)
class Cost:
    web: list[float] = field(default_factory=list)
    everything: list[float] = field(default_factory=list)
    """Milliseconds of processor time for each request."""
    per_second: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    """Milliseconds until the answer is there."""

    def keep(self, new: tuple[float, float, float, float]) -> None:
        kept = (self.web, self.everything, self.per_second, self.p95)
        for values, value in zip(kept, new, strict=True):
            values.append(value)

    @property
    def shown(self) -> list[str]:
        speed = [f"{median(self.per_second):.0f}", f"{median(self.p95):.1f}"]
        return [least_of(self.web), least_of(self.everything), *speed]


@dataclass(frozen=True, slots=True)
class Bench:
    """A running school, a program that has signed in to it, and the same school in this process."""

    read: Read
    campus: Campus
    program: httpx.Client
    product: Runtime
    actor: Actor
    trips: RoundTrips
    service: list[float] = field(default_factory=list)
    rest: Cost = field(default_factory=Cost)

    async def measure(self, *, is_kept: bool) -> None:
        service, rest = await service_cost(self.ask), await self.rest_cost()
        if is_kept:
            self.service.append(service)
            self.rest.keep(rest)

    async def row(self) -> list[str]:
        service_trips = await trips_of(self.ask, self.trips)
        async with in_process(self.product, self.program) as client:

            async def get() -> None:
                (await client.get(f"/api/v1{self.read.path}")).raise_for_status()

            rest_trips = await trips_of(get, self.trips)
        shown = [least_of(self.service), *self.rest.shown]
        return [self.read.name, *shown, f"{service_trips:g}", f"{rest_trips:g}"]

    async def ask(self) -> None:
        async with self.product.reader(self.actor) as reader:
            await self.read.ask(reader)

    async def rest_cost(self) -> tuple[float, float, float, float]:
        started = traces.read(self.campus.home)
        pids = {name: trace.pid for name, trace in started.items() if name in SERVING}
        address = f"{self.program.base_url}".rstrip("/") + self.read.path
        return await cost_of(pids, address, dict(self.program.headers))


async def cost_of(
    pids: Mapping[str, int], address: str, headers: Mapping[str, str]
) -> tuple[float, float, float, float]:
    """Of AT_ONCE requests at a time, as a school in the morning sends them: see Cost."""
    async with httpx.AsyncClient(headers=headers) as client:
        before = {name: cpu_seconds([pid]) for name, pid in pids.items()}
        began = time.perf_counter()
        took = await asyncio.gather(*(_some(client, address) for _ in range(AT_ONCE)))
        seconds = time.perf_counter() - began
        costs = {
            name: (cpu_seconds([pid]) - before[name]) * 1000 / REQUESTS
            for name, pid in pids.items()
        }
    p95 = sorted(chain.from_iterable(took))[int(REQUESTS * 0.95)] * 1000
    return costs["web"], sum(costs.values()), REQUESTS / seconds, p95


async def floor_of_queries(bench: Bench) -> list[str]:
    async def ask() -> None:
        async with bench.product.reader(bench.actor) as reader:
            await fetch_one(reader, "SELECT 1 AS one", {})

    costs = [await service_cost(ask) for _ in range(ROUNDS)]
    return [least_of(costs), *[""] * 4, "1", ""]


async def service_cost(ask: Callable[[], Awaitable[None]]) -> float:
    """Milliseconds of this process for each question."""
    began = time.process_time()
    for _ in range(REQUESTS):
        await ask()
    return (time.process_time() - began) * 1000 / REQUESTS


def least_of(costs: list[float]) -> str:
    return f"{min(costs):.2f} ({median(costs):.2f})"


async def _some(client: httpx.AsyncClient, path: str) -> list[float]:
    """Seconds that each of some requests took, one after the other."""
    took: list[float] = []
    for _ in range(REQUESTS // AT_ONCE):
        began = time.perf_counter()
        (await client.get(path)).raise_for_status()
        took.append(time.perf_counter() - began)
    return took


async def trips_of(do: Callable[[], Awaitable[None]], trips: RoundTrips) -> float:
    await do()
    before = trips.count
    for _ in range(10):
        await do()
    return (trips.count - before) / 10


@asynccontextmanager
async def in_process(product: Runtime, program: httpx.Client) -> AsyncGenerator[httpx.AsyncClient]:
    """The same application in this process, whose way to the database is counted."""
    runtime.install(product)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(API),
        base_url=str(program.base_url.copy_with(path="/")),
        headers={"Authorization": program.headers["Authorization"]},
    ) as client:
        yield client

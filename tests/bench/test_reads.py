"""What the pages and programs ask most often: of the service alone, and through the REST API."""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from alp_app import runtime
from alp_app.kit.pages import PageRequest
from alp_app.local import traces
from alp_app.models.account import User
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor
from alp_app.services.courses import catalogue
from alp_app.services.courses.catalogue_views import CatalogueFilter
from alp_app.services.learning import queries
from alp_app.services.learning.commands import enrol
from alp_app.unit_of_work import Reader
from tests.bench.meter import RoundTrips, Spread, counted, cpu_seconds
from tests.bench.report import Report, Table
from tests.e2e.campus import OWNER, Campus, running_campus
from tests.support.rest import API
from tests.support.shared_servers import IsolatedSettings
from tests.support.world import MadeCourse, PlannedLesson, choice, make_course, paragraph

COURSES = 30
ENROLLED = 12
LESSONS = 8
PARAGRAPHS = 12
ROUNDS = 5
REQUESTS = 100
PAGE = PageRequest(limit=25)

Ask = Callable[[Reader], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Read:
    """The same question, put both ways."""

    name: str
    path: str
    ask: Ask


def reads_of(course: MadeCourse) -> list[Read]:
    lesson_id = course.lesson_ids[0]
    page = f"/courses/{course.slug}"
    return [
        Read(
            "catalogue, 25 courses",
            "/courses?limit=25",
            lambda reader: catalogue.list_catalogue(reader, CatalogueFilter(), PAGE),
        ),
        Read(
            f"my courses, {ENROLLED} courses",
            "/learning/courses?limit=25",
            lambda reader: queries.list_my_courses(reader, PAGE),
        ),
        Read(
            f"course page, {LESSONS} lessons",
            page,
            lambda reader: catalogue.get_course_page(reader, course.slug),
        ),
        Read(
            f"lesson, {PARAGRAPHS} paragraphs and a quiz",
            f"{page}/lessons/{lesson_id}",
            lambda reader: queries.get_lesson(reader, course.slug, lesson_id),
        ),
    ]


@pytest.mark.timeout(900)
async def test_reads(report: Report, tmp_path: Path):
    with running_campus(tmp_path / "home") as campus:
        running = campus.home.running()
        async with counted(running["database"]["url"]) as trips:
            running["database"]["url"] = trips.url
            settings = IsolatedSettings(home=campus.home.path, **running)
            async with runtime.build(settings) as product:
                course, learner = await fill(product)
                with campus.api() as program:
                    bench = Bench(campus, program, product, learner, trips)
                    rows = [await bench.row_of(read) for read in reads_of(course)]
    report.tables.append(
        Table(
            title="Reading",
            about=(
                f"{ROUNDS} times {REQUESTS} requests of somebody who is signed in. `service` is the query"
                " with its transaction and its views; `REST` is all that the web process does: the"
                " connection, who asks, the limits, the query, the JSON. The database's own time is not"
                " counted."
            ),
            heads=[
                "read",
                "service, CPU ms",
                "REST, CPU ms",
                "REST over service",
                "round trips, service",
                "round trips, REST",
            ],
            rows=rows,
        )
    )


async def fill(product: Runtime) -> tuple[MadeCourse, Actor]:
    """Courses to look at. The owner learns, too; the first course is the one that is opened."""
    async with product.sessions() as session:
        owner = (await session.scalars(select(User).where(col(User.email) == OWNER.email))).one()
    actor = Actor(organisation_id=owner.organisation_id, user_id=owner.id, role=owner.role)
    lesson = PlannedLesson(
        blocks=[paragraph(*("The sea rises and falls twice a day.",) * 5)] * PARAGRAPHS,
        questions=[choice(), choice("What else?")],
    )
    made = [
        await make_course(product, actor, *[lesson] * LESSONS, title=f"Tides {number}")
        for number in range(COURSES)
    ]
    for course in made[:ENROLLED]:
        async with product.unit_of_work(actor) as work:
            await enrol(work, course.id)
    return made[0], actor


@dataclass(frozen=True, slots=True)
class Bench:
    """A running school, a program that has signed in to it, and the same school in this process."""

    campus: Campus
    program: httpx.Client
    product: Runtime
    learner: Actor
    trips: RoundTrips

    async def row_of(self, read: Read) -> list[str]:
        async def ask() -> None:
            async with self.product.reader(self.learner) as reader:
                await read.ask(reader)

        service = await service_cost(ask)
        rest = rest_cost(self.campus, self.program, read.path)
        service_trips = await trips_of(ask, self.trips)
        async with in_process(self.product, self.program) as client:

            async def get() -> None:
                (await client.get(f"/api/v1{read.path}")).raise_for_status()

            rest_trips = await trips_of(get, self.trips)
        ratio = f"{rest.median / service.median:.1f}"
        return [read.name, str(service), str(rest), ratio, f"{service_trips:g}", f"{rest_trips:g}"]


async def service_cost(ask: Callable[[], Awaitable[None]]) -> Spread:
    """Milliseconds of this process for each question."""
    costs: list[float] = []
    for number in range(ROUNDS + 1):
        began = time.process_time()
        for _ in range(REQUESTS):
            await ask()
        if number:  # the first round warms up
            costs.append((time.process_time() - began) * 1000 / REQUESTS)
    return Spread(costs)


def rest_cost(campus: Campus, program: httpx.Client, path: str) -> Spread:
    """Milliseconds of the web processes for each request."""
    web = traces.read(campus.home)["web"].pid
    costs: list[float] = []
    for number in range(ROUNDS + 1):
        before = cpu_seconds([web])
        for _ in range(REQUESTS):
            program.get(path)
        if number:
            costs.append((cpu_seconds([web]) - before) * 1000 / REQUESTS)
    return Spread(costs)


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

"""What the job monitor lists, counts and says beside the jobs themselves."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from alp_app.jobspecs.base import JobSpec
from alp_app.kit import clock
from alp_app.kit.ids import JobId
from alp_app.kit.pages import PageRequest
from alp_app.models.job import Job, JobArtifact
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.operations import queries
from alp_app.services.operations.errors import ArtifactNotFound, JobNotFound
from alp_app.services.operations.inputs import Group, JobFilter
from tests.support.people import make_person, make_school
from tests.support.world import ask, make_course

PAGE = PageRequest()


class Chore(JobSpec):
    kind = "operations.test_chore"

    name: str

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.name}"


class Errand(Chore):
    kind = "operations.test_errand"


class School:
    """An administrator, an instructor, and jobs in whatever state a test needs."""

    def __init__(self, product: Runtime, admin: Actor, teacher: Actor) -> None:
        self.product = product
        self.admin = admin
        self.teacher = teacher

    async def job(self, name: str, *, by: Actor | None = None, **columns: Any) -> JobId:
        return await self.request(Chore(name=name), by or self.teacher, columns)

    async def request(self, spec: JobSpec, by: Actor, columns: dict[str, Any]) -> JobId:
        async with self.product.unit_of_work(by) as work:
            job_id = await work.request(spec)
        if columns:
            async with self.product.sessions.begin() as session:
                await session.execute(update(Job).where(col(Job.id) == job_id).values(**columns))
        return job_id

    async def listed(self, by: Actor, **chosen: Any) -> set[JobId]:
        page = await ask(self.product, by, queries.list_jobs, JobFilter(**chosen), PAGE)
        return {item.id for item in page.items}


@pytest.fixture
async def school(product: Runtime) -> School:
    visitor = await make_school(product)
    admin = await make_person(product, visitor, Role.ADMIN)
    teacher = await make_person(product, visitor, Role.INSTRUCTOR)
    return School(product, admin.actor, teacher.actor)


@pytest.mark.parametrize(
    ("group", "states"),
    [
        ("active", {"queued", "running", "waiting"}),
        ("running", {"running", "waiting"}),
        ("waiting", {"queued"}),
        ("failed", {"failed"}),
        ("done", {"done", "cancelled"}),
    ],
)
async def test_a_group_lists_and_counts_the_same_jobs(
    school: School, group: Group, states: set[str]
):
    every = ("queued", "running", "waiting", "failed", "done", "cancelled")
    ids = {state: await school.job(state, state=state) for state in every}
    assert await school.listed(school.teacher, group=group) == {ids[state] for state in states}
    counts = await ask(
        school.product, school.teacher, queries.count_jobs, JobFilter(group="failed")
    )
    assert (counts.all, counts.running, counts.waiting, counts.failed, counts.done) == (
        6, 2, 1, 1, 2,
    )  # fmt: skip


async def test_counts_keep_to_the_rest_of_the_choice(school: School):
    await school.job("one")
    await school.request(Errand(name="two"), school.teacher, {})
    counts = await ask(
        school.product, school.teacher, queries.count_jobs, JobFilter(kind=Errand.kind)
    )
    assert counts.all == 1


async def test_kinds_are_those_of_the_jobs_one_may_see(school: School):
    await school.job("one")
    await school.request(Errand(name="two"), school.admin, {})
    assert await ask(school.product, school.teacher, queries.list_kinds) == [Chore.kind]
    assert await ask(school.product, school.admin, queries.list_kinds) == [Chore.kind, Errand.kind]


async def test_mine_is_what_i_asked_for_and_what_is_for_my_courses(school: School):
    course = await make_course(school.product, school.teacher)
    asked = await school.job("asked")
    for_mine = await school.request(Chore(name="for", course_id=course.id), school.admin, {})
    own = await school.job("own", by=school.admin)
    assert await school.listed(school.teacher, is_mine=True) == {asked, for_mine}
    assert await school.listed(school.admin, is_mine=True) == {for_mine, own}


async def test_jobs_that_ended_long_ago_can_be_left_out(school: School):
    long_ago = clock.now() - timedelta(days=3)
    await school.job("old", state="failed", finished_at=long_ago)
    fresh = await school.job("fresh", state="failed", finished_at=clock.now())
    running = await school.job("running", state="running")
    since = clock.now() - timedelta(days=1)
    assert await school.listed(school.teacher, ended_since=since) == {fresh, running}


async def test_a_stage_that_failed_alone_is_listed_beside_the_jobs(school: School):
    parent = await school.job("parent", state="done")
    needed = await school.job("needed", state="failed", parent_id=parent, stage="needed")
    extra = await school.job(
        "extra", state="failed", parent_id=parent, stage="extra", is_required=False
    )
    assert await school.listed(school.teacher) == {parent, extra}
    assert await school.listed(school.teacher, with_stages=True) == {parent, needed, extra}


async def test_a_job_that_waits_for_its_stages_tells_what_they_do(school: School):
    parent = await school.job("parent", state="waiting")
    await school.job(
        "stage",
        parent_id=parent,
        stage="only",
        state="running",
        message_key="generation.writing_lesson",
        message_facts={"n": 3},
        started_at=clock.now(),
    )
    page = await ask(school.product, school.teacher, queries.list_jobs, JobFilter(), PAGE)
    [job] = page.items
    assert job.message is not None
    assert (job.message.key, job.message.facts) == ("generation.writing_lesson", {"n": 3})


async def test_stages_that_are_not_asked_for_yet_count_as_not_done(school: School):
    parent = await school.job("parent", state="waiting", step_count=4)
    ended = {"state": "done", "progress": 1, "finished_at": clock.now()}
    await school.job("first", parent_id=parent, stage="first", **ended)
    await school.job("second", parent_id=parent, stage="second", state="running", progress=0.5)
    page = await ask(school.product, school.teacher, queries.list_jobs, JobFilter(), PAGE)
    assert page.items[0].progress == pytest.approx(1.5 / 4)
    assert page.items[0].status.facts == {"ended": 1, "count": 4}


async def test_a_job_that_waits_for_stages_in_line_says_nothing_of_them(school: School):
    parent = await school.job("parent", state="waiting")
    await school.job("stage", parent_id=parent, stage="only")
    page = await ask(school.product, school.teacher, queries.list_jobs, JobFilter(), PAGE)
    assert page.items[0].message is None


async def test_jobs_are_found_by_who_asked_and_by_the_words_of_their_kind(school: School):
    mine = await school.job("mine")
    assert await school.listed(school.admin, search="test chore") == {mine}
    assert await school.listed(school.admin, search="instructor person") == {mine}
    assert await school.listed(school.admin, search="admin person") == set()


async def test_what_a_job_made_is_for_those_who_may_see_the_job(school: School):
    job_id = await school.job("made", by=school.admin)
    async with school.product.unit_of_work(school.admin) as work:
        work.session.add(
            JobArtifact(
                job_id=job_id,
                name="report.txt",
                sha256="a" * 64,
                size=3,
                media_type="text/plain",
                object_key="a" * 64,
            )
        )
    found = await ask(school.product, school.admin, queries.get_artifact, job_id, "report.txt")
    assert (found.name, found.size, found.key) == ("report.txt", 3, "a" * 64)
    with pytest.raises(ArtifactNotFound):
        await ask(school.product, school.admin, queries.get_artifact, job_id, "other.txt")
    with pytest.raises(JobNotFound):
        await ask(school.product, school.teacher, queries.get_artifact, job_id, "report.txt")

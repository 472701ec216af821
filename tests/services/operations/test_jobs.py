"""Who sees which jobs, what is told of them, and who may cancel and retry them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from alp_app.jobspecs.base import JobSpec
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, JobId, OrganisationId, new_uuid
from alp_app.kit.pages import BadCursor, PageRequest
from alp_app.models.account import Organisation
from alp_app.models.job import JobError, JobState
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.operations import commands, queries
from alp_app.services.operations.errors import JobAskedForAgain, JobIsStopping, JobNotFound
from alp_app.services.operations.inputs import JobFilter
from tests.support.people import Person, make_person, make_school
from tests.support.world import make_course

EVERYTHING = JobFilter()
PAGE = PageRequest()


class Chore(JobSpec):
    kind = "operations.test_chore"
    queue = "text"

    name: str = "chore"

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.name}"


class House:
    """A school with an owner of a course, others, and jobs."""

    def __init__(self, product: Runtime, visitor: Actor, people: dict[str, Person]) -> None:
        self.product = product
        self.visitor = visitor
        self.people = people
        self.course_id: CourseId

    def actor(self, name: str) -> Actor:
        return self.people[name].actor

    async def request(self, by: str, spec: JobSpec) -> JobId:
        async with self.product.unit_of_work(self.actor(by)) as work:
            return await work.request(spec)

    async def listed(
        self, by: str, chosen: JobFilter = EVERYTHING, page: PageRequest = PAGE
    ) -> Any:
        async with self.product.reader(self.actor(by)) as reader:
            return await queries.list_jobs(reader, chosen, page)

    async def job(self, by: str, job_id: JobId) -> Any:
        async with self.product.reader(self.actor(by)) as reader:
            return await queries.get_job(reader, job_id)

    async def execute(self, statement: str, **values: Any) -> None:
        async with self.product.sessions.begin() as session:
            await session.execute(text(statement), values)


@pytest.fixture
async def house(product: Runtime) -> House:
    visitor = await make_school(product)
    roles = {
        "admin": Role.ADMIN,
        "owner": Role.INSTRUCTOR,
        "colleague": Role.INSTRUCTOR,
        "learner": Role.LEARNER,
    }
    people = {name: await make_person(product, visitor, role) for name, role in roles.items()}
    made = House(product, visitor, people)
    course = await make_course(product, people["owner"].actor, title="Tides")
    made.course_id = course.id
    return made


async def test_a_job_is_seen_by_admins_its_courses_owner_and_who_asked(house: House):
    for_course = await house.request("admin", Chore(name="1", course_id=house.course_id))
    own = await house.request("learner", Chore(name="2"))
    seen = {name: {item.id for item in (await house.listed(name)).items} for name in house.people}
    assert seen == {
        "admin": {for_course, own},
        "owner": {for_course},
        "colleague": set(),
        "learner": {own},
    }
    for name, job_ids in seen.items():
        for job_id in (for_course, own):
            if job_id in job_ids:
                assert (await house.job(name, job_id)).job.id == job_id
            else:
                with pytest.raises(JobNotFound):
                    await house.job(name, job_id)


async def test_a_job_of_another_school_does_not_exist(house: House, product: Runtime):
    job_id = await house.request("owner", Chore())
    elsewhere = Actor(organisation_id=OrganisationId(new_uuid()))
    async with product.sessions.begin() as session:
        session.add(Organisation(id=elsewhere.organisation_id, name="Other School"))
    admin = await make_person(product, elsewhere, Role.ADMIN)
    async with product.reader(admin.actor) as reader:
        assert (await queries.list_jobs(reader, EVERYTHING, PAGE)).items == []
        with pytest.raises(JobNotFound):
            await queries.get_job(reader, job_id)


async def test_the_place_in_the_queue_is_counted(house: House):
    ids = [await house.request("owner", Chore(name=f"{n}")) for n in range(3)]
    await house.execute("UPDATE job SET priority = 1 WHERE id = :id", id=ids[2])
    items = {item.id: item for item in (await house.listed("owner")).items}
    assert [items[job_id].before for job_id in ids] == [1, 2, 0]
    assert items[ids[1]].status.key == "job_status.queued"
    assert items[ids[1]].status.facts == {"before": 2}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (JobFilter(state=JobState.FAILED), {"broken"}),
        (JobFilter(kind="operations.test_chore"), {"broken", "waiting", "course"}),
        (JobFilter(kind="operations.other"), set()),
        (JobFilter(queue="text"), {"broken", "waiting", "course"}),
        (JobFilter(queue="gpu"), set()),
        (JobFilter(search="tide"), {"course"}),
        (JobFilter(search="refused"), {"broken"}),
        (JobFilter(search="%"), set()),
    ],
)
async def test_jobs_are_found_by_what_is_known_of_them(
    house: House, chosen: JobFilter, expected: set[str]
):
    ids = {
        "broken": await house.request("owner", Chore(name="broken")),
        "waiting": await house.request("owner", Chore(name="waiting")),
        "course": await house.request("owner", Chore(name="x", course_id=house.course_id)),
    }
    error = JobError(code="provider.unreachable", message="ollama: connection refused")
    await house.execute(
        "UPDATE job SET state = 'failed', error = CAST(:error AS jsonb) WHERE id = :id",
        id=ids["broken"],
        error=error.model_dump_json(),
    )
    found = {item.id for item in (await house.listed("admin", chosen)).items}
    assert found == {ids[name] for name in expected}


async def test_long_lists_come_in_pages_the_newest_first(house: House):
    ids = [await house.request("owner", Chore(name=f"{n}")) for n in range(5)]
    seen: list[JobId] = []
    cursor: str | None = None
    for _ in range(3):
        page = await house.listed("owner", page=PageRequest(limit=2, cursor=cursor))
        seen += [item.id for item in page.items]
        cursor = page.next_cursor
    assert seen == ids[::-1]
    assert cursor is None
    with pytest.raises(BadCursor):
        await house.listed("owner", page=PageRequest(cursor="WyJ4Il0"))


async def test_technical_detail_is_for_admins(house: House):
    job_id = await house.request("owner", Chore())
    error = JobError(code="bug", message="Something broke.", is_bug=True, technical="KeyError: 'x'")
    await house.execute(
        "UPDATE job SET state = 'failed', error = CAST(:error AS jsonb)",
        error=error.model_dump_json(),
    )
    assert (await house.job("admin", job_id)).job.error == error
    assert (await house.job("owner", job_id)).job.error.technical == ""
    assert (await house.listed("owner")).items[0].error.technical == ""


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("owner", None), ("admin", None), ("learner", Forbidden), ("colleague", JobNotFound)],
)
async def test_the_owner_of_the_course_and_admins_may_cancel(
    house: House, who: str, refusal: type[Exception] | None
):
    job_id = await house.request("learner", Chore(course_id=house.course_id))
    listed = {item.id: item for item in (await house.listed(who)).items}
    if job_id in listed:
        assert listed[job_id].can_cancel is (refusal is None)
    if refusal is None:
        await _cancel(house, who, job_id)
        assert (await house.job(who, job_id)).job.state is JobState.CANCELLED
        assert (await house.job(who, job_id)).job.can_retry
    else:
        with pytest.raises(refusal):
            await _cancel(house, who, job_id)
        assert (await house.job("admin", job_id)).job.state is JobState.QUEUED


async def test_cancelling_and_retrying_are_recorded_and_announced(house: House, queue: Any):
    job_id = await house.request("owner", Chore())
    queue.announced.clear()
    await _cancel(house, "owner", job_id)
    await _retry(house, "owner", job_id)
    assert queue.announced == [job_id, job_id]
    async with house.product.sessions() as session:
        rows = await session.execute(
            text("SELECT name FROM audit_event WHERE subject_id = :id"), {"id": job_id}
        )
        assert [row.name for row in rows] == ["job.cancelled", "job.retried"]


async def test_work_that_was_asked_for_again_is_not_tried_beside_it(house: House):
    first = await house.request("owner", Chore())
    await _cancel(house, "owner", first)
    await house.request("owner", Chore())
    with pytest.raises(JobAskedForAgain):
        await _retry(house, "owner", first)


async def test_a_job_whose_stage_is_still_stopping_is_not_tried_again_yet(house: House):
    parent = await house.request("owner", Chore(name="parent"))
    child = await house.request("owner", Chore(name="child"))
    await house.execute("UPDATE job SET state = 'cancelled' WHERE id = :id", id=parent)
    await house.execute(
        "UPDATE job SET parent_id = :parent, stage = 'only', state = 'running' WHERE id = :id",
        id=child,
        parent=parent,
    )
    with pytest.raises(JobIsStopping):
        await _retry(house, "owner", parent)


async def test_deleting_a_course_stops_what_works_for_it(house: House):
    for_course = await house.request("owner", Chore(name="1", course_id=house.course_id))
    other = await house.request("owner", Chore(name="2"))
    async with house.product.unit_of_work(house.actor("owner")) as work:
        await commands.cancel_jobs_of_course(work, house.course_id)
    assert (await house.job("owner", for_course)).job.state is JobState.CANCELLED
    assert (await house.job("owner", other)).job.state is JobState.QUEUED


async def test_queues_and_workers_are_shown_to_admins(house: House):
    await house.request("owner", Chore())
    await house.execute("UPDATE job SET run_at = clock_timestamp() - interval '5 minutes'")
    await house.execute(
        "INSERT INTO worker_process (name, host, queue, pid, version, started_at, seen_at) VALUES"
        " ('text-1', 'here', 'text', 1, '0', clock_timestamp(), clock_timestamp()),"
        " ('text-2', 'there', 'text', 2, '0', clock_timestamp(), clock_timestamp() - interval '1 hour')"
    )
    async with house.product.reader(house.actor("admin")) as reader:
        shown = await queries.get_operations(reader)
    queues = {each.name: each for each in shown.queues}
    assert list(queues) == ["default", "text", "media", "gpu"]
    assert (queues["text"].waiting, queues["text"].running, queues["text"].workers) == (1, 0, 1)
    assert queues["text"].oldest_age > timedelta(minutes=4)
    assert queues["gpu"].oldest_age == timedelta(0)
    assert [(each.name, each.is_alive) for each in shown.workers] == [
        ("text-1", True),
        ("text-2", False),
    ]
    await house.execute("DELETE FROM worker_process")
    async with house.product.reader(house.actor("owner")) as reader:
        with pytest.raises(Forbidden):
            await queries.get_operations(reader)


async def _cancel(house: House, by: str, job_id: JobId) -> None:
    async with house.product.unit_of_work(house.actor(by)) as work:
        await commands.cancel_job(work, job_id)


async def _retry(house: House, by: str, job_id: JobId) -> None:
    async with house.product.unit_of_work(house.actor(by)) as work:
        await commands.retry_job(work, job_id)

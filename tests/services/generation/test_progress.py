"""What an author is told of a draft that is being generated."""

from sqlalchemy import update

from alp_app.job_rows import request_job
from alp_app.jobspecs.generation import GenerateCourse, WriteLessons
from alp_app.kit.ids import CourseId, JobId
from alp_app.models.job import Job, JobLog, JobState
from alp_app.runtime import Runtime
from alp_app.services.generation.progress import NoteView, find_generation
from tests.services.learning.conftest import School
from tests.support.world import ask, make_course, publish


async def generate(product: Runtime, school: School, course_id: CourseId) -> JobId:
    """Ask for a draft, and for its lessons: the stage that writes."""
    async with product.unit_of_work(school.teacher) as work:
        parent_id = await work.request(GenerateCourse(course_id=course_id))
        stage_id, _ = await request_job(
            work.session,
            WriteLessons(course_id=course_id),
            organisation_id=work.organisation_id,
            requested_by=work.user_id,
            parent_id=parent_id,
            stage="lessons",
        )
        return stage_id


async def log(
    product: Runtime, school: School, job_id: JobId, level: str, message: str, **facts: str
) -> None:
    async with product.unit_of_work(school.teacher) as work:
        work.session.add(JobLog(job_id=job_id, level=level, message=message, facts=facts))


async def notes(product: Runtime, school: School, course_id: CourseId) -> tuple[NoteView, ...]:
    found = await ask(product, school.teacher, find_generation, course_id)
    assert found is not None
    return found.notes


async def test_a_change_of_engine_is_told_once_with_its_last_reason_until_the_course_is_published(
    product: Runtime, school: School
):
    course = await make_course(product, school.teacher, is_published=False)
    stage_id = await generate(product, school, course.id)
    assert await notes(product, school, course.id) == ()

    changed = {"engine": "builtin", "instead_of": "ollama"}
    for reason in ("timed out", "connection refused"):
        await log(
            product,
            school,
            stage_id,
            "warning",
            "generation.engine_changed",
            **changed,
            reason=reason,
        )
    await log(product, school, stage_id, "info", "generation.other")
    [note] = await notes(product, school, course.id)
    assert note.name == "engine_changed"
    assert note.facts == {**changed, "reason": "connection refused", "count": 2}

    async with product.sessions.begin() as session:
        await session.execute(update(Job).values(state=JobState.DONE))
    await publish(product, school.teacher, course.id)
    assert await notes(product, school, course.id) == ()

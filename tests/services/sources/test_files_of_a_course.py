"""What a teacher is told of the files of a course."""

from pathlib import Path

from sqlalchemy import update

from alp_app.kit.ids import JobId
from alp_app.models.job import Job, JobError, JobState
from alp_app.models.source import SourceState
from alp_app.runtime import Runtime
from alp_app.services.operations.commands import retry_job
from alp_app.services.sources.commands import add_source
from alp_app.services.sources.queries import list_sources
from providers.fakes.objects import MemoryObjects
from tests.services.learning.conftest import School
from tests.support.world import ask, make_course

LOST = JobError(code="bug", message="Something broke on our side.", hint="Retry.")


async def test_a_file_that_will_never_be_read_says_why_until_its_job_runs_again(
    product: Runtime, school: School, tmp_path: Path
):
    course = await make_course(product, school.teacher, is_published=False)
    notes = tmp_path / "notes.md"
    notes.write_text("# Tides\n\nThe moon pulls the sea.\n")
    async with product.unit_of_work(school.teacher) as work:
        added = await add_source(work, MemoryObjects(), notes, course.id, filename=notes.name)

    [waiting] = await ask(product, school.teacher, list_sources, course.id)
    assert (waiting.id, waiting.state) == (added.id, SourceState.RECEIVED)

    job_id = await _give_up(product)
    [failed] = await ask(product, school.teacher, list_sources, course.id)
    assert failed.state is SourceState.FAILED
    assert (failed.failure_code, failed.failure_message) == (LOST.code, LOST.message)

    async with product.unit_of_work(school.teacher) as work:
        await retry_job(work, job_id)
    [again] = await ask(product, school.teacher, list_sources, course.id)
    assert (again.state, again.failure_code) == (SourceState.RECEIVED, "")


async def _give_up(product: Runtime) -> JobId:
    async with product.sessions.begin() as session:
        failed = update(Job).values(state=JobState.FAILED, error=LOST).returning(Job.id)
        return (await session.execute(failed)).scalar_one()

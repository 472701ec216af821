"""A job whose engine lacks a file waits while somebody fetches it, and fails when nobody does."""

import pytest

from alp_app.jobspecs.operations import FetchEnginePart
from alp_app.models.job import JobState
from jobs.runner import Ending
from providers.contracts.errors import ProviderMisconfigured
from tests.jobs.workshop import Errand, Workshop

NO_MODEL = ProviderMisconfigured("builtin", "the model is not on this machine yet")


@pytest.fixture(autouse=True)
def unready(workshop: Workshop) -> None:
    async def lack(*_: object) -> None:
        raise NO_MODEL

    workshop.handlers[Errand] = lack
    workshop.handlers[FetchEnginePart] = lack


async def test_a_job_waits_for_the_part_and_does_not_count_that_as_a_failure(workshop: Workshop):
    await workshop.request(FetchEnginePart(part="writer"))
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.RETRYING
    job = await workshop.job(job_id)
    assert (job.state, job.failures) == (JobState.QUEUED, 0)
    assert job.error is not None
    assert job.error.code == "provider.misconfigured"


async def test_a_job_fails_when_nobody_fetches_what_is_missing(workshop: Workshop):
    assert await workshop.run(await workshop.request(Errand())) is Ending.FAILED


async def test_fetching_itself_waits_for_nothing(workshop: Workshop):
    job_id = await workshop.request(FetchEnginePart(part="writer"))
    await workshop.request(FetchEnginePart(part="blender"))
    assert await workshop.run(job_id) is Ending.FAILED

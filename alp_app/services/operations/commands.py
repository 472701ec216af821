"""What people can do to jobs."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from alp_app.job_rows import after_retry, lock_family, revive_jobs, stop_jobs, under
from alp_app.kit.ids import CourseId, JobId
from alp_app.models.job import ENDED, Job, JobState
from alp_app.services.operations.access import job_to_change
from alp_app.services.operations.errors import (
    JobAskedForAgain,
    JobHasEnded,
    JobIsNotBroken,
    JobIsStopping,
)
from alp_app.unit_of_work import UnitOfWork


async def cancel_job(work: UnitOfWork, job_id: JobId) -> None:
    """Stop a job and its stages. What runs stops within seconds; what is finished is kept."""
    job = await job_to_change(work, job_id)
    if job.state in ENDED:
        raise JobHasEnded
    work.requested.extend(await stop_jobs(work.session, job_id))
    work.record("job.cancelled", job_id, kind=job.kind)


async def retry_job(work: UnitOfWork, job_id: JobId) -> None:
    """Go on after the last finished step, with those stages that did not get done."""
    job = await job_to_change(work, job_id)
    family = await lock_family(work.session, job_id)
    states = {item.id: item.state for item in family}
    if states[job_id] not in {JobState.FAILED, JobState.CANCELLED}:
        raise JobIsNotBroken
    if any(item.state not in ENDED for item in under(family, job_id)):
        raise JobIsStopping
    try:
        async with work.session.begin_nested():
            await revive_jobs(work.session, family, job_id)
    except IntegrityError as error:
        raise JobAskedForAgain from error
    work.requested.extend(after_retry(family, job_id))
    work.record("job.retried", job_id, kind=job.kind)


async def cancel_jobs_of_course(work: UnitOfWork, course_id: CourseId) -> None:
    """Stop everything that works for a course: it is being deleted. The caller has checked that the
    actor may do that."""
    unfinished = select(Job.id).where(
        col(Job.course_id) == course_id,
        col(Job.organisation_id) == work.organisation_id,
        col(Job.parent_id).is_(None),
        col(Job.state).not_in(ENDED),
    )
    for job_id in (await work.session.scalars(unfinished)).all():
        work.requested.extend(await stop_jobs(work.session, JobId(job_id)))

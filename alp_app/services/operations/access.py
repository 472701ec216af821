"""The only way to change a job: as somebody who may."""

from dataclasses import dataclass

from sqlmodel import col, select

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, JobId, OrganisationId, UserId
from alp_app.models.course import Course
from alp_app.models.job import Job
from alp_app.security.actor import Actor, Role
from alp_app.services.operations.errors import JobNotFound
from alp_app.unit_of_work import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Whose job it is."""

    organisation_id: OrganisationId
    requested_by: UserId | None
    course_id: CourseId | None
    course_owner_id: UserId | None


def may_see(actor: Actor, job: Ownership) -> bool:
    """Admins, whoever asked for it, and who owns the course it is for."""
    if actor.organisation_id != job.organisation_id or actor.user_id is None:
        return False
    return job.requested_by == actor.user_id or may_change(actor, job)


def may_change(actor: Actor, job: Ownership) -> bool:
    """Admins, and who owns the course it is for, or asked for it when it is for none."""
    if actor.organisation_id != job.organisation_id or actor.user_id is None:
        return False
    if actor.role is Role.ADMIN:
        return True
    if job.course_id is None:
        return job.requested_by == actor.user_id
    return actor.role is Role.INSTRUCTOR and job.course_owner_id == actor.user_id


async def job_to_see(reader: Reader, job_id: JobId) -> Job:
    """Raises JobNotFound when it does not exist or may not be known."""
    job, owned = await _job(reader, job_id)
    if not may_see(reader.actor, owned):
        raise JobNotFound
    return job


async def job_to_change(reader: Reader, job_id: JobId) -> Job:
    """Raises JobNotFound, or Forbidden for those who may only look."""
    job, owned = await _job(reader, job_id)
    if not may_see(reader.actor, owned):
        raise JobNotFound
    if not may_change(reader.actor, owned):
        raise Forbidden("Only the owner of the course and administrators can do this.")
    return job


async def _job(reader: Reader, job_id: JobId) -> tuple[Job, Ownership]:
    statement = (
        select(Job, col(Course.owner_id))
        .outerjoin(Course, col(Course.id) == col(Job.course_id))
        .where(col(Job.id) == job_id)
    )
    row = (await reader.session.execute(statement)).first()
    if row is None:
        raise JobNotFound
    job, course_owner_id = row
    owned = Ownership(
        organisation_id=job.organisation_id,
        requested_by=job.requested_by,
        course_id=job.course_id,
        course_owner_id=course_owner_id,
    )
    return job, owned

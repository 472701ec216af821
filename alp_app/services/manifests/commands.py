"""Keeping how something was made, in the transaction that keeps the thing itself."""

from uuid import UUID

from sqlmodel import col, select

from alp_app.kit.ids import CourseId, JobId
from alp_app.models.course import Course
from alp_app.models.manifest import Making, Manifest, Subject
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.manifests.rules import link_hash
from alp_app.unit_of_work import UnitOfWork


async def record_manifest(
    work: UnitOfWork,
    course_id: CourseId,
    making: Making,
    *,
    subject: Subject,
    subject_id: UUID,
    job_id: JobId | None = None,
) -> None:
    """Add the next link to a course's chain. The caller has checked that the actor may edit it."""
    statement = (
        select(Course.id)
        .where(col(Course.id) == course_id, col(Course.organisation_id) == work.organisation_id)
        .with_for_update(key_share=True)
    )
    if await work.session.scalar(statement) is None:
        raise CourseNotFound
    last = await work.session.scalar(
        select(Manifest)
        .where(col(Manifest.course_id) == course_id)
        .order_by(col(Manifest.number).desc())
        .limit(1)
    )
    number = last.number + 1 if last else 1
    previous = last.hash if last else ""
    work.session.add(
        Manifest(
            id=making.id,
            organisation_id=work.organisation_id,
            course_id=course_id,
            number=number,
            subject=subject,
            subject_id=subject_id,
            job_id=job_id,
            making=making,
            previous_hash=previous,
            hash=link_hash(
                previous=previous,
                number=number,
                subject=subject,
                subject_id=subject_id,
                making=making,
            ),
        )
    )
    await work.session.flush()
    work.record("manifest.recorded", making.id, course_id=str(course_id), number=number)

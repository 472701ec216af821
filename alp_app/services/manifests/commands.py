"""Keeping how something was made, in the transaction that keeps the thing itself; making it again."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, select

from alp_app.jobspecs.manifests import RerunPicture, RerunScene, RerunText
from alp_app.kit import clock
from alp_app.kit.ids import CourseId, JobId, ManifestId, RerunId
from alp_app.models.course import Course
from alp_app.models.job import ENDED, Job
from alp_app.models.manifest import (
    Making,
    Manifest,
    Outcome,
    PictureDifference,
    Reason,
    Rerun,
    Subject,
)
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.manifests import events
from alp_app.services.manifests.access import manifest_for
from alp_app.services.manifests.comparing import compare, template_note
from alp_app.services.manifests.errors import ManifestNotFound
from alp_app.services.manifests.rules import link_hash
from alp_app.services.manifests.views import RerunView
from alp_app.unit_of_work import UnitOfWork

SPECS: Mapping[str, type[RerunText]] = {
    "text": RerunText,
    "image": RerunPicture,
    "scene": RerunScene,
}


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
        select(Course)
        .where(col(Course.id) == course_id, col(Course.organisation_id) == work.organisation_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    course = await work.session.scalar(statement)
    if course is None:
        raise CourseNotFound
    number, previous = course.manifest_count + 1, course.manifest_hash
    link = Manifest(
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
    work.session.add(link)
    course.manifest_count, course.manifest_hash = number, link.hash
    await work.session.flush()
    work.record(
        events.MANIFEST_RECORDED,
        making.id,
        course_id=str(course_id),
        number=number,
        hash=link.hash,
    )


async def request_rerun(work: UnitOfWork, manifest_id: ManifestId) -> RerunView:
    """Have the same request sent again to the same engine. One that still runs is not begun twice."""
    manifest = await manifest_for(work, manifest_id)
    statement = select(Rerun).where(
        col(Rerun.manifest_id) == manifest.id, col(Rerun.ended_at).is_(None)
    )
    for earlier in (await work.session.scalars(statement)).all():
        job = await work.session.get(Job, earlier.job_id) if earlier.job_id else None
        if job is not None and job.state not in ENDED:
            return RerunView.of(earlier, manifest.making, job)
    rerun = Rerun(
        organisation_id=work.organisation_id,
        course_id=manifest.course_id,
        manifest_id=manifest.id,
        requested_by=work.actor.user_id,
    )
    work.session.add(rerun)
    await work.session.flush()
    spec = SPECS[manifest.making.capability]
    rerun.job_id = await work.request(spec(course_id=manifest.course_id, rerun_id=rerun.id))
    work.record(events.RERUN_REQUESTED, manifest.id, course_id=str(manifest.course_id))
    work.notify("course", course_id=manifest.course_id)
    return RerunView.of(rerun, manifest.making)


async def keep_rerun(
    work: UnitOfWork,
    rerun_id: RerunId,
    *,
    making: Making | None,
    template_now: str,
    picture: PictureDifference | None = None,
) -> None:
    """Keep what came of a re-run; without a `making`, that its engine is gone. For jobs."""
    rerun = await work.session.get(Rerun, rerun_id, with_for_update=True)
    if rerun is None or rerun.organisation_id != work.organisation_id:
        raise ManifestNotFound
    manifest = await work.session.get_one(Manifest, rerun.manifest_id)
    if making is None:
        outcome, reasons = (
            Outcome.IMPOSSIBLE,
            [Reason(key="engine_gone", before=manifest.making.engine)],
        )
    else:
        outcome, reasons = compare(manifest.making, making)
    rerun.outcome, rerun.making, rerun.picture = outcome, making, picture
    rerun.reasons = [*reasons, *template_note(manifest.making, template_now)]
    rerun.ended_at = clock.now()
    work.record(
        events.RERUN_ENDED, manifest.id, course_id=str(rerun.course_id), outcome=outcome.value
    )
    work.notify("course", course_id=rerun.course_id)

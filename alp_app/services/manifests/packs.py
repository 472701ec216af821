"""Evidence packs of a course: asked for, and listed."""

from sqlmodel import col, select

from alp_app.jobspecs.manifests import PackEvidence
from alp_app.kit.ids import CourseId, JobId
from alp_app.models.job import Job, JobArtifact
from alp_app.security.seal import Seal, fingerprint
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.manifests import events
from alp_app.services.manifests.views import PacksView, PackView
from alp_app.unit_of_work import Reader, UnitOfWork

FILE = "evidence.zip"
SHOWN = 20


async def request_pack(work: UnitOfWork, course_id: CourseId) -> JobId:
    """Have a pack made. One that is being made is not begun twice."""
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT)
    job_id = await work.request(PackEvidence(course_id=course.id))
    work.record(events.PACK_REQUESTED, course.id)
    work.notify("course", course_id=course.id)
    return job_id


async def list_packs(reader: Reader, course_id: CourseId, *, seal: Seal) -> PacksView:
    """The latest first. A pack is there for as long as its job is kept."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        select(Job, JobArtifact)
        .outerjoin(
            JobArtifact,
            (col(JobArtifact.job_id) == col(Job.id)) & (col(JobArtifact.name) == FILE),
        )
        .where(col(Job.course_id) == course_id, col(Job.kind) == PackEvidence.kind)
        .order_by(col(Job.created_at).desc())
        .limit(SHOWN)
    )
    rows = (await reader.session.execute(statement)).all()
    return PacksView(
        course_id=course.id,
        course_title=course.title,
        fingerprint=fingerprint(seal.public_key),
        packs=tuple(
            PackView(
                job_id=job.id,
                state=job.state,
                requested_at=job.created_at,
                sha256=artifact.object_key if artifact else "",
                size=artifact.size if artifact else 0,
                href=f"/api/v1/jobs/{job.id}/artifacts/{FILE}" if artifact else "",
            )
            for job, artifact in rows
        ),
    )

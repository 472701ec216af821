"""Telling learners what a new version says differently."""

from sqlmodel import col, select

from alp_app.kit.ids import CourseId, CourseVersionId
from alp_app.models.course import CourseVersion
from alp_app.models.release import ReleaseNote
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.releases.errors import AlreadyTold, NothingToTell
from alp_app.services.releases.events import CHANGES_TOLD
from alp_app.services.releases.inputs import NewReleaseNote
from alp_app.services.releases.queries import changed_ids, get_release
from alp_app.services.releases.views import ReleaseView
from alp_app.unit_of_work import UnitOfWork


async def tell_changes(
    work: UnitOfWork, course_id: CourseId, *, release_note: NewReleaseNote
) -> ReleaseView:
    """Tell everybody whom the changes of the published version concern, once.

    Raises CourseNotFound, Forbidden, AlreadyTold, or NothingToTell.
    """
    await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    release = await get_release(work, course_id)
    if release.told_at is not None:
        raise AlreadyTold
    if release.before is None or not release.lessons:
        raise NothingToTell
    versions = await _versions(work, course_id, {release.before, release.version})
    note = ReleaseNote(
        organisation_id=work.organisation_id,
        course_id=course_id,
        from_version_id=versions[release.before],
        to_version_id=versions[release.version],
        note=release_note.note,
        lesson_ids=[str(each) for each in changed_ids(release.lessons)],
        told_by=work.user_id,
    )
    work.session.add(note)
    await work.session.flush()
    work.record(CHANGES_TOLD, note.id, version=release.version, concerned=release.concerned)
    work.notify("course", course_id=course_id)
    return release.model_copy(update={"told_at": note.told_at, "release_note_id": note.id})


async def _versions(
    work: UnitOfWork, course_id: CourseId, numbers: set[int]
) -> dict[int, CourseVersionId]:
    statement = select(CourseVersion).where(
        col(CourseVersion.course_id) == course_id, col(CourseVersion.number).in_(numbers)
    )
    return {each.number: each.id for each in (await work.session.scalars(statement)).all()}

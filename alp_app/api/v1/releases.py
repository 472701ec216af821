"""What a new version of a course says differently, and telling learners of it."""

from fastapi import APIRouter

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import CourseId, ReleaseNoteId
from alp_app.security.policies import Policy
from alp_app.services.releases import commands, queries
from alp_app.services.releases.inputs import NewReleaseNote
from alp_app.services.releases.views import ReleaseNoteView, ReleaseView

router = APIRouter(tags=["Releases"], route_class=ActorRoute)


@router.get("/drafts/{course_id}/release", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_release(course_id: CourseId, reader: Read) -> ReleaseView:
    """What the published version says differently from the one that learners were told of last, and how
    many had learned what it said before."""
    return await queries.get_release(reader, course_id)


@router.post(
    "/drafts/{course_id}/release/note", status_code=201, responses=documented(403, 404, 409, 422)
)
@allow(Policy.STAFF)
async def tell_changes(
    course_id: CourseId, release_note: NewReleaseNote, work: Work
) -> ReleaseView:
    """Tell those learners what changed. Once for each version."""
    return await commands.tell_changes(work, course_id, release_note=release_note)


@router.get("/courses/{slug}/changes/{release_note_id}", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_release_note(
    slug: str, release_note_id: ReleaseNoteId, reader: Read
) -> ReleaseNoteView:
    """The changes that learners were told of, word by word."""
    return await queries.get_release_note(reader, slug, release_note_id)

"""Assignments: the task, what is handed in, and what is said of it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.serving import SERVING, serve
from alp_app.api.uploads import Sent, TakingRoute
from alp_app.kit.ids import (
    AssignmentId,
    ClassroomId,
    PeerReviewId,
    SnippetId,
    SubmissionFileId,
    SubmissionId,
)
from alp_app.security.policies import Policy
from alp_app.services.assignments import (
    commands,
    files,
    marking,
    moderating,
    peers,
    queries,
    reviewing,
    submitting,
)
from alp_app.services.assignments.access import file_to_open
from alp_app.services.assignments.inputs import (
    AssignmentInput,
    DraftInput,
    HandOnInput,
    MarkInput,
    SnippetInput,
    SubmitInput,
)
from alp_app.services.assignments.views import (
    AssignmentRow,
    AssignmentView,
    DraftSaved,
    FileView,
    GradingView,
    HandedOn,
    MarkView,
    ModerationView,
    MyAssignmentRow,
    MyReviewsView,
    MyWorkView,
    OffersView,
    PeersView,
    Receipt,
    Released,
    SnippetView,
)
from alp_app.services.media.handed_in import OPENED

router = APIRouter(tags=["Assignments"], route_class=ActorRoute)
taking = APIRouter(tags=["Assignments"], route_class=TakingRoute)
opening = APIRouter(prefix="/media/submitted", tags=["Files"], route_class=ActorRoute)


@router.get("/classes/{classroom_id}/assignments", responses=documented(404))
@allow(Policy.STAFF)
async def list_assignments(classroom_id: ClassroomId, reader: Read) -> list[AssignmentRow]:
    """Of a class that you teach, by due time, with what waits to be marked and released."""
    return await queries.list_assignments(reader, classroom_id)


@router.post(
    "/classes/{classroom_id}/assignments", status_code=201, responses=documented(404, 409, 422)
)
@allow(Policy.STAFF)
async def create_assignment(
    classroom_id: ClassroomId, inputs: AssignmentInput, work: Work
) -> AssignmentView:
    """Make a draft, with a column in the gradebook that learners do not see yet."""
    assignment_id = await commands.create_assignment(work, classroom_id, inputs=inputs)
    return await queries.get_assignment(work, assignment_id)


@router.get("/classes/{classroom_id}/assignments/offers", responses=documented(404))
@allow(Policy.STAFF)
async def get_assignment_offers(classroom_id: ClassroomId, reader: Read) -> OffersView:
    """The lessons and grade categories that an assignment of the class can name."""
    return await queries.get_offers(reader, classroom_id)


@router.get("/me/classes/{classroom_id}/assignments", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def list_my_assignments(classroom_id: ClassroomId, reader: Read) -> list[MyAssignmentRow]:
    """Of a class that you learn in, by your own due times."""
    return await queries.list_my_assignments(reader, classroom_id)


@router.get("/assignments/{assignment_id}", responses=documented(404))
@allow(Policy.STAFF)
async def get_assignment(assignment_id: AssignmentId, reader: Read) -> AssignmentView:
    return await queries.get_assignment(reader, assignment_id)


@router.put("/assignments/{assignment_id}", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def change_assignment(
    assignment_id: AssignmentId, inputs: AssignmentInput, work: Work
) -> AssignmentView:
    """Once work is in, points and criteria stay as they are."""
    await commands.change_assignment(work, assignment_id, inputs=inputs)
    return await queries.get_assignment(work, assignment_id)


@router.post("/assignments/{assignment_id}/publish", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def publish_assignment(assignment_id: AssignmentId, work: Work) -> AssignmentView:
    await commands.publish_assignment(work, assignment_id)
    return await queries.get_assignment(work, assignment_id)


@router.post("/assignments/{assignment_id}/hide", responses=documented(404, 409))
@allow(Policy.STAFF)
async def hide_assignment(assignment_id: AssignmentId, work: Work) -> AssignmentView:
    """Make it a draft again, while nothing was handed in."""
    await commands.hide_assignment(work, assignment_id)
    return await queries.get_assignment(work, assignment_id)


@router.delete("/assignments/{assignment_id}", status_code=204, responses=documented(404, 409))
@allow(Policy.STAFF)
async def delete_assignment(assignment_id: AssignmentId, work: Work) -> None:
    """With its column. What was handed in is kept, out of sight."""
    await commands.delete_assignment(work, assignment_id)


@router.post(
    "/assignments/{assignment_id}/restore", status_code=204, responses=documented(404, 409)
)
@allow(Policy.STAFF)
async def restore_assignment(assignment_id: AssignmentId, work: Work) -> None:
    """Take a deletion back."""
    await commands.restore_assignment(work, assignment_id)


@router.get("/assignments/{assignment_id}/work", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_my_work(assignment_id: AssignmentId, reader: Read) -> MyWorkView:
    """The task with your draft, your attempts, and their marks once they are released."""
    return await queries.get_my_work(reader, assignment_id)


@router.post("/assignments/{assignment_id}/draft", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def save_draft(assignment_id: AssignmentId, draft: DraftInput, work: Work) -> DraftSaved:
    """Keep what you have written so far. Files stay with the draft as they are."""
    return await submitting.save_draft(work, assignment_id, draft=draft)


@router.post("/assignments/{assignment_id}/submit", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def submit_work(assignment_id: AssignmentId, asked: SubmitInput, work: Work) -> Receipt:
    """Hand in your draft. Doing so again for the same attempt answers with the same receipt."""
    return await submitting.submit(work, assignment_id, attempt=asked.attempt)


@taking.post(
    "/assignments/{assignment_id}/files",
    status_code=201,
    responses=documented(404, 409, 413, 422, 507),
)
@allow(Policy.SIGNED_IN)
async def add_submission_file(assignment_id: AssignmentId, work: Work, sent: Sent) -> FileView:
    """Take a file that you have uploaded, for your draft. Until a scanner has found it clean, where there is
    one, nobody can open it."""
    current = runtime.current()
    return await files.add_file(
        work,
        current.objects,
        sent.path,
        assignment_id,
        filename=sent.filename,
        has_scanner=bool(current.settings.clamav.url),
    )


@router.delete("/submission-files/{file_id}", status_code=204, responses=documented(404, 409))
@allow(Policy.SIGNED_IN)
async def remove_submission_file(file_id: SubmissionFileId, work: Work) -> None:
    """Take a file out of your draft."""
    await files.remove_file(work, file_id)


@router.get("/assignments/{assignment_id}/grading", responses=documented(404))
@allow(Policy.STAFF)
async def get_grading(assignment_id: AssignmentId, reader: Read) -> GradingView:
    """The work of the whole class. Anonymous work has no names until its grades are released."""
    return await queries.get_grading(reader, assignment_id)


@router.put("/submissions/{submission_id}/mark", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def save_mark(submission_id: SubmissionId, inputs: MarkInput, work: Work) -> MarkView:
    """Replace what was said of a submission. Its learner sees it once it is released."""
    return await marking.save_mark(work, submission_id, inputs=inputs)


@router.get("/assignments/{assignment_id}/second-marking", responses=documented(404))
@allow(Policy.STAFF)
async def get_second_marking(assignment_id: AssignmentId, reader: Read) -> GradingView:
    """The work that you can mark a second time, without the first marks."""
    return await moderating.get_second_marking(reader, assignment_id)


@router.put("/submissions/{submission_id}/second-mark", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def save_second_mark(submission_id: SubmissionId, inputs: MarkInput, work: Work) -> MarkView:
    """Mark work that another teacher marks first, without knowing what they found."""
    return await moderating.save_second_mark(work, submission_id, inputs=inputs)


@router.get("/assignments/{assignment_id}/moderation", responses=documented(404))
@allow(Policy.STAFF)
async def get_moderation(assignment_id: AssignmentId, reader: Read) -> ModerationView:
    """The work that is marked twice; both marks once they were compared."""
    return await moderating.get_moderation(reader, assignment_id)


@router.post("/assignments/{assignment_id}/compare", responses=documented(404, 409))
@allow(Policy.STAFF)
async def compare_marks(assignment_id: AssignmentId, work: Work) -> ModerationView:
    """Show both marks wherever both are in. From then on neither changes; alike ones are agreed."""
    await moderating.compare_marks(work, assignment_id)
    return await moderating.get_moderation(work, assignment_id)


@router.put("/submissions/{submission_id}/agreed-mark", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def settle_mark(submission_id: SubmissionId, inputs: MarkInput, work: Work) -> MarkView:
    """Decide on the mark that stands after both were compared."""
    return await moderating.settle_mark(work, submission_id, inputs=inputs)


@router.post("/assignments/{assignment_id}/release", responses=documented(404, 409))
@allow(Policy.STAFF)
async def release_grades(assignment_id: AssignmentId, work: Work) -> Released:
    """Let every learner whose work is marked see the mark."""
    return await marking.release_grades(work, assignment_id)


@router.get("/assignments/{assignment_id}/peers", responses=documented(404))
@allow(Policy.STAFF)
async def get_peers(assignment_id: AssignmentId, reader: Read) -> PeersView:
    """What learners found in the work of others, how much their word counts, who owes reviews."""
    return await peers.get_peers(reader, assignment_id)


@router.post("/assignments/{assignment_id}/peers/open", responses=documented(404, 409))
@allow(Policy.STAFF)
async def open_reviews(assignment_id: AssignmentId, work: Work) -> PeersView:
    """Give the work that is in to its learners, each to the same number of others."""
    await peers.open_reviews(work, assignment_id)
    return await peers.get_peers(work, assignment_id)


@router.post("/assignments/{assignment_id}/peers/hand-on", responses=documented(404, 409))
@allow(Policy.STAFF)
async def hand_on_reviews(assignment_id: AssignmentId, inputs: HandOnInput, work: Work) -> HandedOn:
    """Give unfinished reviews to learners who do theirs: those of people who left the class; those of
    everybody when the time for reviews is over, which then needs a later `reviews_due_at`."""
    return await peers.hand_on_reviews(work, assignment_id, inputs=inputs)


@router.post("/assignments/{assignment_id}/peers/use", responses=documented(404, 409))
@allow(Policy.STAFF)
async def use_peer_marks(assignment_id: AssignmentId, work: Work) -> Released:
    """Let reviews be the mark of work that no teacher has marked, where enough of them are in."""
    return await peers.use_peer_marks(work, assignment_id)


@router.get("/assignments/{assignment_id}/reviews", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_my_reviews(assignment_id: AssignmentId, reader: Read) -> MyReviewsView:
    """The work of others that you were given to review, without their names."""
    return await reviewing.get_my_reviews(reader, assignment_id)


@router.get("/assignments/{assignment_id}/reviews/received", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def list_received(assignment_id: AssignmentId, reader: Read) -> list[MarkView]:
    """What others said of your work, once its mark is released."""
    return await reviewing.list_received(reader, assignment_id)


@router.put("/peer-reviews/{review_id}", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def save_review(review_id: PeerReviewId, inputs: MarkInput, work: Work) -> MarkView:
    """Keep what you have found so far."""
    return await reviewing.save_review(work, review_id, inputs=inputs)


@router.post("/peer-reviews/{review_id}/submit", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def submit_review(review_id: PeerReviewId, inputs: MarkInput, work: Work) -> MarkView:
    """Hand a review in; from then on it stays as it is."""
    return await reviewing.submit_review(work, review_id, inputs=inputs)


@router.get("/comment-bank")
@allow(Policy.STAFF)
async def list_comments(reader: Read) -> list[SnippetView]:
    """Sentences that you say often, the newest first."""
    return await marking.list_snippets(reader)


@router.post("/comment-bank", status_code=201, responses=documented(422))
@allow(Policy.STAFF)
async def add_comment(snippet: SnippetInput, work: Work) -> SnippetView:
    return await marking.add_snippet(work, snippet=snippet)


@router.delete("/comment-bank/{snippet_id}", status_code=204, responses=documented(404))
@allow(Policy.STAFF)
async def delete_comment(snippet_id: SnippetId, work: Work) -> None:
    await marking.delete_snippet(work, snippet_id)


@opening.api_route(
    "/{file_id}", methods=["GET", "HEAD"], response_class=Response, responses=SERVING
)
@allow(Policy.SIGNED_IN)
async def open_submitted_file(
    file_id: SubmissionFileId, request: Request, reader: Read
) -> Response:
    """A file that was handed in, for whoever did and for the teachers of the class."""
    return await serve(request, await file_to_open(reader, file_id), shown=OPENED)

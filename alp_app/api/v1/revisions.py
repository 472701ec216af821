"""Having a part of a draft written again, deciding on what came of it, and the history of every part."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import BlockId, CourseId, LessonId, ProposalId, QuestionId
from alp_app.security.policies import Policy
from alp_app.services.courses.views import ChangeView
from alp_app.services.revisions import affected, commands, history, queries, restoring
from alp_app.services.revisions.inputs import AffectedWish, BlockWish, Wish
from alp_app.services.revisions.views import (
    AffectedView,
    ComparisonView,
    HistoryView,
    ProposalView,
    StartedRewrite,
)

router = APIRouter(prefix="/drafts", tags=["Revisions"], route_class=ActorRoute)

Kind = Literal["block", "question", "lesson"]


@router.post("/blocks/{block_id}/proposals", status_code=202, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def rewrite_block(block_id: BlockId, wish: BlockWish, work: Work) -> ProposalView:
    """Have a paragraph, list, callout or figure made again, or one sentence of it. Nothing changes until
    you accept what comes."""
    return await commands.rewrite_block(work, block_id, wish=wish)


@router.post(
    "/questions/{question_id}/proposals", status_code=202, responses=documented(403, 404, 422)
)
@allow(Policy.STAFF)
async def rewrite_question(question_id: QuestionId, wish: Wish, work: Work) -> ProposalView:
    """Have a question written again, with its answers and reasons."""
    return await commands.rewrite_question(work, question_id, wish=wish)


@router.post("/lessons/{lesson_id}/proposals", status_code=202, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def rewrite_lesson(lesson_id: LessonId, wish: Wish, work: Work) -> ProposalView:
    """Have the text of a lesson written again. What people wrote in it stays as it is."""
    return await commands.rewrite_lesson(work, lesson_id, wish=wish)


@router.get("/{course_id}/proposals", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_proposals(course_id: CourseId, reader: Read) -> list[ProposalView]:
    """What is being written for a course, and what waits for a decision."""
    return await queries.list_proposals(reader, course_id)


@router.get("/proposals/{proposal_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_proposal(proposal_id: ProposalId, reader: Read) -> ProposalView:
    return await queries.get_proposal(reader, proposal_id)


@router.post("/proposals/{proposal_id}/accept", responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def accept_proposal(proposal_id: ProposalId, work: Work) -> ProposalView:
    """Put it into the draft; `change_id` takes it back. The state `stale` in the answer says that somebody
    changed the same words meanwhile, and that nothing was changed."""
    return await commands.accept_proposal(work, proposal_id)


@router.post(
    "/proposals/{proposal_id}/refuse", status_code=204, responses=documented(403, 404, 409)
)
@allow(Policy.STAFF)
async def refuse_proposal(proposal_id: ProposalId, work: Work) -> None:
    """Leave the draft as it is; stop the writing if it has not ended."""
    await commands.refuse_proposal(work, proposal_id)


@router.get("/{course_id}/affected", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_affected(course_id: CourseId, reader: Read) -> AffectedView:
    """The sentences and questions that stand on words which the sources no longer hold."""
    return await affected.list_affected(reader, course_id)


@router.post(
    "/{course_id}/affected/rewrite", status_code=202, responses=documented(403, 404, 409, 422)
)
@allow(Policy.STAFF)
async def rewrite_affected(course_id: CourseId, wish: AffectedWish, work: Work) -> StartedRewrite:
    """Have these parts written again, and nothing else."""
    return await affected.rewrite_affected(work, course_id, wish=wish)


@router.get("/history/{part}/{part_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_revisions(
    part: Kind,
    part_id: UUID,
    reader: Read,
    before: Annotated[int | None, Query(ge=1, description="Only those before this number.")] = None,
) -> HistoryView:
    """The states of a lesson, a block or a question, the latest first."""
    return await history.list_revisions(reader, history.KINDS[part], part_id, before=before)


@router.get("/history/{part}/{part_id}/{number}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def compare_revisions(
    part: Kind,
    part_id: UUID,
    number: int,
    reader: Read,
    against: Annotated[
        int | None, Query(ge=0, description="The state before it when left out; 0 for nothing.")
    ] = None,
) -> ComparisonView:
    """What a state differs in from another, word by word."""
    earlier = number - 1 if against is None else against
    return await history.compare_revisions(
        reader, history.KINDS[part], part_id, before=earlier, after=number
    )


@router.post("/history/{part}/{part_id}/{number}/restore", responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def restore_revision(part: Kind, part_id: UUID, number: int, work: Work) -> ChangeView:
    """Let it hold again what it held then, as a new state."""
    return await restoring.restore_revision(work, history.KINDS[part], part_id, number)

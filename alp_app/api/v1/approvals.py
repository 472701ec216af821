"""Reviews before publishing: sending, commenting, deciding, and what the school asks for."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import CourseId, LessonId, ReviewCommentId, ReviewId
from alp_app.security.policies import Policy
from alp_app.services.approvals import commands, queries
from alp_app.services.approvals.inputs import (
    Approval,
    CommentInput,
    Decision,
    ReviewRequest,
    RulesInput,
)
from alp_app.services.approvals.views import CoverageView, DeskView, LessonReading, RulesView
from alp_app.services.assessment.asking import example_of

router = APIRouter(tags=["Reviews"], route_class=ActorRoute)

DESK = "/drafts/{course_id}/review"


class Resolution(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_resolved: bool


class Made(BaseModel):
    id: ReviewCommentId


@router.get("/approval-rules")
@allow(Policy.STAFF)
async def get_rules(reader: Read) -> RulesView:
    """What the school asks for before learners see a course."""
    return await queries.get_rules(reader)


@router.put("/approval-rules", responses=documented(403, 422))
@allow(Policy.ADMIN)
async def change_rules(rules: RulesInput, work: Work) -> RulesView:
    await commands.change_rules(work, rules=rules)
    return await queries.get_rules(work)


@router.get(DESK, responses=documented(404))
@allow(Policy.STAFF)
async def get_desk(course_id: CourseId, reader: Read) -> DeskView:
    """The state of a course, its checklist, comments and past reviews."""
    return await queries.get_desk(reader, course_id)


@router.post(DESK, status_code=201, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def send_for_review(course_id: CourseId, request: ReviewRequest, work: Work) -> DeskView:
    """Ask colleagues to look at a draft."""
    await commands.send_for_review(work, course_id, request=request)
    return await queries.get_desk(work, course_id)


@router.get("/drafts/{course_id}/coverage", responses=documented(404))
@allow(Policy.STAFF)
async def get_coverage(course_id: CourseId, reader: Read) -> CoverageView:
    """Which lessons lead to which objective, and how many questions ask about it."""
    return await queries.get_coverage(reader, course_id)


@router.post(f"{DESK}/comments", status_code=201, responses=documented(404, 422))
@allow(Policy.STAFF)
async def comment_on_draft(course_id: CourseId, comment: CommentInput, work: Work) -> Made:
    """Comment on the course, a lesson, a block, a sentence or a question; or answer a comment."""
    return Made(id=await commands.add_comment(work, course_id, comment=comment))


@router.get("/drafts/lessons/{lesson_id}/review", responses=documented(404))
@allow(Policy.STAFF)
async def get_lesson_to_review(lesson_id: LessonId, reader: Read) -> LessonReading:
    """A lesson of the draft, sentence by sentence, with its reading level."""
    return await queries.get_lesson_to_review(reader, lesson_id)


@router.put("/review-comments/{comment_id}", status_code=204, responses=documented(404, 422))
@allow(Policy.STAFF)
async def resolve_review_comment(
    comment_id: ReviewCommentId, resolution: Resolution, work: Work
) -> None:
    await commands.resolve_comment(work, comment_id, is_resolved=resolution.is_resolved)


@router.post(
    "/reviews/{review_id}/approve", status_code=204, responses=documented(403, 404, 409, 422)
)
@allow(Policy.STAFF)
async def approve(review_id: ReviewId, approval: Approval, work: Work) -> None:
    """Freeze what you looked at. `content_hash` is what the desk said it was."""
    await commands.approve(work, review_id, approval=approval, ask=example_of)


@router.post(
    "/reviews/{review_id}/changes", status_code=204, responses=documented(403, 404, 409, 422)
)
@allow(Policy.STAFF)
async def request_changes(review_id: ReviewId, decision: Decision, work: Work) -> None:
    """Send it back to its author."""
    await commands.request_changes(work, review_id, decision=decision)


@router.post("/reviews/{review_id}/withdraw", status_code=204, responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def withdraw_review(review_id: ReviewId, work: Work) -> None:
    await commands.withdraw_review(work, review_id)

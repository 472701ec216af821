"""What people can do in a review. What was approved is frozen then and there."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, LessonId, ReviewCommentId, ReviewId
from alp_app.models.account import User
from alp_app.models.approval import (
    Anchor,
    ApprovalRules,
    ApprovalSettings,
    Review,
    ReviewComment,
    ReviewState,
)
from alp_app.models.course import Course, CourseVersion
from alp_app.security.actor import Role
from alp_app.services.approvals import events
from alp_app.services.approvals.access import (
    comment_for,
    course_to_review,
    latest_review,
    review_for,
    why_not,
)
from alp_app.services.approvals.errors import (
    DraftHasChanged,
    NeedsAnotherPerson,
    NotApproved,
    NotAReviewer,
    ReviewIsOver,
    ReviewNotFound,
    ReviewUnderWay,
)
from alp_app.services.approvals.inputs import (
    Approval,
    CommentInput,
    Decision,
    ReviewRequest,
    RulesInput,
)
from alp_app.services.approvals.words import words_at
from alp_app.services.courses.access import Purpose, can_edit, course_for
from alp_app.services.courses.digest import draft_digest
from alp_app.services.courses.publishing import freeze_draft, open_version
from alp_app.services.courses.reading import Ask
from alp_app.services.courses.views import PublishedView
from alp_app.unit_of_work import UnitOfWork

LONGEST_QUOTE = 500


async def send_for_review(
    work: UnitOfWork, course_id: CourseId, *, request: ReviewRequest
) -> ReviewId:
    """Ask colleagues to look at a draft. A review that was decided makes room for the new one."""
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    latest = await latest_review(work, course_id)
    if latest is not None and latest.state is ReviewState.IN_REVIEW:
        raise ReviewUnderWay
    statement = select(User.id).where(
        col(User.id).in_(request.reviewer_ids),
        col(User.organisation_id) == work.organisation_id,
        col(User.role).in_((Role.INSTRUCTOR, Role.ADMIN)),
        col(User.disabled_at).is_(None),
    )
    known = set((await work.session.scalars(statement)).all())
    review = Review(
        organisation_id=course.organisation_id,
        course_id=course.id,
        reviewer_ids=[one for one in dict.fromkeys(request.reviewer_ids) if one in known],
        requested_by=work.actor.user_id,
        note=request.note,
    )
    work.session.add(review)
    await work.session.flush()
    _tell(work, course, events.REVIEW_REQUESTED, review.id)
    return review.id


async def withdraw_review(work: UnitOfWork, review_id: ReviewId) -> None:
    """Take it back: nobody needs to decide any more, and what was approved is not published."""
    course, review = await review_for(work, review_id)
    if not can_edit(work.actor, course):
        raise Forbidden("Only the author of a course and administrators can withdraw a review.")
    if review.state not in {ReviewState.IN_REVIEW, ReviewState.APPROVED}:
        raise ReviewIsOver
    review.state = ReviewState.WITHDRAWN
    _tell(work, course, events.REVIEW_WITHDRAWN, review.id)


async def request_changes(work: UnitOfWork, review_id: ReviewId, *, decision: Decision) -> None:
    """Send a draft back to its author, with what is to be mended."""
    course, review = await _to_decide(work, review_id)
    _decide(work, review, ReviewState.CHANGES_REQUESTED, decision.note)
    _tell(work, course, events.CHANGES_REQUESTED, review.id)


async def approve(work: UnitOfWork, review_id: ReviewId, *, approval: Approval, ask: Ask) -> None:
    """Freeze exactly what was looked at. Raises DraftHasChanged when that is not the draft any more,
    NotReadyToPublish when its checklist blocks, NeedsAnotherPerson or NotAReviewer."""
    course, review = await _to_decide(work, review_id)
    digest = await draft_digest(work, course)
    if digest != approval.content_hash:
        raise DraftHasChanged
    version = await freeze_draft(work, course, ask=ask, leaves_out_held=approval.leave_out_held)
    review.content_hash, review.version_id = digest, version.id
    _decide(work, review, ReviewState.APPROVED, approval.note)
    _tell(work, course, events.REVIEW_APPROVED, review.id, content_hash=digest)


async def publish_approved(work: UnitOfWork, course_id: CourseId) -> PublishedView:
    """Open to learners what was approved, whatever has been edited since. Raises NotApproved."""
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    review = await latest_review(work, course_id)
    if review is None or review.state is not ReviewState.APPROVED or review.version_id is None:
        raise NotApproved
    version = await work.session.get_one(CourseVersion, review.version_id)
    review.state = ReviewState.PUBLISHED
    return open_version(work, course, version)


async def add_comment(
    work: UnitOfWork, course_id: CourseId, *, comment: CommentInput
) -> ReviewCommentId:
    """Say something about a part of a draft, or answer somebody who did."""
    course = await course_to_review(work, course_id)
    thread = await _thread(work, course, comment.thread_id) if comment.thread_id else None
    if thread is not None:
        anchor, anchor_id = thread.anchor, thread.anchor_id
        lesson_id, quote = thread.lesson_id, thread.quote
    else:
        anchor, anchor_id = comment.anchor, comment.anchor_id
        lesson_id, quote = await _place(work, course, anchor, anchor_id)
    made = ReviewComment(
        organisation_id=course.organisation_id,
        course_id=course.id,
        thread_id=thread.id if thread else None,
        anchor=anchor,
        anchor_id=anchor_id,
        lesson_id=lesson_id,
        quote=quote,
        body=comment.body,
        author_id=work.user_id,
    )
    work.session.add(made)
    await work.session.flush()
    if thread is not None and thread.resolved_at is not None:
        thread.resolved_at = thread.resolved_by = None
    _tell(work, course, events.COMMENT_ADDED, made.id)
    return made.id


async def resolve_comment(
    work: UnitOfWork, comment_id: ReviewCommentId, *, is_resolved: bool
) -> None:
    """Say that a thread is dealt with, or that it is not after all."""
    course, comment = await comment_for(work, comment_id)
    if comment.thread_id is not None:
        raise ReviewNotFound
    comment.resolved_at = clock.now() if is_resolved else None
    comment.resolved_by = work.actor.user_id if is_resolved else None
    name = events.COMMENT_RESOLVED if is_resolved else events.COMMENT_REOPENED
    _tell(work, course, name, comment.id)


async def change_rules(work: UnitOfWork, *, rules: RulesInput) -> None:
    """What the school asks for before learners see a course. For administrators."""
    if work.actor.role is not Role.ADMIN:
        raise Forbidden("Only administrators can change what the school asks for.")
    kept = await work.session.get(ApprovalSettings, work.organisation_id, with_for_update=True)
    chosen = ApprovalRules.model_validate(rules.model_dump())
    if kept is None:
        work.session.add(ApprovalSettings(organisation_id=work.organisation_id, rules=chosen))
    else:
        kept.rules = chosen
    facts: Mapping[str, bool] = {
        "needs_approval": rules.needs_approval,
        "needs_two_people": rules.needs_two_people,
    }
    work.record(events.RULES_CHANGED, work.organisation_id, **facts)


async def _to_decide(work: UnitOfWork, review_id: ReviewId) -> tuple[Course, Review]:
    course, review = await review_for(work, review_id)
    if review.state is not ReviewState.IN_REVIEW:
        raise ReviewIsOver
    reason = await why_not(work, course, review)
    if reason == "two_people":
        raise NeedsAnotherPerson
    if reason:
        raise NotAReviewer
    return course, review


def _decide(work: UnitOfWork, review: Review, state: ReviewState, note: str) -> None:
    review.state, review.decision_note = state, note
    review.decided_by, review.decided_at = work.actor.user_id, clock.now()


async def _thread(work: UnitOfWork, course: Course, thread_id: ReviewCommentId) -> ReviewComment:
    _, thread = await comment_for(work, thread_id)
    if thread.course_id != course.id or thread.thread_id is not None:
        raise ReviewNotFound
    return thread


async def _place(
    work: UnitOfWork, course: Course, anchor: Anchor, anchor_id: UUID
) -> tuple[LessonId | None, str]:
    """The lesson that something stands in, and its words. Raises ReviewNotFound unless it is part of the
    draft."""
    if anchor is Anchor.COURSE:
        if anchor_id != course.id:
            raise ReviewNotFound
        return None, course.title
    found = (await words_at(work, course.id)).get((anchor, anchor_id))
    if found is None:
        raise ReviewNotFound
    return found.lesson_id, found.text[:LONGEST_QUOTE]


def _tell(work: UnitOfWork, course: Course, name: str, subject_id: UUID, **facts: str) -> None:
    work.record(name, subject_id, course_id=str(course.id), **facts)
    work.notify("course", course_id=course.id)

"""The only way to a course under review: as somebody who may edit it, or was asked to look at it."""

from sqlmodel import col, select

from alp_app.kit.ids import CourseId, LessonId, ReviewCommentId, ReviewId
from alp_app.models.approval import Review, ReviewComment, ReviewState
from alp_app.models.course import Course, DraftChange, Lesson
from alp_app.security.actor import Role
from alp_app.services.approvals.errors import ReviewNotFound
from alp_app.services.approvals.rules import why_not_decide
from alp_app.services.courses.access import can_edit
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.courses.strictness import rules_of
from alp_app.unit_of_work import Reader


async def course_to_review(
    reader: Reader, course_id: CourseId, *, for_update: bool = False
) -> Course:
    """Raises CourseNotFound for everybody else."""
    lock = {"key_share": True} if for_update else None
    course = await reader.session.get(Course, course_id, with_for_update=lock)
    if (
        course is None
        or course.deleted_at is not None
        or course.organisation_id != reader.organisation_id
    ):
        raise CourseNotFound
    if can_edit(reader.actor, course) or await _is_asked(reader, course_id):
        return course
    raise CourseNotFound


async def lesson_to_review(reader: Reader, lesson_id: LessonId) -> tuple[Course, Lesson]:
    lesson = await reader.session.get(Lesson, lesson_id)
    if lesson is None or lesson.deleted_at is not None:
        raise ReviewNotFound
    try:
        return await course_to_review(reader, lesson.course_id), lesson
    except CourseNotFound:
        raise ReviewNotFound from None


async def review_for(reader: Reader, review_id: ReviewId) -> tuple[Course, Review]:
    """A review whose course the actor may look at; the course is locked."""
    review = await reader.session.get(Review, review_id)
    if review is None or review.organisation_id != reader.organisation_id:
        raise ReviewNotFound
    try:
        course = await course_to_review(reader, review.course_id, for_update=True)
    except CourseNotFound:
        raise ReviewNotFound from None
    await reader.session.refresh(review)
    return course, review


async def comment_for(reader: Reader, comment_id: ReviewCommentId) -> tuple[Course, ReviewComment]:
    """The comment that begins a thread, in a course that the actor may look at."""
    comment = await reader.session.get(ReviewComment, comment_id)
    if comment is None or comment.organisation_id != reader.organisation_id:
        raise ReviewNotFound
    try:
        return await course_to_review(reader, comment.course_id), comment
    except CourseNotFound:
        raise ReviewNotFound from None


async def latest_review(reader: Reader, course_id: CourseId) -> Review | None:
    """The last that was not withdrawn."""
    statement = (
        select(Review)
        .where(col(Review.course_id) == course_id, col(Review.state) != ReviewState.WITHDRAWN)
        .order_by(col(Review.requested_at).desc())
        .limit(1)
    )
    return (await reader.session.scalars(statement)).first()


async def why_not(reader: Reader, course: Course, review: Review) -> str:
    """Why the actor cannot decide on a review; empty where they can."""
    statement = (
        select(DraftChange.actor_id)
        .where(
            col(DraftChange.course_id) == course.id,
            col(DraftChange.undone_at).is_(None),
            col(DraftChange.name) != "lesson.reviewed",
        )
        .order_by(col(DraftChange.at).desc())
        .limit(1)
    )
    return why_not_decide(
        reader.actor.user_id,
        is_admin=reader.actor.role is Role.ADMIN,
        can_edit=can_edit(reader.actor, course),
        reviewers=review.reviewer_ids,
        needs_two_people=(await rules_of(reader)).needs_two_people,
        workers=[course.owner_id, review.requested_by, await reader.session.scalar(statement)],
    )


async def _is_asked(reader: Reader, course_id: CourseId) -> bool:
    """Whether a review that is not over names the actor, who is still one of the staff."""
    if not reader.actor.is_staff:
        return False
    review = await latest_review(reader, course_id)
    return (
        review is not None
        and review.state is not ReviewState.PUBLISHED
        and reader.actor.user_id in review.reviewer_ids
    )

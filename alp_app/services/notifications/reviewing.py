"""Who is told of what happens to a course under review."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from alp_app.kit.ids import UserId
from alp_app.kit.text import shorten
from alp_app.models.account import User
from alp_app.models.approval import Review, ReviewComment
from alp_app.models.audit import AuditEvent
from alp_app.models.course import Course
from alp_app.models.notification import NotificationKind
from alp_app.security.actor import Role
from alp_app.services.approvals import events
from alp_app.services.notifications.naming import is_named
from alp_app.services.notifications.telling import Told, everybody
from alp_app.unit_of_work import UnitOfWork

LONGEST_TITLE = 120
WORDS = {
    events.REVIEW_APPROVED: "review_approved",
    events.CHANGES_REQUESTED: "review_changes",
    events.REVIEW_WITHDRAWN: "review_withdrawn",
}


async def review_requested(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    """The reviewers that are named; without any, the administrators."""
    review = await work.session.get_one(Review, event.subject_id)
    people = review.reviewer_ids or await _administrators(work)
    return [await _told(work, review.course_id, "review_requested", people, event)]


async def review_decided(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    """Whoever sent it, and the author; the reviewers when it is withdrawn."""
    review = await work.session.get_one(Review, event.subject_id)
    course = await work.session.get_one(Course, review.course_id)
    asked = [review.requested_by, course.owner_id]
    people = review.reviewer_ids if event.name == events.REVIEW_WITHDRAWN else asked
    known = [one for one in people if one is not None]
    return [await _told(work, course.id, WORDS[event.name], known, event)]


async def review_commented(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    """The author of the course and those who wrote in the thread; and whoever is called by name."""
    comment = await work.session.get_one(ReviewComment, event.subject_id)
    course = await work.session.get_one(Course, comment.course_id)
    thread = comment.thread_id or comment.id
    statement = select(ReviewComment.author_id).where(
        (col(ReviewComment.id) == thread) | (col(ReviewComment.thread_id) == thread)
    )
    wrote = [one for one in (await work.session.scalars(statement)).all() if one is not None]
    owner = [course.owner_id] if course.owner_id else []
    people = list(dict.fromkeys([*owner, *wrote]))
    staff = select(User).where(
        col(User.organisation_id) == work.organisation_id,
        col(User.role).in_((Role.INSTRUCTOR, Role.ADMIN)),
    )
    named = [
        one.id
        for one in (await work.session.scalars(staff)).all()
        if one.id not in people and is_named(comment.body, one.display_name)
    ]
    return [
        await _told(work, course.id, "review_commented", people, event),
        await _told(work, course.id, "review_mentioned", named, event),
    ]


async def _told(
    work: UnitOfWork, course_id: UUID, word: str, people: Sequence[UserId], event: AuditEvent
) -> Told:
    course = await work.session.get_one(Course, course_id)
    actor = await work.session.get(User, work.actor.user_id) if work.actor.user_id else None
    return Told(
        kind=NotificationKind.REVIEW,
        word=word,
        facts={
            "title": shorten(course.title, LONGEST_TITLE),
            "name": actor.display_name if actor else "",
        },
        href=f"/studio/{course.id}/review",
        to=everybody(people, event.id),
    )


async def _administrators(work: UnitOfWork) -> Sequence[UserId]:
    statement = select(User.id).where(
        col(User.organisation_id) == work.organisation_id, col(User.role) == Role.ADMIN
    )
    return [UserId(one) for one in (await work.session.scalars(statement)).all()]

"""What follows from what happened: who is told of which event, and in which words."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, LiteralString
from uuid import UUID

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import ClassroomId, GradeItemId, ReleaseNoteId, UserId
from alp_app.kit.text import shorten
from alp_app.models.audit import AuditEvent
from alp_app.models.job import Job
from alp_app.models.notification import NotificationKind
from alp_app.services.approvals import events as approvals
from alp_app.services.assignments import events as assignments
from alp_app.services.classes import events as classes
from alp_app.services.community import events as community
from alp_app.services.exams import events as exams
from alp_app.services.notifications import events
from alp_app.services.notifications.deadlines import due_soon
from alp_app.services.notifications.naming import is_named
from alp_app.services.notifications.reviewing import (
    review_commented,
    review_decided,
    review_requested,
)
from alp_app.services.notifications.telling import Told, everybody
from alp_app.services.operations import events as operations
from alp_app.services.releases import events as releases
from alp_app.services.releases.readers import readers_of_changes
from alp_app.unit_of_work import UnitOfWork

Rule = Callable[[UnitOfWork, AuditEvent], Awaitable[Sequence[Told]]]

LONGEST_TITLE = 120

_MEMBERS = """
    SELECT m.user_id, m.role, u.display_name FROM class_member m
      JOIN user_account u ON u.id = m.user_id
     WHERE m.classroom_id = %(classroom_id)s AND m.removed_at IS NULL
    """
_ANNOUNCEMENT = """
    SELECT a.classroom_id, a.title, a.body, k.name AS room, a.author_id,
           coalesce(u.display_name, '') AS author
      FROM announcement a JOIN classroom k ON k.id = a.classroom_id
      LEFT JOIN user_account u ON u.id = a.author_id
     WHERE a.id = %(id)s
    """
_POST = """
    SELECT p.id, p.author_id, p.body, p.hidden_reason, t.id AS thread_id, t.title, t.classroom_id,
           k.name AS room, coalesce(u.display_name, '') AS author, q.author_id AS asker_id
      FROM discussion_post p
      JOIN discussion_thread t ON t.id = p.thread_id
      JOIN discussion_post q ON q.thread_id = t.id AND q.is_question
      JOIN classroom k ON k.id = t.classroom_id
      LEFT JOIN user_account u ON u.id = p.author_id
     WHERE p.id = %(id)s OR (p.thread_id = %(id)s AND p.is_question)
    """
_ASSIGNMENT = """
    SELECT a.id, '/assignments/' || a.id AS href, a.classroom_id, i.title, k.name AS room, i.due_at
      FROM assignment a JOIN grade_item i ON i.id = a.item_id
      JOIN classroom k ON k.id = a.classroom_id
     WHERE a.id = %(id)s
    """
_EXAM = """
    SELECT x.id, '/tests/' || x.id AS href, x.classroom_id, i.title, k.name AS room, x.closes_at AS due_at
      FROM exam x JOIN grade_item i ON i.id = x.item_id
      JOIN classroom k ON k.id = x.classroom_id
     WHERE x.id = %(id)s
        OR x.id = (SELECT exam_id FROM exam_attempt WHERE id = %(id)s)
"""
_SAT = """
    SELECT DISTINCT user_id FROM exam_attempt
     WHERE exam_id = %(id)s AND submitted_at IS NOT NULL
"""
_RELEASED = """
    SELECT DISTINCT ON (user_id) user_id, id FROM submission
     WHERE assignment_id = %(id)s AND state = 'released' ORDER BY user_id, attempt DESC
    """
_CLASS = "SELECT name AS room FROM classroom WHERE id = %(id)s"
_RELEASE = """
    SELECT c.slug, v.title, r.note FROM release_note r
      JOIN course c ON c.id = r.course_id JOIN course_version v ON v.id = r.to_version_id
     WHERE r.id = %(id)s
"""
_TITLE = "SELECT title FROM course WHERE id = %(id)s"


async def announced(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    found = await _row(work, _ANNOUNCEMENT, event.subject_id)
    room = f"/classes/{found['classroom_id']}"
    members = [one for one in await _members(work, found) if one["user_id"] != found["author_id"]]
    return [
        Told(
            kind=NotificationKind.ANNOUNCEMENT,
            word="announcement",
            facts={"title": found["title"], "room": found["room"], "name": found["author"]},
            href=href,
            to=everybody([one["user_id"] for one in members if one["role"] == role], event.id),
            classroom_id=found["classroom_id"],
            body=found["body"],
        )
        for role, href in (("learner", f"{room}/mine"), ("teacher", room))
    ]


async def asked(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    post = await _row(work, _POST, event.subject_id)
    members = await _members(work, post)
    teachers = [one["user_id"] for one in members if one["role"] == "teacher"]
    return [
        _about(post, NotificationKind.QUESTION, "question_asked", teachers, event),
        _mentions(post, members, event, but=teachers),
    ]


async def answered(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    post = await _row(work, _POST, event.subject_id)
    members = await _members(work, post)
    asker = [one["user_id"] for one in members if one["user_id"] == post["asker_id"]]
    return [
        _about(post, NotificationKind.REPLY, "replied", asker, event),
        _mentions(post, members, event, but=asker),
    ]


async def accepted(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    post = await _row(work, _POST, event.subject_id)
    return [_about(post, NotificationKind.ACCEPTED, "answer_accepted", _author(post), event)]


async def hidden(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    post = await _row(work, _POST, event.subject_id)
    return [_about(post, NotificationKind.MODERATION, "post_hidden", _author(post), event)]


async def reported(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    post = await _row(work, _POST, event.subject_id)
    teachers = [one["user_id"] for one in await _members(work, post) if one["role"] == "teacher"]
    return [_about(post, NotificationKind.MODERATION, "post_reported", teachers, event)]


async def work_published(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    found = await _row(work, _ASSIGNMENT, event.subject_id)
    members = await _members(work, found)
    learners = [one["user_id"] for one in members if one["role"] == "learner"]
    # Of the assignment, not of the event: hidden and published again, it is no news.
    to = everybody(learners, f"published:{found['id']}")
    return [_work(found, NotificationKind.WORK, "work_published", to, at=found["due_at"])]


async def work_due_soon(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    return [
        _work(
            row,
            NotificationKind.DUE,
            "work_due",
            {row["user_id"]: f"due:{event.subject_id}:{row['due_at'].isoformat()}"},
            at=row["due_at"],
        )
        for row in await due_soon(work, GradeItemId(event.subject_id))
    ]


async def grades_released(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    found = await _row(work, _ASSIGNMENT, event.subject_id)
    rows = await fetch_all(work, _RELEASED, {"id": event.subject_id})
    to = {UserId(row["user_id"]): f"released:{row['id']}" for row in rows}
    return [_work(found, NotificationKind.GRADES, "grades_released", to)]


async def exam_published(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    found = await _row(work, _EXAM, event.subject_id)
    learners = [one["user_id"] for one in await _members(work, found) if one["role"] == "learner"]
    to = everybody(learners, f"published:{found['id']}")
    return [_work(found, NotificationKind.WORK, "work_published", to, at=found["due_at"])]


async def scores_released(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    found = await _row(work, _EXAM, event.subject_id)
    rows = await fetch_all(work, _SAT, {"id": event.subject_id})
    to = everybody([row["user_id"] for row in rows], f"released:{found['id']}")
    return [_work(found, NotificationKind.GRADES, "grades_released", to)]


async def regraded(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    found = await _row(work, _EXAM, event.subject_id)
    to = everybody([UserId(UUID(event.facts["learner"]))], event.id)
    return [_work(found, NotificationKind.GRADES, "regraded", to)]


async def added_to_class(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    """By somebody else: who came by a code or a link knows."""
    if event.facts["by"] not in {"hand", "roster"}:
        return []
    found = await _row(work, _CLASS, event.subject_id)
    is_teacher = event.facts["role"] == "teacher"
    return [
        Told(
            kind=NotificationKind.CLASS,
            word="class_taught" if is_teacher else "class_added",
            facts={"room": found["room"]},
            href=f"/classes/{event.subject_id}" + ("" if is_teacher else "/mine"),
            to=everybody([UserId(UUID(event.facts["user"]))], event.id),
            classroom_id=ClassroomId(event.subject_id),
        )
    ]


async def changes_told(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    """Those who had learned what it said before."""
    note_id = ReleaseNoteId(event.subject_id)
    found = await _row(work, _RELEASE, note_id)
    return [
        Told(
            kind=NotificationKind.COURSE,
            word="course_changed",
            facts={"title": shorten(found["title"], LONGEST_TITLE)},
            href=f"/courses/{found['slug']}/changes/{note_id}",
            to=everybody(await readers_of_changes(work, note_id), event.id),
            body=found["note"],
        )
    ]


async def job_ended(work: UnitOfWork, event: AuditEvent) -> Sequence[Told]:
    job = await work.session.get(Job, event.subject_id)
    if job is None or job.requested_by is None:
        return []
    course = await fetch_one(work, _TITLE, {"id": job.course_id})
    return [
        Told(
            kind=NotificationKind.JOB,
            word="job_done" if event.name == operations.JOB_DONE else "job_failed",
            facts={"title": course["title"] if course else ""},
            href=f"/jobs/{job.id}",
            to=everybody([job.requested_by], f"{event.name}:{job.id}:{job.attempt}"),
            is_for_actor=True,
        )
    ]


RULES: Mapping[str, Rule] = {
    community.ANNOUNCEMENT_PUBLISHED: announced,
    community.QUESTION_ASKED: asked,
    community.QUESTION_ANSWERED: answered,
    community.ANSWER_ACCEPTED: accepted,
    community.POST_HIDDEN: hidden,
    community.POST_REPORTED: reported,
    assignments.ASSIGNMENT_PUBLISHED: work_published,
    assignments.GRADES_RELEASED: grades_released,
    events.WORK_DUE_SOON: work_due_soon,
    exams.EXAM_PUBLISHED: exam_published,
    exams.EXAM_RELEASED: scores_released,
    exams.ATTEMPT_REGRADED: regraded,
    classes.MEMBER_ADDED: added_to_class,
    approvals.REVIEW_REQUESTED: review_requested,
    approvals.REVIEW_WITHDRAWN: review_decided,
    approvals.CHANGES_REQUESTED: review_decided,
    approvals.REVIEW_APPROVED: review_decided,
    approvals.COMMENT_ADDED: review_commented,
    releases.CHANGES_TOLD: changes_told,
    operations.JOB_DONE: job_ended,
    operations.JOB_FAILED: job_ended,
}
"""By the event's name in the audit log. To tell of something else, add a rule."""


def _about(
    post: Mapping[str, Any],
    kind: NotificationKind,
    word: str,
    people: Sequence[UserId],
    event: AuditEvent,
) -> Told:
    return Told(
        kind=kind,
        word=word,
        facts={
            "title": shorten(post["title"], LONGEST_TITLE),
            "room": post["room"],
            "name": post["author"],
            "reason": post["hidden_reason"],
        },
        href=f"/classes/{post['classroom_id']}/discussion?thread={post['thread_id']}",
        to=everybody(people, event.id),
        classroom_id=post["classroom_id"],
    )


def _mentions(
    post: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]],
    event: AuditEvent,
    *,
    but: Sequence[UserId],
) -> Told:
    named = [
        one["user_id"]
        for one in members
        if one["user_id"] not in but and is_named(post["body"], one["display_name"])
    ]
    return _about(post, NotificationKind.REPLY, "mentioned", named, event)


def _work(
    found: Mapping[str, Any],
    kind: NotificationKind,
    word: str,
    to: Mapping[UserId, str],
    *,
    at: Any = None,
) -> Told:
    facts = {"title": found["title"], "room": found["room"]}
    return Told(
        kind=kind,
        word=word,
        facts={**facts, "at": at.isoformat()} if at else facts,
        href=found["href"],
        to=to,
        classroom_id=found["classroom_id"],
    )


def _author(post: Mapping[str, Any]) -> list[UserId]:
    return [post["author_id"]] if post["author_id"] else []


async def _members(work: UnitOfWork, found: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return await fetch_all(work, _MEMBERS, {"classroom_id": found["classroom_id"]})


async def _row(work: UnitOfWork, query: LiteralString, subject_id: UUID) -> Mapping[str, Any]:
    """Of something that has just been changed, so it is there."""
    [found] = await fetch_all(work, query, {"id": subject_id})
    return found

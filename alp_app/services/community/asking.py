"""What everybody in a class may do in its discussions: ask, answer, settle, report, take back."""

from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, PostId, ThreadId
from alp_app.models.classroom import Classroom
from alp_app.models.course import Course, LessonVersion
from alp_app.models.discussion import DiscussionPost, DiscussionThread, PostReport
from alp_app.security.guard import Guard
from alp_app.security.rate_limits import Limit
from alp_app.services.classes.errors import NotInCourse
from alp_app.services.community import events
from alp_app.services.community.access import (
    place_for,
    post_for,
    removed_post_for,
    shut_lessons,
    thread_for,
)
from alp_app.services.community.errors import (
    NotAnAnswer,
    NotYourPost,
    PostNotFound,
    ThreadLocked,
)
from alp_app.services.community.inputs import Answer, Because, Question
from alp_app.unit_of_work import UnitOfWork

POSTS = Limit("discussion_posts", 12, timedelta(minutes=10))
"""More than somebody who thinks before writing needs."""
REPORTS = Limit("post_reports", 10, timedelta(hours=1))


async def ask(
    work: UnitOfWork, classroom_id: ClassroomId, *, question: Question, guard: Guard
) -> ThreadId:
    """Raises ClassNotFound, ClassArchived, NotInCourse for a lesson that the class does not have or
    that is not open, and TooManyRequests."""
    place = await place_for(work, classroom_id, to_change=True)
    await _require_lesson(work, place.classroom, question)
    if question.lesson_id in await shut_lessons(work, place):
        raise NotInCourse
    await guard.limits.take(POSTS, str(work.user_id))
    thread = DiscussionThread(
        organisation_id=work.organisation_id,
        classroom_id=classroom_id,
        lesson_id=question.lesson_id,
        title=question.title,
    )
    work.session.add(thread)
    await work.session.flush()
    _add_post(work, thread, question.body, is_question=True)
    work.record(events.QUESTION_ASKED, thread.id)
    tell_pages(work, place.classroom)
    return thread.id


async def answer(work: UnitOfWork, thread_id: ThreadId, *, answer: Answer, guard: Guard) -> PostId:
    """Raises ThreadNotFound, ThreadLocked, ClassArchived or TooManyRequests."""
    thread, place = await thread_for(work, thread_id, to_change=True)
    if thread.locked_at is not None:
        raise ThreadLocked
    await guard.limits.take(POSTS, str(work.user_id))
    post = _add_post(work, thread, answer.body)
    thread.active_at = post.created_at
    work.record(events.QUESTION_ANSWERED, post.id, thread=str(thread.id))
    tell_pages(work, place.classroom)
    return post.id


async def change_post(work: UnitOfWork, post_id: PostId, *, answer: Answer) -> None:
    """Say otherwise what I wrote. Readers see that it was edited.

    Raises PostNotFound, NotYourPost, ThreadLocked, or ClassArchived.
    """
    post, thread, place = await post_for(work, post_id, to_change=True)
    if post.author_id != work.user_id:
        raise NotYourPost
    if thread.locked_at is not None:
        raise ThreadLocked
    if post.body == answer.body:
        return
    post.body, post.edited_at = answer.body, clock.now()
    work.record(events.POST_CHANGED, post.id, thread=str(thread.id))
    tell_pages(work, place.classroom)


async def accept(work: UnitOfWork, thread_id: ThreadId, *, post_id: PostId | None) -> None:
    """Say which answer settles a question: whoever asked, or a teacher. None takes it back.

    Raises ThreadNotFound, NotYourPost, NotAnAnswer or ClassArchived.
    """
    thread, place = await thread_for(work, thread_id, to_change=True)
    if not place.is_teacher and not await _has_asked(work, thread):
        raise NotYourPost
    if post_id is None:
        work.record(events.ACCEPTANCE_WITHDRAWN, thread.id)
    else:
        post = await work.session.get(DiscussionPost, post_id)
        if post is None or post.thread_id != thread.id:
            raise PostNotFound
        if post.is_question or post.hidden_at or post.removed_at:
            raise NotAnAnswer
        work.record(events.ANSWER_ACCEPTED, post.id, thread=str(thread.id))
    thread.accepted_post_id = post_id
    tell_pages(work, place.classroom)


async def remove_post(work: UnitOfWork, post_id: PostId) -> None:
    """Take back what I wrote, or as a teacher what anybody wrote. A question takes its answers with it.

    Raises PostNotFound, NotYourPost or ClassArchived.
    """
    post, thread, place = await post_for(work, post_id, to_change=True)
    if not place.is_teacher and post.author_id != work.user_id:
        raise NotYourPost
    post.removed_at, post.removed_by = clock.now(), work.user_id
    if thread.accepted_post_id == post.id:
        thread.accepted_post_id = None
    work.record(events.POST_REMOVED, post.id, thread=str(thread.id))
    tell_pages(work, place.classroom)


async def restore_post(work: UnitOfWork, post_id: PostId) -> None:
    """Put back what I removed, or as a teacher what anybody removed. Raises PostNotFound."""
    post, thread, place = await removed_post_for(work, post_id)
    post.removed_at = post.removed_by = None
    work.record(events.POST_RESTORED, post.id, thread=str(thread.id))
    tell_pages(work, place.classroom)


async def report_post(work: UnitOfWork, post_id: PostId, *, because: Because, guard: Guard) -> None:
    """Ask the teachers to look at a post; once for each person.

    Raises PostNotFound, ClassArchived or TooManyRequests.
    """
    post, thread, place = await post_for(work, post_id, to_change=True)
    await guard.limits.take(REPORTS, str(work.user_id))
    report = insert(PostReport).values(
        post_id=post.id,
        user_id=work.user_id,
        organisation_id=work.organisation_id,
        reason=because.reason,
        reported_at=clock.now(),
    )
    adding = report.on_conflict_do_nothing().returning(col(PostReport.post_id))
    if (await work.session.scalars(adding)).first() is not None:
        work.record(events.POST_REPORTED, post.id, thread=str(thread.id))
        tell_pages(work, place.classroom)


def tell_pages(work: UnitOfWork, classroom: Classroom) -> None:
    work.notify("community", course_id=classroom.course_id)


def _add_post(
    work: UnitOfWork, thread: DiscussionThread, body: str, *, is_question: bool = False
) -> DiscussionPost:
    post = DiscussionPost(
        organisation_id=work.organisation_id,
        thread_id=thread.id,
        author_id=work.user_id,
        is_question=is_question,
        body=body,
    )
    work.session.add(post)
    return post


async def _has_asked(work: UnitOfWork, thread: DiscussionThread) -> bool:
    mine = select(col(DiscussionPost.id)).where(
        col(DiscussionPost.thread_id) == thread.id,
        col(DiscussionPost.is_question),
        col(DiscussionPost.author_id) == work.user_id,
    )
    return (await work.session.scalars(mine)).first() is not None


async def _require_lesson(work: UnitOfWork, classroom: Classroom, question: Question) -> None:
    in_course = (
        select(col(LessonVersion.lesson_id))
        .join(Course, col(Course.published_version_id) == col(LessonVersion.version_id))
        .where(
            col(Course.id) == classroom.course_id,
            col(LessonVersion.lesson_id) == question.lesson_id,
        )
    )
    if (await work.session.scalars(in_course)).first() is None:
        raise NotInCourse

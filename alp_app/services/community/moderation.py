"""What teachers do in the discussions of their class: pin, close, hide with a reason, settle reports."""

from sqlalchemy import update
from sqlmodel import col

from alp_app.kit import clock
from alp_app.kit.ids import PostId, ThreadId
from alp_app.models.discussion import DiscussionPost, DiscussionThread, PostReport
from alp_app.security.policies import Policy
from alp_app.services.community import events
from alp_app.services.community.access import Place, post_for, thread_for
from alp_app.services.community.asking import tell_pages
from alp_app.services.community.errors import NotYourPost
from alp_app.services.community.inputs import Because, ThreadSettings
from alp_app.unit_of_work import UnitOfWork


async def change_thread(work: UnitOfWork, thread_id: ThreadId, *, settings: ThreadSettings) -> None:
    """Keep a question at the top, or let nobody answer it any more.

    Raises ThreadNotFound, NotYourPost for whoever is no teacher, or ClassArchived.
    """
    Policy.STAFF.require(work.actor)
    thread, place = await thread_for(work, thread_id, to_change=True)
    _require_teacher(place)
    thread.is_pinned = settings.is_pinned
    if settings.is_locked is not (thread.locked_at is not None):
        thread.locked_at = clock.now() if settings.is_locked else None
    work.record(
        events.THREAD_CHANGED,
        thread.id,
        is_pinned=settings.is_pinned,
        is_locked=settings.is_locked,
    )
    tell_pages(work, place.classroom)


async def hide_post(work: UnitOfWork, post_id: PostId, *, because: Because) -> None:
    """From then on only its author, who is told why, and teachers see it. Its reports are settled.

    Raises PostNotFound, NotYourPost or ClassArchived.
    """
    post, thread, place = await _taught_post(work, post_id)
    post.hidden_at, post.hidden_reason = clock.now(), because.reason
    if thread.accepted_post_id == post.id:
        thread.accepted_post_id = None
    await _settle(work, post)
    work.record(events.POST_HIDDEN, post.id, thread=str(thread.id))
    tell_pages(work, place.classroom)


async def show_post(work: UnitOfWork, post_id: PostId) -> None:
    """Everybody in the class sees it again. Raises PostNotFound, NotYourPost or ClassArchived."""
    post, thread, place = await _taught_post(work, post_id)
    post.hidden_at, post.hidden_reason = None, ""
    work.record(events.POST_SHOWN, post.id, thread=str(thread.id))
    tell_pages(work, place.classroom)


async def settle_reports(work: UnitOfWork, post_id: PostId) -> None:
    """The post may stay as it is. Raises PostNotFound, NotYourPost or ClassArchived."""
    post, thread, place = await _taught_post(work, post_id)
    await _settle(work, post)
    work.record(events.REPORTS_SETTLED, post.id, thread=str(thread.id))
    tell_pages(work, place.classroom)


async def _taught_post(
    work: UnitOfWork, post_id: PostId
) -> tuple[DiscussionPost, DiscussionThread, Place]:
    Policy.STAFF.require(work.actor)
    post, thread, place = await post_for(work, post_id, to_change=True)
    _require_teacher(place)
    return post, thread, place


def _require_teacher(place: Place) -> None:
    if not place.is_teacher:
        raise NotYourPost


async def _settle(work: UnitOfWork, post: DiscussionPost) -> None:
    statement = (
        update(PostReport)
        .where(col(PostReport.post_id) == post.id, col(PostReport.settled_at).is_(None))
        .values(settled_at=clock.now())
    )
    await work.session.execute(statement)

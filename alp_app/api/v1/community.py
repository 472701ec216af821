"""What is said in a class: announcements, questions about lessons and their answers."""

from fastapi import APIRouter
from pydantic import BaseModel

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import AnnouncementId, ClassroomId, LessonId, PostId, ThreadId
from alp_app.security.policies import Policy
from alp_app.services.community import announcements, asking, discussion, moderation
from alp_app.services.community.inputs import (
    Accepted,
    AnnouncementInput,
    Answer,
    Because,
    Question,
    ThreadSettings,
)
from alp_app.services.community.views import AnnouncementView, ThreadRow, ThreadView

router = APIRouter(tags=["Community"], route_class=ActorRoute)


class Announced(BaseModel):
    id: AnnouncementId


class Asked(BaseModel):
    id: ThreadId


class Answered(BaseModel):
    id: PostId


@router.get("/me/announcements")
@allow(Policy.SIGNED_IN)
async def list_news(reader: Read) -> list[AnnouncementView]:
    """What the classes that you learn in were told lately."""
    return await announcements.list_news(reader)


@router.get("/classes/{classroom_id}/announcements", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def list_announcements(classroom_id: ClassroomId, reader: Read) -> list[AnnouncementView]:
    """Pinned ones first, then the newest. Teachers also see what is still to appear."""
    return await announcements.list_announcements(reader, classroom_id)


@router.post(
    "/classes/{classroom_id}/announcements",
    status_code=201,
    responses=documented(403, 404, 409, 422),
)
@allow(Policy.STAFF)
async def announce(classroom_id: ClassroomId, inputs: AnnouncementInput, work: Work) -> Announced:
    """Tell a class something, at once or from a time on."""
    return Announced(id=await announcements.announce(work, classroom_id, inputs=inputs))


@router.post(
    "/classes/{classroom_id}/announcements/seen", status_code=204, responses=documented(404)
)
@allow(Policy.SIGNED_IN)
async def mark_announcements_seen(classroom_id: ClassroomId, work: Work) -> None:
    """You have seen everything that stands there now."""
    await announcements.mark_seen(work, classroom_id)


@router.put(
    "/announcements/{announcement_id}", status_code=204, responses=documented(403, 404, 409, 422)
)
@allow(Policy.STAFF)
async def change_announcement(
    announcement_id: AnnouncementId, inputs: AnnouncementInput, work: Work
) -> None:
    """What learners see already cannot be put off."""
    await announcements.change_announcement(work, announcement_id, inputs=inputs)


@router.delete(
    "/announcements/{announcement_id}", status_code=204, responses=documented(403, 404, 409)
)
@allow(Policy.STAFF)
async def delete_announcement(announcement_id: AnnouncementId, work: Work) -> None:
    await announcements.delete_announcement(work, announcement_id)


@router.post(
    "/announcements/{announcement_id}/restore",
    status_code=204,
    responses=documented(403, 404, 409),
)
@allow(Policy.STAFF)
async def restore_announcement(announcement_id: AnnouncementId, work: Work) -> None:
    """Take a deletion back."""
    await announcements.restore_announcement(work, announcement_id)


@router.get("/classes/{classroom_id}/threads", responses=documented(404, 422))
@allow(Policy.SIGNED_IN)
async def list_threads(
    classroom_id: ClassroomId,
    reader: Read,
    lesson_id: LessonId | None = None,
    show: discussion.Show = "all",
) -> list[ThreadRow]:
    """The questions of a class, pinned ones first, then the latest; of one lesson, if you say which."""
    return await discussion.list_threads(reader, classroom_id, lesson_id=lesson_id, show=show)


@router.post(
    "/classes/{classroom_id}/threads", status_code=201, responses=documented(404, 409, 422, 429)
)
@allow(Policy.SIGNED_IN)
async def ask(classroom_id: ClassroomId, question: Question, work: Work) -> Asked:
    """Ask the class about a lesson that is open for you."""
    guard = runtime.current().guard
    return Asked(id=await asking.ask(work, classroom_id, question=question, guard=guard))


@router.get("/threads/{thread_id}", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_thread(thread_id: ThreadId, reader: Read) -> ThreadView:
    """A question and its answers."""
    return await discussion.get_thread(reader, thread_id)


@router.put("/threads/{thread_id}", status_code=204, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def change_thread(thread_id: ThreadId, settings: ThreadSettings, work: Work) -> None:
    """Keep a question at the top, or let nobody answer it any more."""
    await moderation.change_thread(work, thread_id, settings=settings)


@router.post(
    "/threads/{thread_id}/posts", status_code=201, responses=documented(404, 409, 422, 429)
)
@allow(Policy.SIGNED_IN)
async def answer_thread(thread_id: ThreadId, answer: Answer, work: Work) -> Answered:
    guard = runtime.current().guard
    return Answered(id=await asking.answer(work, thread_id, answer=answer, guard=guard))


@router.put(
    "/threads/{thread_id}/accepted", status_code=204, responses=documented(403, 404, 409, 422)
)
@allow(Policy.SIGNED_IN)
async def accept_answer(thread_id: ThreadId, accepted: Accepted, work: Work) -> None:
    """Say which answer settles your question; teachers may do so for any."""
    await asking.accept(work, thread_id, post_id=accepted.post_id)


@router.put("/posts/{post_id}", status_code=204, responses=documented(403, 404, 409, 422))
@allow(Policy.SIGNED_IN)
async def change_post(post_id: PostId, answer: Answer, work: Work) -> None:
    """Say otherwise what you wrote; others see that it was edited."""
    await asking.change_post(work, post_id, answer=answer)


@router.delete("/posts/{post_id}", status_code=204, responses=documented(403, 404, 409))
@allow(Policy.SIGNED_IN)
async def remove_post(post_id: PostId, work: Work) -> None:
    """Take back what you wrote; teachers may remove anything. A question takes its answers with it."""
    await asking.remove_post(work, post_id)


@router.post("/posts/{post_id}/restore", status_code=204, responses=documented(404, 409))
@allow(Policy.SIGNED_IN)
async def restore_post(post_id: PostId, work: Work) -> None:
    """Put back what you removed."""
    await asking.restore_post(work, post_id)


@router.post("/posts/{post_id}/reports", status_code=204, responses=documented(404, 409, 422, 429))
@allow(Policy.SIGNED_IN)
async def report_post(post_id: PostId, because: Because, work: Work) -> None:
    """Ask the teachers of the class to look at a post."""
    guard = runtime.current().guard
    await asking.report_post(work, post_id, because=because, guard=guard)


@router.delete("/posts/{post_id}/reports", status_code=204, responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def settle_reports(post_id: PostId, work: Work) -> None:
    """The post may stay as it is."""
    await moderation.settle_reports(work, post_id)


@router.post("/posts/{post_id}/hide", status_code=204, responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def hide_post(post_id: PostId, because: Because, work: Work) -> None:
    """From then on only its author, who reads the reason, and teachers see it."""
    await moderation.hide_post(work, post_id, because=because)


@router.post("/posts/{post_id}/show", status_code=204, responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def show_post(post_id: PostId, work: Work) -> None:
    """Everybody in the class sees it again."""
    await moderation.show_post(work, post_id)

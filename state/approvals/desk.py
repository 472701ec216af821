"""/studio/[course_id]/review: looking at a course before learners do."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import CourseId, LessonId, ReviewCommentId, ReviewId, UserId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.approvals import commands, queries
from alp_app.services.approvals.inputs import (
    Anchor,
    Approval,
    CommentInput,
    Decision,
    ReviewRequest,
)
from alp_app.services.approvals.views import (
    CommentThread,
    DeskView,
    LessonToReview,
    PartToReview,
    PersonName,
    ReviewView,
)
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses.views import FindingView
from alp_app.services.learning.adoption import publish_to_learners
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument
from state.releases.published import where_to_tell


class DeskState(Live, rx.State):
    course_id: str = ""
    title: str = ""
    stage: str = ""
    """draft, in_review, approved or published."""
    is_edited_since: bool = False
    needs_approval: bool = False
    needs_two_people: bool = False
    can_edit: bool = False
    can_decide: bool = False
    why_not: str = ""
    is_ready: bool = False
    review: ReviewView | None = None
    history: rx.Field[list[ReviewView]] = rx.field(default_factory=list[ReviewView])
    findings: rx.Field[list[FindingView]] = rx.field(default_factory=list[FindingView])
    lessons: rx.Field[list[LessonToReview]] = rx.field(default_factory=list[LessonToReview])
    threads: rx.Field[list[CommentThread]] = rx.field(default_factory=list[CommentThread])
    staff: rx.Field[list[PersonName]] = rx.field(default_factory=list[PersonName])
    lesson_id: str = ""
    lesson_title: str = ""
    parts: rx.Field[list[PartToReview]] = rx.field(default_factory=list[PartToReview])
    ease: int = -1
    """Reading ease of the open lesson; less than nothing where it is not measured."""
    grade: str = ""
    anchor: str = ""
    """What a comment is being written about: `sentence:<id>`."""
    anchor_words: str = ""
    is_loaded: bool = False
    is_missing: bool = False
    _hash: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.course_id = route_argument("course_id")
        self.lesson_id = route_argument("lesson")
        try:
            await self._refresh()
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self.is_loaded = True
        yield DeskState.watch

    @handler(Policy.STAFF)
    async def open_lesson(self, lesson_id: LessonId) -> None:
        self.lesson_id, self.anchor = str(lesson_id), ""
        await self._open()

    @handler(Policy.STAFF)
    async def begin_comment(self, kind: Anchor, about: str, words: str) -> None:
        """Open the form for a comment on something."""
        self.anchor, self.anchor_words = f"{kind.value}:{about}", words

    @handler(Policy.STAFF)
    async def stop_comment(self) -> None:
        self.anchor = self.anchor_words = ""

    @handler(Policy.STAFF)
    async def add_comment(self, form: Filled) -> AsyncGenerator[Any]:
        kind, _, about = self.anchor.partition(":")
        given = {"anchor": kind, "anchor_id": about, "body": form.get("comment", "")}
        comment: CommentInput = read_form(CommentInput, given)
        async with self._work() as work:
            await commands.add_comment(work, self._id, comment=comment)
        self.anchor = self.anchor_words = ""
        await self._refresh()
        yield notice("review.commented", tone="ok")

    @handler(Policy.STAFF)
    async def answer(self, form: Filled) -> None:
        given = {
            "anchor_id": self.course_id,
            "thread_id": form.get("thread_id", ""),
            "body": form.get("answer", ""),
        }
        comment: CommentInput = read_form(CommentInput, given)
        async with self._work() as work:
            await commands.add_comment(work, self._id, comment=comment)
        await self._refresh()

    @handler(Policy.STAFF)
    async def resolve(self, comment_id: ReviewCommentId, *, is_resolved: bool) -> None:
        async with self._work() as work:
            await commands.resolve_comment(work, comment_id, is_resolved=is_resolved)
        await self._refresh()

    @handler(Policy.STAFF)
    async def send(self, form: Filled) -> AsyncGenerator[Any]:
        """Ask those whose boxes are ticked."""
        asked = [UserId(one.id) for one in self.staff if form.get(f"reviewer-{one.id}")]
        request = ReviewRequest(reviewer_ids=asked, note=form.get("note", ""))
        async with self._work() as work:
            await commands.send_for_review(work, self._id, request=request)
        await self._refresh()
        yield notice("review.sent", tone="ok")

    @handler(Policy.STAFF)
    async def withdraw(self) -> None:
        async with self._work() as work:
            await commands.withdraw_review(work, self._review_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def decide(self, form: Filled) -> AsyncGenerator[Any]:
        """Approve what is on the page, or ask for changes."""
        note = form.get("note", "")
        is_approved = form.get("decision") == "approve"
        async with self._work() as work:
            if is_approved:
                approval = Approval(content_hash=self._hash, note=note)
                await commands.approve(work, self._review_id, approval=approval, ask=example_of)
            else:
                decision = Decision(note=note)
                await commands.request_changes(work, self._review_id, decision=decision)
        await self._refresh()
        yield notice("review.approved" if is_approved else "review.sent_back", tone="ok")

    @handler(Policy.STAFF)
    async def publish(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            published = await publish_to_learners(work, self._id)
        await self._refresh()
        yield notice(
            "course.published",
            tone="ok",
            facts={"version": published.version_number, "lessons": published.lesson_count},
        )
        async with self._reader() as reader:
            if page := await where_to_tell(reader, self._id):
                yield rx.redirect(page)

    @property
    def _id(self) -> CourseId:
        return CourseId(read_id(self.course_id))

    @property
    def _review_id(self) -> ReviewId:
        return ReviewId(self.review.id if self.review else UUID(int=0))

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("course", course_id=self._id)]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            desk = await queries.get_desk(reader, self._id)
        self._show(desk)
        if not self.lesson_id and desk.lessons:
            self.lesson_id = str(desk.lessons[0].id)
        await self._open()

    def _show(self, desk: DeskView) -> None:
        self.title, self.stage, self._hash = desk.title, desk.state, desk.content_hash
        self.is_edited_since, self.is_ready = desk.is_edited_since, desk.is_ready
        self.needs_approval = desk.needs_approval
        self.needs_two_people = desk.needs_two_people
        self.can_edit, self.can_decide = desk.can_edit, desk.can_decide
        self.why_not, self.review = desk.why_not, desk.review
        self.history, self.findings = list(desk.history), list(desk.findings)
        self.lessons, self.threads = list(desk.lessons), list(desk.threads)
        self.staff = list(desk.staff)

    async def _open(self) -> None:
        """Show the chosen lesson; nothing when it is gone."""
        self.parts, self.lesson_title = [], ""
        if not self.lesson_id:
            return
        try:
            async with self._reader() as reader:
                lesson_id = LessonId(read_id(self.lesson_id))
                lesson = await queries.get_lesson_to_review(reader, lesson_id)
        except NotFound:
            self.lesson_id = ""
            return
        self.lesson_title, self.parts = lesson.title, list(lesson.parts)
        self.ease = -1 if lesson.ease is None else max(0, min(100, round(lesson.ease)))
        self.grade = "" if lesson.grade is None else f"{lesson.grade:.0f}"

"""Questions of a class: under the lesson that they are about, and all of them on a page of their own."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.kit.errors import NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ClassroomId, LessonId, PostId, ThreadId, new_uuid, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.community import asking, discussion, moderation
from alp_app.services.community.access import place_for
from alp_app.services.community.inputs import Answer, Because, Question, ThreadSettings
from alp_app.services.community.views import PlaceView, ThreadRow, ThreadView
from alp_app.unit_of_work import Reader
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class DiscussionState(Live, rx.State):
    is_loaded: bool = False
    is_missing: bool = False
    places: rx.Field[list[PlaceView]] = rx.field(default_factory=list[PlaceView])
    """The classes in which this person can talk about the lesson."""
    classroom_id: str = ""
    class_name: str = ""
    title: str = ""
    is_teacher: bool = False
    is_read_only: bool = False
    """Somebody looks as a learner, or the class is archived, or the school changes nothing now."""
    show: discussion.Show = "all"
    threads: rx.Field[list[ThreadRow]] = rx.field(default_factory=list[ThreadRow])
    opened: ThreadView | None = None
    is_asking: bool = False
    form_round: str = ""
    """Another when something was said, so that its form is empty again."""
    edited: str = ""
    """Id of the post of mine that I am changing; empty when none is."""
    reported: str = ""
    """Id of the post that is being reported; empty when none is."""
    hidden: str = ""
    """Id of the post that is being hidden; empty when none is."""
    lesson_id: str = ""
    """Empty on the page of the whole class."""

    @handler(Policy.SIGNED_IN)
    async def load_lesson(self) -> AsyncGenerator[Any]:
        """Under a lesson: the questions that the reader's class asks about it."""
        self.reset()
        self.lesson_id = route_argument("lesson_id")
        async with self._reader() as reader:
            self.places = await discussion.list_places(reader, LessonId(read_id(self.lesson_id)))
        if not self.places:
            return
        self.classroom_id = str(self.places[0].id)
        await self._refresh()
        yield DiscussionState.watch

    @handler(Policy.SIGNED_IN)
    async def load_class(self) -> AsyncGenerator[Any]:
        """All questions of a class, with one of them open when the address says which."""
        self.reset()
        self.classroom_id = route_argument("classroom_id")
        await self._refresh()
        if self.is_missing:
            return
        if wanted := route_argument("thread"):
            await self._open(ThreadId(read_id(wanted)))
        yield DiscussionState.watch

    @handler(Policy.SIGNED_IN)
    async def choose_class(self, classroom_id: str) -> None:
        self.classroom_id, self.opened, self.is_asking = classroom_id, None, False
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def choose_show(self, show: discussion.Show) -> None:
        self.show = show
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def open_thread(self, thread_id: ThreadId) -> None:
        await self._open(thread_id)

    @handler(Policy.SIGNED_IN)
    async def close_thread(self) -> None:
        self.opened = None
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def begin_asking(self) -> None:
        self.is_asking = True

    @handler(Policy.SIGNED_IN)
    async def leave_asking(self) -> None:
        self.is_asking = False

    @handler(Policy.SIGNED_IN)
    async def ask(self, form: Filled) -> None:
        question = read_form(Question, {**form, "lesson_id": self.lesson_id})
        async with self._work() as work:
            thread_id = await asking.ask(
                work, self._classroom_id, question=question, guard=runtime.current().guard
            )
        self.is_asking = False
        await self._open(thread_id)

    @handler(Policy.SIGNED_IN)
    async def answer(self, form: Filled) -> None:
        if self.opened is None:
            return
        thread_id = self.opened.thread.id
        async with self._work() as work:
            await asking.answer(
                work,
                thread_id,
                answer=read_form(Answer, form),
                guard=runtime.current().guard,
            )
        await self._open(thread_id)

    @handler(Policy.SIGNED_IN)
    async def begin_edit(self, post_id: str) -> None:
        self.edited = post_id

    @handler(Policy.SIGNED_IN)
    async def leave_edit(self) -> None:
        self.edited = ""

    @handler(Policy.SIGNED_IN)
    async def edit(self, form: Filled) -> None:
        async with self._work() as work:
            await asking.change_post(
                work, PostId(read_id(self.edited)), answer=read_form(Answer, form)
            )
        self.edited = ""
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def accept(self, post_id: PostId, is_accepted: bool) -> None:
        if self.opened is None:
            return
        async with self._work() as work:
            await asking.accept(
                work, self.opened.thread.id, post_id=post_id if is_accepted else None
            )
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def remove(self, post_id: PostId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await asking.remove_post(work, post_id)
        await self._refresh()
        yield notice("discussion.removed", undo=DiscussionState.put_back(str(post_id)))

    @handler(Policy.SIGNED_IN)
    async def put_back(self, post_id: PostId) -> None:
        async with self._work() as work:
            await asking.restore_post(work, post_id)
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def begin_report(self, post_id: str) -> None:
        self.reported = post_id

    @handler(Policy.SIGNED_IN)
    async def begin_hide(self, post_id: str) -> None:
        self.hidden = post_id

    @handler(Policy.SIGNED_IN)
    async def leave_reason(self) -> None:
        self.reported = self.hidden = ""

    @handler(Policy.SIGNED_IN)
    async def report(self, form: Filled) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await asking.report_post(
                work,
                PostId(read_id(self.reported)),
                because=read_form(Because, form),
                guard=runtime.current().guard,
            )
        self.reported = ""
        await self._refresh()
        yield notice("discussion.reported", tone="ok")

    @handler(Policy.STAFF)
    async def hide(self, form: Filled) -> AsyncGenerator[Any]:
        post_id = self.hidden
        async with self._work() as work:
            await moderation.hide_post(
                work, PostId(read_id(post_id)), because=read_form(Because, form)
            )
        self.hidden = ""
        await self._refresh()
        yield notice("discussion.hidden", undo=DiscussionState.show_post(post_id))

    @handler(Policy.STAFF)
    async def show_post(self, post_id: PostId) -> None:
        async with self._work() as work:
            await moderation.show_post(work, post_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def settle(self, post_id: PostId) -> None:
        async with self._work() as work:
            await moderation.settle_reports(work, post_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def pin(self, is_pinned: bool) -> None:
        await self._change_thread(is_pinned=is_pinned)

    @handler(Policy.STAFF)
    async def lock(self, is_locked: bool) -> None:
        await self._change_thread(is_locked=is_locked)

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self.classroom_id))

    async def _change_thread(
        self, *, is_pinned: bool | None = None, is_locked: bool | None = None
    ) -> None:
        if self.opened is None:
            return
        thread = self.opened.thread
        settings = ThreadSettings(
            is_pinned=thread.is_pinned if is_pinned is None else is_pinned,
            is_locked=thread.is_locked if is_locked is None else is_locked,
        )
        async with self._work() as work:
            await moderation.change_thread(work, thread.id, settings=settings)
        await self._refresh()

    async def _open(self, thread_id: ThreadId) -> None:
        async with self._reader() as reader:
            self.opened = await discussion.get_thread(reader, thread_id)
        self.form_round = new_uuid().hex
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("community")]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                place = await place_for(reader, self._classroom_id)
                self.threads = await discussion.list_threads(
                    reader,
                    self._classroom_id,
                    lesson_id=LessonId(read_id(self.lesson_id)) if self.lesson_id else None,
                    show=self.show,
                )
                if self.opened is not None:
                    self.opened = await self._look_again(reader, self.opened)
                only_looks = reader.actor.only_looks
        except NotFound:
            self.is_missing = True
            return
        self.class_name = self.title = place.classroom.name
        self.is_teacher = place.is_teacher
        self.is_read_only = only_looks or place.classroom.archived_at is not None
        self.is_loaded = True

    async def _look_again(self, reader: Reader, opened: ThreadView) -> ThreadView | None:
        """None when it was removed or hidden meanwhile."""
        try:
            return await discussion.get_thread(reader, opened.thread.id)
        except NotFound:
            return None

"""How far the sources say what the sentences of the open lesson say, and a person's word where they do
not: one sentence after the other, of a lesson or of the whole draft, in a dialog over the lesson."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import CourseId, LessonId, read_id
from alp_app.security.policies import Policy
from alp_app.services.courses import commands
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.evidence import support_commands, support_queries
from alp_app.services.evidence.support_inputs import WordingInput
from alp_app.services.evidence.support_views import WaitingSentence
from state.base import CoreAccess, handler
from state.courses.support import SupportLine, line_of
from state.courses.undo import undo_of
from state.evidence.keys import KeyState
from state.notices import notice


class SupportState(CoreAccess, rx.State):
    is_shown: bool = False
    """Sentences are marked by what the check found."""
    is_open: bool = False
    line: SupportLine | None = None
    is_editing: bool = False
    place: int = 0
    """Among those that are gone through, from 1; 0 when one is looked at by itself."""
    total: int = 0
    _lesson: str = ""
    _queue: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list[tuple[str, str]])
    """Ids of a lesson and its sentence."""
    _course: str = ""
    """Set while the whole draft is gone through: then its held answers follow."""

    @handler(Policy.STAFF)
    async def toggle(self) -> None:
        self.is_shown = not self.is_shown

    @handler(Policy.STAFF)
    async def look(self, lesson_id: str, sentence_id: str) -> None:
        self._begin([])
        self._lesson = lesson_id
        await self._show(sentence_id)

    @handler(Policy.STAFF)
    async def step_through(self, lesson_id: LessonId, course_id: CourseId) -> AsyncGenerator[Any]:
        """Begin with the first that keeps the lesson from its learners."""
        waiting = await self._waiting(course_id)
        self._begin([item for item in waiting if item.lesson_id == lesson_id])
        if self._queue:
            await self._go(0)
        else:
            yield notice("support.none_waits", tone="ok")

    @handler(Policy.STAFF)
    async def step_through_course(self, course_id: CourseId) -> AsyncGenerator[Any]:
        """Everything that waits in the draft, lesson by lesson; then the answers that are held."""
        self._begin(await self._waiting(course_id))
        self._course = str(course_id)
        if self._queue:
            await self._go(0)
        else:
            yield self._go_on()

    @handler(Policy.STAFF)
    async def go(self, by: int) -> None:
        """To another one of those that are gone through."""
        await self._go(self.place - 1 + by, by)

    @handler(Policy.STAFF)
    async def accept(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await support_commands.accept_sentences(
                work, self._lesson_id, sentence_ids=[self._sentence_id]
            )
        yield notice(change.name, tone="ok", undo=undo_of(change))
        yield await self._after()

    @handler(Policy.STAFF)
    async def edit(self) -> None:
        self.is_editing = True

    @handler(Policy.STAFF)
    async def stop_editing(self) -> None:
        self.is_editing = False

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        """Other words in its place; none delete it."""
        wording: WordingInput = read_form(WordingInput, {"text": form.get("sentence", "")})
        yield await self._change(wording.text)
        yield await self._after()

    @handler(Policy.STAFF)
    async def delete(self) -> AsyncGenerator[Any]:
        yield await self._change("")
        yield await self._after()

    @handler(Policy.STAFF)
    async def withdraw(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await support_commands.withdraw_acceptance(
                work, self._lesson_id, sentence_id=self._sentence_id
            )
        yield notice(change.name, tone="ok", undo=undo_of(change))
        await self._show(str(self._sentence_id))

    @handler(Policy.STAFF)
    async def check(self, lesson_id: LessonId, has_own: bool) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await support_commands.check_lesson(work, lesson_id, has_own=has_own)
        self.is_shown = True
        yield notice("support.check_started", tone="ok")

    @handler(Policy.STAFF)
    async def close(self) -> None:
        self.is_open = self.is_editing = False

    def _begin(self, waiting: Sequence[WaitingSentence]) -> None:
        self._queue = [(str(item.lesson_id), str(item.id)) for item in waiting]
        self._course, self.place, self.total, self.is_shown = "", 0, len(waiting), True

    async def _waiting(self, course_id: CourseId) -> Sequence[WaitingSentence]:
        async with self._reader() as reader:
            return await support_queries.list_waiting(reader, course_id)

    async def _change(self, wording: str) -> rx.event.EventSpec:
        async with self._work() as work:
            change = await commands.change_sentence(
                work, self._lesson_id, self._sentence_id, wording=wording
            )
        return notice(change.name, tone="ok", undo=undo_of(change))

    async def _go(self, place: int, by: int = 1) -> None:
        """To a place of the queue, or past those that are in the draft no more."""
        while 0 <= place < len(self._queue):
            self._lesson, sentence_id = self._queue[place]
            with suppress(PartNotFound):
                await self._show(sentence_id)
                self.place = place + 1
                return
            place += by

    async def _after(self) -> list[rx.event.EventSpec]:
        """On to the next one, or to what follows the last."""
        if self.place and self.place < self.total:
            await self._go(self.place)
            return []
        self.is_open = self.is_editing = False
        return [self._go_on()] if self._course else []

    def _go_on(self) -> rx.event.EventSpec:
        return KeyState.step_through_to_publish(self._course)

    async def _show(self, sentence_id: str) -> None:
        async with self._reader() as reader:
            found = await support_queries.get_sentence_evidence(
                reader, self._lesson_id, UUID(str(read_id(sentence_id)))
            )
        self.line = line_of(found)
        self.is_open, self.is_editing = True, False

    @property
    def _lesson_id(self) -> LessonId:
        return LessonId(read_id(self._lesson))

    @property
    def _sentence_id(self) -> UUID:
        return UUID(str(read_id(self.line.id if self.line else "")))

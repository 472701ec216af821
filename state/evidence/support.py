"""How far the sources say what the sentences of the open lesson say, and a person's word where they do
not: one sentence after the other, in a dialog over the lesson."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.ids import LessonId, read_id
from alp_app.security.policies import Policy
from alp_app.services.evidence import support_commands, support_queries
from alp_app.services.evidence.support_views import LessonEvidence
from state.base import CoreAccess, handler
from state.courses.support import SupportLine, line_of
from state.courses.undo import undo_of
from state.notices import notice

WAITING = ("unsupported", "weak", "unchecked")
"""States that are gone through, those that keep the lesson from learners first."""


class SupportState(CoreAccess, rx.State):
    is_shown: bool = False
    """Sentences are marked by what the check found."""
    is_open: bool = False
    line: SupportLine | None = None
    place: int = 0
    """Among those that are gone through, from 1; 0 when one is looked at by itself."""
    total: int = 0
    _lesson: str = ""
    _queue: rx.Field[list[str]] = rx.field(default_factory=list[str])

    @handler(Policy.STAFF)
    async def toggle(self) -> None:
        self.is_shown = not self.is_shown

    @handler(Policy.STAFF)
    async def look(self, lesson_id: str, sentence_id: str) -> None:
        self._lesson, self._queue, self.place, self.total = lesson_id, [], 0, 0
        await self._show(sentence_id)

    @handler(Policy.STAFF)
    async def step_through(self, lesson_id: str) -> AsyncGenerator[Any]:
        """Begin with the first that keeps the lesson from its learners."""
        self._lesson = lesson_id
        found = await self._evidence()
        self._queue = [
            str(sentence.id)
            for state in WAITING
            for sentence in found.sentences
            if sentence.state == state
        ]
        self.total, self.is_shown = len(self._queue), True
        if self._queue:
            await self._go(0)
        else:
            yield notice("support.none_waits", tone="ok")

    @handler(Policy.STAFF)
    async def go(self, by: int) -> None:
        """To another one of those that are gone through."""
        await self._go(self.place - 1 + by)

    @handler(Policy.STAFF)
    async def accept(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await support_commands.accept_sentences(
                work, self._lesson_id, sentence_ids=[self._sentence_id]
            )
        yield notice(change.name, tone="ok", undo=undo_of(change))
        await self._after()

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
        self.is_open = False

    async def _go(self, place: int) -> None:
        if 0 <= place < len(self._queue):
            self.place = place + 1
            await self._show(self._queue[place])

    async def _after(self) -> None:
        """On to the next one; the last one is shown as it is now."""
        if self.place and self.place < self.total:
            await self._go(self.place)
        else:
            await self._show(str(self._sentence_id))

    async def _show(self, sentence_id: str) -> None:
        async with self._reader() as reader:
            found = await support_queries.get_sentence_evidence(
                reader, self._lesson_id, UUID(str(read_id(sentence_id)))
            )
        self.line = line_of(found)
        self.is_open = True

    async def _evidence(self) -> LessonEvidence:
        async with self._reader() as reader:
            return await support_queries.get_lesson_evidence(reader, self._lesson_id)

    @property
    def _lesson_id(self) -> LessonId:
        return LessonId(read_id(self._lesson))

    @property
    def _sentence_id(self) -> UUID:
        return UUID(str(read_id(self.line.id if self.line else "")))

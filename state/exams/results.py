"""/tests/[exam_id]/results: who is taking a test, what waits for a person, and what came of it."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import ExamAttemptId, ExamId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.exams import commands, marking, queries
from alp_app.services.exams.inputs import HandMarkInput
from alp_app.services.exams.views import ExamView, HandAnswer, TakerRow
from state.assignments.shown import FileLine, file_lines
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class ResultsState(Live, rx.State):
    exam: ExamView | None = None
    title: str = ""
    takers: rx.Field[list[TakerRow]] = rx.field(default_factory=list[TakerRow])
    answers: rx.Field[list[HandAnswer]] = rx.field(default_factory=list[HandAnswer])
    """That a person marks."""
    at: int = 0
    taking: int = 0
    to_mark: int = 0
    to_release: int = 0
    is_missing: bool = False
    _id: str = ""

    @rx.var
    def answer(self) -> HandAnswer | None:
        """The one before the teacher."""
        return self.answers[self.at] if self.at < len(self.answers) else None

    @rx.var
    def files(self) -> tuple[FileLine, ...]:
        """Of that answer."""
        return file_lines(self.answer.files) if self.answer else ()

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        if self._id != route_argument("exam_id"):
            self.reset()
            self._id = route_argument("exam_id")
        await self._refresh()
        self.at = next((at for at, one in enumerate(self.answers) if not one.points), 0)
        if self.exam is not None:
            yield ResultsState.watch

    @handler(Policy.STAFF)
    async def publish(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.publish_exam(work, self._exam_id)
        await self._refresh()
        yield notice("exam.published", tone="ok", undo=ResultsState.hide())

    @handler(Policy.STAFF)
    async def hide(self) -> None:
        async with self._work() as work:
            await commands.hide_exam(work, self._exam_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def delete(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.delete_exam(work, self._exam_id)
        if self.exam is not None:
            yield notice("exam.deleted", undo=ResultsState.restore())
            yield rx.redirect(f"/classes/{self.exam.classroom_id}/tests")

    @handler(Policy.STAFF)
    async def restore(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.restore_exam(work, self._exam_id)
        yield rx.redirect(f"/tests/{self._id}/results")

    @handler(Policy.STAFF)
    async def release(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            count = await marking.release_scores(work, self._exam_id)
        await self._refresh()
        yield notice("exam.released", tone="ok", facts={"n": count})

    @handler(Policy.STAFF)
    async def go(self, at: int) -> None:
        self.at = max(0, min(at, len(self.answers) - 1))

    @handler(Policy.STAFF)
    async def mark(self, form: Filled) -> AsyncGenerator[Any]:
        """Keep the mark, then show the next answer that has none."""
        answer = self.answer
        if answer is None:
            return
        points = form.get("points", "").replace(",", ".") or None
        inputs = read_form(HandMarkInput, {"points": points, "comment": form.get("comment", "")})
        async with self._work() as work:
            attempt_id = ExamAttemptId(answer.attempt_id)
            await marking.mark_by_hand(work, attempt_id, answer.slot, inputs=inputs)
        await self._refresh()
        open_ones = [at for at, one in enumerate(self.answers) if not one.points]
        self.at = next(
            (at for at in open_ones if at > self.at), open_ones[0] if open_ones else self.at
        )
        if not open_ones:
            yield notice("exam.all_marked", tone="ok")

    @property
    def _exam_id(self) -> ExamId:
        return ExamId(read_id(self._id))

    async def _topics(self) -> Sequence[Topic]:
        course_id = self.exam.course_id if self.exam else None
        return [await self._topic("exam", course_id=course_id)]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                results = await queries.get_results(reader, self._exam_id)
                self.answers = await queries.list_hand_answers(reader, self._exam_id)
        except (Forbidden, NotFound):
            self.exam, self.is_missing = None, True
            return
        self.exam, self.title, self.is_missing = results.exam, results.exam.title, False
        self.takers = list(results.takers)
        self.taking, self.to_mark = results.taking, results.to_mark
        self.to_release = results.to_release

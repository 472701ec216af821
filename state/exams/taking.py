"""/tests/[exam_id]: a test as one of its learners has it before them; and what became of an attempt."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import Conflict, Forbidden, NotFound
from alp_app.kit.ids import ExamAttemptId, ExamId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.exams import mine, sitting
from alp_app.services.exams.sitting_views import AttemptRow, MyExamView, ReviewedSlot, ReviewView
from state.base import CoreAccess, handler
from state.live import Live
from state.reflex_internals import route_argument


class ExamState(Live, rx.State):
    exam: MyExamView | None = None
    title: str = ""
    made: rx.Field[list[AttemptRow]] = rx.field(default_factory=list[AttemptRow])
    feedback: rx.Field[list[str]] = rx.field(default_factory=list[str])
    is_missing: bool = False
    _id: str = ""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self._id = route_argument("exam_id")
        await self._refresh()
        if self.exam is not None:
            yield ExamState.watch

    @handler(Policy.SIGNED_IN)
    async def start(self) -> AsyncGenerator[Any]:
        """Begin, or go on."""
        async with self._work() as work:
            attempt_id = await sitting.start_exam(work, ExamId(read_id(self._id)))
        yield rx.redirect(f"/tests/attempts/{attempt_id}")

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [
            await self._topic("exam"),
            await self._topic("learning", user_id=actor.user_id),
        ]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                exam = await mine.get_my_exam(reader, ExamId(read_id(self._id)))
        except (Forbidden, NotFound):
            self.exam, self.is_missing = None, True
            return
        self.exam, self.title, self.is_missing = exam, exam.title, False
        self.made = list(exam.made)
        self.feedback = [each.value for each in exam.feedback]


class ReviewState(CoreAccess, rx.State):
    review: ReviewView | None = None
    title: str = ""
    slots: rx.Field[list[ReviewedSlot]] = rx.field(default_factory=list[ReviewedSlot])
    is_missing: bool = False

    @handler(Policy.SIGNED_IN)
    async def load(self) -> None:
        attempt_id = ExamAttemptId(read_id(route_argument("exam_attempt_id")))
        try:
            async with self._reader() as reader:
                review = await mine.review_attempt(reader, attempt_id)
        except (Conflict, Forbidden, NotFound):
            self.review, self.is_missing = None, True
            return
        self.review, self.title, self.is_missing = review, review.title, False
        self.slots = list(review.slots)

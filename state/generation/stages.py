"""The strip over a draft that is being generated."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.ids import CourseId, JobId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.generation.progress import (
    GenerationView,
    NoteView,
    StageView,
    find_generation,
)
from alp_app.services.operations import commands
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument

WEIGHTS = {"lessons": 3, "quizzes": 2, "pictures": 2}
"""How wide a stage's segment is; the others are 1."""


class StagesState(Live, rx.State):
    generation: GenerationView | None = None
    strip: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """The stages as `components.ui.progress.stages` takes them."""
    failed: rx.Field[list[StageView]] = rx.field(default_factory=list[StageView])
    """Stages that failed, or are about to be tried again."""
    notes: rx.Field[list[NoteView]] = rx.field(default_factory=list[NoteView])
    _course: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self._course = route_argument("course_id")
        await self._refresh()
        yield StagesState.watch

    @handler(Policy.STAFF)
    async def cancel(self, job_id: JobId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.cancel_job(work, job_id)
        await self._refresh()
        yield notice("job.cancelling")

    @handler(Policy.STAFF)
    async def retry(self, job_id: JobId) -> AsyncGenerator[Any]:
        """Go on after the last finished step."""
        async with self._work() as work:
            await commands.retry_job(work, job_id)
        await self._refresh()
        yield notice("job.retrying")

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("job", course_id=CourseId(read_id(self._course)))]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self.generation = await find_generation(reader, CourseId(read_id(self._course)))
        stages = self.generation.stages if self.generation else ()
        self.strip = [_segment(stage) for stage in stages]
        self.notes = list(self.generation.notes) if self.generation else []
        self.failed = [stage for stage in stages if stage.error_message]


def _segment(stage: StageView) -> dict[str, Any]:
    shown = {"running": "part", "waiting": "part", "done": "done", "failed": "failed"}
    says = stage.message_key if stage.state == "running" else ""
    return {
        "title_key": f"stage_name.{stage.stage}",
        "state": shown.get(stage.state, "waiting"),
        "percent": stage.percent,
        "detail_key": says or f"generation.stage.{stage.state}",
        "facts": {**stage.message_facts, "ahead": stage.ahead},
        "weight": WEIGHTS.get(stage.stage, 1),
    }

"""A lesson in words that fit how its reader likes to read: what they like, how far those words are, and
which of the two texts the page shows."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import CourseId, LessonId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.fitting.commands import change_preferences, fit_lesson, request_variant
from alp_app.services.fitting.inputs import PreferencesInput
from alp_app.services.fitting.queries import get_fit
from alp_app.services.fitting.views import FitView, PreferencesView
from state.base import handler
from state.learning.reader import ReaderState
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument

MOST_REASONS = 5


@dataclass(frozen=True)
class RefusalShown:
    reason: str
    detail: str


@dataclass(frozen=True)
class FitShown:
    state: str = "as_written"
    ahead: int = 0
    model: str = ""
    kept: int = 0
    refusals: list[RefusalShown] = field(default_factory=list[RefusalShown])


class FittedState(Live, rx.State):
    is_loaded: bool = False
    """There is somebody to fit it to."""
    is_open: bool = False
    """How the reader likes to read stands open."""
    preferences: PreferencesView = PreferencesView()
    languages: rx.Field[list[str]] = rx.field(default_factory=list[str])
    fit: FitShown = FitShown()
    _course: str = ""

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        """After the lesson is shown: have words made for its reader where there are none."""
        self.reset()
        page = await self.get_state(ReaderState)
        if not page.is_enrolled or page.is_locked:
            return
        self._course = page.course_id
        async with self._work() as work:
            await fit_lesson(work, self._lesson_id)
        await self._refresh()
        yield FittedState.watch

    @handler(Policy.SIGNED_IN)
    async def open(self) -> None:
        self.is_open = True

    @handler(Policy.SIGNED_IN)
    async def close(self) -> None:
        self.is_open = False

    @handler(Policy.SIGNED_IN)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        """For every course; the lesson is shown in these words when there are some."""
        chosen = {
            name: form.get(name, "") == "on" for name in ("has_short_sentences", "has_wide_spacing")
        }
        wanted: PreferencesInput = read_form(PreferencesInput, {**form, **chosen})
        async with self._work() as work:
            await change_preferences(work, inputs=wanted)
        self.is_open = False
        yield notice("fitting.saved", tone="ok")
        yield [ReaderState.load, FittedState.load]

    @handler(Policy.SIGNED_IN)
    async def show_base(self, reads_base: bool) -> AsyncGenerator[Any]:
        """The text as its authors wrote it, or the one that fits."""
        kept = self.preferences.model_dump(exclude={"course_id"})
        wanted = PreferencesInput.model_validate({**kept, "reads_base": reads_base})
        async with self._work() as work:
            await change_preferences(work, inputs=wanted)
        yield [ReaderState.load, FittedState.load]

    @handler(Policy.SIGNED_IN)
    async def try_again(self) -> None:
        async with self._work() as work:
            await request_variant(work, self._lesson_id)
        await self._refresh()

    @property
    def _lesson_id(self) -> LessonId:
        return LessonId(read_id(route_argument("lesson_id")))

    async def _topics(self) -> Sequence[Topic]:
        course = CourseId(read_id(self._course)) if self._course else None
        return [
            await self._topic("fitting", course_id=course),
            await self._topic("job", course_id=course),
        ]

    async def _refresh(self) -> None:
        """The text on the page stays until its reader asks for the other one."""
        try:
            async with self._reader() as reader:
                self._show(await get_fit(reader, self._lesson_id))
        except (NotFound, Forbidden):
            self.is_loaded = False

    def _show(self, found: FitView) -> None:
        self.preferences, self.languages = found.preferences, list(found.languages)
        self.fit = FitShown(
            state=found.state,
            ahead=found.ahead,
            model=found.model,
            kept=found.kept,
            refusals=[
                RefusalShown(each.reason, each.detail) for each in found.refusals[:MOST_REASONS]
            ],
        )
        self.is_loaded = True

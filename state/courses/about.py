"""/studio/[course_id]: what a course promises."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import CourseId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.courses import commands, objectives, queries
from alp_app.services.courses.inputs import CompletionInput, ObjectiveInput
from alp_app.services.courses.views import ChangeView, ObjectiveView
from state.base import handler
from state.courses.undo import undo_of
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class AboutState(Live, rx.State):
    objectives: rx.Field[list[ObjectiveView]] = rx.field(default_factory=list[ObjectiveView])
    editing: str = ""
    """Id of the objective whose form is open, `new`, or nothing."""
    _course: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self._course = route_argument("course_id")
        await self._refresh()
        yield AboutState.watch

    @handler(Policy.STAFF)
    async def edit(self, what: str) -> None:
        self.editing = what

    @handler(Policy.STAFF)
    async def stop_editing(self) -> None:
        self.editing = ""

    @handler(Policy.STAFF)
    async def save_objective(self, form: Filled) -> AsyncGenerator[Any]:
        """Save the objective whose form is open; `new` adds one."""
        given: ObjectiveInput = read_form(
            ObjectiveInput, {"text": form.get("objective", ""), "bloom": form.get("bloom", "")}
        )
        async with self._work() as work:
            change = (
                await objectives.add_objective(work, self._course_id, objective=given)
                if self.editing == "new"
                else await objectives.change_objective(
                    work, self._course_id, read_id(self.editing), objective=given
                )
            )
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def move_objective(self, objective_id: UUID, to: int) -> AsyncGenerator[Any]:
        """Put an objective at index `to` among the others."""
        async with self._work() as work:
            change = await objectives.move_objective(work, self._course_id, objective_id, to=to)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def delete_objective(self, objective_id: UUID) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await objectives.delete_objective(work, self._course_id, objective_id)
        yield await self._changed(change)

    @handler(Policy.STAFF)
    async def save_completion(self, form: Filled) -> AsyncGenerator[Any]:
        rules: CompletionInput = read_form(CompletionInput, form)
        async with self._work() as work:
            change = await commands.change_completion(work, self._course_id, rules=rules)
        yield await self._changed(change)

    @property
    def _course_id(self) -> CourseId:
        return CourseId(read_id(self._course))

    async def _topics(self) -> Sequence[Topic]:
        course_id = self._course_id
        return [await self._topic(name, course_id=course_id) for name in ("course", "job")]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            self.objectives = await queries.list_objectives(reader, self._course_id)

    async def _changed(self, change: ChangeView) -> Any:
        """Show the list after an edit, and tell of it with the way back."""
        self.editing = ""
        await self._refresh()
        return notice(change.name, tone="ok", undo=undo_of(change))

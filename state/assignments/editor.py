"""Making and changing an assignment: /classes/[…]/assignments/new and /assignments/[…]/edit."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled
from alp_app.kit.ids import AssignmentId, ClassroomId, new_uuid, read_id
from alp_app.security.policies import Policy
from alp_app.services.assignments import commands, queries
from alp_app.services.assignments.views import AssignmentView, ChoiceView, OffersView
from state.assignments.form import (
    POINTS,
    AssignmentFields,
    CriterionFields,
    criteria_fields,
    fields_of,
    fresh_criterion,
    fresh_level,
    inputs_of,
)
from state.base import CoreAccess, handler
from state.notices import notice
from state.reflex_internals import route_argument


class AssignmentEditorState(CoreAccess, rx.State):
    assignment_id: str = ""
    """Empty while a new one is made."""
    classroom_id: str = ""
    class_name: str = ""
    time_zone: str = ""
    lessons: rx.Field[list[ChoiceView]] = rx.field(default_factory=list[ChoiceView])
    categories: rx.Field[list[ChoiceView]] = rx.field(default_factory=list[ChoiceView])
    fields: AssignmentFields = AssignmentFields()
    criteria: rx.Field[list[CriterionFields]] = rx.field(default_factory=list[CriterionFields])
    form: str = POINTS
    """As it is chosen now."""
    form_round: str = ""
    """Another when the fields were filled anew."""
    is_published: bool = False
    is_loaded: bool = False
    is_missing: bool = False
    title: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self.assignment_id = route_argument("assignment_id")
        try:
            async with self._reader() as reader:
                view = None
                room = ClassroomId(read_id(route_argument("classroom_id")))
                if self.assignment_id:
                    view = await queries.get_assignment(reader, self._assignment_id)
                    room = view.classroom_id
                offers = await queries.get_offers(reader, room)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        self._show(offers, view)

    @handler(Policy.STAFF)
    async def choose_form(self, form: str) -> None:
        self.form = form
        if form != POINTS and not self.criteria:
            self.criteria = [fresh_criterion(form)]

    @handler(Policy.STAFF)
    async def add_criterion(self) -> None:
        self.criteria = [*self.criteria, fresh_criterion(self.form)]

    @handler(Policy.STAFF)
    async def remove_criterion(self, key: str) -> None:
        self.criteria = [one for one in self.criteria if one.key != key]

    @handler(Policy.STAFF)
    async def add_level(self, key: str) -> None:
        self.criteria = [
            replace(one, levels=(*one.levels, fresh_level(one.levels[-1])))
            if one.key == key
            else one
            for one in self.criteria
        ]

    @handler(Policy.STAFF)
    async def remove_level(self, level_key: str) -> None:
        self.criteria = [
            replace(one, levels=tuple(each for each in one.levels if each.key != level_key))
            for one in self.criteria
        ]

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        """Make or change it, and show it to learners or hide it, as the form says."""
        inputs = inputs_of(form, self.criteria, self.time_zone)
        is_shown = "is_published" in form
        async with self._work() as work:
            if self.assignment_id:
                made = self._assignment_id
                await commands.change_assignment(work, made, inputs=inputs)
            else:
                made = await commands.create_assignment(work, self._classroom_id, inputs=inputs)
            if is_shown:
                await commands.publish_assignment(work, made)
            elif self.is_published:
                await commands.hide_assignment(work, made)
            view = await queries.get_assignment(work, made)
            offers = await queries.get_offers(work, view.classroom_id)
        self._show(offers, view)
        yield notice("assignment.is_shown" if is_shown else "assignment.is_draft", tone="ok")
        yield rx.redirect(f"/classes/{view.classroom_id}/assignments")

    @handler(Policy.STAFF)
    async def delete(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.delete_assignment(work, self._assignment_id)
        yield notice(
            "assignment.deleted",
            facts={"title": self.title},
            undo=AssignmentEditorState.restore(self.assignment_id),
        )
        yield rx.redirect(f"/classes/{self.classroom_id}/assignments")

    @handler(Policy.STAFF)
    async def restore(self, assignment_id: AssignmentId) -> None:
        async with self._work() as work:
            await commands.restore_assignment(work, assignment_id)

    @property
    def _assignment_id(self) -> AssignmentId:
        return AssignmentId(read_id(self.assignment_id))

    @property
    def _classroom_id(self) -> ClassroomId:
        return ClassroomId(read_id(self.classroom_id))

    def _show(self, offers: OffersView, view: AssignmentView | None) -> None:
        self.classroom_id, self.class_name = str(offers.classroom_id), offers.class_name
        self.time_zone = offers.time_zone
        self.lessons, self.categories = list(offers.lessons), list(offers.categories)
        if view is not None:
            self.assignment_id, self.title = str(view.id), view.title
            self.fields = fields_of(view, offers.time_zone)
            self.criteria = criteria_fields(view)
            self.form, self.is_published = view.form.value, view.published_at is not None
        self.form_round, self.is_loaded = new_uuid().hex, True

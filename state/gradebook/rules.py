"""How a class adds up: its categories, the columns that are filled in by hand, and the rules for all."""

import re
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import reflex as rx

from alp_app.kit.forms import Filled, FormIncomplete, read_form
from alp_app.kit.ids import ClassroomId, GradeCategoryId, GradeItemId, new_uuid, read_id
from alp_app.security.policies import Policy
from alp_app.services.gradebook import commands
from alp_app.services.gradebook.inputs import (
    CategoryInput,
    ColumnInput,
    RequirementsInput,
    RulesInput,
)
from state.base import CoreAccess, handler
from state.gradebook.book import GradebookState
from state.notices import notice
from state.reflex_internals import route_argument

REQUIRED = "required-"
"""Before the id of a column: the field with what completing the course asks of it."""
_LETTER = re.compile(r"(?P<name>\S.*?)\s+(?P<at_least>[\d.]+)\s*%?")


class GradeRulesState(CoreAccess, rx.State):
    is_open: bool = False
    form_round: str = ""
    """Another when something was added, so that its form is empty again."""

    @handler(Policy.STAFF)
    async def begin(self) -> None:
        self.is_open = True

    @handler(Policy.STAFF)
    async def leave(self) -> None:
        self.is_open = False

    @handler(Policy.STAFF)
    async def save_category(self, form: Filled) -> AsyncGenerator[Any]:
        """Without an id: a new one."""
        category_id = form.get("category_id", "")
        given = {
            "title": form.get("title", ""),
            "weight": form.get("weight") or None,
            "drop_lowest": form.get("drop_lowest") or 0,
        }
        category: CategoryInput = read_form(CategoryInput, given)
        async with self._work() as work:
            if category_id:
                await commands.change_category(
                    work,
                    _classroom_id(),
                    GradeCategoryId(read_id(category_id)),
                    category=category,
                )
            else:
                await commands.add_category(work, _classroom_id(), category=category)
        for event in self._changed():
            yield event

    @handler(Policy.STAFF)
    async def delete_category(self, category_id: GradeCategoryId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.delete_category(work, _classroom_id(), category_id)
        for event in self._changed():
            yield event

    @handler(Policy.STAFF)
    async def save_column(self, form: Filled) -> AsyncGenerator[Any]:
        """Without an id: a new one."""
        item_id = form.get("item_id", "")
        given = {
            "title": form.get("title", ""),
            "points": form.get("points", ""),
            "category_id": form.get("category_id") or None,
            "is_extra": "is_extra" in form,
            "is_hidden": "is_hidden" in form,
        }
        column: ColumnInput = read_form(ColumnInput, given)
        async with self._work() as work:
            if item_id:
                await commands.change_column(work, GradeItemId(read_id(item_id)), column=column)
            else:
                await commands.add_column(work, _classroom_id(), column=column)
        for event in self._changed():
            yield event

    @handler(Policy.STAFF)
    async def delete_column(self, item_id: GradeItemId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.delete_column(work, item_id)
        for event in self._changed():
            yield event

    @handler(Policy.STAFF)
    async def save_rules(self, form: Filled) -> AsyncGenerator[Any]:
        given = {
            "missing": form.get("missing", ""),
            "decimals": form.get("decimals", ""),
            "letters": letters_of(form),
        }
        rules = read_form(RulesInput, given)
        async with self._work() as work:
            await commands.set_rules(work, _classroom_id(), rules=rules)
        for event in self._changed():
            yield event

    @handler(Policy.STAFF)
    async def save_requirements(self, form: Filled) -> AsyncGenerator[Any]:
        percent = {
            name.removeprefix(REQUIRED): value
            for name, value in form.items()
            if name.startswith(REQUIRED) and value
        }
        requirements = read_form(RequirementsInput, {"percent": percent})
        async with self._work() as work:
            await commands.set_requirements(work, _classroom_id(), requirements=requirements)
        for event in self._changed():
            yield event

    def _changed(self) -> list[Any]:
        self.form_round = new_uuid().hex
        return [GradebookState.load, notice("gradebook.saved", tone="ok")]


def letters_of(form: Mapping[str, str]) -> list[dict[str, str]]:
    """`A 90, B 80` as the names with the percent that each begins at. Raises FormIncomplete."""
    parts = [part.strip() for part in form.get("letters", "").split(",") if part.strip()]
    found = [_LETTER.fullmatch(part) for part in parts]
    for part, match in zip(parts, found, strict=True):
        if match is None:
            raise FormIncomplete(f"letters: “{part}” is not a name and a percent, such as B 80")
    return [match.groupdict() for match in found if match is not None]


def _classroom_id() -> ClassroomId:
    return ClassroomId(read_id(route_argument("classroom_id")))

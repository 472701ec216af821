"""The form of one question: opened over the bank or over a lesson, with what a learner will see."""

from collections.abc import AsyncGenerator
from typing import Any

import orjson
import reflex as rx

from alp_app.kit.errors import AppError
from alp_app.kit.forms import Filled
from alp_app.kit.ids import BlockId, CourseId, QuestionId, read_id
from alp_app.security.policies import Policy
from alp_app.services.assessment import drafts
from alp_app.services.assessment.draft_views import Trial
from alp_app.services.assessment.sheets import Row, new_row, new_sheet
from state.base import CoreAccess, handler
from state.courses.undo import undo_of
from state.notices import notice
from state.reflex_internals import route_argument

DRAWN = {"hotspot": "regions", "diagram": "zones"}
"""The rows that follow the regions drawn on a picture."""


class DeskState(CoreAccess, rx.State):
    """What is typed stays in the browser's fields; here is only what decides how the form looks."""

    is_open: bool = False
    kind: str = "single"
    question_id: str = ""
    is_for_lesson: bool = False
    """A new question of a quiz."""
    """Empty for a new question."""
    course_id: str = ""
    fields: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    """What the fields held when the form was opened."""
    rows: rx.Field[dict[str, list[Row]]] = rx.field(default_factory=dict[str, list[Row]])
    shapes: str = "[]"
    trial: Trial | None = None
    refusal: str = ""
    """What was missing when it was to be saved."""
    opened: int = 0
    """Counts the forms, so that none shows what was typed into another."""
    _block_id: str = ""
    _typed: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @handler(Policy.STAFF)
    async def begin(self, kind: str, block_id: str = "") -> None:
        """A new question, for a quiz where `block_id` names one."""
        self._open(block_id=block_id)
        self._show(kind)

    @handler(Policy.STAFF)
    async def edit(self, question_id: QuestionId, course_id: str) -> None:
        """`course_id` is empty where the address of the page names the course."""
        self._open(question_id=str(question_id), course_id=course_id)
        async with self._reader() as reader:
            sheet = await drafts.open_sheet(reader, self._course, question_id)
        self.kind, self.fields, self.rows = sheet.kind, sheet.fields, sheet.rows
        self._typed = sheet.flat()
        self.shapes = _shapes(sheet.rows.get(DRAWN.get(sheet.kind, ""), []))
        await self._try()

    @handler(Policy.STAFF)
    async def choose_kind(self, kind: str) -> None:
        """What both kinds of form have in common is kept."""
        kept = dict(self._typed)
        self._show(kind)
        self.fields = {**self.fields, **{name: kept[name] for name in kept if "." not in name}}
        self._typed = {**self.fields, "type": self.kind}
        await self._try()

    @handler(Policy.STAFF)
    async def note(self, name: str, value: str | bool) -> None:
        """A field has changed."""
        self._typed[name] = ("on" if value else "") if isinstance(value, bool) else value
        if name == "asks":
            self.fields["asks"] = self._typed[name]
        await self._try()

    @handler(Policy.STAFF)
    async def add_row(self, name: str) -> None:
        rows = self.rows.get(name, [])
        self.rows[name] = [*rows, new_row(name, rows)]

    @handler(Policy.STAFF)
    async def remove_row(self, name: str, key: str) -> None:
        self.rows[name] = [row for row in self.rows.get(name, []) if row["key"] != key]
        self._forget(f"{name}.{key}.")
        await self._try()

    @handler(Policy.STAFF)
    async def draw(self, drawn: str) -> None:
        """The regions of the picture, as JSON: `[{id, shape}]`."""
        name = DRAWN.get(self.kind)
        if name is None:
            return
        shapes = {each["id"]: orjson.dumps(each["shape"]).decode() for each in orjson.loads(drawn)}
        before = {row["key"]: row for row in self.rows.get(name, [])}
        self.rows[name] = [
            {"right": "on", **before.get(key, {}), "key": key, "shape": shape}
            for key, shape in shapes.items()
        ]
        for key in before.keys() - shapes.keys():
            self._forget(f"{name}.{key}.")
        for row in self.rows[name]:
            self._typed[f"{name}.{row['key']}.shape"] = row["shape"]
            self._typed.setdefault(f"{name}.{row['key']}.right", row["right"])
        await self._try()

    @handler(Policy.STAFF)
    async def save(self, form: Filled) -> AsyncGenerator[Any]:
        question_id = QuestionId(read_id(self.question_id)) if self.question_id else None
        block_id = BlockId(read_id(self._block_id)) if self._block_id else None
        async with self._reader() as reader:
            self.trial = await drafts.try_out(reader, self._course, form, question_id)
        self.refusal = self.trial.missing
        if self.trial.missing or self.trial.problems:
            return
        async with self._work() as work:
            change = await drafts.keep(
                work, self._course, form, question_id=question_id, block_id=block_id
            )
        self.is_open = False
        yield notice(change.name, tone="ok", undo=undo_of(change))

    @handler(Policy.STAFF)
    async def close(self) -> None:
        self.is_open = False

    @property
    def _course(self) -> CourseId:
        return CourseId(read_id(self.course_id))

    def _open(self, *, question_id: str = "", block_id: str = "", course_id: str = "") -> None:
        opened = self.opened + 1
        self.reset()
        self.opened = opened
        self.course_id = course_id or route_argument("course_id")
        self.question_id, self._block_id = question_id, block_id
        self.is_for_lesson = block_id != ""
        self.is_open = True

    def _show(self, kind: str) -> None:
        sheet = new_sheet(kind)
        self.kind, self.fields, self.rows = kind, sheet.fields, sheet.rows
        self.shapes, self.trial, self.refusal = "[]", None, ""
        self._typed = sheet.flat()

    async def _try(self) -> None:
        question_id = QuestionId(read_id(self.question_id)) if self.question_id else None
        try:
            async with self._reader() as reader:
                self.trial = await drafts.try_out(reader, self._course, self._typed, question_id)
        except AppError:
            self.trial = None

    def _forget(self, prefix: str) -> None:
        self._typed = {
            name: value for name, value in self._typed.items() if not name.startswith(prefix)
        }


def _shapes(rows: list[Row]) -> str:
    return orjson.dumps(
        [{"id": row["key"], "shape": orjson.loads(row["shape"])} for row in rows]
    ).decode()

"""A class with an assignment of two attempts, two learners, and ways to act in it."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from alp_app.kit.ids import AssignmentId, GradeItemId
from alp_app.security.actor import Actor
from alp_app.services.assignments.commands import create_assignment, publish_assignment
from alp_app.services.assignments.files import add_file
from alp_app.services.assignments.inputs import AssignmentInput, DraftInput, MarkInput
from alp_app.services.assignments.marking import save_mark
from alp_app.services.assignments.queries import get_assignment, get_grading, get_my_work
from alp_app.services.assignments.submitting import save_draft, submit
from alp_app.services.assignments.views import AssignmentView, MyWorkView, Receipt
from alp_app.services.gradebook.queries import get_gradebook, get_my_grades
from alp_app.services.gradebook.views import CellView
from providers.fakes.objects import MemoryObjects
from tests.services.classes.conftest import Room, room
from tests.support.world import act, ask

__all__ = ["room"]

RUBRIC = [
    {
        "title": title,
        "levels": [
            {"title": "Missing", "points": 0},
            {"title": "Partly", "points": 2},
            {"title": "Convincing", "points": 5},
        ],
    }
    for title in ("Diagnosis", "Safety")
]


def task(**changes: Any) -> AssignmentInput:
    return AssignmentInput.model_validate(
        {"title": "Injector report", "instructions": "Say what you found.", **changes}
    )


@dataclass
class Desk:
    """An assignment, its teacher and its learners."""

    room: Room
    ana: Actor
    ben: Actor
    id: AssignmentId
    objects: MemoryObjects = field(default_factory=MemoryObjects)

    async def do(self, actor: Actor, command: Any, *args: Any, **inputs: Any) -> Any:
        return await act(self.room.product, actor, command, *args, **inputs)

    async def ask(self, actor: Actor, query: Any, *args: Any, **inputs: Any) -> Any:
        return await ask(self.room.product, actor, query, *args, **inputs)

    async def view(self) -> AssignmentView:
        return await self.ask(self.room.teacher, get_assignment, self.id)

    async def item_id(self) -> GradeItemId:
        return (await self.view()).item_id

    async def work(self, actor: Actor) -> MyWorkView:
        return await self.ask(actor, get_my_work, self.id)

    async def write(self, actor: Actor, text: str = "The nozzle leaked.", attempt: int = 1) -> None:
        await self.do(actor, save_draft, self.id, draft=DraftInput(attempt=attempt, text=text))

    async def hand_in(self, actor: Actor, attempt: int = 1) -> Receipt:
        await self.write(actor, attempt=attempt)
        return await self.do(actor, submit, self.id, attempt=attempt)

    async def mark(self, receipt: Receipt, **said: Any) -> Any:
        inputs = MarkInput.model_validate(said)
        return await self.do(self.room.teacher, save_mark, receipt.submission_id, inputs=inputs)

    async def grading(self) -> Any:
        return await self.ask(self.room.teacher, get_grading, self.id)

    async def cell(self, actor: Actor) -> CellView:
        """What the teacher's gradebook shows of somebody in this assignment."""
        item_id = await self.item_id()
        book = await self.ask(self.room.teacher, get_gradebook, self.room.id)
        row = next(row for row in book.rows if row.user_id == actor.user_id)
        return next(cell for cell in row.cells if cell.item_id == item_id)

    async def own_cell(self, actor: Actor) -> CellView:
        item_id = await self.item_id()
        grades = await self.ask(actor, get_my_grades, self.room.id)
        return next(cell for cell in grades.grade.cells if cell.item_id == item_id)

    async def add_file(self, actor: Actor, path: Any, *, has_scanner: bool = False) -> Any:
        return await self.do(
            actor, add_file, self.objects, path, self.id,
            filename=path.name, has_scanner=has_scanner,
        )  # fmt: skip


async def give(room: Room, **changes: Any) -> Desk:
    """Publish an assignment to a class of two."""
    assignment_id = await act(
        room.product, room.teacher, create_assignment, room.id, inputs=task(**changes)
    )
    await act(room.product, room.teacher, publish_assignment, assignment_id)
    return Desk(room, await room.pupil("Ana"), await room.pupil("Ben"), assignment_id)


@pytest.fixture
async def desk(room: Room) -> Desk:
    return await give(room, attempts=2)

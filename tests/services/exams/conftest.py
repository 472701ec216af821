"""A class with a test in it, two learners, and ways to take it and to turn the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import CursorResult, text

from alp_app.kit.ids import ExamAttemptId, ExamId, QuestionId
from alp_app.security.actor import Actor
from alp_app.services.assessment.bank import get_bank_question
from alp_app.services.assessment.bank_inputs import QuestionInput
from alp_app.services.assessment.commands import add_bank_question, change_bank_question
from alp_app.services.exams.commands import create_exam, publish_exam
from alp_app.services.exams.inputs import ExamInput, Write
from alp_app.services.exams.mine import review_attempt
from alp_app.services.exams.player import get_sitting
from alp_app.services.exams.sitting import save_answers, start_exam, submit_exam
from alp_app.services.exams.sitting_views import Receipt, ReviewView, SavedView, SittingView
from alp_app.services.gradebook.queries import get_gradebook, get_my_grades
from alp_app.services.gradebook.views import CellView
from tests.services.classes.conftest import Room, room
from tests.support.world import act, ask, choice, numeric

__all__ = ["room"]

WRITER = "player-1"


@dataclass
class Hall:
    """Where a test is taken."""

    room: Room
    ana: Actor
    ben: Actor
    id: ExamId
    questions: Mapping[QuestionId, Any]
    """With their keys, as they were put into the bank."""

    async def do(self, actor: Actor, command: Any, *args: Any, **inputs: Any) -> Any:
        return await act(self.room.product, actor, command, *args, **inputs)

    async def ask(self, actor: Actor, query: Any, *args: Any, **inputs: Any) -> Any:
        return await ask(self.room.product, actor, query, *args, **inputs)

    async def start(self, actor: Actor) -> ExamAttemptId:
        return await self.do(actor, start_exam, self.id)

    async def sitting(self, actor: Actor, attempt: ExamAttemptId) -> SittingView:
        return await self.ask(actor, get_sitting, attempt)

    async def save(self, actor: Actor, attempt: ExamAttemptId, *writes: Write) -> SavedView:
        return await self.do(actor, save_answers, attempt, writes=writes)

    async def submit(self, actor: Actor, attempt: ExamAttemptId, *writes: Write) -> Receipt:
        return await self.do(actor, submit_exam, attempt, writes=writes)

    async def take(self, actor: Actor, *, right: int) -> ExamAttemptId:
        """Answer so many questions right, the others wrong, and hand in."""
        attempt = await self.start(actor)
        asked = await self.asked(attempt)
        writes = [
            write(slot, self.right(each) if slot < right else self.wrong(each))
            for slot, each in enumerate(asked)
        ]
        await self.submit(actor, attempt, *writes)
        return attempt

    async def review(self, actor: Actor, attempt: ExamAttemptId) -> ReviewView:
        return await self.ask(actor, review_attempt, attempt)

    async def asked(self, attempt: ExamAttemptId) -> list[QuestionId]:
        rows = await self.sql(
            "SELECT (slot ->> 'question_id')::uuid FROM exam_attempt,"
            " jsonb_array_elements(asked) WITH ORDINALITY AS each(slot, place)"
            " WHERE id = :id ORDER BY place",
            id=attempt,
        )
        return [row[0] for row in rows]

    def right(self, question: QuestionId) -> dict[str, Any]:
        return answer_to(self.questions[question], is_right=True)

    def wrong(self, question: QuestionId) -> dict[str, Any]:
        return answer_to(self.questions[question], is_right=False)

    async def turn_clock(self, attempt: ExamAttemptId, ahead: timedelta) -> None:
        """As if so much time had gone by since the attempt began."""
        await self.sql(
            "UPDATE exam_attempt SET started_at = started_at - :ahead,"
            " deadline_at = deadline_at - :ahead,"
            " break_started_at = break_started_at - :ahead WHERE id = :id",
            id=attempt,
            ahead=ahead,
        )

    async def sql(self, statement: str, **values: Any) -> Sequence[Any]:
        async with self.room.product.sessions.begin() as session:
            found = cast("CursorResult[Any]", await session.execute(text(statement), values))
            return list(found.all()) if found.returns_rows else []

    async def mend(self, question_id: QuestionId, content: Any) -> None:
        """Give a question its next version in the bank."""
        course_id = self.room.course.id
        await self.do(
            self.room.teacher,
            change_bank_question,
            course_id,
            question_id,
            question=QuestionInput(content=content),
        )

    async def banked(self, question_id: QuestionId) -> Any:
        return await self.ask(
            self.room.teacher, get_bank_question, self.room.course.id, question_id
        )

    async def cell(self, actor: Actor) -> CellView:
        """What the teacher's gradebook shows of somebody in this test."""
        book = await self.ask(self.room.teacher, get_gradebook, self.room.id)
        column = next(one for one in book.columns if one.exam_id == self.id)
        row = next(row for row in book.rows if row.user_id == actor.user_id)
        return next(cell for cell in row.cells if cell.item_id == column.id)

    async def own_cell(self, actor: Actor) -> CellView:
        grades = await self.ask(actor, get_my_grades, self.room.id)
        column = next(one for one in grades.columns if one.exam_id == self.id)
        return next(cell for cell in grades.grade.cells if cell.item_id == column.id)


def answer_to(question: Any, *, is_right: bool) -> dict[str, Any]:
    if question.type == "numeric":
        return {"number": str(question.answer if is_right else question.answer + 99)}
    picked = next(each for each in question.options if each.is_correct is is_right)
    return {"option_ids": [str(picked.id)]}


def write(slot: int, answer: Mapping[str, Any] | None = None, **more: Any) -> Write:
    given = {"slot": slot, "sequence": 1, "writer": WRITER, "answer": answer, **more}
    return Write.model_validate(given)


async def bank(room: Room, *contents: Any, **place: Any) -> list[QuestionId]:
    made: list[QuestionId] = []
    for content in contents:
        change = await act(
            room.product,
            room.teacher,
            add_bank_question,
            room.course.id,
            question=QuestionInput(content=content, **place),
        )
        made.append(QuestionId(change.subject_id))
    return made


def chosen(*ids: QuestionId, points: str = "2") -> list[dict[str, Any]]:
    parts = [{"kind": "question", "question_id": str(each), "points": points} for each in ids]
    return [{"title": "Tides", "parts": parts}]


async def set_exam(room: Room, *contents: Any, **changes: Any) -> Hall:
    """Publish a test that asks these questions to a class of two."""
    given = contents or (choice("One?"), choice("Two?"), numeric(), choice("Four?"))
    ids = await bank(room, *given)
    inputs = ExamInput.model_validate(
        {
            "title": "Test of tides",
            "sections": chosen(*ids),
            "minutes": 40,
            "is_shuffled": False,
            **changes,
        }
    )
    exam_id = await act(room.product, room.teacher, create_exam, room.id, inputs=inputs)
    await act(room.product, room.teacher, publish_exam, exam_id)
    return Hall(
        room,
        await room.pupil("Ana"),
        await room.pupil("Ben"),
        exam_id,
        dict(zip(ids, given, strict=True)),
    )


@pytest.fixture
async def hall(room: Room) -> Hall:
    return await set_exam(room)

"""A test is made of the course's own questions, and stays as it is once somebody has begun it."""

from typing import Any

import pytest

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import ExamId
from alp_app.models.course import Course
from alp_app.services.exams.commands import (
    change_exam,
    create_exam,
    delete_exam,
    hide_exam,
    publish_exam,
    restore_exam,
)
from alp_app.services.exams.errors import (
    AlreadyTaken,
    ExamNotFound,
    NotComplete,
    QuestionNotUsable,
    TooFewQuestions,
)
from alp_app.services.exams.inputs import ExamInput
from alp_app.services.exams.mine import get_my_exam
from alp_app.services.exams.queries import get_exam
from alp_app.services.gradebook.commands import change_column
from alp_app.services.gradebook.errors import ColumnOfAssignment
from alp_app.services.gradebook.inputs import ColumnInput
from alp_app.unit_of_work import UnitOfWork
from tests.services.assessment.questions import every_kind
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import Hall, bank, chosen, set_exam
from tests.support.world import act, make_course


async def make(room: Room, **changes: Any) -> ExamId:
    inputs = ExamInput.model_validate({"title": "Another test", **changes})
    return await act(room.product, room.teacher, create_exam, room.id, inputs=inputs)


async def test_a_draft_is_seen_by_no_learner(room: Room):
    hall = await set_exam(room)
    await hall.do(room.teacher, hide_exam, hall.id)
    with pytest.raises(ExamNotFound):
        await hall.ask(hall.ana, get_my_exam, hall.id)


async def test_an_empty_test_is_not_published(room: Room):
    exam_id = await make(room)
    with pytest.raises(NotComplete):
        await act(room.product, room.teacher, publish_exam, exam_id)


async def test_a_draw_that_the_bank_cannot_fill_is_not_published(room: Room):
    parts = [{"kind": "draw", "category": "Moon", "count": 3}]
    exam_id = await make(room, sections=[{"parts": parts}])
    with pytest.raises(TooFewQuestions):
        await act(room.product, room.teacher, publish_exam, exam_id)


async def test_a_question_is_asked_once(room: Room):
    ids = await bank(room, every_kind()["single"])
    with pytest.raises(QuestionNotUsable):
        await make(room, sections=chosen(*ids, *ids))


async def test_questions_of_another_course_are_not_asked(room: Room):
    hall = await set_exam(room)
    view = await hall.ask(room.teacher, get_exam, hall.id)
    elsewhere = await make_course(room.product, room.teacher, title="Elsewhere")
    await hall.sql("UPDATE question SET course_id = :id", id=elsewhere.id)
    with pytest.raises(QuestionNotUsable):
        await make(room, sections=view.sections)


async def test_only_who_may_edit_the_course_makes_tests_of_its_questions(room: Room):
    await act(room.product, room.teacher, _take_over, room)
    with pytest.raises(Forbidden):
        await make(room)


async def test_the_questions_of_a_test_that_is_taken_stay_and_the_rest_changes(hall: Hall):
    view = await hall.ask(hall.room.teacher, get_exam, hall.id)
    await hall.start(hall.ana)
    kept = ExamInput(title="New title", sections=list(view.sections), minutes=50)
    await hall.do(hall.room.teacher, change_exam, hall.id, inputs=kept)
    inputs = ExamInput(title="New title", minutes=50)
    with pytest.raises(AlreadyTaken):
        await hall.do(hall.room.teacher, change_exam, hall.id, inputs=inputs)
    with pytest.raises(AlreadyTaken):
        await hall.do(hall.room.teacher, hide_exam, hall.id)
    assert (await hall.ask(hall.room.teacher, get_exam, hall.id)).title == "New title"


async def test_a_deleted_test_comes_back_with_its_column(hall: Hall):
    await hall.take(hall.ana, right=2)
    await hall.do(hall.room.teacher, delete_exam, hall.id)
    with pytest.raises(ExamNotFound):
        await hall.ask(hall.ana, get_my_exam, hall.id)
    await hall.do(hall.room.teacher, restore_exam, hall.id)
    assert (await hall.cell(hall.ana)).shown == "4"


async def test_the_column_of_a_test_is_changed_with_the_test(hall: Hall):
    view = await hall.ask(hall.room.teacher, get_exam, hall.id)
    column = ColumnInput.model_validate({"title": "Mine", "points": 5})
    with pytest.raises(ColumnOfAssignment):
        await hall.do(hall.room.teacher, change_column, view.item_id, column=column)


async def test_a_time_without_an_offset_is_the_classs_own(room: Room):
    hall = await set_exam(room, opens_at="2026-01-12T08:00", closes_at="2099-01-12T09:00")
    view = await hall.ask(room.teacher, get_exam, hall.id)
    assert view.opens_at is not None
    assert view.opens_at.isoformat() == "2026-01-12T07:00:00+00:00"
    assert view.opens_on_clock == "2026-01-12T08:00"


async def _take_over(work: UnitOfWork, room: Room) -> None:
    """The course gets another owner; its class keeps its teacher."""
    course = await work.session.get_one(Course, room.course.id)
    course.owner_id = room.colleague.id

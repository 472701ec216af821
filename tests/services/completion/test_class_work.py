"""A course is completed in a class when the work that the class asks for is done too."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import AssignmentId, GradeItemId, new_uuid
from alp_app.models.grading import Missing
from alp_app.services.assignments.commands import (
    create_assignment,
    delete_assignment,
    hide_assignment,
    publish_assignment,
    restore_assignment,
)
from alp_app.services.assignments.marking import release_grades
from alp_app.services.completion.requirements import is_done
from alp_app.services.courses.commands import require_lesson
from alp_app.services.exams.commands import delete_exam
from alp_app.services.gradebook import inputs
from alp_app.services.gradebook.commands import add_column, change_entry, set_requirements
from alp_app.services.gradebook.errors import ColumnNotFound
from alp_app.services.gradebook.queries import get_gradebook
from alp_app.services.gradebook.rules import judge
from alp_app.services.gradebook.scheme import Entry, Item, LatePolicy
from alp_app.services.learning.adoption import publish_to_learners
from alp_app.services.learning.commands import complete_lesson
from alp_app.services.learning.queries import get_home, get_progress
from tests.services.assignments.conftest import Desk, give, task
from tests.services.exams.conftest import set_exam
from tests.support.world import act, ask

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


async def give_too(room, **changes) -> AssignmentId:
    """An assignment for a class that is there already."""
    given = task(**changes)
    made = await act(room.product, room.teacher, create_assignment, room.id, inputs=given)
    await act(room.product, room.teacher, publish_assignment, made)
    return made


async def require(room, **percent_of_title: int) -> None:
    book = await ask(room.product, room.teacher, get_gradebook, room.id)
    ids = {column.title.replace(" ", "_"): column.id for column in book.columns}
    percent = {ids[title]: percent for title, percent in percent_of_title.items()}
    requirements = inputs.RequirementsInput(percent=percent)
    await act(room.product, room.teacher, set_requirements, room.id, requirements=requirements)


async def read_everything(room, learner) -> None:
    """All lessons but the one with a quiz, which is not required."""
    quiz_id = room.course.lesson_ids[1]
    await act(room.product, room.teacher, require_lesson, quiz_id, is_required=False)
    await act(room.product, room.teacher, publish_to_learners, room.course.id)
    for place in (0, 2, 3):
        await act(room.product, learner, complete_lesson, room.course.lesson_ids[place])


async def missing(room, learner) -> list[tuple[str, str]]:
    progress = await ask(room.product, learner, get_progress, room.course.id)
    return [(each.kind, each.title) for each in progress.missing]


async def is_completed(room, learner) -> bool:
    progress = await ask(room.product, learner, get_progress, room.course.id)
    return progress.enrolment.completed_at is not None


async def test_handing_in_what_is_asked_for_completes_the_course(room):
    desk = await give(room)
    await require(room, Injector_report=0)
    await read_everything(room, desk.ana)
    assert await missing(room, desk.ana) == [("assignment", "Injector report")]
    assert not await is_completed(room, desk.ana)
    await desk.hand_in(desk.ana)
    assert await is_completed(room, desk.ana)
    assert await missing(room, desk.ana) == []
    assert not await is_completed(room, desk.ben)


async def test_a_mark_counts_only_once_it_is_released(room):
    desk = await give(room)
    await require(room, Injector_report=60)
    await read_everything(room, desk.ana)
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=6)
    assert await missing(room, desk.ana) == [("assignment", "Injector report")]
    await desk.do(room.teacher, release_grades, desk.id)
    assert await is_completed(room, desk.ana)


async def test_a_mark_that_is_too_low_leaves_it_missing_until_it_is_better_or_excused(room):
    desk = await give(room)
    await require(room, Injector_report=60)
    await read_everything(room, desk.ana)
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=5)
    await desk.do(room.teacher, release_grades, desk.id)
    home = await ask(room.product, desk.ana, get_home)
    assert [each.title for each in home.courses[0].missing] == ["Injector report"]
    excused = inputs.EntryInput(is_excused=True)
    item_id = await desk.item_id()
    await desk.do(room.teacher, change_entry, item_id, desk.ana.user_id, change=excused)
    assert await is_completed(room, desk.ana)


async def test_a_test_and_a_column_filled_in_by_hand_can_be_asked_for(room):
    hall = await set_exam(room)
    column = inputs.ColumnInput(title="Oral", points=Decimal(10))
    oral = await act(room.product, room.teacher, add_column, room.id, column=column)
    await require(room, Test_of_tides=75, Oral=50)
    await read_everything(room, hall.ana)
    assert await missing(room, hall.ana) == [("test", "Test of tides"), ("column", "Oral")]
    await hall.take(hall.ana, right=3)
    assert await missing(room, hall.ana) == [("column", "Oral")]
    five = inputs.EntryInput(points=Decimal(5))
    await hall.do(room.teacher, change_entry, oral, hall.ana.user_id, change=five)
    assert await is_completed(room, hall.ana)


async def test_what_is_no_longer_asked_for_is_no_longer_missing(room):
    hall = await set_exam(room)
    desk = Desk(room, hall.ana, hall.ben, await give_too(room))
    await require(room, Injector_report=0, Test_of_tides=0)
    await read_everything(room, desk.ana)
    await desk.do(room.teacher, delete_exam, hall.id)
    assert await missing(room, desk.ana) == [("assignment", "Injector report")]
    await desk.do(room.teacher, delete_assignment, desk.id)
    assert await is_completed(room, desk.ana)


async def test_hidden_work_is_asked_for_again_when_it_is_back(room):
    desk = await give(room)
    await require(room, Injector_report=0)
    await desk.do(room.teacher, delete_assignment, desk.id)
    assert ("assignment", "Injector report") not in await missing(room, desk.ana)
    await desk.do(room.teacher, restore_assignment, desk.id)
    assert ("assignment", "Injector report") in await missing(room, desk.ana)
    await desk.do(room.teacher, hide_assignment, desk.id)
    assert ("assignment", "Injector report") not in await missing(room, desk.ana)


async def test_somebody_who_joins_later_is_asked_for_the_same(room):
    await give(room)
    await require(room, Injector_report=0)
    late = await room.pupil("Late")
    assert ("assignment", "Injector report") in await missing(room, late)


async def test_a_completed_course_stays_completed_when_more_is_asked_for(room):
    desk = await give(room)
    await read_everything(room, desk.ana)
    assert await is_completed(room, desk.ana)
    await require(room, Injector_report=0)
    assert await is_completed(room, desk.ana)
    assert await missing(room, desk.ana) == []


async def test_nothing_of_another_class_can_be_asked_for(room):
    requirements = inputs.RequirementsInput(percent={GradeItemId(new_uuid()): 50})
    with pytest.raises(ColumnNotFound):
        await act(room.product, room.teacher, set_requirements, room.id, requirements=requirements)


async def test_two_works_handed_in_at_the_same_moment_complete_the_course(room):
    desk = await give(room)
    other = replace(desk, id=await give_too(room, title="Log"))
    await require(room, Injector_report=0, Log=0)
    await read_everything(room, desk.ana)
    await desk.write(desk.ana)
    await other.write(desk.ana)
    await asyncio.gather(desk.hand_in(desk.ana), other.hand_in(desk.ana))
    assert await is_completed(room, desk.ana)


@given(
    st.decimals(0, 10, places=2),
    st.integers(1, 100),
    st.integers(0, 5),
    st.booleans(),
)
def test_a_percentage_is_reached_exactly_when_the_gradebook_counts_as_much(
    points, percent, days, is_excused
):
    item = Item(
        id=new_uuid(),
        category_id=new_uuid(),
        title="Report",
        points=Decimal(10),
        due_at=NOW,
        late=LatePolicy(percent_a_day=Decimal(10)),
    )
    entry = Entry(points=points, submitted_at=NOW + timedelta(days=days), is_excused=is_excused)
    earned = judge(item, entry, Missing.ZERO, NOW + timedelta(days=9)).earned
    reached = earned is not None and float(earned) * 10 >= percent - 1e-9
    assert is_done(item, entry, percent, now=NOW) is (is_excused or reached)

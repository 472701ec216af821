"""Second marks: blind until they are compared, agreed before they are released."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from alp_app.kit.ids import SubmissionId
from alp_app.models.audit import AuditEvent
from alp_app.models.classroom import ClassRole
from alp_app.services.assignments import errors, events
from alp_app.services.assignments.inputs import MarkInput
from alp_app.services.assignments.marking import release_grades, save_mark
from alp_app.services.assignments.moderating import (
    compare_marks,
    get_moderation,
    get_second_marking,
    save_second_mark,
    settle_mark,
)
from alp_app.services.assignments.pairs import sample
from alp_app.services.assignments.queries import get_grading
from alp_app.services.classes.inputs import PersonToAdd
from alp_app.services.classes.members import add_person
from alp_app.services.gradebook.rules import CellState
from tests.services.assignments.conftest import RUBRIC, give


@pytest.fixture
async def second(room):
    """Another teacher of the class."""
    joining = PersonToAdd(email=room.colleague.email, role=ClassRole.TEACHER)
    async with room.product.unit_of_work(room.teacher) as work:
        await add_person(work, room.id, person=joining)
    return room.colleague.actor


@pytest.fixture
async def desk(room):
    return await give(room, second_marks="all")


async def say_second(desk, actor, receipt, **said):
    inputs = MarkInput.model_validate(said)
    return await desk.do(actor, save_second_mark, receipt.submission_id, inputs=inputs)


async def state_of(desk) -> list[str]:
    view = await desk.ask(desk.room.teacher, get_moderation, desk.id)
    return [row.state for row in view.work]


async def test_neither_teacher_sees_the_other_s_mark_before_both_are_compared(desk, second):
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=8, comment="Clear.")
    [row] = [row for row in (await desk.ask(second, get_grading, desk.id)).work if row.submission]
    assert (row.submission.mark, row.held) == (None, "other")
    [row] = (await desk.ask(second, get_second_marking, desk.id)).work
    assert row.submission.mark is None
    assert (await desk.cell(desk.ana)).state is CellState.WAITING

    await say_second(desk, second, receipt, points=6)
    view = await desk.ask(desk.room.teacher, get_moderation, desk.id)
    [pair] = view.work
    assert (pair.state, pair.mark, pair.second, pair.first_points) == ("to_compare", None, None, "")
    [row] = (await desk.ask(second, get_second_marking, desk.id)).work
    assert row.submission.mark.points == "6"

    await desk.do(second, compare_marks, desk.id)
    [pair] = (await desk.ask(second, get_moderation, desk.id)).work
    assert (pair.state, pair.first_points, pair.second.points) == ("differs", "8", "6")


async def test_one_teacher_never_gives_both_marks(desk, second):
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=8)
    with pytest.raises(errors.SameGrader):
        await say_second(desk, desk.room.teacher, receipt, points=8)
    await say_second(desk, second, receipt, points=6)
    with pytest.raises(errors.SameGrader):
        await desk.do(second, save_mark, receipt.submission_id, inputs=MarkInput(points=6))


async def test_what_was_compared_changes_by_a_decision_only(desk, second):
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=8)
    await say_second(desk, second, receipt, points=6)
    with pytest.raises(errors.NotCompared):
        await desk.do(second, settle_mark, receipt.submission_id, inputs=MarkInput(points=7))
    await desk.do(second, compare_marks, desk.id)
    with pytest.raises(errors.MarksCompared):
        await desk.mark(receipt, points=6)
    with pytest.raises(errors.MarksCompared):
        await say_second(desk, second, receipt, points=8)
    with pytest.raises(errors.NotAgreed):
        await desk.do(desk.room.teacher, release_grades, desk.id)

    await desk.do(second, settle_mark, receipt.submission_id, inputs=MarkInput(points=7))
    [pair] = (await desk.ask(second, get_moderation, desk.id)).work
    assert (pair.state, pair.first_points, pair.mark.points) == ("settled", "8", "7")
    assert (await desk.do(desk.room.teacher, release_grades, desk.id)).count == 1
    assert (await desk.own_cell(desk.ana)).shown == "7"


async def test_who_decided_is_in_the_audit_log_with_all_three_marks(desk, second):
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=8)
    await say_second(desk, second, receipt, points=6)
    await desk.do(desk.room.teacher, compare_marks, desk.id)
    await desk.do(second, settle_mark, receipt.submission_id, inputs=MarkInput(points=7))
    async with desk.room.product.sessions() as session:
        named = select(AuditEvent).where(col(AuditEvent.name) == events.MARK_SETTLED)
        [event] = (await session.scalars(named)).all()
    assert event.actor_id == second.user_id
    assert event.facts == {"first": "8", "second": "6", "agreed": "7"}


async def test_marks_that_are_alike_need_no_decision(room, second):
    desk = await give(room, form="rubric", criteria=RUBRIC, second_marks="all")
    one, two = (str(criterion.id) for criterion in (await desk.view()).criteria)
    same = {one: {"level": 2}, two: {"level": 1}}
    receipt, other = await desk.hand_in(desk.ana), await desk.hand_in(desk.ben)
    for each in (receipt, other):
        await desk.mark(each, criteria=same)
    await say_second(desk, second, receipt, criteria=same)
    await say_second(desk, second, other, criteria={one: {"level": 1}, two: {"level": 2}})
    await desk.do(second, compare_marks, desk.id)
    assert await state_of(desk) == ["settled", "differs"]
    assert (await desk.do(desk.room.teacher, release_grades, desk.id)).count == 1


async def test_work_outside_the_sample_is_marked_once(room, second):
    desk = await give(room, second_marks="sample", second_percent=50)
    receipts = [await desk.hand_in(desk.ana), await desk.hand_in(desk.ben)]
    view = await desk.ask(second, get_moderation, desk.id)
    [chosen] = [row.submission_id for row in view.work]
    [other] = [receipt for receipt in receipts if receipt.submission_id != chosen]
    with pytest.raises(errors.NotChosen):
        await say_second(desk, second, other, points=1)
    for receipt in receipts:
        await desk.mark(receipt, points=5)
    assert (await desk.grading()).to_release == 1
    assert (await desk.do(desk.room.teacher, release_grades, desk.id)).count == 1


IDS = st.lists(st.uuids().map(SubmissionId), unique=True, max_size=60)


@given(ids=IDS, percent=st.integers(1, 100))
def test_a_sample_has_its_size_whatever_the_order_of_the_work(ids, percent):
    chosen = sample(ids, percent)
    assert chosen <= set(ids)
    assert len(chosen) * 100 >= len(ids) * percent > (len(chosen) - 1) * 100 or not ids
    assert sample(reversed(ids), percent) == chosen


@given(ids=IDS, fewer=st.integers(1, 100), more=st.integers(1, 100))
def test_a_larger_sample_holds_the_smaller_one(ids, fewer, more):
    assert sample(ids, min(fewer, more)) <= sample(ids, max(fewer, more))

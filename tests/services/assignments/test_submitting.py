"""Handing in: drafts, attempts, times, and however many requests come at once."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.models.grading import Submission, SubmissionState
from alp_app.services.assignments import errors
from alp_app.services.assignments.commands import (
    change_assignment,
    create_assignment,
    delete_assignment,
    hide_assignment,
    publish_assignment,
    restore_assignment,
)
from alp_app.services.assignments.inputs import DraftInput
from alp_app.services.assignments.queries import list_assignments, list_my_assignments
from alp_app.services.assignments.submitting import save_draft, submit
from alp_app.services.gradebook.commands import extend
from alp_app.services.gradebook.errors import TitleTaken
from alp_app.services.gradebook.inputs import ExtensionInput
from tests.services.assignments.conftest import give, task

HOUR = timedelta(hours=1)


async def rows_of(desk) -> list[Submission]:
    async with desk.room.product.sessions() as session:
        return list((await session.scalars(select(Submission))).all())


async def test_a_draft_is_there_again_as_it_was_left(desk):
    await desk.write(desk.ana, "Half a senten")
    work = await desk.work(desk.ana)
    assert work.draft.text == "Half a senten"
    assert (work.attempt, work.attempts_left, work.standing) == (1, 2, "open")
    assert (await desk.work(desk.ben)).draft is None


async def test_work_that_is_handed_in_has_a_receipt_and_stays_as_it_is(desk):
    receipt = await desk.hand_in(desk.ana)
    assert len(receipt.receipt) == 64
    with pytest.raises(errors.DraftElsewhere):
        await desk.write(desk.ana, "Something else", attempt=1)
    [submitted] = (await desk.work(desk.ana)).submitted
    assert (submitted.text, submitted.receipt) == ("The nozzle leaked.", receipt.receipt)


async def test_handing_in_again_answers_with_the_same_receipt(desk):
    first = await desk.hand_in(desk.ana)
    assert await desk.do(desk.ana, submit, desk.id, attempt=1) == first


async def test_fifty_who_hand_in_the_last_attempt_at_once_are_one(desk):
    await desk.hand_in(desk.ana)
    await desk.write(desk.ana, "The last one", attempt=2)
    answers = await asyncio.gather(
        *(desk.do(desk.ana, submit, desk.id, attempt=2) for _ in range(50)), return_exceptions=True
    )
    receipts = {answer.receipt for answer in answers if not isinstance(answer, BaseException)}
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    assert len(receipts) == 1
    rows = await rows_of(desk)
    assert sorted(row.attempt for row in rows) == [1, 2]
    assert all(row.state is SubmissionState.SUBMITTED for row in rows)
    with pytest.raises(errors.AttemptsUsed):
        await desk.write(desk.ana, attempt=3)


async def test_fifty_first_words_at_once_begin_one_draft(desk):
    await asyncio.gather(
        *(
            desk.do(desk.ana, save_draft, desk.id, draft=DraftInput(attempt=1, text=str(n)))
            for n in range(50)
        )
    )
    assert len(await rows_of(desk)) == 1


async def test_nothing_cannot_be_handed_in(desk):
    with pytest.raises(errors.NothingToSubmit):
        await desk.do(desk.ana, submit, desk.id, attempt=1)
    assert await rows_of(desk) == []


async def test_nothing_is_taken_before_it_opens_and_after_it_closes(room):
    now = clock.now()
    soon = await give(room, opens_at=now + HOUR)
    with pytest.raises(errors.NotOpenYet):
        await soon.write(soon.ana)
    assert (await soon.work(soon.ana)).standing == "soon"
    inputs = task(due_at=now - 2 * HOUR, closes_at=now - HOUR)
    await soon.do(room.teacher, change_assignment, soon.id, inputs=inputs)
    with pytest.raises(errors.Closed):
        await soon.write(soon.ana)
    extension = ExtensionInput(due_at=now + HOUR, reason="Was ill")
    await soon.do(room.teacher, extend, await soon.item_id(), soon.ana.user_id, extension=extension)
    await soon.hand_in(soon.ana)
    work = await soon.work(soon.ana)
    assert (work.extension_reason, work.submitted[0].days_late) == ("Was ill", 0)
    with pytest.raises(errors.Closed):
        await soon.write(soon.ben)


async def test_one_learner_can_have_another_attempt(desk):
    await desk.hand_in(desk.ana, 1)
    await desk.hand_in(desk.ana, 2)
    more = ExtensionInput(extra_attempts=1)
    teacher = desk.room.teacher
    await desk.do(teacher, extend, await desk.item_id(), desk.ana.user_id, extension=more)
    await desk.hand_in(desk.ana, 3)
    assert (await desk.work(desk.ana)).attempts_left == 0


async def test_a_draft_of_an_assignment_is_no_business_of_learners(room):
    desk = await give(room)
    hidden = await desk.do(
        room.teacher, create_assignment, room.id, inputs=task(title="Not yet", instructions="")
    )
    assert len(await desk.ask(room.teacher, list_assignments, room.id)) == 2
    assert [row.id for row in await desk.ask(desk.ana, list_my_assignments, room.id)] == [desk.id]
    with pytest.raises(errors.NotComplete):
        await desk.do(room.teacher, publish_assignment, hidden)


async def test_two_columns_of_a_class_never_have_the_same_title(desk):
    with pytest.raises(TitleTaken):
        await desk.do(
            desk.room.teacher,
            create_assignment,
            desk.room.id,
            inputs=task(title="injector Report"),
        )


async def test_how_work_is_marked_stays_once_work_is_in(desk):
    teacher = desk.room.teacher
    await desk.hand_in(desk.ana)
    with pytest.raises(errors.WorkHandedIn):
        await desk.do(teacher, change_assignment, desk.id, inputs=task(points=20))
    with pytest.raises(errors.WorkHandedIn):
        await desk.do(teacher, hide_assignment, desk.id)
    await desk.do(teacher, change_assignment, desk.id, inputs=task(title="Report"))
    assert (await desk.view()).title == "Report"


async def test_a_deleted_assignment_comes_back_with_its_work(desk):
    teacher = desk.room.teacher
    await desk.hand_in(desk.ana)
    await desk.do(teacher, delete_assignment, desk.id)
    with pytest.raises(errors.AssignmentNotFound):
        await desk.work(desk.ana)
    await desk.do(teacher, restore_assignment, desk.id)
    assert len((await desk.work(desk.ana)).submitted) == 1


async def test_the_standing_of_each_assignment_is_in_the_learners_list(desk):
    async def standing() -> str:
        [row] = await desk.ask(desk.ana, list_my_assignments, desk.room.id)
        return row.standing

    assert await standing() == "open"
    await desk.write(desk.ana)
    assert await standing() == "draft"
    await desk.hand_in(desk.ana)
    assert await standing() == "submitted"
    async with desk.room.product.sessions() as session:
        drafts = select(Submission).where(col(Submission.state) == SubmissionState.DRAFT)
        assert (await session.scalars(drafts)).first() is None

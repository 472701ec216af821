"""A wrong key is found, shown, mended for everybody, told, and taken back."""

from typing import Any

import pytest

from alp_app.services.exams.errors import NothingToRegrade, RegradedSince
from alp_app.services.exams.inputs import HandMarkInput, Write
from alp_app.services.exams.insight import get_statistics, statistics_sheet
from alp_app.services.exams.marking import mark_by_hand
from alp_app.services.exams.regrading import (
    apply_regrade,
    list_regrades,
    preview_regrade,
    undo_regrade,
)
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import Hall, set_exam, write
from tests.support.world import choice


def with_key(content: Any, right: int) -> Any:
    """The same question, as if another option were the right one."""
    options = [
        each.model_copy(update={"is_correct": place == right})
        for place, each in enumerate(content.options)
    ]
    return content.model_copy(update={"options": options})


async def taken(room: Room) -> Hall:
    """Ana gave what the key says, Ben the option that should have been the key."""
    hall = await set_exam(room, choice("One?"), choice("Two?"))
    for actor, place in ((hall.ana, 0), (hall.ben, 1)):
        attempt = await hall.start(actor)
        first = hall.questions[(await hall.asked(attempt))[0]]
        await hall.submit(actor, attempt, write(0, {"option_ids": [str(first.options[place].id)]}))
    return hall


async def test_without_another_key_there_is_nothing_to_do(room: Room):
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    with pytest.raises(NothingToRegrade):
        await hall.ask(hall.room.teacher, preview_regrade, hall.id, question_id)


async def test_another_key_is_shown_before_it_changes_anything(room: Room):
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    await hall.mend(question_id, with_key(hall.questions[question_id], right=1))
    preview = await hall.ask(hall.room.teacher, preview_regrade, hall.id, question_id)
    assert [(each.name, each.before, each.after) for each in preview.changes] == [
        ("Ana", "2", "0"),
        ("Ben", "0", "2"),
    ]
    assert (preview.answers, preview.unfit, preview.version) == (2, 0, 2)
    assert (await hall.cell(hall.ana)).shown == "2"


async def test_a_regrade_changes_the_marks_says_so_and_can_be_taken_back(room: Room):
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    await hall.mend(question_id, with_key(hall.questions[question_id], right=1))
    regrade = await hall.do(hall.room.teacher, apply_regrade, hall.id, question_id)
    assert (await hall.cell(hall.ana)).shown == "0"
    assert (await hall.cell(hall.ben)).shown == "2"
    told = await hall.sql(
        "SELECT facts ->> 'learner', facts ->> 'before', facts ->> 'after' FROM audit_event"
        " WHERE name = 'exam_attempt.regraded' AND facts ->> 'regrade' = :id",
        id=str(regrade),
    )
    assert {tuple(row) for row in told} == {
        (str(hall.ana.user_id), "2", "0"),
        (str(hall.ben.user_id), "0", "2"),
    }
    with pytest.raises(NothingToRegrade):
        await hall.do(hall.room.teacher, apply_regrade, hall.id, question_id)
    await hall.do(hall.room.teacher, undo_regrade, regrade)
    await hall.do(hall.room.teacher, undo_regrade, regrade)
    assert (await hall.cell(hall.ana)).shown == "2"
    [entry] = await hall.ask(hall.room.teacher, list_regrades, hall.id)
    assert (entry.changed, entry.can_undo, entry.undone_at is None) == (2, False, False)


async def test_an_earlier_regrade_waits_for_the_later_one(room: Room):
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    content = hall.questions[question_id]
    made: list[Any] = []
    for right in (1, 2):
        await hall.mend(question_id, with_key(content, right=right))
        made.append(await hall.do(hall.room.teacher, apply_regrade, hall.id, question_id))
    with pytest.raises(RegradedSince):
        await hall.do(hall.room.teacher, undo_regrade, made[0])
    for each in reversed(made):
        await hall.do(hall.room.teacher, undo_regrade, each)
    assert (await hall.cell(hall.ana)).shown == "2"


async def test_answers_that_do_not_fit_the_new_wording_stay_as_they_are(room: Room):
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    await hall.mend(question_id, choice("One, in other words?"))
    preview = await hall.ask(hall.room.teacher, preview_regrade, hall.id, question_id)
    assert (preview.answers, preview.unfit) == (0, 2)


async def test_a_mark_by_hand_stands_whatever_the_key_says(room: Room):
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    [row] = await hall.sql("SELECT id FROM exam_attempt WHERE user_id = :id", id=hall.ana.user_id)
    inputs = HandMarkInput.model_validate({"points": 1.5})
    await hall.do(hall.room.teacher, mark_by_hand, row[0], 0, inputs=inputs)
    await hall.mend(question_id, with_key(hall.questions[question_id], right=1))
    await hall.do(hall.room.teacher, apply_regrade, hall.id, question_id)
    assert (await hall.cell(hall.ana)).shown == "1.5"


async def test_the_learner_reads_the_reasons_of_the_key_that_counts(room: Room):
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    [row] = await hall.sql("SELECT id FROM exam_attempt WHERE user_id = :id", id=hall.ben.user_id)
    assert not (await hall.review(hall.ben, row[0])).slots[0].verdict.is_right
    await hall.mend(question_id, with_key(hall.questions[question_id], right=1))
    await hall.do(hall.room.teacher, apply_regrade, hall.id, question_id)
    review = await hall.review(hall.ben, row[0])
    assert review.slots[0].verdict.is_right
    assert review.regraded_at is not None


async def test_statistics_point_at_a_wrong_key_and_open_its_regrade(room: Room):
    """Twelve learners: whoever knows the rest picks the same other option here."""
    contents = [choice(f"Question {number}?") for number in range(6)]
    hall = await set_exam(room, *contents)
    pupils = [await room.pupil(name) for name in "CDEFGHIJKLMN"]
    for number, pupil in enumerate(pupils):
        is_strong = number >= 5
        attempt = await hall.start(pupil)
        asked = await hall.asked(attempt)
        writes: list[Write] = []
        for slot, each in enumerate(asked):
            options = hall.questions[each].options
            place = (1 if slot == 0 else 0) if is_strong else (0 if slot == 0 else 2)
            writes.append(write(slot, {"option_ids": [str(options[place].id)]}, seconds=9.0 + slot))
        await hall.submit(pupil, attempt, *writes)
    found = await hall.ask(hall.room.teacher, get_statistics, hall.id)
    flagged = [item.number for item, figures in zip(found.items, found.figures.items, strict=True)
               if figures.is_key_likely_wrong]  # fmt: skip
    assert flagged == [1]
    assert found.attempts == 12
    assert [item.exposure for item in found.items] == [12] * 6
    assert found.figures.items[1].median_seconds == 10
    assert not any(item.is_changed for item in found.items)
    first = found.items[0].id
    await hall.mend(first, with_key(hall.questions[first], right=1))
    found = await hall.ask(hall.room.teacher, get_statistics, hall.id)
    assert [item.is_changed for item in found.items][:2] == [True, False]
    lines = statistics_sheet(found).splitlines()
    assert len(lines) == 1 + 6 * 4
    await hall.do(hall.room.teacher, apply_regrade, hall.id, first)
    found = await hall.ask(hall.room.teacher, get_statistics, hall.id)
    assert not any(each.is_key_likely_wrong for each in found.figures.items)


async def test_statistics_of_a_test_that_nobody_took_say_nothing(hall: Hall):
    found = await hall.ask(hall.room.teacher, get_statistics, hall.id)
    assert (found.attempts, found.items, found.figures.people) == (0, (), 0)

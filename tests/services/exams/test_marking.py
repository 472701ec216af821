"""Marks of a test: by the key, by hand, and what comes of them in the gradebook."""

from decimal import Decimal
from typing import Any

import pytest

from alp_app.services.exams.errors import NotHandedIn, PointsOutOfRange
from alp_app.services.exams.inputs import HandMarkInput
from alp_app.services.exams.marking import mark_by_hand
from alp_app.services.exams.mine import get_my_exam
from alp_app.services.exams.queries import get_results, list_exams, list_hand_answers
from tests.services.assessment.questions import question
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import Hall, set_exam, write
from tests.support.world import choice, numeric


def essay() -> Any:
    return question("essay", marking_notes="Names the moon.", stem="Why do tides turn?")


async def mark(hall: Hall, attempt: Any, slot: int, points: str | None, comment: str = "") -> None:
    inputs = HandMarkInput(points=None if points is None else Decimal(points), comment=comment)
    await hall.do(hall.room.teacher, mark_by_hand, attempt, slot, inputs=inputs)


async def test_a_test_is_a_column_of_the_gradebook(hall: Hall):
    await hall.take(hall.ana, right=3)
    cell = await hall.cell(hall.ana)
    assert (cell.shown, cell.is_released) == ("6", True)
    assert (await hall.cell(hall.ben)).shown == ""


async def test_the_points_of_a_slot_scale_those_of_its_question(room: Room):
    several = choice("Which two?", right=2, wrong=2, points=Decimal(8))
    hall = await set_exam(room, several)
    attempt = await hall.start(hall.ana)
    picked = next(each for each in several.options if each.is_correct)
    await hall.submit(hall.ana, attempt, write(0, {"option_ids": [str(picked.id)]}))
    assert (await hall.cell(hall.ana)).shown == "1"


async def test_a_wrong_answer_costs_what_its_question_says_and_never_more_than_there_is(
    room: Room,
):
    hall = await set_exam(
        room, choice("One?", penalty=Decimal("0.5")), choice("Two?", penalty=Decimal("0.5"))
    )
    await hall.take(hall.ana, right=1)
    await hall.take(hall.ben, right=0)
    assert (await hall.cell(hall.ana)).shown == "1"
    assert (await hall.cell(hall.ben)).shown == "0"


async def test_nothing_answered_costs_nothing(room: Room):
    hall = await set_exam(room, choice("One?", penalty=Decimal(1)), numeric())
    attempt = await hall.start(hall.ana)
    await hall.submit(hall.ana, attempt, write(1, {"number": "12.5"}))
    assert (await hall.cell(hall.ana)).shown == "2"


async def test_an_answer_that_cannot_be_read_waits_for_nobody_and_is_shown_to_the_teacher(
    hall: Hall,
):
    attempt = await hall.start(hall.ana)
    await hall.submit(hall.ana, attempt, write(2, {"number": "a lot"}))
    assert (await hall.cell(hall.ana)).shown == "0"
    waiting = await hall.ask(hall.room.teacher, list_hand_answers, hall.id)
    assert [(each.text, each.problem) for each in waiting] == [
        ("a lot", "assessment.number_not_understood")
    ]
    await mark(hall, attempt, 2, "1.5", "You mean twelve.")
    assert (await hall.cell(hall.ana)).shown == "1.5"


async def test_a_test_with_an_essay_has_no_mark_until_a_person_has_given_one(room: Room):
    hall = await set_exam(room, choice("One?"), essay())
    attempt = await hall.start(hall.ana)
    [first, _] = await hall.asked(attempt)
    with pytest.raises(NotHandedIn):
        await mark(hall, attempt, 1, "1")
    await hall.submit(
        hall.ana, attempt, write(0, hall.right(first)), write(1, {"text": "The moon pulls."})
    )
    assert (await hall.cell(hall.ana)).state == "waiting"
    review = await hall.review(hall.ana, attempt)
    assert review.attempt.points == ""
    assert review.slots[1].verdict.is_waiting
    [row] = await hall.ask(hall.room.teacher, list_exams, hall.room.id)
    assert (row.handed_in, row.to_mark) == (1, 1)
    with pytest.raises(PointsOutOfRange):
        await mark(hall, attempt, 1, "2.5")
    await mark(hall, attempt, 1, "1.25", "Say which side.")
    assert (await hall.cell(hall.ana)).shown == "3.25"
    assert (await hall.review(hall.ana, attempt)).slots[1].verdict.comment == "Say which side."
    await mark(hall, attempt, 1, None)
    assert (await hall.cell(hall.ana)).state == "waiting"


async def test_an_empty_essay_needs_no_person(room: Room):
    hall = await set_exam(room, choice("One?"), essay())
    await hall.submit(hall.ana, await hall.start(hall.ana))
    assert (await hall.cell(hall.ana)).shown == "0"
    assert await hall.ask(hall.room.teacher, list_hand_answers, hall.id) == []


@pytest.mark.parametrize(
    ("counting", "shown"), [("best", "6"), ("latest", "2"), ("first", "4"), ("average", "4")]
)
async def test_the_attempt_that_counts_makes_the_mark(room: Room, counting: str, shown: str):
    hall = await set_exam(room, attempts=3, counting=counting)
    for right in (2, 3, 1):
        await hall.take(hall.ana, right=right)
    assert (await hall.cell(hall.ana)).shown == shown


async def test_the_teacher_sees_who_is_taking_it_and_how_far_they_are(hall: Hall):
    attempt = await hall.start(hall.ana)
    await hall.save(hall.ana, attempt, write(2, {"number": "1"}))
    results = await hall.ask(hall.room.teacher, get_results, hall.id)
    by_name = {each.name: each for each in results.takers}
    assert (by_name["Ana"].state, by_name["Ana"].answered, by_name["Ana"].questions) == (
        "open", 1, 4,
    )  # fmt: skip
    assert by_name["Ben"].state is None
    assert results.taking == 1


async def test_a_variant_is_marked_by_the_seed_that_its_learner_got(room: Room):
    sums = question(
        "parametrised",
        stem="{{a}} + {{b}}?",
        variables=[
            {"kind": "integer", "name": "a", "low": 1, "high": 99},
            {"kind": "integer", "name": "b", "low": 1, "high": 99},
        ],
        asks={"kind": "number", "answer": "a + b"},
    )
    hall = await set_exam(room, sums, attempts=5)
    stems = set[str]()
    for _ in range(4):
        attempt = await hall.start(hall.ana)
        sitting = await hall.sitting(hall.ana, attempt)
        assert sitting.slots[0].question
        stem = sitting.slots[0].question.stem_html
        stems.add(stem)
        left, _, right = stem.removesuffix("?").partition(" + ")
        answer = {"number": str(int(left) + int(right))}
        await hall.submit(hall.ana, attempt, write(0, answer))
        review = await hall.review(hall.ana, attempt)
        assert review.slots[0].verdict.is_right
        assert review.slots[0].question.stem_html == stem
        assert review.slots[0].verdict.right == answer
    assert len(stems) > 1


async def test_sections_are_titled_and_their_points_add_up(room: Room):
    hall = await set_exam(room)
    sitting = await hall.sitting(hall.ana, await hall.start(hall.ana))
    assert {slot.section for slot in sitting.slots} == {"Tides"}
    assert {slot.points for slot in sitting.slots} == {"2"}
    assert (await hall.ask(hall.ana, get_my_exam, hall.id)).points == "8"

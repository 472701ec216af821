"""Taking a test: begun once, saved as it comes, against the server's clock, handed in once."""

import asyncio
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from alp_app.kit import clock
from alp_app.services.exams import timekeeping
from alp_app.services.exams.commands import change_exam, set_accommodation
from alp_app.services.exams.errors import (
    AttemptNotFound,
    AttemptsUsed,
    Closed,
    ExamNotFound,
    HandedIn,
    NoBreakLeft,
    NotAsked,
    NotOpenYet,
    OnBreak,
    TimeIsUp,
)
from alp_app.services.exams.inputs import AccommodationInput, ExamInput
from alp_app.services.exams.mine import get_my_exam, list_my_exams
from alp_app.services.exams.queries import get_exam
from alp_app.services.exams.sitting import set_break, start_exam
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import Hall, bank, set_exam, write
from tests.support.world import choice

HOUR = timedelta(hours=1)
NUMBER = {"number": "12.5"}


async def allow(hall: Hall, actor: Any, **more: int) -> None:
    await hall.do(
        hall.room.teacher,
        set_accommodation,
        hall.room.id,
        actor.user_id,
        accommodation=AccommodationInput(**more),
    )


async def test_parallel_starts_make_one_attempt(hall: Hall):
    made = await asyncio.gather(*(hall.start(hall.ana) for _ in range(50)))
    assert len(set(made)) == 1
    rows = await hall.sql("SELECT count(*) FROM exam_attempt WHERE exam_id = :id", id=hall.id)
    assert rows[0][0] == 1


async def test_fifty_parallel_submits_of_a_last_attempt_hand_in_once(hall: Hall):
    attempt = await hall.start(hall.ana)
    await hall.save(hall.ana, attempt, write(2, NUMBER))
    receipts = await asyncio.gather(*(hall.submit(hall.ana, attempt) for _ in range(50)))
    assert len({each.receipt for each in receipts}) == 1
    assert len({each.submitted_at for each in receipts}) == 1
    recorded = await hall.sql(
        "SELECT count(*) FROM audit_event WHERE name = 'exam_attempt.submitted'"
        " AND subject_id = :id",
        id=attempt,
    )
    assert recorded[0][0] == 1
    with pytest.raises(AttemptsUsed):
        await hall.start(hall.ana)


async def test_starts_and_submits_at_once_never_use_more_attempts_than_there_are(room: Room):
    hall = await set_exam(room, attempts=3)

    async def go() -> None:
        try:
            await hall.submit(hall.ana, await hall.start(hall.ana))
        except (AttemptsUsed, HandedIn):
            return

    for _ in range(4):
        await asyncio.gather(*(go() for _ in range(10)))
    numbers = await hall.sql("SELECT number FROM exam_attempt WHERE exam_id = :id", id=hall.id)
    assert sorted(row[0] for row in numbers) == [1, 2, 3]


async def test_saved_answers_are_there_on_another_device(hall: Hall):
    attempt = await hall.start(hall.ana)
    await hall.save(hall.ana, attempt, write(2, NUMBER, is_flagged=True, seconds=12.5))
    assert await hall.start(hall.ana) == attempt
    slot = (await hall.sitting(hall.ana, attempt)).slots[2]
    assert slot.answer == NUMBER
    assert slot.is_flagged
    assert (slot.sequence, slot.seconds) == (1, 12.5)


async def test_writes_leave_the_same_behind_in_whatever_order_they_arrive(room: Room):
    hall = await set_exam(room, attempts=10)
    writes = [
        write(2, {"number": "1"}, sequence=1),
        write(2, {"number": "2"}, sequence=2, writer="tablet"),
        write(2, {"number": "3"}, sequence=2, writer="phone"),
    ]
    stands = set[str]()
    for order in permutations(writes):
        attempt = await hall.start(hall.ana)
        for each in (*order, order[0]):
            await hall.save(hall.ana, attempt, each)
        stands.add(str((await hall.sitting(hall.ana, attempt)).slots[2].answer))
        await hall.submit(hall.ana, attempt)
    assert stands == {"{'number': '2'}"}


async def test_an_answer_can_be_taken_back(hall: Hall):
    attempt = await hall.start(hall.ana)
    await hall.save(hall.ana, attempt, write(2, NUMBER), write(2, None, sequence=2))
    assert (await hall.sitting(hall.ana, attempt)).slots[2].answer == {}


async def test_a_final_answer_stays(hall: Hall):
    attempt = await hall.start(hall.ana)
    await hall.save(hall.ana, attempt, write(2, NUMBER, is_final=True))
    saved = await hall.save(hall.ana, attempt, write(2, {"number": "1"}, sequence=7))
    assert saved.standing[2].sequence == 1
    assert (await hall.sitting(hall.ana, attempt)).slots[2].answer == NUMBER


async def test_there_is_no_slot_beyond_what_was_asked(hall: Hall):
    attempt = await hall.start(hall.ana)
    with pytest.raises(NotAsked):
        await hall.save(hall.ana, attempt, write(99, NUMBER))


async def test_what_comes_after_the_deadline_and_the_grace_is_refused_and_said(hall: Hall):
    attempt = await hall.start(hall.ana)
    await hall.save(hall.ana, attempt, write(2, NUMBER))
    await hall.turn_clock(attempt, HOUR)
    with pytest.raises(TimeIsUp):
        await hall.save(hall.ana, attempt, write(2, {"number": "1"}, sequence=2))
    receipt = await hall.submit(hall.ana, attempt, write(2, {"number": "1"}, sequence=2))
    assert receipt.is_automatic
    assert receipt.too_late == 1
    assert (await hall.review(hall.ana, attempt)).slots[2].answer == NUMBER


async def test_what_was_on_its_way_when_the_time_was_up_counts(hall: Hall):
    attempt = await hall.start(hall.ana)
    await hall.turn_clock(attempt, timedelta(minutes=40, seconds=5))
    await hall.save(hall.ana, attempt, write(2, NUMBER))
    receipt = await hall.submit(hall.ana, attempt)
    assert not receipt.is_automatic
    row = await hall.sql("SELECT deadline_at FROM exam_attempt WHERE id = :id", id=attempt)
    assert receipt.submitted_at == row[0][0]


async def test_the_clock_hands_in_what_is_overdue(hall: Hall):
    attempt = await hall.start(hall.ana)
    other = await hall.start(hall.ben)
    await hall.save(hall.ana, attempt, write(2, NUMBER))
    assert await hall.ask(hall.room.teacher, timekeeping.list_overdue) == []
    await hall.turn_clock(attempt, HOUR)
    overdue = await hall.ask(hall.room.teacher, timekeeping.list_overdue)
    assert overdue == [attempt]
    for each in (attempt, other):
        await hall.do(hall.room.teacher, timekeeping.hand_in_overdue, each)
    rows = await hall.sql("SELECT id, state, is_automatic FROM exam_attempt ORDER BY user_id")
    assert {row[0]: (row[1], row[2]) for row in rows if row[0] in {attempt, other}} == {
        attempt: ("marked", True),
        other: ("open", False),
    }
    assert (await hall.cell(hall.ana)).shown == "2"


async def test_nothing_is_written_into_what_is_handed_in(hall: Hall):
    attempt = await hall.start(hall.ana)
    first = await hall.submit(hall.ana, attempt, write(2, NUMBER))
    with pytest.raises(HandedIn):
        await hall.save(hall.ana, attempt, write(2, None, sequence=2))
    again = await hall.submit(hall.ana, attempt, write(2, None, sequence=2))
    assert again == first
    assert len(first.receipt) == 64


async def test_extra_time_counts_at_once_for_a_test_that_is_going_on(hall: Hall):
    attempt = await hall.start(hall.ana)
    before = (await hall.sitting(hall.ana, attempt)).clock.ends_at
    await allow(hall, hall.ana, extra_percent=25)
    after = (await hall.sitting(hall.ana, attempt)).clock.ends_at
    assert before is not None
    assert after == before + timedelta(minutes=10)
    assert (await hall.ask(hall.ana, get_my_exam, hall.id)).minutes == 50
    assert (await hall.ask(hall.ben, get_my_exam, hall.id)).minutes == 40


async def test_more_time_for_everybody_counts_at_once(hall: Hall):
    attempt = await hall.start(hall.ana)
    before = (await hall.sitting(hall.ana, attempt)).clock.ends_at
    view = await hall.ask(hall.room.teacher, get_exam, hall.id)
    inputs = ExamInput(title=view.title, sections=list(view.sections), minutes=45)
    await hall.do(hall.room.teacher, change_exam, hall.id, inputs=inputs)
    assert before is not None
    after = (await hall.sitting(hall.ana, attempt)).clock.ends_at
    assert after == before + timedelta(minutes=5)


async def test_a_break_covers_the_questions_and_stops_the_clock(hall: Hall):
    await allow(hall, hall.ana, break_minutes=10)
    attempt = await hall.start(hall.ana)
    before = (await hall.sitting(hall.ana, attempt)).clock.ends_at
    await hall.do(hall.ana, set_break, attempt, is_on=True)
    assert all(slot.question is None for slot in (await hall.sitting(hall.ana, attempt)).slots)
    with pytest.raises(OnBreak):
        await hall.save(hall.ana, attempt, write(2, NUMBER))
    await hall.sql(
        "UPDATE exam_attempt SET break_started_at = break_started_at - :ahead WHERE id = :id",
        id=attempt,
        ahead=timedelta(minutes=4),
    )
    went_on = await hall.do(hall.ana, set_break, attempt, is_on=False)
    assert before is not None
    assert went_on.ends_at is not None
    assert timedelta(minutes=4) <= went_on.ends_at - before < timedelta(minutes=5)
    assert 300 < went_on.break_seconds_left <= 360
    await hall.save(hall.ana, attempt, write(2, NUMBER))


async def test_a_break_ends_by_itself_when_nothing_is_left_of_it(hall: Hall):
    await allow(hall, hall.ana, break_minutes=10)
    attempt = await hall.start(hall.ana)
    before = (await hall.sitting(hall.ana, attempt)).clock.ends_at
    await hall.do(hall.ana, set_break, attempt, is_on=True)
    await hall.sql(
        "UPDATE exam_attempt SET break_started_at = break_started_at - :ahead WHERE id = :id",
        id=attempt,
        ahead=timedelta(minutes=15),
    )
    sitting = await hall.sitting(hall.ana, attempt)
    assert before is not None
    assert sitting.clock.ends_at == before + timedelta(minutes=10)
    assert not sitting.clock.is_on_break
    await hall.save(hall.ana, attempt, write(2, NUMBER))
    with pytest.raises(NoBreakLeft):
        await hall.do(hall.ana, set_break, attempt, is_on=True)


async def test_nobody_without_a_break_takes_one(hall: Hall):
    attempt = await hall.start(hall.ana)
    with pytest.raises(NoBreakLeft):
        await hall.do(hall.ana, set_break, attempt, is_on=True)


async def test_it_begins_when_it_opens_and_not_after_it_has_closed(room: Room):
    now = clock.now()
    soon = await set_exam(room, opens_at=now + HOUR, closes_at=now + 2 * HOUR)
    with pytest.raises(NotOpenYet):
        await soon.start(soon.ana)
    await soon.sql(
        "UPDATE exam SET opens_at = opens_at - :ahead, closes_at = closes_at - :ahead",
        ahead=4 * HOUR,
    )
    with pytest.raises(Closed):
        await soon.start(soon.ana)


async def test_an_extra_attempt_is_for_whom_it_was_given(hall: Hall):
    await allow(hall, hall.ana, extra_attempts=1)
    for actor in (hall.ana, hall.ben):
        await hall.submit(actor, await hall.start(actor))
    await hall.start(hall.ana)
    with pytest.raises(AttemptsUsed):
        await hall.start(hall.ben)


async def test_an_attempt_is_nobody_elses(hall: Hall):
    attempt = await hall.start(hall.ana)
    with pytest.raises(AttemptNotFound):
        await hall.sitting(hall.ben, attempt)
    with pytest.raises(AttemptNotFound):
        await hall.save(hall.ben, attempt, write(2, NUMBER))
    with pytest.raises(ExamNotFound):
        await hall.do(hall.room.colleague.actor, start_exam, hall.id)


async def test_each_learner_meets_a_draw_of_their_own_and_no_question_twice(room: Room):
    sections = [
        {"title": "Draw", "parts": [{"kind": "draw", "category": "Moon", "count": 3}]},
        {"title": "More", "parts": [{"kind": "draw", "tag": "easy", "count": 3}]},
    ]
    hall = await _shelved(room, sections)
    drawn = set[tuple[str, ...]]()
    for _ in range(8):
        attempt = await hall.start(hall.ana)
        asked = await hall.asked(attempt)
        assert len(set(asked)) == 6
        drawn.add(tuple(map(str, asked)))
        await hall.submit(hall.ana, attempt)
    assert len(drawn) > 1


async def _shelved(room: Room, sections: Any) -> Hall:
    """A bank of eight questions under “Moon/Phases”, all tagged as easy."""
    await bank(
        room,
        *(choice(f"Moon {number}?") for number in range(8)),
        category="Moon/Phases",
        tags=["easy"],
    )
    return await set_exam(room, sections=sections, attempts=20)


async def test_the_list_of_a_learner_says_where_each_test_stands(hall: Hall):
    async def standing() -> list[str]:
        return [each.standing for each in await hall.ask(hall.ana, list_my_exams, hall.room.id)]

    assert await standing() == ["open"]
    attempt = await hall.start(hall.ana)
    assert await standing() == ["running"]
    await hall.submit(hall.ana, attempt)
    assert await standing() == ["released"]

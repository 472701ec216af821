"""What is told of tests: that one closes soon, and that one's answers were marked again."""

from datetime import timedelta

from alp_app.kit import clock
from alp_app.services.exams.regrading import apply_regrade
from alp_app.services.notifications.due import remind_of_work
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import set_exam
from tests.services.exams.test_regrading import taken, with_key
from tests.services.notifications.test_telling import words_to


async def test_those_whose_points_a_regrade_changed_are_told(room: Room) -> None:
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    await hall.mend(question_id, with_key(hall.questions[question_id], right=1))
    await hall.do(hall.room.teacher, apply_regrade, hall.id, question_id)
    for learner in (hall.ana, hall.ben):
        assert (await words_to(room, learner)).count("regraded") == 1


async def test_a_test_that_closes_soon_is_said_once_to_those_who_have_not_taken_it(
    room: Room,
) -> None:
    hall = await set_exam(room, minutes=None, closes_at=clock.now() + timedelta(hours=5))
    await hall.take(hall.ben, right=1)
    for _ in range(2):
        await hall.do(room.visitor, remind_of_work)
    assert (await words_to(room, hall.ana)).count("work_due") == 1
    assert "work_due" not in await words_to(room, hall.ben)

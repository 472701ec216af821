"""What is told of tests: that one's answers were marked again."""

from alp_app.services.exams.regrading import apply_regrade
from tests.services.classes.conftest import Room
from tests.services.exams.test_regrading import taken, with_key
from tests.services.notifications.test_telling import words_to


async def test_those_whose_points_a_regrade_changed_are_told(room: Room) -> None:
    hall = await taken(room)
    question_id = next(iter(hall.questions))
    await hall.mend(question_id, with_key(hall.questions[question_id], right=1))
    await hall.do(hall.room.teacher, apply_regrade, hall.id, question_id)
    for learner in (hall.ana, hall.ben):
        assert (await words_to(room, learner)).count("regraded") == 1

"""A new version of a course takes everybody who studies it along, with what they have done."""

import asyncio

from sqlmodel import col, select

from alp_app.models.course import Module
from alp_app.models.learning import LearningEvent, LearningEventKind
from alp_app.services.courses.commands import add_block, add_lesson, delete_lesson
from alp_app.services.courses.inputs import PartInput, TextInput
from alp_app.services.learning.adoption import adopt_version
from alp_app.services.learning.commands import complete_lesson, enrol, open_lesson
from alp_app.services.learning.queries import get_lesson, get_progress
from tests.support.world import PlannedLesson, act, ask, make_course, publish


def lessons(number: int) -> list[PlannedLesson]:
    return [PlannedLesson(title=f"Lesson {index + 1}") for index in range(number)]


async def completions(product) -> int:
    async with product.sessions() as session:
        events = await session.scalars(
            select(LearningEvent).where(
                col(LearningEvent.kind) == LearningEventKind.COURSE_COMPLETED
            )
        )
        return len(events.all())


async def test_progress_in_lessons_that_are_still_there_is_kept(product, school, board):
    course = await make_course(product, school.teacher, *lessons(3))
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    await act(product, school.ana, complete_lesson, course.lesson_ids[1])
    await act(product, school.teacher, delete_lesson, course.lesson_ids[0])
    board.published.clear()
    await publish(product, school.teacher, course.id)
    progress = await ask(product, school.ana, get_progress, course.id)
    assert (progress.enrolment.lessons_done, progress.enrolment.lessons_total) == (1, 2)
    assert progress.completed_lesson_ids == (course.lesson_ids[1],)
    assert progress.next_lesson_id == course.lesson_ids[2]
    assert ("learning", school.ana.user_id) in {
        (notice.topic, notice.user_id) for notice in board.published
    }


async def test_a_lesson_that_was_taken_out_is_no_longer_the_one_to_come_back_to(product, school):
    course = await make_course(product, school.teacher, *lessons(2))
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, open_lesson, course.lesson_ids[0])
    await act(product, school.teacher, delete_lesson, course.lesson_ids[0])
    await publish(product, school.teacher, course.id)
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.enrolment.last_lesson_id is None
    assert progress.next_lesson_id == course.lesson_ids[1]


async def test_taking_out_the_last_open_lesson_completes_the_course_once(product, school):
    course = await make_course(product, school.teacher, *lessons(2))
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ben, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    await act(product, school.teacher, delete_lesson, course.lesson_ids[1])
    await publish(product, school.teacher, course.id)
    assert await completions(product) == 1
    await publish(product, school.teacher, course.id)
    assert await completions(product) == 1
    done = (await ask(product, school.ana, get_progress, course.id)).enrolment
    assert done.completed_at is not None
    assert (await ask(product, school.ben, get_progress, course.id)).enrolment.completed_at is None


async def test_who_has_completed_a_course_stays_so_when_lessons_are_added(product, school):
    course = await make_course(product, school.teacher, *lessons(1))
    await act(product, school.ana, enrol, course.id)
    done = await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    async with product.sessions() as session:
        module = (await session.scalars(select(Module))).one()
    added = await act(
        product, school.teacher, add_lesson, module.id, part=PartInput(title="One more")
    )
    await act(product, school.teacher, add_block, added.subject_id, block=TextInput(text="More."))
    await publish(product, school.teacher, course.id)
    progress = await ask(product, school.ana, get_progress, course.id)
    assert (progress.enrolment.lessons_done, progress.enrolment.lessons_total) == (1, 2)
    assert progress.enrolment.completed_at == done.enrolment.completed_at
    assert progress.next_lesson_id == added.subject_id
    await act(product, school.ana, complete_lesson, added.subject_id)
    assert await completions(product) == 1


async def test_a_reader_sees_the_new_words_and_moving_twice_changes_nothing(product, school):
    course = await make_course(product, school.teacher, *lessons(1))
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, open_lesson, course.lesson_ids[0])
    lesson_id = course.lesson_ids[0]
    await act(product, school.teacher, add_block, lesson_id, block=TextInput(text="New words."))
    before = await ask(product, school.ana, get_lesson, course.slug, lesson_id)
    assert "New words." not in before.model_dump_json()
    await publish(product, school.teacher, course.id)
    after = await ask(product, school.ana, get_lesson, course.slug, lesson_id)
    assert "New words." in after.model_dump_json()
    assert await act(product, school.teacher, adopt_version, course.id) == 0


async def test_lessons_completed_while_a_version_is_published_are_counted(product, school):
    course = await make_course(product, school.teacher, *lessons(6))
    await act(product, school.ana, enrol, course.id)
    await asyncio.gather(
        *(act(product, school.ana, complete_lesson, lesson) for lesson in course.lesson_ids),
        *(publish(product, school.teacher, course.id) for _ in range(3)),
        *(act(product, school.ben, enrol, course.id) for _ in range(3)),
    )
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.enrolment.lessons_done == 6
    assert progress.enrolment.completed_at is not None
    assert await completions(product) == 1
    await ask(product, school.ben, get_lesson, course.slug, course.lesson_ids[0])
    assert await act(product, school.teacher, adopt_version, course.id) == 0

"""Enrolling, opening, moving through and completing lessons: once each, whatever happens at once."""

import asyncio
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from sqlmodel import col, func, select

from alp_app.kit import clock
from alp_app.kit.errors import NotSignedIn
from alp_app.kit.ids import LessonId, new_uuid
from alp_app.models.audit import AuditEvent
from alp_app.models.learning import Enrolment, LearningEvent, LearningEventKind
from alp_app.services.courses.commands import delete_course
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.courses.publishing import archive_course
from alp_app.services.learning.commands import complete_lesson, enrol, open_lesson, record_places
from alp_app.services.learning.errors import LessonNotFound, NotEnrolled, QuizNotPassed
from alp_app.services.learning.inputs import PlaceReport
from alp_app.services.learning.queries import get_lesson, get_progress
from tests.support.people import make_person
from tests.support.world import PlannedLesson, act, ask, choice, make_course, paragraph


async def count(product, *criteria, of=LearningEvent) -> int:
    async with product.sessions() as session:
        return await session.scalar(select(func.count()).select_from(of).where(*criteria))


def at_place(course, lesson=0, block=0, *, minutes_ago=0.0, client_id=None, video=None):
    made = course.lessons[lesson]
    return PlaceReport(
        client_id=client_id or str(new_uuid()),
        lesson_id=made.id,
        block_id=made.block_ids[block],
        video_seconds=video,
        at=clock.now() - timedelta(minutes=minutes_ago),
    )


def lessons(number: int) -> list[PlannedLesson]:
    return [PlannedLesson(title=f"Lesson {index + 1}") for index in range(number)]


async def test_enrolling_starts_at_the_beginning_of_the_published_version(product, school, board):
    course = await make_course(product, school.teacher, *lessons(3))
    board.published.clear()
    enrolment, is_new = await act(product, school.ana, enrol, course.id)
    assert is_new
    assert (enrolment.lessons_done, enrolment.lessons_total) == (0, 3)
    assert [(notice.topic, notice.user_id) for notice in board.published] == [
        ("learning", school.ana.user_id)
    ]
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.next_lesson_id == course.lesson_ids[0]


async def test_a_hundred_enrolments_at_once_make_one(product, school):
    course = await make_course(product, school.teacher)
    answers = await asyncio.gather(
        *(act(product, school.ana, enrol, course.id) for _ in range(100))
    )
    assert sum(is_new for _, is_new in answers) == 1
    assert len({enrolment.id for enrolment, _ in answers}) == 1
    assert await count(product, of=Enrolment) == 1
    assert await count(product, col(LearningEvent.kind) == LearningEventKind.ENROLLED) == 1
    assert await count(product, col(AuditEvent.name) == "enrolment.created", of=AuditEvent) == 1


async def test_nobody_enrols_in_what_they_may_not_know_of(product, school):
    draft = await make_course(product, school.teacher, is_published=False)
    archived = await make_course(product, school.teacher)
    await act(product, school.teacher, archive_course, archived.id)
    for course in (draft, archived):
        with pytest.raises(CourseNotFound):
            await act(product, school.ana, enrol, course.id)
    with pytest.raises(NotSignedIn):
        await act(product, school.visitor, enrol, (await make_course(product, school.teacher)).id)


async def test_opening_a_lesson_makes_it_the_one_to_come_back_to(product, school):
    course = await make_course(product, school.teacher, *lessons(3))
    await act(product, school.ana, enrol, course.id)
    place = await act(product, school.ana, open_lesson, course.lesson_ids[1])
    assert place.block_id is None
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.enrolment.last_lesson_id == course.lesson_ids[1]
    assert progress.next_lesson_id == course.lesson_ids[1]


async def test_a_lesson_comes_back_at_the_block_and_second_that_were_reported(product, school):
    course = await make_course(product, school.teacher)
    await act(product, school.ana, enrol, course.id)
    report = at_place(course, block=1, video=12.5)
    answer = await act(product, school.ana, record_places, [report])
    assert (answer.saved, answer.refused) == ((report.client_id,), ())
    page = await ask(product, school.ana, get_lesson, course.slug, course.lesson_ids[0])
    assert (page.place.block_id, page.place.video_seconds) == (course.lessons[0].block_ids[1], 12.5)
    other = await act(product, school.ben, enrol, course.id)
    assert other
    page = await ask(product, school.ben, get_lesson, course.slug, course.lesson_ids[0])
    assert page.place is None


async def test_the_latest_place_wins_in_whatever_order_reports_come_in(product, school):
    course = await make_course(product, school.teacher, *lessons(2))
    for order in permutations(range(4)):
        learner = (await make_person(product, school.visitor)).actor
        await act(product, learner, enrol, course.id)
        await _enrolled_an_hour_ago(product, learner)
        reports = [
            at_place(course, 0, 0, minutes_ago=4),
            at_place(course, 0, 1, minutes_ago=3),
            at_place(course, 1, 1, minutes_ago=2),
            at_place(course, 0, 0, minutes_ago=30),
        ]
        for index in order:
            await act(product, learner, record_places, [reports[index]])
        progress = await ask(product, learner, get_progress, course.id)
        assert [place.block_id for place in progress.places] == [
            course.lessons[0].block_ids[1],
            course.lessons[1].block_ids[1],
        ]
        assert progress.enrolment.last_lesson_id == course.lesson_ids[1]


async def _enrolled_an_hour_ago(product, learner) -> None:
    async with product.unit_of_work(learner) as work:
        mine = select(Enrolment).where(col(Enrolment.user_id) == learner.user_id)
        enrolment = (await work.session.scalars(mine)).one()
        enrolment.active_at -= timedelta(hours=1)
        enrolment.enrolled_at -= timedelta(hours=1)


async def test_the_same_report_sent_again_counts_once(product, school):
    course = await make_course(product, school.teacher)
    await act(product, school.ana, enrol, course.id)
    report = at_place(course)
    answers = await asyncio.gather(
        *(act(product, school.ana, record_places, [report, report]) for _ in range(8))
    )
    assert {answer.saved for answer in answers} == {(report.client_id, report.client_id)}
    assert await count(product, col(LearningEvent.kind) == LearningEventKind.PLACE_REACHED) == 1


async def test_a_clock_that_runs_ahead_cannot_hold_the_place_for_ever(product, school):
    course = await make_course(product, school.teacher)
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, record_places, [at_place(course, block=0, minutes_ago=-600)])
    await act(product, school.ana, record_places, [at_place(course, block=1)])
    (place,) = (await ask(product, school.ana, get_progress, course.id)).places
    assert place.block_id == course.lessons[0].block_ids[1]


async def test_a_clock_that_is_centuries_late_is_taken_for_the_moment_of_enrolling(product, school):
    course = await make_course(product, school.teacher)
    enrolment, _ = await act(product, school.ana, enrol, course.id)
    ancient = datetime.fromisoformat("0001-01-01T00:00:00+14:00")
    report = at_place(course).model_copy(update={"at": ancient})
    await act(product, school.ana, record_places, [report])
    (place,) = (await ask(product, school.ana, get_progress, course.id)).places
    assert place.placed_at == enrolment.enrolled_at


async def test_reports_of_lessons_that_are_not_mine_are_left_out_and_the_rest_is_kept(
    product, school
):
    course = await make_course(product, school.teacher)
    other = await make_course(product, school.teacher)
    await act(product, school.ana, enrol, course.id)
    mine, foreign = at_place(course), at_place(other)
    answer = await act(product, school.ana, record_places, [foreign, mine])
    assert (answer.saved, answer.refused) == ((mine.client_id,), (foreign.client_id,))


async def test_completing_lessons_counts_them_and_completes_the_course_once(product, school, board):
    course = await make_course(product, school.teacher, *lessons(2))
    await act(product, school.ana, enrol, course.id)
    board.published.clear()
    first = await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    assert (first.enrolment.lessons_done, first.is_course_completed) == (1, False)
    assert first.next_lesson_id == course.lesson_ids[1]
    assert {notice.topic for notice in board.published} == {"learning"}
    again = await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    assert again.completed_at == first.completed_at
    last = await act(product, school.ana, complete_lesson, course.lesson_ids[1])
    assert (last.enrolment.lessons_done, last.is_course_completed) == (2, True)
    assert last.next_lesson_id is None
    await act(product, school.ana, complete_lesson, course.lesson_ids[1])
    assert await count(product, col(LearningEvent.kind) == LearningEventKind.COURSE_COMPLETED) == 1
    assert await count(product, col(LearningEvent.kind) == LearningEventKind.LESSON_COMPLETED) == 2


async def test_lessons_completed_at_once_are_all_counted(product, school):
    course = await make_course(product, school.teacher, *lessons(8))
    await act(product, school.ana, enrol, course.id)
    await asyncio.gather(
        *(
            act(product, school.ana, complete_lesson, lesson_id)
            for lesson_id in course.lesson_ids * 3
        )
    )
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.enrolment.lessons_done == 8
    assert progress.enrolment.completed_at is not None
    assert await count(product, col(LearningEvent.kind) == LearningEventKind.LESSON_COMPLETED) == 8
    assert await count(product, col(LearningEvent.kind) == LearningEventKind.COURSE_COMPLETED) == 1


async def test_places_and_completions_of_two_courses_at_once_do_not_wait_for_each_other(
    product, school
):
    one, two = [await make_course(product, school.teacher, *lessons(2)) for _ in range(2)]
    for course in (one, two):
        await act(product, school.ana, enrol, course.id)
    batches = [
        [
            at_place(first, 0, minutes_ago=20),
            at_place(second, 1),
            at_place(first, 1),
            at_place(second, 0, minutes_ago=20),
        ]
        for first, second in [(one, two), (two, one)] * 5
    ]
    await asyncio.gather(
        *(act(product, school.ana, record_places, batch) for batch in batches),
        *(
            act(product, school.ana, complete_lesson, lesson_id)
            for lesson_id in [*one.lesson_ids, *two.lesson_ids]
        ),
    )
    for course in (one, two):
        progress = await ask(product, school.ana, get_progress, course.id)
        assert progress.enrolment.lessons_done == 2


async def test_a_lesson_with_a_quiz_completes_by_its_quiz(product, school):
    course = await make_course(product, school.teacher, PlannedLesson(questions=[choice()]))
    await act(product, school.ana, enrol, course.id)
    with pytest.raises(QuizNotPassed):
        await act(product, school.ana, complete_lesson, course.lesson_ids[0])


async def test_only_the_enrolled_have_progress(product, school):
    course = await make_course(product, school.teacher)
    with pytest.raises(NotEnrolled):
        await act(product, school.ana, open_lesson, course.lesson_ids[0])
    with pytest.raises(NotEnrolled):
        await ask(product, school.ana, get_progress, course.id)
    with pytest.raises(NotEnrolled):
        await act(product, school.ana, complete_lesson, course.lesson_ids[0])


async def test_what_does_not_exist_and_what_is_a_draft_look_the_same(product, school):
    draft = await make_course(product, school.teacher, is_published=False)
    for lesson_id in (draft.lesson_ids[0], LessonId(new_uuid())):
        with pytest.raises(LessonNotFound):
            await act(product, school.ana, open_lesson, lesson_id)


async def test_an_archived_course_stays_open_to_the_enrolled_and_a_deleted_one_to_nobody(
    product, school
):
    course = await make_course(product, school.teacher, PlannedLesson(blocks=[paragraph("Low.")]))
    await act(product, school.ana, enrol, course.id)
    await act(product, school.teacher, archive_course, course.id)
    page = await ask(product, school.ana, get_lesson, course.slug, course.lesson_ids[0])
    assert page.reading.blocks[0].sentences[0].html == "Low."
    await act(product, school.ana, open_lesson, course.lesson_ids[0])
    with pytest.raises(CourseNotFound):
        await ask(product, school.ben, get_lesson, course.slug, course.lesson_ids[0])
    await act(product, school.teacher, delete_course, course.id)
    with pytest.raises(CourseNotFound):
        await ask(product, school.ana, get_lesson, course.slug, course.lesson_ids[0])
    with pytest.raises(LessonNotFound):
        await act(product, school.ana, open_lesson, course.lesson_ids[0])

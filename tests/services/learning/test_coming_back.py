"""Coming back: what to do next, where exactly, and what this week held. Nothing is made up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit import clock
from alp_app.kit.ids import BlockId, LessonId, new_uuid
from alp_app.kit.pages import PageRequest
from alp_app.models.content import (
    FigureBlock,
    FormulaBlock,
    HeadingBlock,
    ModelBlock,
    TableBlock,
)
from alp_app.models.learning import Enrolment, LearningEvent, LearningEventKind
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.courses.outline import next_lesson
from alp_app.services.courses.reading import LessonHead, Material, prepare_lesson
from alp_app.services.learning.commands import complete_lesson, enrol, open_lesson, record_places
from alp_app.services.learning.errors import LessonNotFound, NotEnrolled, UnknownZone
from alp_app.services.learning.inputs import PlaceReport
from alp_app.services.learning.queries import get_home, get_lesson, list_my_courses
from alp_app.services.learning.rules import LONGEST_PAUSE, minutes_by_day, stopped_at
from tests.support.world import PlannedLesson, act, ask, make_course, paragraph

IDS = [LessonId(new_uuid()) for _ in range(4)]


@pytest.mark.parametrize(
    ("done", "last", "goes_on_at"),
    [
        ([], None, 0),
        ([], 2, 2),
        ([2], 2, 3),
        ([0, 2, 3], 2, 1),
        ([0, 1], None, 2),
        ([0, 1, 2, 3], 1, None),
    ],
)
def test_going_on_stays_in_the_open_lesson_then_goes_forward_then_back(done, last, goes_on_at):
    expected = None if goes_on_at is None else IDS[goes_on_at]
    known = None if last is None else IDS[last]
    assert next_lesson(IDS, [IDS[index] for index in done], known) == expected


def test_going_on_after_a_lesson_that_left_the_course_starts_at_the_first_open_one():
    assert next_lesson(IDS, IDS[:1], LessonId(new_uuid())) == IDS[1]


def document():
    contents = [
        paragraph("Before."),
        HeadingBlock(text="Store"),
        paragraph("A" * 300),
        FigureBlock(alt="rail"),
        paragraph("B" * 300),
        TableBlock(header=["a"], rows=[["1"]]),
        FormulaBlock(latex="p"),
        ModelBlock(alt="pump"),
    ]
    head = LessonHead(lesson_id=IDS[0], number=7, title="Rail")
    blocks = [(BlockId(new_uuid()), content) for content in contents]
    return prepare_lesson(head, blocks, Material(), example_of)


@pytest.mark.parametrize(
    ("block", "kind", "number", "title"),
    [
        (0, "start", "", ""),
        (1, "heading", "7.1", "Store"),
        (2, "heading", "7.1", "Store"),
        (3, "figure", "7.1", ""),
        (4, "figure", "7.1", ""),
        (5, "table", "7.1", ""),
        (6, "formula", "7.1", ""),
        (7, "figure", "7.2", ""),
    ],
)
def test_a_place_is_named_by_the_last_landmark_before_it(block, kind, number, title):
    reading = document()
    place = stopped_at(reading, reading.blocks[block].id)
    assert (place.kind, place.number, place.title) == (kind, number, title)


@pytest.mark.parametrize("block_id", [None, BlockId(new_uuid())])
def test_an_unknown_place_is_the_start_with_the_whole_lesson_left(block_id):
    reading = document()
    place = stopped_at(reading, block_id)
    assert (place.kind, place.minutes_left) == ("start", reading.minutes)


def test_less_is_left_the_further_a_reader_is():
    reading = document().model_copy(update={"minutes": 40})
    left = [stopped_at(reading, block.id).minutes_left for block in reading.blocks]
    assert left == sorted(left, reverse=True)
    assert left[0] == 40
    assert left[-1] < 3


START = datetime(2025, 11, 19, 23, 50, tzinfo=UTC)


def moments(*minutes: float) -> list[datetime]:
    return [START + timedelta(minutes=minute) for minute in minutes]


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        ([], {}),
        ([0], {}),
        ([0, 3, 5], {19: 5}),
        ([0, 3, 9], {19: 3}),
        ([0, 5], {19: 5}),
        ([0, 4, 12, 14], {19: 4, 20: 2}),
    ],
)
def test_only_time_between_close_signs_of_life_counts(at, minutes):
    counted = minutes_by_day(moments(*at))
    assert {day.day: value for day, value in counted.items()} == minutes


@given(st.lists(st.integers(0, 20_000)))
def test_counted_minutes_never_exceed_the_time_that_passed(seconds):
    at = [START + timedelta(seconds=each) for each in sorted(seconds)]
    total = sum(minutes_by_day(at).values())
    assert total <= (at[-1] - at[0]).total_seconds() / 60 + 1 if at else total == 0
    assert timedelta(0) < LONGEST_PAUSE


async def test_home_of_a_newcomer_promises_nothing(product, school):
    home = await ask(product, school.ana, get_home)
    assert (home.continue_with, home.courses) == (None, ())
    assert [day.minutes for day in home.week] == [0] * 7
    assert [day.day.weekday() for day in home.week] == list(range(7))


async def test_home_continues_where_the_learner_stopped(product, school):
    blocks = [HeadingBlock(text="Store"), paragraph("One."), paragraph("Two.")]
    course = await make_course(
        product, school.teacher, PlannedLesson(), PlannedLesson(title="Rail", blocks=blocks)
    )
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    await act(product, school.ana, open_lesson, course.lesson_ids[1])
    report = PlaceReport(
        client_id=str(new_uuid()),
        lesson_id=course.lesson_ids[1],
        block_id=course.lessons[1].block_ids[1],
        at=clock.now(),
    )
    saved = await act(product, school.ana, record_places, [report])
    card = (await ask(product, school.ana, get_home)).continue_with
    assert card.course.next_lesson_title == "Rail"
    assert card.course.next_lesson_number == 2
    assert (card.module_number, card.module_title) == (1, "Water")
    assert (card.stopped_at.kind, card.stopped_at.title) == ("heading", "Store")
    assert report.at <= card.saved_at <= saved.saved_at


async def test_home_offers_a_lesson_not_opened_yet_without_claiming_a_place(product, school):
    course = await make_course(product, school.teacher, PlannedLesson())
    await act(product, school.ana, enrol, course.id)
    card = (await ask(product, school.ana, get_home)).continue_with
    assert card.stopped_at.kind == "start"
    assert card.saved_at is None


async def test_home_has_nothing_to_continue_when_all_is_done(product, school):
    course = await make_course(product, school.teacher, PlannedLesson())
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    home = await ask(product, school.ana, get_home)
    assert home.continue_with is None
    assert home.courses[0].next_lesson_id is None
    assert home.courses[0].next_lesson_number == 0


async def test_minutes_fall_on_the_learners_own_days(product, school):
    course = await make_course(product, school.teacher, PlannedLesson())
    enrolment, _ = await act(product, school.ana, enrol, course.id)
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    wednesday = today - timedelta(days=today.weekday()) + timedelta(days=2)
    async with product.unit_of_work(school.ana) as work:
        row = await work.session.get_one(Enrolment, enrolment.id)
        for minute in (0, 4, 8):
            work.session.add(
                LearningEvent(
                    organisation_id=row.organisation_id,
                    enrolment_id=row.id,
                    kind=LearningEventKind.PLACE_REACHED,
                    at=wednesday + timedelta(hours=23, minutes=minute),
                )
            )
    for zone, weekday in (("UTC", 2), ("Asia/Tokyo", 3)):
        week = (await ask(product, school.ana, get_home, zone=zone)).week
        assert {day.day.weekday(): day.minutes for day in week if day.minutes} == {weekday: 8}


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "Europe", "../../etc/passwd", "/etc/passwd", "\0", "x" * 300]
)
async def test_a_zone_that_is_none_is_refused(product, school, zone):
    with pytest.raises(UnknownZone):
        await ask(product, school.ana, get_home, zone=zone)


async def test_my_courses_come_a_page_at_a_time_the_last_used_first(product, school):
    courses = [
        await make_course(product, school.teacher, title=f"Course {number}") for number in range(5)
    ]
    for course in courses:
        await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, open_lesson, courses[1].lesson_ids[0])
    seen, cursor = [], None
    while True:
        page = await ask(product, school.ana, list_my_courses, PageRequest(limit=2, cursor=cursor))
        seen += [item.course_id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    expected = [courses[index].id for index in (1, 4, 3, 2, 0)]
    assert seen == expected
    assert (await ask(product, school.ben, list_my_courses, PageRequest())).items == []


async def test_a_lesson_knows_its_neighbours_and_what_is_done(product, school):
    course = await make_course(product, school.teacher, *[PlannedLesson() for _ in range(3)])
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    first, second, third = course.lesson_ids
    page = await ask(product, school.ana, get_lesson, course.slug, second)
    assert (page.previous.id, page.next.id, page.reading.number) == (first, third, 2)
    assert page.completed_lesson_ids == (first,)
    assert (await ask(product, school.ana, get_lesson, course.slug, first)).previous is None
    assert (await ask(product, school.ana, get_lesson, course.slug, third)).next is None


async def test_staff_may_read_without_enrolling_and_learners_may_not(product, school):
    course = await make_course(product, school.teacher)
    page = await ask(product, school.teacher, get_lesson, course.slug, course.lesson_ids[0])
    assert (page.enrolment, page.place, page.quizzes) == (None, None, ())
    with pytest.raises(NotEnrolled):
        await ask(product, school.ana, get_lesson, course.slug, course.lesson_ids[0])


async def test_a_lesson_of_another_course_or_of_a_draft_does_not_exist(product, school):
    course = await make_course(product, school.teacher)
    draft = await make_course(product, school.teacher, is_published=False)
    await act(product, school.ana, enrol, course.id)
    with pytest.raises(LessonNotFound):
        await ask(product, school.ana, get_lesson, course.slug, draft.lesson_ids[0])
    for slug in (draft.slug, "nothing-here"):
        with pytest.raises(CourseNotFound):
            await ask(product, school.ana, get_lesson, slug, draft.lesson_ids[0])

"""What a course requires, what is missing, and that the derived rows are what the events say."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from alp_app.models.course import CourseVersion
from alp_app.models.learning import (
    Enrolment,
    LearningEvent,
    LearningEventKind,
    ModuleProgress,
)
from alp_app.services.assessment.inputs import Answer
from alp_app.services.courses.catalogue import get_course_page
from alp_app.services.courses.commands import change_completion, require_lesson, undo_change
from alp_app.services.courses.errors import NotReadyToPublish
from alp_app.services.courses.inputs import CompletionInput
from alp_app.services.courses.queries import get_checklist, get_draft
from alp_app.services.courses.reading_views import CourseOutline
from alp_app.services.learning.attempts import answer_question, retake_quiz, start_attempt
from alp_app.services.learning.commands import complete_lesson, enrol
from alp_app.services.learning.errors import QuizNotPassed
from alp_app.services.learning.queries import get_home, get_lesson, get_progress
from tests.support.people import make_person
from tests.support.world import PlannedLesson, act, ask, choice, make_course, publish


def lessons(number: int) -> list[PlannedLesson]:
    return [PlannedLesson(title=f"Lesson {index + 1}") for index in range(number)]


async def take_quiz(product, learner, lesson, *, right: int) -> None:
    """One attempt with so many right answers, in the order of the questions."""
    await act(product, learner, start_attempt, lesson.id, lesson.quiz_id)
    attempt = await act(product, learner, retake_quiz, lesson.id, lesson.quiz_id)
    for place, question in enumerate(lesson.questions):
        option = next(o for o in question.options if o.is_correct is (place < right))
        version_id = attempt.question_version_ids[place]
        answer = Answer(option_ids=(option.id,))
        await act(product, learner, answer_question, attempt.id, version_id, answer=answer)


async def standing(product, learner, course) -> list[tuple[int, int]]:
    progress = await ask(product, learner, get_progress, course.id)
    return [(module.done, module.total) for module in progress.modules]


async def test_a_course_is_completed_without_its_optional_lessons(product, school):
    course = await make_course(product, school.teacher, *lessons(3), module_sizes=(2, 1))
    await act(product, school.teacher, require_lesson, course.lesson_ids[1], is_required=False)
    await publish(product, school.teacher, course.id)
    await act(product, school.ana, enrol, course.id)
    assert await standing(product, school.ana, course) == [(0, 1), (0, 1)]
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    assert await standing(product, school.ana, course) == [(1, 1), (0, 1)]
    done = await act(product, school.ana, complete_lesson, course.lesson_ids[2])
    assert done.is_course_completed
    assert (done.enrolment.lessons_done, done.enrolment.lessons_total) == (2, 3)
    assert done.next_lesson_id == course.lesson_ids[1]


async def test_what_is_required_changes_for_learners_only_with_the_next_version(product, school):
    course = await make_course(product, school.teacher, *lessons(2))
    await act(product, school.ana, enrol, course.id)
    await act(product, school.ana, complete_lesson, course.lesson_ids[0])
    await act(product, school.teacher, require_lesson, course.lesson_ids[1], is_required=False)
    assert await standing(product, school.ana, course) == [(1, 2)]
    await publish(product, school.teacher, course.id)
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.enrolment.completed_at is not None
    page = await ask(product, school.ana, get_course_page, course.slug)
    required = [each.is_required for module in page.outline.modules for each in module.lessons]
    assert required == [True, False]
    read = await ask(product, school.ana, get_lesson, course.slug, course.lesson_ids[1])
    assert not read.reading.is_required


async def test_each_rule_can_be_taken_back(product, school):
    course = await make_course(product, school.teacher, *lessons(2))
    optional = await act(
        product, school.teacher, require_lesson, course.lesson_ids[0], is_required=False
    )
    rules = CompletionInput(quiz_percent=80)
    stricter = await act(product, school.teacher, change_completion, course.id, rules=rules)
    draft = await ask(product, school.teacher, get_draft, course.id)
    assert draft.course.quiz_percent == 80
    assert [lesson.is_required for lesson in draft.modules[0].lessons] == [False, True]
    await act(product, school.teacher, undo_change, optional.change_id)
    await act(product, school.teacher, undo_change, stricter.change_id)
    draft = await ask(product, school.teacher, get_draft, course.id)
    assert draft.course.quiz_percent == 0
    assert [lesson.is_required for lesson in draft.modules[0].lessons] == [True, True]


async def test_a_course_that_requires_nothing_cannot_be_published(product, school):
    course = await make_course(product, school.teacher)
    await act(product, school.teacher, require_lesson, course.lesson_ids[0], is_required=False)
    found = await ask(product, school.teacher, get_checklist, course.id)
    assert "nothing_required" in {finding.key for finding in found.findings}
    with pytest.raises(NotReadyToPublish):
        await publish(product, school.teacher, course.id)


async def test_a_quiz_that_was_passed_too_low_is_missing_until_it_is_done_better(product, school):
    planned = PlannedLesson(questions=[choice() for _ in range(4)], passing_percent=50)
    course = await make_course(product, school.teacher, planned)
    rules = CompletionInput(quiz_percent=75)
    await act(product, school.teacher, change_completion, course.id, rules=rules)
    await publish(product, school.teacher, course.id)
    await act(product, school.ana, enrol, course.id)
    lesson = course.lessons[0]
    await take_quiz(product, school.ana, lesson, right=2)
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.completed_lesson_ids == (lesson.id,)
    assert progress.enrolment.completed_at is None
    [missing] = progress.missing
    assert (missing.kind, missing.percent, missing.best) == ("quiz", 75, 50)
    assert (await ask(product, school.ana, get_home)).courses[0].missing == (missing,)
    await take_quiz(product, school.ana, lesson, right=3)
    progress = await ask(product, school.ana, get_progress, course.id)
    assert progress.enrolment.completed_at is not None
    assert progress.missing == ()


async def test_what_is_missing_names_each_required_lesson(product, school):
    course = await make_course(product, school.teacher, *lessons(3))
    await act(product, school.teacher, require_lesson, course.lesson_ids[1], is_required=False)
    await publish(product, school.teacher, course.id)
    await act(product, school.ana, enrol, course.id)
    missing = (await ask(product, school.ana, get_progress, course.id)).missing
    assert [(each.kind, each.number, each.title) for each in missing] == [
        ("lesson", 1, "Lesson 1"),
        ("lesson", 3, "Lesson 3"),
    ]


def replayed(events, outline: CourseOutline, quizzes) -> dict:
    """The rows that these events make, worked out without the product."""
    completed = {e.lesson_id for e in events if e.kind is LearningEventKind.LESSON_COMPLETED}
    best: Counter[str] = Counter()
    for event in events:
        if event.kind is LearningEventKind.QUIZ_FINISHED:
            percent = 100 * event.facts["score"] / event.facts["max_score"]
            best[event.facts["block_id"]] = max(best[event.facts["block_id"]], percent)
    rows = {}
    for module in outline.modules:
        required = [lesson.id for lesson in module.lessons if lesson.is_required]
        fulfilled = [
            lesson
            for lesson in required
            if lesson in completed and all(best[q] >= outline.quiz_percent for q in quizzes[lesson])
        ]
        if required:
            rows[module.id] = (len(fulfilled), len(required))
    return rows


STEPS = st.one_of(
    st.tuples(st.just("read"), st.integers(0, 3)),
    st.tuples(st.just("quiz"), st.integers(0, 4)),
    st.tuples(st.just("optional"), st.integers(1, 3)),
    st.tuples(st.just("required"), st.integers(1, 3)),
    st.tuples(st.just("percent"), st.sampled_from([0, 60, 100])),
)


@given(steps=st.lists(STEPS, min_size=3, max_size=8), other=st.randoms())
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_replaying_the_events_in_any_order_gives_the_derived_rows(
    product, school, steps, other
):
    planned = [*lessons(3), PlannedLesson(questions=[choice() for _ in range(4)])]
    course = await make_course(product, school.teacher, *planned, module_sizes=(2, 2))
    learner = (await make_person(product, school.visitor)).actor
    await act(product, learner, enrol, course.id)
    teacher = school.teacher
    for kind, value in steps:
        match kind:
            case "read":
                try:
                    await act(product, learner, complete_lesson, course.lesson_ids[value])
                except QuizNotPassed:
                    continue
            case "quiz":
                await take_quiz(product, learner, course.lessons[3], right=value)
            case "percent":
                rules = CompletionInput(quiz_percent=value)
                await act(product, teacher, change_completion, course.id, rules=rules)
                await publish(product, teacher, course.id)
            case _:
                lesson_id = course.lesson_ids[value]
                is_required = kind == "required"
                await act(product, teacher, require_lesson, lesson_id, is_required=is_required)
                await publish(product, teacher, course.id)
    async with product.sessions() as session:
        mine = col(Enrolment.user_id) == learner.user_id
        enrolment = (await session.scalars(select(Enrolment).where(mine))).one()
        version = await session.get_one(CourseVersion, enrolment.version_id)
        of_mine = col(LearningEvent.enrolment_id) == enrolment.id
        events = list(await session.scalars(select(LearningEvent).where(of_mine)))
        rows = await session.scalars(
            select(ModuleProgress).where(col(ModuleProgress.enrolment_id) == enrolment.id)
        )
        derived = {row.module_id: (row.done, row.total) for row in rows}
    other.shuffle(events)
    outline = CourseOutline.model_validate(version.outline)
    quizzes = {lesson.id: [str(lesson.quiz_id)] * bool(lesson.quiz_id) for lesson in course.lessons}
    assert derived == replayed(events, outline, quizzes)
    is_completed = any(e.kind is LearningEventKind.COURSE_COMPLETED for e in events)
    assert is_completed is (enrolment.completed_at is not None)
    assert is_completed or any(done < total for done, total in derived.values())

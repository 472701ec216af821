"""Release plans: what opens when, decided without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alp_app.kit.ids import LessonId, ModuleId, new_uuid
from alp_app.services.courses.reading_views import OutlineLesson, OutlineModule
from alp_app.services.learning.release import (
    FREE,
    Requirement,
    Rule,
    can_be_finished,
    decide,
    requirements,
)

START = datetime(2026, 1, 12, 7, tzinfo=UTC)
LESSONS = [LessonId(new_uuid()) for _ in range(6)]
MODULES = [ModuleId(new_uuid()) for _ in range(3)]
OUTLINE = [
    OutlineModule(
        id=MODULES[place],
        number=place + 1,
        title=f"Module {place + 1}",
        lessons=tuple(
            OutlineLesson(id=LESSONS[at], number=at + 1, title=f"Lesson {at + 1}")
            for at in (place * 2, place * 2 + 1)
        ),
    )
    for place in range(3)
]

moments = st.integers(-100, 100).map(lambda hours: START + timedelta(hours=hours))
some_lessons = st.sets(st.sampled_from(LESSONS))
requirement = st.builds(
    Requirement,
    opens_at=st.none() | moments,
    after=some_lessons.map(lambda chosen: tuple(each for each in LESSONS if each in chosen)),
)
targets = st.sampled_from(
    [{"module_id": module} for module in MODULES] + [{"lesson_id": lesson} for lesson in LESSONS]
)
befores = st.sampled_from(
    [{}]
    + [{"after_module_id": module} for module in MODULES]
    + [{"after_lesson_id": lesson} for lesson in LESSONS]
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    return Rule(**draw(targets), **draw(befores), opens_at=draw(st.none() | moments))


plans = st.lists(rules(), max_size=9)


@given(requirement, some_lessons, moments, st.integers(0, 10_000))
def test_a_lesson_that_is_open_does_not_lock_with_time(needed, done, now, minutes):
    assume(decide(needed, LESSONS[0], done, now) is None)
    assert decide(needed, LESSONS[0], done, now + timedelta(minutes=minutes)) is None


@given(requirement, some_lessons, some_lessons, moments)
def test_a_lesson_that_is_open_does_not_lock_because_more_is_done(needed, done, more, now):
    assume(decide(needed, LESSONS[0], done, now) is None)
    assert decide(needed, LESSONS[0], done | more, now) is None


@given(requirement, some_lessons, moments)
def test_what_a_locked_lesson_says_opens_it(needed, done, now):
    locked = decide(needed, LESSONS[0], done, now)
    assume(locked is not None)
    assert locked.opens_at is not None or locked.missing
    then = locked.opens_at or now
    assert decide(needed, LESSONS[0], done | set(locked.missing), then) is None


@given(requirement, some_lessons, moments)
def test_a_lesson_that_was_done_stays_open(needed, done, now):
    assert decide(needed, LESSONS[0], done | {LESSONS[0]}, now) is None


@given(plans)
def test_a_plan_that_can_be_finished_is_finished_by_whoever_works_on(plan):
    needed = requirements(plan, OUTLINE)
    done: set[LessonId] = set()
    late = START + timedelta(days=365)
    for _ in LESSONS:
        opened = {
            each for each in LESSONS if decide(needed.get(each, FREE), each, done, late) is None
        }
        done |= opened
    assert (done == set(LESSONS)) is can_be_finished(needed)


@given(plans, some_lessons, moments)
def test_a_lesson_is_open_when_each_rule_about_it_and_its_module_is_fulfilled(plan, done, now):
    needed = requirements(plan, OUTLINE)
    for module in OUTLINE:
        for lesson in module.lessons:
            about = [
                rule for rule in plan if rule.module_id == module.id or rule.lesson_id == lesson.id
            ]
            is_fulfilled = all(
                (rule.opens_at is None or rule.opens_at <= now) and _waits_for(rule) <= done
                for rule in about
            )
            locked = decide(needed.get(lesson.id, FREE), lesson.id, done, now)
            assert (locked is None) is (lesson.id in done or is_fulfilled)


def _waits_for(rule: Rule) -> set[LessonId]:
    in_module = {
        lesson.id
        for module in OUTLINE
        if module.id == rule.after_module_id
        for lesson in module.lessons
    }
    return in_module | ({rule.after_lesson_id} if rule.after_lesson_id else set())


@given(plans)
def test_no_rule_about_what_the_course_lacks_keeps_anything_shut(plan):
    assert requirements(plan, []) == {}
    known = {lesson.id for module in OUTLINE[:1] for lesson in module.lessons}
    for lesson_id, needed in requirements(plan, OUTLINE[:1]).items():
        assert {lesson_id, *needed.after} <= known


def test_a_lesson_opens_with_the_later_of_its_own_and_its_modules_date():
    plan = [
        Rule(module_id=MODULES[0], opens_at=START + timedelta(days=3)),
        Rule(lesson_id=LESSONS[0], opens_at=START),
        Rule(lesson_id=LESSONS[1], opens_at=START + timedelta(days=5)),
    ]
    needed = requirements(plan, OUTLINE)
    assert needed[LESSONS[0]].opens_at == START + timedelta(days=3)
    assert needed[LESSONS[1]].opens_at == START + timedelta(days=5)


def test_a_module_that_waits_for_another_waits_for_each_of_its_lessons():
    needed = requirements([Rule(module_id=MODULES[1], after_module_id=MODULES[0])], OUTLINE)
    assert set(needed) == {LESSONS[2], LESSONS[3]}
    locked = decide(needed[LESSONS[2]], LESSONS[2], {LESSONS[0]}, START)
    assert locked.missing == (LESSONS[1],)
    assert locked.opens_at is None


@pytest.mark.parametrize(
    "plan",
    [
        [Rule(lesson_id=LESSONS[0], after_lesson_id=LESSONS[0])],
        [Rule(module_id=MODULES[0], after_module_id=MODULES[0])],
        [Rule(lesson_id=LESSONS[0], after_module_id=MODULES[0])],
        [
            Rule(module_id=MODULES[0], after_module_id=MODULES[1]),
            Rule(lesson_id=LESSONS[3], after_lesson_id=LESSONS[0]),
        ],
    ],
)
def test_lessons_that_wait_for_each_other_are_found(plan):
    assert not can_be_finished(requirements(plan, OUTLINE))

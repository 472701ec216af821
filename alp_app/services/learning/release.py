"""When a lesson of a class opens: pure decisions about a release plan.

A plan holds at most one rule for each module and each lesson. A lesson opens when its module's rule
and its own are fulfilled: the date has come, and what was to be done before is done.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from alp_app.kit.ids import LessonId, ModuleId
from alp_app.services.courses.reading_views import OutlineModule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """For one module or one lesson."""

    module_id: ModuleId | None = None
    lesson_id: LessonId | None = None
    opens_at: datetime | None = None
    after_module_id: ModuleId | None = None
    after_lesson_id: LessonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What stands before one lesson."""

    opens_at: datetime | None = None
    after: tuple[LessonId, ...] = ()
    """Lessons to be done first, in the order of the course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """Why a lesson is not open, which says how it will be."""

    opens_at: datetime | None
    """The date that has not come; None when only work is missing."""
    missing: tuple[LessonId, ...]
    """Lessons to be done first; empty when only the date is missing."""


FREE = Requirement()


def requirements(
    rules: Iterable[Rule], modules: Sequence[OutlineModule]
) -> Mapping[LessonId, Requirement]:
    """What stands before each lesson of a course that something stands before.

    What the course no longer has can keep nothing shut.
    """
    lessons = {module.id: [lesson.id for lesson in module.lessons] for module in modules}
    order = [lesson_id for in_module in lessons.values() for lesson_id in in_module]
    dates: dict[LessonId, datetime] = {}
    before: dict[LessonId, set[LessonId]] = {}
    for rule in rules:
        needed = [
            each
            for each in order
            if each == rule.after_lesson_id
            or (rule.after_module_id and each in lessons.get(rule.after_module_id, ()))
        ]
        for lesson_id in _targets(rule, lessons, order):
            if rule.opens_at is not None:
                dates[lesson_id] = max(rule.opens_at, dates.get(lesson_id, rule.opens_at))
            before.setdefault(lesson_id, set()).update(needed)
    return {
        lesson_id: Requirement(
            opens_at=dates.get(lesson_id),
            after=tuple(each for each in order if each in before.get(lesson_id, ())),
        )
        for lesson_id in order
        if lesson_id in dates or before.get(lesson_id)
    }


def decide(
    requirement: Requirement, lesson_id: LessonId, done: Collection[LessonId], now: datetime
) -> Locked | None:
    """None when the lesson is open. One that was done stays open, whatever the plan says later."""
    if lesson_id in done:
        return None
    is_early = requirement.opens_at is not None and requirement.opens_at > now
    missing = tuple(each for each in requirement.after if each not in done)
    if not is_early and not missing:
        return None
    return Locked(opens_at=requirement.opens_at if is_early else None, missing=missing)


def can_be_finished(needed: Mapping[LessonId, Requirement]) -> bool:
    """Whether no lesson waits for itself, directly or through others."""
    try:
        TopologicalSorter({each: one.after for each, one in needed.items()}).prepare()
    except CycleError:
        return False
    return True


def _targets(
    rule: Rule, lessons: Mapping[ModuleId, Sequence[LessonId]], order: Sequence[LessonId]
) -> Sequence[LessonId]:
    if rule.module_id is not None:
        return lessons.get(rule.module_id, ())
    return [each for each in order if each == rule.lesson_id]

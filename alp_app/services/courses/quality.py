"""Lines of the checklist about how good a draft is to learn from: pure decisions."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from alp_app.models.course import Course
from alp_app.services.courses.reading import plain_text
from alp_app.services.courses.reading_level import EASIEST_NEEDED, reading_level
from alp_app.services.courses.rules import Finding, LessonFacts, Weight


def quality_findings(course: Course, lessons: Sequence[LessonFacts]) -> list[Finding]:
    """Objectives that no lesson or question serves, and lessons that are hard to read."""
    found: list[Finding] = []
    wanted = {objective.id for objective in course.objectives}
    taught = _all(lesson.objective_ids for lesson in lessons)
    asked = _all(objectives_asked(lesson) for lesson in lessons)
    if untaught := len(wanted - taught):
        found.append(Finding("objective_without_lesson", Weight.WARNS, count=untaught))
    if unasked := len((wanted & taught) - asked):
        found.append(Finding("objective_without_item", Weight.WARNS, count=unasked))
    for lesson in lessons:
        level = reading_level(plain_text([each for _, each in lesson.blocks]), course.language)
        if level is not None and level.ease < EASIEST_NEEDED[course.level]:
            found.append(Finding("reading_level", Weight.WARNS, lesson.id, count=round(level.ease)))
    return found


def objectives_asked(lesson: LessonFacts) -> set[UUID]:
    """The objectives that questions of a lesson ask about: their own, or else the lesson's."""
    return _all(
        question.objective_ids or lesson.objective_ids for question in lesson.questions.values()
    )


def _all(groups: Iterable[Iterable[UUID]]) -> set[UUID]:
    return {each for group in groups for each in group}

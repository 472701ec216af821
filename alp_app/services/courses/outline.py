"""From prepared lessons to the outline of a course: what a visitor sees of it, and a reader's contents."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from alp_app.kit.ids import LessonId, ModuleId
from alp_app.models.course import Course
from alp_app.services.courses.reading import AssetFacts, cover_of
from alp_app.services.courses.reading_views import (
    CourseOutline,
    OutlineLesson,
    OutlineModule,
    OutlineObjective,
    ReadingDocument,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedModule:
    id: ModuleId
    title: str
    summary: str
    lessons: Sequence[ReadingDocument]


def prepare_outline(
    course: Course, modules: Sequence[PreparedModule], *, author: str, cover: AssetFacts | None
) -> CourseOutline:
    """Modules without lessons are left out."""
    filled = [module for module in modules if module.lessons]
    lessons = list(chain.from_iterable(module.lessons for module in filled))
    return CourseOutline(
        course_id=course.id,
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        subject=course.subject,
        audience=course.audience,
        level=course.level,
        language=course.language,
        author=author,
        minutes=sum(lesson.minutes for lesson in lessons),
        lesson_count=len(lessons),
        question_count=sum(lesson.question_count for lesson in lessons),
        reviewed_lesson_count=sum(_is_reviewed(lesson) for lesson in lessons),
        quiz_percent=course.quiz_percent,
        models=tuple(dict.fromkeys(chain.from_iterable(lesson.models for lesson in lessons))),
        cover=cover_of(cover),
        objectives=tuple(
            OutlineObjective(id=objective.id, text=objective.text, bloom=objective.bloom)
            for objective in course.objectives
        ),
        modules=tuple(
            OutlineModule(
                id=module.id,
                number=number,
                title=module.title,
                summary=module.summary,
                lessons=tuple(_outline_lesson(lesson) for lesson in module.lessons),
            )
            for number, module in enumerate(filled, start=1)
        ),
    )


def next_lesson(
    order: Sequence[LessonId], done: Collection[LessonId], last: LessonId | None
) -> LessonId | None:
    """Where a learner goes on: the lesson they are in, else the first open one after it, else the
    first open one. None when every lesson is done."""
    start = order.index(last) if last in order else 0
    return next(
        (lesson_id for lesson_id in (*order[start:], *order) if lesson_id not in done), None
    )


def _outline_lesson(lesson: ReadingDocument) -> OutlineLesson:
    return OutlineLesson(
        id=lesson.lesson_id,
        number=lesson.number,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        question_count=lesson.question_count,
        is_reviewed=_is_reviewed(lesson),
        is_required=lesson.is_required,
        objective_ids=lesson.objective_ids,
    )


def _is_reviewed(lesson: ReadingDocument) -> bool:
    return lesson.reviewed_at is not None

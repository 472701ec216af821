"""What one learner's work tells: themselves, and their teachers."""

from datetime import date

from alp_app.kit.ids import CourseId, LessonId, UserId
from alp_app.models.account import User
from alp_app.services.insights.access import my_scope
from alp_app.services.insights.parts import Published, objectives, published, share, weeks
from alp_app.services.insights.rows import NOTHING, Scope, Tally, counted, tally
from alp_app.services.insights.sources import RowKind
from alp_app.services.insights.views import (
    LearnerInsight,
    LearnerModule,
    LessonToRepeat,
    RowFilter,
)
from alp_app.unit_of_work import Reader

MOST_REPEATED = 3


async def get_my_insight(reader: Reader, course_id: CourseId) -> LearnerInsight:
    """My own. What I answered in tests is not in it. Raises CourseNotFound or NotEnrolled."""
    enrolment, scope = await my_scope(reader, course_id)
    user = await reader.session.get_one(User, reader.user_id)
    return await learner_insight(
        reader,
        scope,
        reader.user_id,
        name=user.display_name,
        since=enrolment.enrolled_at.date(),
    )


async def learner_insight(
    reader: Reader, scope: Scope, user_id: UserId, *, name: str, since: date
) -> LearnerInsight:
    course = await published(reader, scope.course_id)
    lessons = await tally(
        reader, scope, RowFilter(of=RowKind.LESSONS, user_id=user_id), by="subject"
    )
    by_week = await tally(reader, scope, RowFilter(of=RowKind.DAYS, user_id=user_id), by="week")
    wanted = RowFilter(of=RowKind.ANSWERS, user_id=user_id)
    answers = await tally(reader, scope, wanted, by="place")
    work = await tally(reader, scope, RowFilter(of=RowKind.WORK, user_id=user_id), by="all")
    works = RowFilter(of=RowKind.WORK, user_id=user_id)
    done = {lesson_id for lesson_id, each in lessons.items() if each.of("done")}
    left = [each for each in course.titles if each not in done]
    due = work.get(None, NOTHING)
    return LearnerInsight(
        user_id=user_id,
        name=name,
        course_slug=course.slug,
        course_title=course.title,
        weeks=weeks(
            scope,
            {week: each.n for week, each in by_week.items()},
            since,
            RowFilter(of=RowKind.DAYS, user_id=user_id),
        ),
        lessons_done=counted(
            len(done), RowFilter(of=RowKind.LESSONS, user_id=user_id, state="done")
        ),
        lessons_total=len(course.titles),
        modules=tuple(
            LearnerModule(
                id=module.id,
                number=module.number,
                title=module.title,
                done=counted(
                    sum(lessons.get(lesson.id, NOTHING).of("done") for lesson in module.lessons),
                    RowFilter(
                        of=RowKind.LESSONS, user_id=user_id, module_id=module.id, state="done"
                    ),
                ),
                total=len(module.lessons),
            )
            for module in course.modules
        ),
        objectives=await objectives(reader, scope, course),
        answers=counted(sum(each.n for each in answers.values()), wanted),
        right=counted(sum(each.of("right") for each in answers.values()), wanted, state="right"),
        due=counted(due.n, works),
        missing=counted(due.of("missing"), works, state="missing"),
        next_lesson_id=left[0] if left else None,
        next_lesson_title=course.titles[left[0]] if left else "",
        repeat=_repeat(course, answers, wanted),
    )


def _repeat(
    course: Published, answers: dict[LessonId, Tally], wanted: RowFilter
) -> tuple[LessonToRepeat, ...]:
    weak = [
        (each.of("right") / each.n, lesson_id)
        for lesson_id, each in answers.items()
        if lesson_id in course.titles and each.of("wrong")
    ]
    return tuple(
        LessonToRepeat(
            id=lesson_id,
            title=course.titles[lesson_id],
            share=share(answers[lesson_id], wanted.model_copy(update={"lesson_id": lesson_id})),
        )
        for _, lesson_id in sorted(weak)[:MOST_REPEATED]
    )

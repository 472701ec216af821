"""What the work of all its learners tells a course's authors. Nobody is named."""

from typing import Any
from uuid import UUID

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId
from alp_app.services.insights.access import course_scope
from alp_app.services.insights.parts import objectives, published, questions
from alp_app.services.insights.rows import NOTHING, Scope, Tally, counted, tally
from alp_app.services.insights.sources import RowKind, with_rows
from alp_app.services.insights.views import CourseInsight, LessonFigures, RowFilter
from alp_app.unit_of_work import Reader

LEAST_COMPARED = 10
"""Answers without which a correlation means nothing."""
_CLASSES = "SELECT count(*) AS n FROM classroom WHERE course_id = %(course_id)s"
_DISCRIMINATION = """
    SELECT e.subject, corr(e.value, e.others) AS value
      FROM (SELECT r.subject, r.value,
                   (sum(r.value) OVER w - r.value) / nullif(count(*) OVER w - 1, 0) AS others
              FROM r WINDOW w AS (PARTITION BY r.person, r.place_id)) e
     WHERE e.others IS NOT NULL
     GROUP BY e.subject HAVING count(*) >= %(least)s
"""


async def get_course_insight(reader: Reader, course_id: CourseId) -> CourseInsight:
    """Raises CourseNotFound or Forbidden."""
    found, scope = await course_scope(reader, course_id)
    course = await published(reader, course_id)
    learners = await tally(reader, scope, RowFilter(of=RowKind.LEARNERS), by="all")
    lessons = await tally(reader, scope, RowFilter(of=RowKind.LESSONS), by="subject")
    [classes] = await fetch_all(reader, _CLASSES, {"course_id": course_id})
    everybody, wanted = learners.get(None, NOTHING), RowFilter(of=RowKind.LEARNERS)
    return CourseInsight(
        course_id=course_id,
        slug=found.slug,
        title=course.title or found.title,
        classes=classes["n"],
        learners=counted(everybody.n, wanted),
        active=counted(everybody.of("active"), wanted, state="active"),
        lessons=tuple(
            _lesson(lesson, module.title, lessons.get(lesson.id, NOTHING))
            for module in course.modules
            for lesson in module.lessons
        ),
        questions=await questions(
            reader,
            scope,
            statistics={},
            discrimination=await _discrimination(reader, scope),
        ),
        objectives=await objectives(reader, scope, course),
    )


async def _discrimination(reader: Reader, scope: Scope) -> dict[UUID, float]:
    """The correlation of each question's score with the same learner's mean on the others of its place."""
    wanted = RowFilter(of=RowKind.FIRST_ANSWERS)
    statement = with_rows(scope.people, wanted.of) + _DISCRIMINATION
    given = {**scope.given(wanted), "least": LEAST_COMPARED}
    rows = await fetch_all(reader, statement, given)
    return {row["subject"]: row["value"] for row in rows if row["value"] is not None}


def _lesson(lesson: Any, module: str, tallied: Tally) -> LessonFigures:
    wanted = RowFilter(of=RowKind.LESSONS, lesson_id=lesson.id)
    return LessonFigures(
        id=lesson.id,
        number=lesson.number,
        title=lesson.title,
        module=module,
        opened=counted(tallied.n, wanted),
        done=counted(tallied.of("done"), wanted, state="done"),
        stopped=counted(tallied.of("stopped"), wanted, state="stopped"),
    )

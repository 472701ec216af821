"""What the pages of a class, a course and a learner have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId, LessonId, QuestionId
from alp_app.kit.text import shorten
from alp_app.services.courses.markup import plain
from alp_app.services.courses.reading_views import CourseOutline, OutlineObjective
from alp_app.services.insights.estimates import FEW, mastery_of, wilson
from alp_app.services.insights.rows import NOTHING, Scope, Tally, counted, tally, tally_objectives
from alp_app.services.insights.sources import RowKind
from alp_app.services.insights.views import (
    ObjectiveFigures,
    QuestionFigures,
    RowFilter,
    Share,
    WeekFigures,
)
from alp_app.unit_of_work import Reader

MOST_WEEKS = 26
STEM_LENGTH = 160

_OUTLINE = """
    SELECT v.outline::text AS outline
      FROM course c JOIN course_version v ON v.id = c.published_version_id
     WHERE c.id = %(course_id)s
"""
_CARRIES = """
    SELECT l.id, l.objective_ids FROM lesson l
     WHERE l.course_id = %(course_id)s AND l.deleted_at IS NULL ORDER BY l.position
"""


@dataclass(frozen=True, slots=True)
class Published:
    """What a course is made of, as its learners read it."""

    modules: Sequence[Any] = ()
    objectives: Sequence[OutlineObjective] = ()
    titles: Mapping[LessonId, str] = field(default_factory=dict[LessonId, str])
    title: str = ""
    slug: str = ""


async def published(reader: Reader, course_id: CourseId) -> Published:
    """Nothing, for a course that is not published."""
    rows = await fetch_all(reader, _OUTLINE, {"course_id": course_id})
    if not rows:
        return Published()
    outline = CourseOutline.model_validate_json(rows[0]["outline"])
    titles = {lesson.id: lesson.title for module in outline.modules for lesson in module.lessons}
    return Published(outline.modules, outline.objectives, titles, outline.title, outline.slug)


def share(tallied: Tally, wanted: RowFilter) -> Share:
    right, answers = tallied.of("right"), tallied.n
    interval = wilson(right, answers)
    return Share(
        answers=counted(answers, wanted),
        right=counted(right, wanted, state="right"),
        low=floor(interval.low * 100),
        high=ceil(interval.high * 100),
        mastery=mastery_of(right, answers),
    )


async def objectives(
    reader: Reader, scope: Scope, course: Published
) -> tuple[ObjectiveFigures, ...]:
    wanted = RowFilter(of=RowKind.ANSWERS, user_id=scope.user_id)
    tallied = await tally_objectives(reader, scope, wanted)
    carried: dict[UUID, list[str]] = {}
    for row in await fetch_all(reader, _CARRIES, {"course_id": scope.course_id}):
        for objective_id in row["objective_ids"]:
            if row["id"] in course.titles:
                carried.setdefault(UUID(objective_id), []).append(course.titles[row["id"]])
    return tuple(
        ObjectiveFigures(
            id=each.id,
            text=each.text,
            bloom=each.bloom,
            lessons=tuple(carried.get(each.id, ())),
            share=share(
                tallied.get(each.id, NOTHING), wanted.model_copy(update={"objective_id": each.id})
            ),
        )
        for each in course.objectives
    )


async def questions(
    reader: Reader,
    scope: Scope,
    *,
    statistics: Mapping[UUID, str],
    discrimination: Mapping[UUID, float] | None = None,
) -> tuple[QuestionFigures, ...]:
    """By their first answers, the hardest first. `statistics` are addresses, by test."""
    wanted = RowFilter(of=RowKind.FIRST_ANSWERS)
    tallied = await tally(reader, scope, wanted, by="subject")
    found = [
        QuestionFigures(
            id=QuestionId(question_id),
            stem=shorten(plain(each.what), STEM_LENGTH),
            place=each.place,
            share=share(each, wanted.model_copy(update={"question_id": question_id})),
            statistics_href=statistics.get(each.place_id, ""),
            discrimination=(discrimination or {}).get(question_id),
        )
        for question_id, each in tallied.items()
    ]
    return tuple(sorted(found, key=_hardness))


def weeks(
    scope: Scope,
    tallied: Mapping[str, int],
    since: date,
    wanted: RowFilter,
) -> tuple[WeekFigures, ...]:
    """Every week from `since` to now, also those in which nobody worked; the latest 26 of them."""
    last = _monday(scope.now.astimezone(ZoneInfo(scope.zone)).date())
    first = max(
        min([_monday(since), *map(date.fromisoformat, tallied)]),
        last - timedelta(weeks=MOST_WEEKS - 1),
    )
    count = max(1, (last - first).days // 7 + 1)
    return tuple(
        WeekFigures(week=week, active=counted(tallied.get(str(week), 0), wanted, week=week))
        for week in (first + timedelta(weeks=number) for number in range(count))
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _hardness(figures: QuestionFigures) -> tuple[bool, float, str]:
    answers, right = figures.share.answers.n, figures.share.right.n
    return answers < FEW, right / answers, str(figures.id)

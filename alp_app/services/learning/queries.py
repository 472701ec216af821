"""What a learner sees: a lesson with their place in it, their courses, their progress, their week.

These are hot reads, so they are written as SQL.
"""

import zoneinfo
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit import clock
from alp_app.kit.ids import AttemptId, CourseId, LessonId
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.services.courses.catalogue import known_slug
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.courses.outline import next_lesson
from alp_app.services.courses.reading_views import (
    CourseOutline,
    CoverView,
    ReadingDocument,
)
from alp_app.services.learning.access import attempt_for, why_not_enrolled
from alp_app.services.learning.completion import missing_of, standing_by_module
from alp_app.services.learning.errors import (
    LessonLocked,
    LessonNotFound,
    NotEnrolled,
    UnknownZone,
)
from alp_app.services.learning.locks import (
    Study,
    done_in,
    is_viewed,
    links_of,
    locks_in,
    locks_of,
    outline_of,
)
from alp_app.services.learning.quizzes import (
    attempt_view,
    prepare_marking,
    quiz_attempted,
    standings,
    with_questions,
    without_held,
)
from alp_app.services.learning.rules import minutes_by_day, stopped_at
from alp_app.services.learning.views import (
    AttemptView,
    ContinueView,
    DayMinutes,
    EnrolmentView,
    HomeView,
    LessonPage,
    MissingView,
    MyCourseView,
    PlaceView,
    ProgressView,
)
from alp_app.unit_of_work import Reader

_LESSON = """
    SELECT c.id AS course_id, c.slug, c.archived_at IS NOT NULL AS is_archived,
           v.outline::text AS outline, v.id AS version_id, lv.reading::text AS reading,
           e.id, e.classroom_id, e.lessons_done, e.lessons_total, e.last_lesson_id,
           e.active_at, e.completed_at, e.enrolled_at,
           p.block_id, p.video_seconds, p.placed_at, p.opened_at,
           p.completed_at AS lesson_completed_at,
           (SELECT coalesce(array_agg(d.lesson_id), '{}') FROM lesson_progress d
             WHERE d.enrolment_id = e.id AND d.completed_at IS NOT NULL) AS done
      FROM course c
      LEFT JOIN enrolment e ON e.course_id = c.id AND e.user_id = %(user_id)s AND e.is_current
      JOIN course_version v ON v.id = coalesce(e.version_id, c.published_version_id)
      LEFT JOIN lesson_version lv ON lv.version_id = v.id AND lv.lesson_id = %(lesson_id)s
      LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
     WHERE c.organisation_id = %(organisation_id)s AND c.slug = %(slug)s AND c.deleted_at IS NULL
"""
_MY_COURSES = """
    SELECT c.id AS course_id, c.slug, v.title, v.is_reviewed,
           coalesce(v.outline -> 'cover', '{}')::text AS cover,
           e.version_id, e.classroom_id, coalesce(k.name, '') AS class_name, e.id, e.lessons_done,
           e.lessons_total, e.last_lesson_id, e.active_at, e.completed_at,
           e.enrolled_at,
           next.lesson_id AS next_lesson_id, coalesce(next.title, '') AS next_lesson_title,
           coalesce(next.number, 0) AS next_lesson_number,
           EXISTS (SELECT FROM release_rule r WHERE r.classroom_id = e.classroom_id) AS has_plan
      FROM enrolment e
      JOIN course c ON c.id = e.course_id
      JOIN course_version v ON v.id = e.version_id
      LEFT JOIN classroom k ON k.id = e.classroom_id
      LEFT JOIN LATERAL (
        SELECT lv.lesson_id, lv.title, lv.number
          FROM (SELECT lesson_id, title, position,
                       row_number() OVER (ORDER BY position) AS number,
                       max(position) FILTER (WHERE lesson_id = e.last_lesson_id) OVER () AS last
                  FROM lesson_version WHERE version_id = e.version_id) lv
          LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
         WHERE p.completed_at IS NULL
         ORDER BY lv.position < coalesce(lv.last, 0), lv.position
         LIMIT 1
      ) next ON true
     WHERE e.user_id = %(user_id)s AND e.is_current
       AND c.organisation_id = %(organisation_id)s AND c.deleted_at IS NULL
       AND (%(after_id)s::uuid IS NULL
            OR (e.active_at, e.id) < (%(after_at)s::timestamptz, %(after_id)s::uuid))
     ORDER BY e.active_at DESC, e.id DESC
     LIMIT %(limit)s
"""
_PROGRESS = """
    SELECT e.id, e.course_id, e.classroom_id, e.version_id, e.lessons_done, e.lessons_total, e.last_lesson_id,
           e.active_at, e.completed_at, e.enrolled_at,
           ARRAY(SELECT lesson_id FROM lesson_version
                  WHERE version_id = e.version_id ORDER BY position) AS lesson_order,
           ARRAY(SELECT module_id FROM lesson_version
                  WHERE version_id = e.version_id ORDER BY position) AS module_order
      FROM enrolment e JOIN course c ON c.id = e.course_id
     WHERE e.user_id = %(user_id)s AND e.course_id = %(course_id)s AND e.is_current
       AND c.organisation_id = %(organisation_id)s AND c.deleted_at IS NULL
"""
_PLACES = """
    SELECT p.lesson_id, p.block_id, p.video_seconds, p.placed_at, p.opened_at, p.completed_at
      FROM lesson_progress p
      JOIN lesson_version lv ON lv.lesson_id = p.lesson_id AND lv.version_id = %(version_id)s
     WHERE p.enrolment_id = %(enrolment_id)s
     ORDER BY lv.position
"""
_CONTINUE = """
    SELECT lv.reading::text AS reading, v.outline::text AS outline,
           p.block_id, coalesce(p.placed_at, p.opened_at) AS saved_at
      FROM enrolment e
      JOIN course_version v ON v.id = e.version_id
      JOIN lesson_version lv ON lv.version_id = e.version_id AND lv.lesson_id = %(lesson_id)s
      LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
     WHERE e.id = %(enrolment_id)s
"""
_MOMENTS = """
    SELECT v.at FROM learning_event v JOIN enrolment e ON e.id = v.enrolment_id
     WHERE e.user_id = %(user_id)s AND v.at >= %(since)s AND v.at < %(until)s
     ORDER BY v.at
"""
HOME_COURSES = 6
"""Courses shown on the first page; the rest are one step away."""


async def get_lesson(reader: Reader, slug: str, lesson_id: LessonId) -> LessonPage:
    """As `look_at_lesson`. Raises LessonLocked too."""
    page = await look_at_lesson(reader, slug, lesson_id)
    if page.lock is not None:
        raise LessonLocked(page.lock)
    return page


async def look_at_lesson(reader: Reader, slug: str, lesson_id: LessonId) -> LessonPage:
    """A lesson with my place in it, as the version I am enrolled in has it.

    Of a lesson that my class has not opened yet, only what the outline says. Staff may look without
    being enrolled. Raises CourseNotFound, LessonNotFound or NotEnrolled.
    """
    row = await fetch_one(
        reader.session,
        _LESSON,
        {
            "user_id": None if reader.actor.viewed_class_id else reader.user_id,
            "organisation_id": reader.organisation_id,
            "slug": known_slug(slug),
            "lesson_id": lesson_id,
        },
    )
    may_look = row is not None and await _may_look(reader, row["course_id"])
    if row is None or (row["is_archived"] and not row["id"] and not may_look):
        raise CourseNotFound
    if row["reading"] is None:
        raise LessonNotFound
    if not row["id"] and not may_look:
        raise NotEnrolled
    reading = ReadingDocument.model_validate_json(row["reading"])
    outline = CourseOutline.model_validate_json(row["outline"])
    locks = await locks_of(reader, _study(reader, row), outline)
    if lesson_id in locks:
        reading = _head_of(reading)
    reading = reading.model_copy(update={"blocks": await without_held(reader, reading.blocks)})
    lessons = list(links_of(outline))
    at = next((index for index, each in enumerate(lessons) if each.id == lesson_id), len(lessons))
    page = LessonPage(
        course_id=row["course_id"],
        slug=row["slug"],
        reading=reading,
        outline=outline,
        previous=lessons[at - 1] if at > 0 else None,
        next=lessons[at + 1] if at + 1 < len(lessons) else None,
        enrolment=None,
        locks=tuple(locks.values()),
        lock=locks.get(lesson_id),
    )
    if not row["id"]:
        return page
    quizzes = with_questions(reading.blocks)
    prepare_marking(quizzes)
    return page.model_copy(
        update={
            "enrolment": EnrolmentView.model_validate(row),
            "completed_lesson_ids": tuple(
                lesson.id for lesson in lessons if lesson.id in row["done"]
            ),
            "place": _place(lesson_id, row),
            "quizzes": await standings(reader, row["course_id"], row["id"], quizzes),
        }
    )


async def _may_look(reader: Reader, course_id: CourseId) -> bool:
    """Whether the actor may read a course without being enrolled in it."""
    if reader.actor.is_staff:
        return True
    return reader.actor.viewed_class_id is not None and await is_viewed(reader, course_id)


def _study(reader: Reader, row: dict[str, Any]) -> Study:
    return Study(
        classroom_id=reader.actor.viewed_class_id or row["classroom_id"],
        version_id=row["version_id"],
        enrolment_id=row["id"],
    )


def _head_of(reading: ReadingDocument) -> ReadingDocument:
    """What the outline tells of a lesson anyway."""
    return ReadingDocument(
        lesson_id=reading.lesson_id,
        number=reading.number,
        title=reading.title,
        summary=reading.summary,
        minutes=reading.minutes,
    )


async def list_my_courses(reader: Reader, page: PageRequest) -> Page[MyCourseView]:
    """The courses I am enrolled in, the last one used first."""
    rows = await fetch_all(
        reader.session,
        _MY_COURSES,
        {
            **_after(page),
            "user_id": reader.user_id,
            "organisation_id": reader.organisation_id,
            "limit": page.limit + 1,
        },
    )
    shown = rows[: page.limit]
    last = shown[-1] if len(rows) > page.limit else None
    enrolments = [EnrolmentView.model_validate(row) for row in shown]
    missing = await missing_of(reader, enrolments)
    return Page(
        items=[
            await _with_lock(reader, _my_course(row, mine, missing.get(mine.id, ())), row)
            for row, mine in zip(shown, enrolments, strict=True)
        ],
        next_cursor=None
        if last is None
        else cursor_at(last["active_at"].isoformat(), str(last["id"])),
    )


async def get_progress(reader: Reader, course_id: CourseId) -> ProgressView:
    """How far I am in a course, lesson by lesson."""
    row = await fetch_one(
        reader.session,
        _PROGRESS,
        {
            "user_id": reader.user_id,
            "course_id": course_id,
            "organisation_id": reader.organisation_id,
        },
    )
    if row is None:
        raise await why_not_enrolled(reader, course_id)
    given = {"enrolment_id": row["id"], "version_id": row["version_id"]}
    places = await fetch_all(reader.session, _PLACES, given)
    done = [place["lesson_id"] for place in places if place["completed_at"]]
    enrolment = EnrolmentView.model_validate(row)
    return ProgressView(
        enrolment=enrolment,
        completed_lesson_ids=tuple(done),
        next_lesson_id=next_lesson(row["lesson_order"], done, row["last_lesson_id"]),
        places=tuple(PlaceView.model_validate(place) for place in places),
        locks=tuple((await locks_in(reader, course_id)).values()),
        modules=tuple(
            sorted(
                await standing_by_module(reader, row["id"]),
                key=lambda each: row["module_order"].index(each.module_id),
            )
        ),
        missing=(await missing_of(reader, [enrolment])).get(enrolment.id, ()),
    )


async def get_attempt(reader: Reader, attempt_id: AttemptId) -> AttemptView:
    """One of my attempts at a quiz."""
    enrolment, attempt = await attempt_for(reader, attempt_id)
    quiz = await quiz_attempted(reader, enrolment, attempt)
    return await attempt_view(reader, enrolment.course_id, attempt.id, quiz)


async def get_home(reader: Reader, *, zone: str = "UTC") -> HomeView:
    """The first page after signing in: what to do next, my courses, my minutes of this week.

    Days begin and end in `zone`. Raises UnknownZone.
    """
    week = await _week(reader, zone)
    courses = (await list_my_courses(reader, PageRequest(limit=HOME_COURSES))).items
    open_course = next(
        (course for course in courses if course.next_lesson_id and not course.lock), None
    )
    return HomeView(
        continue_with=await _continue_with(reader, open_course) if open_course else None,
        courses=tuple(courses),
        week=week,
    )


async def _continue_with(reader: Reader, course: MyCourseView) -> ContinueView:
    row = await fetch_one(
        reader.session,
        _CONTINUE,
        {"enrolment_id": course.enrolment.id, "lesson_id": course.next_lesson_id},
    )
    if row is None:
        raise LessonNotFound
    outline = CourseOutline.model_validate_json(row["outline"])
    module = next(
        module
        for module in outline.modules
        if any(lesson.id == course.next_lesson_id for lesson in module.lessons)
    )
    reading = ReadingDocument.model_validate_json(row["reading"])
    return ContinueView(
        course=course,
        module_number=module.number,
        module_title=module.title,
        stopped_at=stopped_at(reading, row["block_id"]),
        saved_at=row["saved_at"],
    )


async def _week(reader: Reader, zone: str) -> tuple[DayMinutes, ...]:
    try:
        local = zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone) from error
    today = clock.now().astimezone(local)
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=today.weekday())
    rows = await fetch_all(
        reader.session,
        _MOMENTS,
        {"user_id": reader.user_id, "since": monday, "until": monday + timedelta(days=7)},
    )
    minutes = minutes_by_day([row["at"].astimezone(local) for row in rows])
    days = [monday.date() + timedelta(days=number) for number in range(7)]
    return tuple(DayMinutes(day=day, minutes=minutes.get(day, 0)) for day in days)


def _after(page: PageRequest) -> dict[str, Any]:
    keys = page.after(2)
    if keys is None:
        return {"after_at": None, "after_id": None}
    try:
        return {"after_at": datetime.fromisoformat(keys[0]), "after_id": UUID(keys[1])}
    except ValueError as error:
        raise BadCursor from error


def _my_course(
    row: dict[str, Any], enrolment: EnrolmentView, missing: tuple[MissingView, ...]
) -> MyCourseView:
    return MyCourseView(
        course_id=row["course_id"],
        slug=row["slug"],
        title=row["title"],
        is_reviewed=row["is_reviewed"],
        cover=CoverView.model_validate_json(row["cover"]),
        enrolment=enrolment,
        next_lesson_id=row["next_lesson_id"],
        next_lesson_title=row["next_lesson_title"],
        next_lesson_number=row["next_lesson_number"],
        class_name=row["class_name"],
        missing=missing,
    )


async def _with_lock(reader: Reader, course: MyCourseView, row: dict[str, Any]) -> MyCourseView:
    """The next lesson that the class has opened; when it has opened none, why not the next one."""
    if not row["has_plan"] or course.next_lesson_id is None:
        return course
    outline = await outline_of(reader, row["version_id"])
    locks = await locks_of(reader, _study(reader, row), outline)
    if course.next_lesson_id not in locks:
        return course
    done = await done_in(reader, row["id"])
    lessons = list(links_of(outline))
    still_open = [each for each in lessons if each.id not in done and each.id not in locks]
    if not still_open:
        return course.model_copy(update={"lock": locks[course.next_lesson_id]})
    found = still_open[0]
    return course.model_copy(
        update={
            "next_lesson_id": found.id,
            "next_lesson_title": found.title,
            "next_lesson_number": found.number,
        }
    )


def _place(lesson_id: LessonId, row: dict[str, Any]) -> PlaceView | None:
    if row["opened_at"] is None:
        return None
    return PlaceView(
        lesson_id=lesson_id,
        block_id=row["block_id"],
        video_seconds=row["video_seconds"],
        placed_at=row["placed_at"],
        opened_at=row["opened_at"],
        completed_at=row["lesson_completed_at"],
    )

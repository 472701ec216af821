"""What a learner sees: a lesson with their place in it, their courses, their progress, their week.

These are hot reads, so they are written as SQL.
"""

import zoneinfo
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit import clock
from alp_app.kit.ids import AttemptId, CourseId, LessonId, QuestionVersionId
from alp_app.kit.kept import Kept
from alp_app.kit.pages import BadCursor, Page, PageRequest, cursor_at
from alp_app.services.courses.catalogue import known_slug
from alp_app.services.courses.editions import ID_BYTES, Edition, edition_of, editions_of, reading_of
from alp_app.services.courses.errors import CourseNotFound
from alp_app.services.courses.gradable import STANDINGS, verdicts_in
from alp_app.services.courses.outline import next_lesson
from alp_app.services.courses.reading_views import OutlineLesson, ReadingDocument
from alp_app.services.learning.access import attempt_for, why_not_enrolled
from alp_app.services.learning.completion import Undertaking, missing_of
from alp_app.services.learning.errors import (
    LessonLocked,
    LessonNotFound,
    NotEnrolled,
    UnknownZone,
)
from alp_app.services.learning.locks import Locks, Study, is_viewed, locks_in, locks_of
from alp_app.services.learning.quizzes import (
    attempt_view,
    prepare_marking,
    quiz_attempted,
    standings,
    with_questions,
    without_held,
    wordings_in,
)
from alp_app.services.learning.rules import minutes_by_day, stopped_at
from alp_app.services.learning.views import (
    AttemptView,
    ContinueView,
    DayMinutes,
    EnrolmentView,
    HomeView,
    LessonLink,
    LessonLock,
    LessonPage,
    MissingView,
    ModuleStanding,
    MyCourseView,
    PlaceView,
    ProgressView,
)
from alp_app.unit_of_work import Reader

_LESSON = (
    "SELECT"  # noqa: S608 - its parts are literals, as LiteralString proves
    + STANDINGS
    + """ AS standings,
           c.id AS course_id, c.slug, c.archived_at IS NOT NULL AS is_archived,
           v.id AS version_id, lv.lesson_id IS NOT NULL AS is_there,
           e.id, e.classroom_id, e.lessons_done, e.lessons_total, e.last_lesson_id,
           e.active_at, e.completed_at, e.enrolled_at,
           p.block_id, p.video_seconds, p.placed_at, p.opened_at,
           p.completed_at AS lesson_completed_at,
           (SELECT string_agg(uuid_send(d.lesson_id), '') FROM lesson_progress d
             WHERE d.enrolment_id = e.id AND d.completed_at IS NOT NULL) AS done,
           EXISTS (SELECT FROM quiz_attempt a
                    WHERE a.enrolment_id = e.id AND a.lesson_id = %(lesson_id)s) AS has_attempts,
           EXISTS (SELECT FROM release_rule r
                    WHERE r.classroom_id = coalesce(%(viewed_class_id)s::uuid, e.classroom_id))
           AS has_plan
      FROM course c
      LEFT JOIN enrolment e ON e.course_id = c.id AND e.user_id = %(user_id)s AND e.is_current
      JOIN course_version v ON v.id = coalesce(e.version_id, c.published_version_id)
      LEFT JOIN lesson_version lv ON lv.version_id = v.id AND lv.lesson_id = %(lesson_id)s
      LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
     WHERE c.organisation_id = %(organisation_id)s AND c.slug = %(slug)s AND c.deleted_at IS NULL
"""
)
_UNDERTAKEN = """
           e.id, e.course_id, e.version_id, e.classroom_id, e.lessons_done, e.lessons_total,
           e.last_lesson_id, e.active_at, e.completed_at, e.enrolled_at,
           (SELECT string_agg(uuid_send(p.lesson_id), '') FROM lesson_progress p
             WHERE p.enrolment_id = e.id AND p.completed_at IS NOT NULL) AS done,
           EXISTS (SELECT FROM release_rule r WHERE r.classroom_id = e.classroom_id) AS has_plan,
           EXISTS (SELECT FROM work_progress w WHERE w.enrolment_id = e.id AND NOT w.is_done)
           AS has_work
"""
_MY_COURSES = (
    "SELECT c.slug, v.title, v.is_reviewed, coalesce(k.name, '') AS class_name,"  # noqa: S608 - as below
    + _UNDERTAKEN
    + """
      FROM enrolment e
      JOIN course c ON c.id = e.course_id
      JOIN course_version v ON v.id = e.version_id
      LEFT JOIN classroom k ON k.id = e.classroom_id
     WHERE e.user_id = %(user_id)s AND e.is_current
       AND c.organisation_id = %(organisation_id)s AND c.deleted_at IS NULL
       AND (%(after_id)s::uuid IS NULL
            OR (e.active_at, e.id) < (%(after_at)s::timestamptz, %(after_id)s::uuid))
     ORDER BY e.active_at DESC, e.id DESC
     LIMIT %(limit)s
"""
)
_PROGRESS = (
    "SELECT"  # noqa: S608 - its parts are literals, as LiteralString proves
    + _UNDERTAKEN
    + """,
           (SELECT json_agg(json_build_object(
                     'lesson_id', p.lesson_id, 'block_id', p.block_id,
                     'video_seconds', p.video_seconds, 'placed_at', p.placed_at,
                     'opened_at', p.opened_at, 'completed_at', p.completed_at))
              FROM lesson_progress p WHERE p.enrolment_id = e.id)::text AS places,
           (SELECT json_agg(json_build_object(
                     'module_id', m.module_id, 'done', m.done, 'total', m.total))
              FROM module_progress m WHERE m.enrolment_id = e.id)::text AS modules
      FROM enrolment e JOIN course c ON c.id = e.course_id
     WHERE e.user_id = %(user_id)s AND e.course_id = %(course_id)s AND e.is_current
       AND c.organisation_id = %(organisation_id)s AND c.deleted_at IS NULL
"""
)
_CONTINUE = """
    SELECT e.version_id, p.block_id, coalesce(p.placed_at, p.opened_at) AS saved_at
      FROM enrolment e
      LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = %(lesson_id)s
     WHERE e.id = %(enrolment_id)s
"""
_PLACES = TypeAdapter(tuple[PlaceView, ...])
_MODULES = TypeAdapter(tuple[ModuleStanding, ...])
_MOMENTS = """
    SELECT v.at FROM learning_event v JOIN enrolment e ON e.id = v.enrolment_id
     WHERE e.user_id = %(user_id)s AND v.at >= %(since)s AND v.at < %(until)s
     ORDER BY v.at
"""
_asked_in: Kept[LessonId, frozenset[QuestionVersionId]] = Kept(1024 * 1024)
"""The questions that somebody met in a lesson last: the next one most likely meets the same, so their
verdicts come with the lesson. Questions of another version are asked for on their own."""
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
    asked_ids = _asked_in.find(lesson_id) or frozenset()
    row = await fetch_one(
        reader,
        _LESSON,
        {
            "user_id": None if reader.actor.viewed_class_id else reader.user_id,
            "organisation_id": reader.organisation_id,
            "slug": known_slug(slug),
            "lesson_id": lesson_id,
            "viewed_class_id": reader.actor.viewed_class_id,
            "asked_ids": list(asked_ids),
        },
    )
    may_look = row is not None and await _may_look(reader, row["course_id"])
    if row is None or (row["is_archived"] and not row["id"] and not may_look):
        raise CourseNotFound
    if not row["is_there"]:
        raise LessonNotFound
    if not row["id"] and not may_look:
        raise NotEnrolled
    edition = await edition_of(reader, row["version_id"])
    reading = await reading_of(reader, row["version_id"], lesson_id)
    if reading is None:
        raise LessonNotFound
    wordings = wordings_in(reading.blocks)
    if wordings != asked_ids:
        _asked_in.keep(lesson_id, wordings, weight=ID_BYTES * (len(wordings) + 1))
    verdicts = verdicts_in(row["standings"]) if wordings <= asked_ids else None
    locks: Locks = await locks_of(reader, _study(reader, row)) if row["has_plan"] else {}
    if lesson_id in locks:
        reading = _head_of(reading)
    blocks = await without_held(reader, reading.blocks, verdicts)
    reading = reading.model_copy(update={"blocks": blocks})
    lessons = edition.lessons
    at = edition.order.index(lesson_id) if lesson_id in edition.order else len(lessons)
    page = LessonPage(
        course_id=row["course_id"],
        slug=row["slug"],
        reading=reading,
        outline=edition.outline,
        previous=_link(lessons[at - 1]) if at > 0 else None,
        next=_link(lessons[at + 1]) if at + 1 < len(lessons) else None,
        enrolment=None,
        locks=tuple(locks.values()),
        lock=locks.get(lesson_id),
    )
    if not row["id"]:
        return page
    done = edition.unpacked(row["done"])
    quizzes = with_questions(reading.blocks)
    prepare_marking(quizzes)
    return page.model_copy(
        update={
            "enrolment": EnrolmentView.model_validate(row),
            "completed_lesson_ids": tuple(
                [lesson_id for lesson_id in edition.order if lesson_id in done]
            ),
            "place": _place(lesson_id, row),
            "quizzes": await standings(
                reader, row["course_id"], row["id"], quizzes, has_attempts=row["has_attempts"]
            ),
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
        reader,
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
    editions = await editions_of(reader, {row["version_id"] for row in shown})
    undertaken = [_undertaking(row, editions[row["version_id"]]) for row in shown]
    missing = await missing_of(
        reader,
        [each for each, row in zip(undertaken, shown, strict=True) if row["completed_at"] is None],
    )
    return Page[MyCourseView](
        items=[
            await _my_course(reader, row, each, missing.get(each.id, ()))
            for row, each in zip(shown, undertaken, strict=True)
        ],
        next_cursor=None
        if last is None
        else cursor_at(last["active_at"].isoformat(), str(last["id"])),
    )


async def get_progress(reader: Reader, course_id: CourseId) -> ProgressView:
    """How far I am in a course, lesson by lesson."""
    row = await fetch_one(
        reader,
        _PROGRESS,
        {
            "user_id": reader.user_id,
            "course_id": course_id,
            "organisation_id": reader.organisation_id,
        },
    )
    if row is None:
        raise await why_not_enrolled(reader, course_id)
    edition = await edition_of(reader, row["version_id"])
    mine = _undertaking(row, edition)
    places = {each.lesson_id: each for each in _PLACES.validate_json(row["places"] or "[]")}
    modules = {each.module_id: each for each in _MODULES.validate_json(row["modules"] or "[]")}
    missing = await missing_of(reader, [] if row["completed_at"] else [mine])
    return ProgressView(
        enrolment=EnrolmentView.model_validate(row),
        completed_lesson_ids=tuple([each for each in edition.order if each in mine.done]),
        next_lesson_id=next_lesson(edition.order, mine.done, row["last_lesson_id"]),
        places=tuple([places[each] for each in edition.order if each in places]),
        locks=tuple((await locks_in(reader, course_id)).values()) if row["has_plan"] else (),
        modules=tuple([modules[each.id] for each in edition.outline.modules if each.id in modules]),
        missing=missing.get(mine.id, ()),
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
        continue_with=await _continue_with(reader, open_course, open_course.next_lesson_id)
        if open_course and open_course.next_lesson_id
        else None,
        courses=tuple(courses),
        week=week,
    )


async def _continue_with(reader: Reader, course: MyCourseView, lesson_id: LessonId) -> ContinueView:
    row = await fetch_one(
        reader, _CONTINUE, {"enrolment_id": course.enrolment.id, "lesson_id": lesson_id}
    )
    if row is None:
        raise LessonNotFound
    edition = await edition_of(reader, row["version_id"])
    reading = await reading_of(reader, row["version_id"], lesson_id)
    if reading is None:
        raise LessonNotFound
    module = next(
        module
        for module in edition.outline.modules
        if any(lesson.id == lesson_id for lesson in module.lessons)
    )
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
        reader,
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


def _undertaking(row: dict[str, Any], edition: Edition) -> Undertaking:
    return Undertaking(
        id=row["id"],
        version_id=row["version_id"],
        edition=edition,
        done=edition.unpacked(row["done"]),
        has_work=row["has_work"],
    )


async def _my_course(
    reader: Reader, row: dict[str, Any], mine: Undertaking, missing: tuple[MissingView, ...]
) -> MyCourseView:
    edition = mine.edition
    next_id = next_lesson(edition.order, mine.done, row["last_lesson_id"])
    lock: LessonLock | None = None
    if row["has_plan"] and next_id is not None:
        next_id, lock = await _opened(reader, row, mine, next_id)
    found = None if next_id is None else edition.lessons[edition.order.index(next_id)]
    return MyCourseView(
        course_id=row["course_id"],
        slug=row["slug"],
        title=row["title"],
        is_reviewed=row["is_reviewed"],
        cover=edition.outline.cover,
        enrolment=EnrolmentView.model_validate(row),
        next_lesson_id=next_id,
        next_lesson_title=found.title if found else "",
        next_lesson_number=found.number if found else 0,
        class_name=row["class_name"],
        lock=lock,
        missing=missing,
    )


async def _opened(
    reader: Reader, row: dict[str, Any], mine: Undertaking, next_id: LessonId
) -> tuple[LessonId, LessonLock | None]:
    """The next lesson that the class has opened; when it has opened none, why not the next one."""
    locks = await locks_of(reader, _study(reader, row))
    if next_id not in locks:
        return next_id, None
    for each in mine.edition.order:
        if each not in mine.done and each not in locks:
            return each, None
    return next_id, locks[next_id]


def _link(lesson: OutlineLesson) -> LessonLink:
    return LessonLink(id=lesson.id, number=lesson.number, title=lesson.title)


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

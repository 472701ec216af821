"""Which lessons are still shut for whoever reads, by the release plan of their class.

Staff see everything. A teacher who views a class as its learners do sees what somebody sees who has
just joined it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, CourseId, CourseVersionId, EnrolmentId, LessonId
from alp_app.services.courses.editions import edition_of
from alp_app.services.courses.reading_views import CourseOutline
from alp_app.services.learning.errors import LessonLocked
from alp_app.services.learning.release import FREE, Locked, Rule, decide, requirements
from alp_app.services.learning.views import LessonLink, LessonLock
from alp_app.unit_of_work import Reader

_RULES = """
    SELECT r.module_id, r.lesson_id, r.opens_at, r.after_module_id, r.after_lesson_id
      FROM release_rule r
     WHERE r.classroom_id = %(classroom_id)s
"""
_DONE = """
    SELECT lesson_id FROM lesson_progress
     WHERE enrolment_id = %(enrolment_id)s AND completed_at IS NOT NULL
"""
_MINE = """
    SELECT e.id, e.classroom_id, e.version_id
      FROM enrolment e
     WHERE e.user_id = %(user_id)s AND e.course_id = %(course_id)s AND e.is_current
"""
_VIEWED = """
    SELECT NULL::uuid AS id, k.id AS classroom_id, c.published_version_id AS version_id
      FROM classroom k JOIN course c ON c.id = k.course_id
     WHERE k.id = %(classroom_id)s AND k.course_id = %(course_id)s
       AND c.published_version_id IS NOT NULL
"""

Locks = Mapping[LessonId, LessonLock]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """How somebody reads a course: in which class, which version, with which progress."""

    classroom_id: ClassroomId | None
    version_id: CourseVersionId
    enrolment_id: EnrolmentId | None
    """None: a teacher who views the class."""


async def locks_in(reader: Reader, course_id: CourseId) -> Locks:
    """The lessons of a course that are shut for the actor. Empty for whoever does not study it."""
    row = await fetch_one(
        reader,
        _MINE if reader.actor.viewed_class_id is None else _VIEWED,
        {
            "user_id": reader.actor.user_id,
            "classroom_id": reader.actor.viewed_class_id,
            "course_id": course_id,
        },
    )
    if row is None:
        return {}
    return await locks_of(
        reader,
        Study(
            classroom_id=row["classroom_id"],
            version_id=row["version_id"],
            enrolment_id=row["id"],
        ),
    )


async def is_viewed(reader: Reader, course_id: CourseId) -> bool:
    """Whether the class that the actor views takes this course."""
    given = {"classroom_id": reader.actor.viewed_class_id, "course_id": course_id}
    return await fetch_one(reader, _VIEWED, given) is not None


async def locks_of(reader: Reader, study: Study) -> Locks:
    """The lessons that are shut."""
    if study.classroom_id is None or reader.actor.is_staff:
        return {}
    rows = await fetch_all(reader, _RULES, {"classroom_id": study.classroom_id})
    if not rows:
        return {}
    outline = (await edition_of(reader, study.version_id)).outline
    needed = requirements((Rule(**row) for row in rows), outline.modules)
    done = await done_in(reader, study.enrolment_id)
    now = clock.now()
    links = {link.id: link for link in links_of(outline)}
    decided = {
        lesson_id: decide(needed.get(lesson_id, FREE), lesson_id, done, now) for lesson_id in links
    }
    return {
        lesson_id: _worded(lesson_id, locked, links)
        for lesson_id, locked in decided.items()
        if locked is not None
    }


async def require_open(reader: Reader, study: Study, lesson_id: LessonId) -> None:
    """Raises LessonLocked, which says why and how to open it."""
    lock = (await locks_of(reader, study)).get(lesson_id)
    if lock is not None:
        raise LessonLocked(lock)


def links_of(outline: CourseOutline) -> Iterable[LessonLink]:
    for module in outline.modules:
        for lesson in module.lessons:
            yield LessonLink(id=lesson.id, number=lesson.number, title=lesson.title)


async def done_in(reader: Reader, enrolment_id: EnrolmentId | None) -> set[LessonId]:
    if enrolment_id is None:
        return set()
    rows = await fetch_all(reader, _DONE, {"enrolment_id": enrolment_id})
    return {row["lesson_id"] for row in rows}


def _worded(
    lesson_id: LessonId, locked: Locked, links: Mapping[LessonId, LessonLink]
) -> LessonLock:
    return LessonLock(
        lesson_id=lesson_id,
        opens_at=locked.opens_at,
        missing=tuple(links[each] for each in locked.missing),
    )

"""What the published version of a course says differently from the one that learners knew."""

from collections.abc import Collection, Mapping
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import col, select

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import CourseId, CourseVersionId, LessonId, ReleaseNoteId
from alp_app.models.account import User
from alp_app.models.content import BlockContent
from alp_app.models.course import Course, CourseVersion, LessonVersion
from alp_app.models.release import ReleaseNote
from alp_app.services.courses.access import Purpose, can_edit, course_for
from alp_app.services.courses.catalogue import known_slug
from alp_app.services.courses.reading_views import ReadingDocument
from alp_app.services.releases.comparing import LessonText, compare_lessons, parts_of
from alp_app.services.releases.errors import ReleaseNoteNotFound
from alp_app.services.releases.readers import concerned
from alp_app.services.releases.views import LessonChange, ReleaseNoteView, ReleaseView
from alp_app.unit_of_work import Reader

_BLOCK = TypeAdapter[BlockContent](BlockContent)
_FINISHED = """
    SELECT p.lesson_id FROM lesson_progress p JOIN enrolment e ON e.id = p.enrolment_id
     WHERE e.course_id = %(course_id)s AND e.user_id = %(user_id)s AND e.is_current
       AND p.completed_at IS NOT NULL
"""
_STUDIES = """
    SELECT id FROM enrolment
     WHERE course_id = %(course_id)s AND user_id = %(user_id)s AND is_current
"""


async def get_release(reader: Reader, course_id: CourseId) -> ReleaseView:
    """For who may edit the course: what the published version says differently from the one that
    learners were told of last or, without one, from the one before. Raises CourseNotFound."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    if course.published_version_id is None:
        return ReleaseView(course_id=course.id, slug=course.slug, title=course.title, version=0)
    version = await reader.session.get_one(CourseVersion, course.published_version_id)
    note = await _note_of(reader, version.id)
    before_id = note.from_version_id if note else await _known_before(reader, version)
    view = ReleaseView(
        course_id=course.id,
        slug=course.slug,
        title=version.title,
        version=version.number,
        told_at=note.told_at if note else None,
        release_note_id=note.id if note else None,
    )
    if before_id is None:
        return view
    before = await reader.session.get_one(CourseVersion, before_id)
    lessons = await _changes(reader, before_id, version.id)
    people = await concerned(reader, course.id, changed_ids(lessons))
    return view.model_copy(
        update={"before": before.number, "lessons": lessons, "concerned": len(people)}
    )


async def get_release_note(
    reader: Reader, slug: str, release_note_id: ReleaseNoteId
) -> ReleaseNoteView:
    """For who studies the course, and who may edit it. Raises ReleaseNoteNotFound."""
    note = await reader.session.get(ReleaseNote, release_note_id)
    course = await reader.session.get(Course, note.course_id) if note else None
    if (
        note is None
        or course is None
        or course.deleted_at is not None
        or course.organisation_id != reader.organisation_id
        or course.slug != known_slug(slug)
    ):
        raise ReleaseNoteNotFound
    asked = {"course_id": course.id, "user_id": reader.user_id}
    if not can_edit(reader.actor, course) and await fetch_one(reader, _STUDIES, asked) is None:
        raise ReleaseNoteNotFound
    finished = {row["lesson_id"] for row in await fetch_all(reader, _FINISHED, asked)}
    version = await reader.session.get_one(CourseVersion, note.to_version_id)
    author = await reader.session.get(User, note.told_by) if note.told_by else None
    return ReleaseNoteView(
        id=note.id,
        slug=course.slug,
        title=version.title,
        note=note.note,
        told_by=author.display_name if author else "",
        told_at=note.told_at,
        lessons=tuple(
            each.model_copy(update={"is_mine": each.lesson_id in finished})
            for each in await _changes(reader, note.from_version_id, note.to_version_id)
        ),
    )


def changed_ids(lessons: Collection[LessonChange]) -> list[UUID]:
    """Lessons that somebody may have learned as they were."""
    return [each.lesson_id for each in lessons if each.change != "added"]


async def _note_of(reader: Reader, version_id: CourseVersionId) -> ReleaseNote | None:
    statement = select(ReleaseNote).where(col(ReleaseNote.to_version_id) == version_id)
    return (await reader.session.scalars(statement)).one_or_none()


async def _known_before(reader: Reader, version: CourseVersion) -> CourseVersionId | None:
    statement = (
        select(ReleaseNote.to_version_id)
        .join(CourseVersion, col(CourseVersion.id) == col(ReleaseNote.to_version_id))
        .where(
            col(ReleaseNote.course_id) == version.course_id,
            col(CourseVersion.number) < version.number,
        )
        .order_by(col(CourseVersion.number).desc())
        .limit(1)
    )
    told = await reader.session.scalar(statement)
    return CourseVersionId(told) if told else version.follows_id


async def _changes(
    reader: Reader, before_id: CourseVersionId, after_id: CourseVersionId
) -> tuple[LessonChange, ...]:
    statement = (
        select(LessonVersion)
        .where(col(LessonVersion.version_id).in_((before_id, after_id)))
        .order_by(col(LessonVersion.position))
    )
    texts: Mapping[CourseVersionId, list[LessonText]] = {before_id: [], after_id: []}
    for lesson in (await reader.session.scalars(statement)).all():
        of_version = texts[lesson.version_id]
        of_version.append(_text_of(lesson, number=len(of_version) + 1))
    return compare_lessons(texts[before_id], texts[after_id])


def _text_of(lesson: LessonVersion, *, number: int) -> LessonText:
    reading = ReadingDocument.model_validate(lesson.reading)
    blocks = [
        (UUID(each["id"]), _BLOCK.validate_python(each["content"])) for each in lesson.content
    ]
    return LessonText(
        lesson_id=LessonId(lesson.lesson_id),
        title=lesson.title,
        number=number,
        parts=parts_of(blocks, {block.id: block.questions for block in reading.blocks}),
    )

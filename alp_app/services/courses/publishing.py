"""From a draft to a version that learners read and that never changes again."""

from collections import defaultdict
from dataclasses import replace

from sqlmodel import col, func, select

from alp_app.kit import clock
from alp_app.kit.ids import CourseId, LessonId, ModuleId
from alp_app.models.account import User
from alp_app.models.course import Course, CourseVersion, Lesson, LessonVersion
from alp_app.services.courses.access import (
    Purpose,
    blocks_of,
    course_for,
    lesson_for,
    lessons_of,
    modules_of,
)
from alp_app.services.courses.errors import NotReadyToPublish
from alp_app.services.courses.gradable import held_among
from alp_app.services.courses.material import gather_material
from alp_app.services.courses.outline import PreparedModule, prepare_outline
from alp_app.services.courses.queries import findings_for
from alp_app.services.courses.reading import (
    Ask,
    Blocks,
    LessonHead,
    Material,
    prepare_lesson,
)
from alp_app.services.courses.reading_views import ReadingDocument
from alp_app.services.courses.rules import HELD_KEYS, Weight
from alp_app.services.courses.views import PublishedView
from alp_app.unit_of_work import Reader, UnitOfWork


async def publish_course(
    work: UnitOfWork, course_id: CourseId, *, ask: Ask, leaves_out_held: bool = False
) -> PublishedView:
    """Open the draft as it stands to learners, as the next version.

    Raises NotReadyToPublish when the checklist holds a blocking line. With `leaves_out_held`,
    questions whose keys are held block nothing, and learners do not get them. Learners of the version before
    are moved by `learning.adopt_version`, which the caller runs in the same transaction.
    """
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    version = await freeze_draft(work, course, ask=ask, leaves_out_held=leaves_out_held)
    course.updated_at = version.frozen_at
    return open_version(work, course, version)


async def freeze_draft(
    work: UnitOfWork, course: Course, *, ask: Ask, leaves_out_held: bool = False
) -> CourseVersion:
    """The draft as it stands, as a version that nobody sees yet. Raises NotReadyToPublish."""
    lessons = await lessons_of(work.session, course.id)
    blockers = [
        item
        for item in await findings_for(work, course, lessons)
        if item.weight is Weight.BLOCKS and not (leaves_out_held and item.key == HELD_KEYS)
    ]
    if blockers:
        raise NotReadyToPublish(course.title, len(blockers))
    return await _make_version(work, course, lessons, ask)


def open_version(work: UnitOfWork, course: Course, version: CourseVersion) -> PublishedView:
    """Let learners read a version. The draft may have been edited since it was frozen: that stays out."""
    version.published_at, version.published_by = clock.now(), work.actor.user_id
    if course.published_version_id != version.id:
        version.follows_id = course.published_version_id
    course.published_version_id = version.id
    course.archived_at = None
    work.record("course.published", course.id, number=version.number, lessons=version.lesson_count)
    work.notify("course", course_id=course.id)
    return PublishedView(
        course_id=course.id,
        slug=course.slug,
        version_number=version.number,
        lesson_count=version.lesson_count,
    )


async def preview_lesson(reader: Reader, lesson_id: LessonId, *, ask: Ask) -> ReadingDocument:
    """A lesson of the draft as a learner would read it now."""
    course, lesson = await lesson_for(reader.session, reader.actor, lesson_id, for_update=False)
    order = [item.id for item in await lessons_of(reader.session, course.id)]
    number = order.index(lesson.id) + 1 if lesson.id in order else 0
    material = await gather_material(reader.session, course)
    blocks = [(item.id, item.content) for item in await blocks_of(reader.session, lesson.id)]
    return prepare_lesson(await _head(reader, course, lesson, number), blocks, material, ask)


async def archive_course(work: UnitOfWork, course_id: CourseId) -> None:
    """Take a course out of the catalogue. Who is enrolled keeps reading it."""
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    course.archived_at = clock.now()
    work.record("course.archived", course.id)
    work.notify("course", course_id=course.id)


async def _make_version(
    work: UnitOfWork, course: Course, lessons: list[Lesson], ask: Ask
) -> CourseVersion:
    material = await _asked_material(work, course)
    prepared: dict[ModuleId, list[ReadingDocument]] = defaultdict(list)
    documents: list[tuple[Lesson, Blocks, ReadingDocument]] = []
    for number, lesson in enumerate(lessons, start=1):
        blocks = [(item.id, item.content) for item in await blocks_of(work.session, lesson.id)]
        head = await _head(work, course, lesson, number)
        document = prepare_lesson(head, blocks, material, ask)
        lesson.minutes = document.minutes
        prepared[lesson.module_id].append(document)
        documents.append((lesson, blocks, document))
    outline = prepare_outline(
        course,
        [
            PreparedModule(
                id=module.id,
                title=module.title,
                summary=module.summary,
                lessons=prepared[module.id],
            )
            for module in await modules_of(work.session, course.id)
        ],
        author=await _name_of(work, course.owner_id),
        cover=material.assets.get(course.cover_asset_id) if course.cover_asset_id else None,
    )
    latest = select(func.max(col(CourseVersion.number))).where(
        col(CourseVersion.course_id) == course.id
    )
    version = CourseVersion(
        organisation_id=course.organisation_id,
        course_id=course.id,
        number=(await work.session.scalar(latest) or 0) + 1,
        title=course.title,
        summary=course.summary,
        minutes=outline.minutes,
        lesson_count=outline.lesson_count,
        quiz_percent=course.quiz_percent,
        is_reviewed=outline.reviewed_lesson_count == outline.lesson_count,
        outline=outline.model_dump(mode="json"),
        published_by=work.actor.user_id,
    )
    work.session.add(version)
    await work.session.flush()
    for position, (lesson, blocks, document) in enumerate(documents):
        work.session.add(
            LessonVersion(
                version_id=version.id,
                lesson_id=lesson.id,
                organisation_id=course.organisation_id,
                module_id=lesson.module_id,
                position=position,
                title=lesson.title,
                is_required=lesson.is_required,
                content=[
                    {"id": str(block_id), "content": content.model_dump(mode="json")}
                    for block_id, content in blocks
                ],
                reading=document.model_dump(mode="json"),
            )
        )
    await work.session.flush()
    return version


async def _asked_material(work: UnitOfWork, course: Course) -> Material:
    """Without the questions whose keys are held: learners never get those."""
    material = await gather_material(work.session, course)
    held = await held_among(work, [each.version_id for each in material.questions.values()])
    asked = {
        question_id: facts
        for question_id, facts in material.questions.items()
        if facts.version_id not in held
    }
    return replace(material, questions=asked)


async def _head(reader: Reader, course: Course, lesson: Lesson, number: int) -> LessonHead:
    return LessonHead(
        lesson_id=lesson.id,
        number=number,
        title=lesson.title,
        summary=lesson.summary,
        is_required=lesson.is_required,
        objectives=tuple(
            item.text for item in course.objectives if item.id in lesson.objective_ids
        ),
        objective_ids=tuple(
            item.id for item in course.objectives if item.id in lesson.objective_ids
        ),
        reviewed_by=await _name_of(reader, lesson.reviewed_by),
        reviewed_at=lesson.reviewed_at,
        edited_at=lesson.edited_at,
    )


async def _name_of(reader: Reader, user_id: object) -> str:
    user = await reader.session.get(User, user_id) if user_id else None
    return user.display_name if user else ""

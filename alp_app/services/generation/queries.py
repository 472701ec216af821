"""What the stages need to know of the draft they work on."""

from sqlmodel import col, select

from alp_app.kit.ids import CourseId
from alp_app.models.content import FigureBlock, HeadingBlock, ModelBlock, QuizBlock
from alp_app.models.course import Block, Course, Lesson, Module
from alp_app.models.source import Source
from alp_app.models.topic import SourceTopic
from alp_app.services.courses.access import Purpose, course_for, lessons_of, modules_of
from alp_app.services.courses.reading import plain_text
from alp_app.services.generation.errors import NoBrief
from alp_app.services.generation.topics import Topic
from alp_app.services.generation.views import LessonToWrite, Material, SourceToRead
from alp_app.unit_of_work import Reader


async def get_material(reader: Reader, course_id: CourseId) -> Material:
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    if course.brief is None:
        raise NoBrief
    sources = await reader.session.scalars(
        select(Source)
        .where(col(Source.course_id) == course_id, col(Source.deleted_at).is_(None))
        .order_by(col(Source.id))
    )
    modules = {module.id: module for module in await modules_of(reader.session, course_id)}
    lessons = await lessons_of(reader.session, course_id)
    blocks = await _blocks_by_lesson(reader, course_id)
    written = [
        _lesson(number, lesson, modules[lesson.module_id], blocks.get(lesson.id, []), course)
        for number, lesson in enumerate(lessons, start=1)
    ]
    return Material(
        course_id=course.id,
        title=course.title,
        subject=course.subject,
        summary=course.summary,
        brief=course.brief,
        objectives=tuple(item.text for item in course.objectives),
        objective_ids=tuple(item.id for item in course.objectives),
        sources=tuple(
            SourceToRead(
                id=source.id,
                filename=source.filename,
                media_type=source.media_type,
                sha256=source.sha256,
            )
            for source in sources
        ),
        lessons=tuple(written),
        has_cover=course.cover_asset_id is not None,
        has_model=any(
            isinstance(block.content, ModelBlock) for items in blocks.values() for block in items
        ),
    )


async def list_topics(reader: Reader, course_id: CourseId) -> list[Topic]:
    """What the files of a course speak of, in reading order; empty where they are short."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    topics = await reader.session.scalars(
        select(SourceTopic)
        .join(Source, col(Source.id) == col(SourceTopic.source_id))
        .where(col(SourceTopic.course_id) == course_id, col(Source.deleted_at).is_(None))
        .order_by(col(SourceTopic.position))
    )
    return [Topic(topic.title, topic.points) for topic in topics]


async def _blocks_by_lesson(reader: Reader, course_id: CourseId) -> dict[object, list[Block]]:
    statement = (
        select(Block)
        .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
        .where(col(Lesson.course_id) == course_id, col(Block.deleted_at).is_(None))
        .order_by(col(Block.position), col(Block.id))
    )
    found: dict[object, list[Block]] = {}
    for block in (await reader.session.scalars(statement)).all():
        found.setdefault(block.lesson_id, []).append(block)
    return found


def _lesson(
    number: int, lesson: Lesson, module: Module, blocks: list[Block], course: Course
) -> LessonToWrite:
    contents = [block.content for block in blocks]
    figures = [content for content in contents if isinstance(content, FigureBlock)]
    return LessonToWrite(
        id=lesson.id,
        number=number,
        title=lesson.title,
        summary=lesson.summary,
        module=module.title,
        objectives=tuple(
            item.text for item in course.objectives if item.id in lesson.objective_ids
        ),
        objective_ids=tuple(
            item.id for item in course.objectives if item.id in lesson.objective_ids
        ),
        headings=tuple(item.text for item in contents if isinstance(item, HeadingBlock)),
        text=plain_text(contents),
        has_quiz=any(isinstance(content, QuizBlock) for content in contents),
        has_picture=any(figure.asset_id is not None for figure in figures),
        picture_prompt=next((figure.prompt for figure in figures if figure.prompt), ""),
    )

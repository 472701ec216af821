"""The only way to obtain a row of a course: as somebody, for a purpose."""

from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import BlockId, CourseId, LessonId, ModuleId, QuestionId
from alp_app.models.assessment import Question
from alp_app.models.asset import Asset, AssetKind
from alp_app.models.content import BlockContent, FigureBlock, FileBlock, ModelBlock, VideoBlock
from alp_app.models.course import Block, Course, Lesson, Module
from alp_app.security.actor import Actor, Role
from alp_app.services.courses.errors import CourseNotFound, PartNotFound

_SHOWS: dict[type, AssetKind] = {
    FigureBlock: AssetKind.IMAGE,
    ModelBlock: AssetKind.MODEL,
    VideoBlock: AssetKind.VIDEO,
    FileBlock: AssetKind.FILE,
}


class Purpose(StrEnum):
    READ = "read"
    """See what is published."""
    EDIT = "edit"
    """See and change the draft."""


def can_edit(actor: Actor, course: Course) -> bool:
    """Admins, and the instructor who owns it."""
    if actor.organisation_id != course.organisation_id:
        return False
    is_owner = actor.role is Role.INSTRUCTOR and course.owner_id == actor.user_id
    return actor.role is Role.ADMIN or is_owner


async def course_for(
    session: AsyncSession,
    actor: Actor,
    course_id: CourseId,
    purpose: Purpose,
    *,
    for_update: bool = False,
) -> Course:
    """Raises CourseNotFound when it does not exist or may not be known, Forbidden when only the
    change is refused. `for_update` locks the row, so that edits of one course follow one another."""
    # Rows that point at a course may be written meanwhile: learners do not wait for an author.
    lock = {"key_share": True} if for_update else None
    course = await session.get(Course, course_id, with_for_update=lock)
    if (
        course is None
        or course.deleted_at is not None
        or course.organisation_id != actor.organisation_id
    ):
        raise CourseNotFound
    if can_edit(actor, course):
        return course
    if course.published_version_id is None or course.archived_at is not None:
        raise CourseNotFound
    if purpose is Purpose.EDIT:
        raise Forbidden("Only the author of a course and administrators can change it.")
    return course


async def module_for(
    session: AsyncSession, actor: Actor, module_id: ModuleId
) -> tuple[Course, Module]:
    """A module of a draft that the actor may edit; its course is locked."""
    module = await session.get(Module, module_id)
    if module is None or module.deleted_at is not None:
        raise PartNotFound("module")
    course = await course_for(session, actor, module.course_id, Purpose.EDIT, for_update=True)
    return course, module


async def lesson_for(
    session: AsyncSession, actor: Actor, lesson_id: LessonId, *, for_update: bool = True
) -> tuple[Course, Lesson]:
    """A lesson of a draft that the actor may edit."""
    lesson = await session.get(Lesson, lesson_id)
    if lesson is None or lesson.deleted_at is not None:
        raise PartNotFound("lesson")
    course = await course_for(session, actor, lesson.course_id, Purpose.EDIT, for_update=for_update)
    return course, lesson


async def block_for(
    session: AsyncSession, actor: Actor, block_id: BlockId, *, for_update: bool = True
) -> tuple[Course, Lesson, Block]:
    """A block of a draft that the actor may edit; its course is locked for an update."""
    block = await session.get(Block, block_id)
    if block is None or block.deleted_at is not None:
        raise PartNotFound("block")
    course, lesson = await lesson_for(session, actor, block.lesson_id, for_update=for_update)
    await session.refresh(block)
    return course, lesson, block


async def question_for(
    session: AsyncSession, actor: Actor, question_id: QuestionId, *, for_update: bool = True
) -> tuple[Course, Question]:
    """A question of a draft that the actor may edit; its course is locked for an update."""
    question = await session.get(Question, question_id)
    if question is None or question.deleted_at is not None:
        raise PartNotFound("question")
    course = await course_for(
        session, actor, question.course_id, Purpose.EDIT, for_update=for_update
    )
    return course, question


async def check_asset(session: AsyncSession, course_id: CourseId, content: BlockContent) -> None:
    """Raises PartNotFound unless the file that a block is to show is one of its course, and of the
    block's kind."""
    kind = _SHOWS.get(type(content))
    asset_id = getattr(content, "asset_id", None)
    if kind is None or asset_id is None:
        return
    asset = await session.get(Asset, asset_id)
    if asset is None or asset.course_id != course_id or asset.kind is not kind:
        raise PartNotFound("file")


async def modules_of(session: AsyncSession, course_id: CourseId) -> list[Module]:
    statement = (
        select(Module)
        .where(col(Module.course_id) == course_id, col(Module.deleted_at).is_(None))
        .order_by(col(Module.position), col(Module.id))
    )
    return list((await session.scalars(statement)).all())


async def lessons_of(session: AsyncSession, course_id: CourseId) -> list[Lesson]:
    """In reading order: by module, then by position."""
    statement = (
        select(Lesson)
        .join(Module, col(Module.id) == col(Lesson.module_id))
        .where(
            col(Lesson.course_id) == course_id,
            col(Lesson.deleted_at).is_(None),
            col(Module.deleted_at).is_(None),
        )
        .order_by(col(Module.position), col(Module.id), col(Lesson.position), col(Lesson.id))
    )
    return list((await session.scalars(statement)).all())


async def blocks_of(session: AsyncSession, lesson_id: LessonId) -> list[Block]:
    statement = (
        select(Block)
        .where(col(Block.lesson_id) == lesson_id, col(Block.deleted_at).is_(None))
        .order_by(col(Block.position), col(Block.id))
    )
    return list((await session.scalars(statement)).all())

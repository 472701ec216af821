"""Going back to an earlier state of a part of a draft."""

from typing import Any
from uuid import UUID

from alp_app.kit import clock
from alp_app.kit.ids import BlockId, LessonId, QuestionId
from alp_app.models.assessment import Question
from alp_app.models.course import Block, Course, Lesson
from alp_app.models.revision import Part
from alp_app.services.courses.access import blocks_of, check_asset
from alp_app.services.courses.commands import add_version
from alp_app.services.courses.undo import as_it_was, done
from alp_app.services.courses.views import ChangeView
from alp_app.services.revisions import events
from alp_app.services.revisions.errors import AlreadySo
from alp_app.services.revisions.history import (
    BLOCK,
    QUESTION,
    HasHistory,
    content_of,
    contents_of,
    held_in,
    part_owned,
)
from alp_app.unit_of_work import UnitOfWork


async def restore_revision(
    work: UnitOfWork, part: HasHistory, part_id: UUID, number: int
) -> ChangeView:
    """Let a part hold again what it held then, as a new revision. Raises RevisionNotFound, AlreadySo."""
    owned = await part_owned(work, part, part_id, for_update=True)
    content = await content_of(work, owned.course.id, part_id, number)
    if part is Part.BLOCK:
        entries = await _restore_block(work, owned.course, BlockId(part_id), content)
    elif part is Part.QUESTION:
        entries = await _restore_question(work, QuestionId(part_id), content)
    else:
        entries = await _restore_lesson(work, owned.course, LessonId(part_id), content)
    if not entries:
        raise AlreadySo
    return done(work, owned.course, events.REVISION_RESTORED, part_id, entries)


async def _restore_block(
    work: UnitOfWork, course: Course, block_id: BlockId, content: dict[str, Any]
) -> list[dict[str, Any]]:
    block = await work.session.get(Block, block_id)
    wanted = BLOCK.validate_python(content)
    if block is None or block.content == wanted:
        return []
    await check_asset(work.session, course.id, wanted)
    entry = as_it_was(block, "content")
    block.content = wanted
    block.revision += 1
    return [entry]


async def _restore_question(
    work: UnitOfWork, question_id: QuestionId, content: dict[str, Any]
) -> list[dict[str, Any]]:
    question = await work.session.get(Question, question_id)
    if question is None:
        return []
    wanted = QUESTION.validate_python(content)
    entry = as_it_was(question, "current_version_id")
    question.current_version_id = (await add_version(work, question, wanted)).id
    return [entry]


async def _restore_lesson(
    work: UnitOfWork, course: Course, lesson_id: LessonId, content: dict[str, Any]
) -> list[dict[str, Any]]:
    """Its title and lead, its blocks in their order, each with its words; blocks that came later are
    hidden, those that went come back. Questions keep their own history."""
    lesson = await work.session.get(Lesson, lesson_id)
    if lesson is None:
        return []
    held = held_in(content, "blocks")
    contents = await contents_of(work, course.id, list(held.values()))
    entries: list[dict[str, Any]] = []
    if (lesson.title, lesson.summary) != (content["title"], content["summary"]):
        entries.append(as_it_was(lesson, "title", "summary"))
        lesson.title, lesson.summary = content["title"], content["summary"]
    for block in await blocks_of(work.session, lesson_id):
        if block.id not in held:
            entries.append(as_it_was(block, "deleted_at"))
            block.deleted_at = clock.now()
    for position, (block_id, sha256) in enumerate(held.items()):
        block = await work.session.get(Block, block_id)
        if block is None or block.lesson_id != lesson_id or sha256 not in contents:
            continue
        wanted = BLOCK.validate_python(contents[sha256])
        if (block.content, block.position, block.deleted_at) == (wanted, position, None):
            continue
        entries.append(as_it_was(block, "content", "position", "deleted_at"))
        block.revision += block.content != wanted
        block.content, block.position, block.deleted_at = wanted, position, None
    if entries:
        entries.append(as_it_was(lesson, "reviewed_by", "reviewed_at"))
        lesson.reviewed_by = lesson.reviewed_at = None
        lesson.edited_at = clock.now()
    return entries

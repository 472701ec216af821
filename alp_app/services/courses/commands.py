"""Changes to a draft. Each function is one thing an author can do; all but `create_course` can be
undone with the change id they return."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select

from alp_app.job_rows import stop_jobs
from alp_app.jobspecs.evidence import CheckKeys, CheckSupport, digest_of
from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import (
    BlockId,
    ChangeId,
    CourseId,
    JobId,
    LessonId,
    ModuleId,
    QuestionId,
    QuestionVersionId,
    new_uuid,
)
from alp_app.kit.text import slugify
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import BlockContent, Origin, QuizBlock, Sentence, Writer
from alp_app.models.course import Block, Course, DraftChange, Lesson, Module
from alp_app.models.job import ENDED, Job
from alp_app.models.questions import AnyQuestion, QuestionContent
from alp_app.services.courses.access import (
    Purpose,
    block_for,
    blocks_of,
    can_edit,
    check_asset,
    course_for,
    lesson_for,
    module_for,
    modules_of,
    question_for,
)
from alp_app.services.courses.errors import NothingToUndo, PartNotFound, StaleEdit, WrongBlockKind
from alp_app.services.courses.inputs import BlockInput, CompletionInput, CourseInput, PartInput
from alp_app.services.courses.rules import apply_edit, check_question
from alp_app.services.courses.sentences import sentences_in, with_wording
from alp_app.services.courses.undo import TABLES, as_it_was, done, put_back
from alp_app.services.courses.views import ChangeView, CourseView
from alp_app.unit_of_work import UnitOfWork

DETAILS = ("title", "summary", "subject", "audience", "level", "language")


async def free_slug(work: UnitOfWork, title: str) -> str:
    """An address for a course that no other course of the school has."""
    wanted = slugify(title)
    statement = select(Course.slug).where(
        col(Course.organisation_id) == work.organisation_id,
        col(Course.slug).startswith(wanted, autoescape=True),
    )
    taken = set((await work.session.scalars(statement)).all())
    number = 2
    slug = wanted
    while slug in taken:
        slug = f"{wanted}-{number}"
        number += 1
    return slug


async def create_course(work: UnitOfWork, *, details: CourseInput) -> CourseView:
    """Begin an empty draft that belongs to the actor."""
    if not work.actor.is_staff:
        raise Forbidden("Only instructors and administrators can make courses.")
    course = Course(
        organisation_id=work.organisation_id,
        owner_id=work.user_id,
        slug=await free_slug(work, details.title),
        **details.model_dump(),
    )
    work.session.add(course)
    await work.session.flush()
    work.record("course.created", course.id)
    return CourseView.of(course)


async def change_course(
    work: UnitOfWork, course_id: CourseId, *, details: CourseInput
) -> ChangeView:
    course = await _editable(work, course_id)
    before = as_it_was(course, *DETAILS)
    for field in DETAILS:
        setattr(course, field, getattr(details, field))
    return done(work, course, "course.changed", course.id, [before])


async def change_completion(
    work: UnitOfWork, course_id: CourseId, *, rules: CompletionInput
) -> ChangeView:
    course = await _editable(work, course_id)
    before = as_it_was(course, "quiz_percent")
    course.quiz_percent = rules.quiz_percent
    return done(work, course, "course.completion_changed", course.id, [before])


async def delete_course(work: UnitOfWork, course_id: CourseId) -> ChangeView:
    """Hide a course from everybody and stop what works for it. What learners did in it is kept."""
    course = await _editable(work, course_id)
    before = as_it_was(course, "deleted_at")
    course.deleted_at = clock.now()
    await _stop_jobs(work, course_id)
    return done(work, course, "course.deleted", course.id, [before])


async def add_module(work: UnitOfWork, course_id: CourseId, *, part: PartInput) -> ChangeView:
    course = await _editable(work, course_id)
    modules = await modules_of(work.session, course_id)
    module = Module(
        organisation_id=work.organisation_id,
        course_id=course_id,
        position=len(modules),
        title=part.title,
        summary=part.summary,
    )
    return await _add(work, course, module, "module.added")


async def change_module(work: UnitOfWork, module_id: ModuleId, *, part: PartInput) -> ChangeView:
    course, module = await module_for(work.session, work.actor, module_id)
    before = as_it_was(module, "title", "summary")
    module.title, module.summary = part.title, part.summary
    return done(work, course, "module.changed", module.id, [before])


async def move_module(work: UnitOfWork, module_id: ModuleId, *, to: int) -> ChangeView:
    """Place a module at index `to` (from 0) among its siblings."""
    course, module = await module_for(work.session, work.actor, module_id)
    before = _reorder(await modules_of(work.session, course.id), module, to)
    return done(work, course, "module.moved", module.id, before)


async def delete_module(work: UnitOfWork, module_id: ModuleId) -> ChangeView:
    """Delete a module with its lessons."""
    course, module = await module_for(work.session, work.actor, module_id)
    before = as_it_was(module, "deleted_at")
    module.deleted_at = clock.now()
    return done(work, course, "module.deleted", module.id, [before])


async def add_lesson(work: UnitOfWork, module_id: ModuleId, *, part: PartInput) -> ChangeView:
    course, module = await module_for(work.session, work.actor, module_id)
    lesson = Lesson(
        organisation_id=work.organisation_id,
        course_id=course.id,
        module_id=module.id,
        position=len(await _lessons_in(work, module.id)),
        title=part.title,
        summary=part.summary,
        edited_at=clock.now(),
    )
    return await _add(work, course, lesson, "lesson.added")


async def change_lesson(work: UnitOfWork, lesson_id: LessonId, *, part: PartInput) -> ChangeView:
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    before = as_it_was(lesson, "title", "summary")
    lesson.title, lesson.summary = part.title, part.summary
    return done(work, course, "lesson.changed", lesson.id, [before])


async def move_lesson(
    work: UnitOfWork, lesson_id: LessonId, *, module_id: ModuleId, to: int
) -> ChangeView:
    """Place a lesson at index `to` (from 0) of a module of the same course."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    target = await work.session.get(Module, module_id)
    if target is None or target.deleted_at is not None or target.course_id != course.id:
        raise PartNotFound("module")
    before = [as_it_was(lesson, "module_id", "position")]
    siblings = [item for item in await _lessons_in(work, module_id) if item.id != lesson.id]
    lesson.module_id = module_id
    before += _reorder([*siblings, lesson], lesson, to)
    return done(work, course, "lesson.moved", lesson.id, before[::-1])


async def delete_lesson(work: UnitOfWork, lesson_id: LessonId) -> ChangeView:
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    before = as_it_was(lesson, "deleted_at")
    lesson.deleted_at = clock.now()
    return done(work, course, "lesson.deleted", lesson.id, [before])


async def review_lesson(work: UnitOfWork, lesson_id: LessonId, *, is_reviewed: bool) -> ChangeView:
    """Sign a lesson as read and right, or take the signature back."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    before = as_it_was(lesson, "reviewed_by", "reviewed_at")
    lesson.reviewed_by = work.user_id if is_reviewed else None
    lesson.reviewed_at = clock.now() if is_reviewed else None
    name = "lesson.reviewed" if is_reviewed else "lesson.review_withdrawn"
    return done(work, course, name, lesson.id, [before])


async def require_lesson(work: UnitOfWork, lesson_id: LessonId, *, is_required: bool) -> ChangeView:
    """Say whether the course can be completed without a lesson."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    before = as_it_was(lesson, "is_required")
    lesson.is_required = is_required
    name = "lesson.required" if is_required else "lesson.made_optional"
    return done(work, course, name, lesson.id, [before])


async def add_block(
    work: UnitOfWork, lesson_id: LessonId, *, block: BlockInput, at: int | None = None
) -> ChangeView:
    """Put a new block at index `at` (from 0), or at the end."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    siblings = await blocks_of(work.session, lesson_id)
    content = apply_edit(None, block, work.user_id)
    await check_asset(work.session, course.id, content)
    made = Block(
        organisation_id=work.organisation_id,
        lesson_id=lesson_id,
        position=len(siblings),
        content=content,
    )
    lesson.edited_at = clock.now()
    if at is not None:
        _reorder([*siblings, made], made, at)
    return await _add(work, course, made, "block.added")


async def change_block(
    work: UnitOfWork, block_id: BlockId, *, block: BlockInput, revision: int
) -> ChangeView:
    """Save an edit that was begun at `revision`. Raises StaleEdit when the block changed since."""
    course, lesson, stored = await block_for(work.session, work.actor, block_id)
    if stored.revision != revision:
        raise StaleEdit
    before = as_it_was(stored, "content")
    await _hold(work, course, lesson, stored, apply_edit(stored.content, block, work.user_id))
    return done(work, course, "block.changed", stored.id, [before])


async def change_sentence(
    work: UnitOfWork, lesson_id: LessonId, sentence_id: UUID, *, wording: str
) -> ChangeView:
    """Put other words, or none, in the place of one sentence. A block that is left without any is
    deleted. Raises PartNotFound."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    for block in await blocks_of(work.session, lesson.id):
        if all(sentence.id != sentence_id for sentence in sentences_in(block.content)):
            continue
        content = with_wording(block.content, sentence_id, wording, work.user_id)
        if not sentences_in(content):
            before = as_it_was(block, "deleted_at")
            block.deleted_at = lesson.edited_at = clock.now()
        else:
            before = as_it_was(block, "content")
            await _hold(work, course, lesson, block, content)
        name = "sentence.changed" if wording.strip() else "sentence.deleted"
        return done(work, course, name, sentence_id, [before])
    raise PartNotFound("sentence")


async def _hold(
    work: UnitOfWork, course: Course, lesson: Lesson, block: Block, content: BlockContent
) -> None:
    """Let a block hold what somebody made of it, and have what was checked before checked again."""
    were_checked = {item.id for item in sentences_in(block.content) if item.support}
    block.content = content
    await check_asset(work.session, course.id, content)
    changed = [item for item in sentences_in(content) if item.support is None]
    if again := [item for item in changed if item.id in were_checked]:
        await work.request(_check_of(course.id, lesson.id, again))
    block.revision += 1
    lesson.edited_at = clock.now()


def _check_of(
    course_id: CourseId, lesson_id: LessonId, sentences: Sequence[Sentence]
) -> CheckSupport:
    return CheckSupport(
        course_id=course_id,
        lesson_ids=(lesson_id,),
        sentence_ids=tuple(sentence.id for sentence in sentences),
        digest=digest_of(sentence.text for sentence in sentences),
    )


async def move_block(work: UnitOfWork, block_id: BlockId, *, to: int) -> ChangeView:
    course, lesson, block = await block_for(work.session, work.actor, block_id)
    before = _reorder(await blocks_of(work.session, lesson.id), block, to)
    return done(work, course, "block.moved", block.id, before)


async def delete_block(work: UnitOfWork, block_id: BlockId) -> ChangeView:
    course, lesson, block = await block_for(work.session, work.actor, block_id)
    before = as_it_was(block, "deleted_at")
    block.deleted_at = clock.now()
    lesson.edited_at = clock.now()
    return done(work, course, "block.deleted", block.id, [before])


async def add_question(
    work: UnitOfWork, block_id: BlockId, *, content: QuestionContent
) -> ChangeView:
    """Put a question at the end of a quiz block."""
    check_question(content)
    course, _, block = await block_for(work.session, work.actor, block_id)
    if not isinstance(block.content, QuizBlock):
        raise WrongBlockKind
    before = as_it_was(block, "content")
    question = await store_question(work, course.id, content)
    ids = [*block.content.question_ids, question.id]
    block.content = block.content.model_copy(update={"question_ids": ids})
    block.revision += 1
    return done(work, course, "question.added", question.id, [before])


async def change_question(
    work: UnitOfWork, question_id: QuestionId, *, content: QuestionContent
) -> ChangeView:
    """Give a question its next version. Answers already given keep the version they were given to."""
    check_question(content)
    course, question = await question_for(work.session, work.actor, question_id)
    before = as_it_was(question, "current_version_id")
    human = Origin(writer=Writer.HUMAN, at=clock.now(), edited_by=work.user_id)
    version = await add_version(work, question, content.model_copy(update={"origin": human}))
    question.current_version_id = version.id
    return done(work, course, "question.changed", question.id, [before])


async def delete_question(
    work: UnitOfWork, block_id: BlockId, question_id: QuestionId
) -> ChangeView:
    """Take a question out of its quiz."""
    course, _, block = await block_for(work.session, work.actor, block_id)
    if not isinstance(block.content, QuizBlock) or question_id not in block.content.question_ids:
        raise PartNotFound("question")
    before = as_it_was(block, "content")
    ids = [item for item in block.content.question_ids if item != question_id]
    block.content = block.content.model_copy(update={"question_ids": ids})
    block.revision += 1
    return done(work, course, "question.deleted", question_id, [before])


async def undo_change(work: UnitOfWork, change_id: ChangeId) -> CourseId:
    """Put back what one change altered. Raises NothingToUndo when it was undone already, or when
    something later altered the same rows."""
    change = await work.session.get(DraftChange, change_id)
    if change is None or change.organisation_id != work.organisation_id:
        raise NothingToUndo
    course = await _editable(work, change.course_id, include_deleted=True)
    if change.undone_at is not None or await _was_overtaken(work, change):
        raise NothingToUndo
    for entry in change.before:
        row = await work.session.get(TABLES[entry["table"]], UUID(entry["id"]))
        if row is None:
            raise NothingToUndo
        put_back(row, entry["values"])
        if isinstance(row, Block):
            row.revision += 1
    change.undone_at = clock.now()
    course.updated_at = clock.now()
    work.record("change.undone", change.id, course_id=str(course.id))
    work.notify("course", course_id=course.id)
    return course.id


async def store_question(work: UnitOfWork, course_id: CourseId, content: AnyQuestion) -> Question:
    """Make a question with its first version."""
    question = Question(
        organisation_id=work.organisation_id,
        course_id=course_id,
        current_version_id=QuestionVersionId(new_uuid()),
    )
    work.session.add(question)
    await work.session.flush()
    version = await add_version(work, question, content)
    question.current_version_id = version.id
    return question


async def add_version(
    work: UnitOfWork, question: Question, content: AnyQuestion
) -> QuestionVersion:
    """Keep the next wording of a question, which the caller makes the present one. One by an engine is
    checked; the first is by the stage that writes it."""
    latest = select(func.max(col(QuestionVersion.number))).where(
        col(QuestionVersion.question_id) == question.id
    )
    version = QuestionVersion(
        organisation_id=work.organisation_id,
        question_id=question.id,
        number=(await work.session.scalar(latest) or 0) + 1,
        content=content,
    )
    work.session.add(version)
    await work.session.flush()
    if version.number > 1 and content.origin.writer is Writer.MODEL:
        await work.request(CheckKeys(course_id=question.course_id, question_ids=(question.id,)))
    return version


async def _stop_jobs(work: UnitOfWork, course_id: CourseId) -> None:
    at_work = select(Job.id).where(
        col(Job.course_id) == course_id,
        col(Job.parent_id).is_(None),
        col(Job.state).not_in(ENDED),
    )
    for job_id in (await work.session.scalars(at_work)).all():
        work.requested.extend(await stop_jobs(work.session, JobId(job_id)))


async def _editable(
    work: UnitOfWork, course_id: CourseId, *, include_deleted: bool = False
) -> Course:
    if include_deleted:
        course = await work.session.get(Course, course_id, with_for_update=True)
        if course is not None and course.deleted_at is not None and can_edit(work.actor, course):
            return course
    return await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)


async def _lessons_in(work: UnitOfWork, module_id: ModuleId) -> list[Lesson]:
    statement = (
        select(Lesson)
        .where(col(Lesson.module_id) == module_id, col(Lesson.deleted_at).is_(None))
        .order_by(col(Lesson.position), col(Lesson.id))
    )
    return list((await work.session.scalars(statement)).all())


async def _was_overtaken(work: UnitOfWork, change: DraftChange) -> bool:
    """Whether a later change, not undone itself, altered a row that this one altered."""
    later = select(DraftChange).where(
        col(DraftChange.course_id) == change.course_id,
        col(DraftChange.id) > change.id,
        col(DraftChange.undone_at).is_(None),
    )
    fields = {(entry["id"], name) for entry in change.before for name in entry["values"]}
    return any(
        (entry["id"], name) in fields
        for overtaking in (await work.session.scalars(later)).all()
        for entry in overtaking.before
        for name in entry["values"]
    )


def _reorder(siblings: list[Any], row: Any, to: int) -> list[dict[str, Any]]:
    """Place `row` at index `to` of `siblings` and number them all; returns the positions before."""
    others = [item for item in siblings if item.id != row.id]
    others.insert(max(0, min(to, len(others))), row)
    before: list[dict[str, Any]] = []
    for position, item in enumerate(others):
        if item.position != position:
            before.append(as_it_was(item, "position"))
            item.position = position
    return before


async def _add(work: UnitOfWork, course: Course, row: Any, name: str) -> ChangeView:
    """Store a new row; undoing it deletes the row again."""
    work.session.add(row)
    await work.session.flush()
    before = as_it_was(row, "deleted_at")
    before["values"]["deleted_at"] = clock.now().isoformat()
    return done(work, course, name, row.id, [before])

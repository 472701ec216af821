"""What authors can see of their drafts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlmodel import col, func, select

from alp_app.jobspecs.generation import GenerateCourse
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, LessonId, QuestionId
from alp_app.models.account import User
from alp_app.models.approval import ReviewComment
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import (
    BlockContent,
    ListBlock,
    QuizBlock,
    Writer,
)
from alp_app.models.course import Block, Course, CourseVersion, Lesson, Module
from alp_app.models.job import Job, JobState
from alp_app.models.keys import KeyVerdict
from alp_app.models.questions import MARKED_BY_PEOPLE, QuestionContent
from alp_app.models.source import READABLE, Source
from alp_app.security.actor import Role
from alp_app.services.courses.access import (
    Purpose,
    blocks_of,
    course_for,
    lesson_for,
    lessons_of,
    modules_of,
)
from alp_app.services.courses.gradable import is_gradable, verdicts_on
from alp_app.services.courses.quality import quality_findings
from alp_app.services.courses.rules import HELD_KEYS, Finding, LessonFacts, Weight, checklist
from alp_app.services.courses.sentences import join_sentences, sentences_in
from alp_app.services.courses.strictness import rules_of, weighed
from alp_app.services.courses.views import (
    AuthoredCourseView,
    BlockDraftView,
    ChecklistView,
    CourseView,
    DraftView,
    FindingView,
    LessonDraftView,
    LessonOutlineView,
    ModuleOutlineView,
    ObjectiveView,
    QuestionDraftView,
)
from alp_app.unit_of_work import Reader

AUTHORED_LIMIT = 200


async def list_authored(reader: Reader) -> list[AuthoredCourseView]:
    """The courses that the actor may edit, the last edited first; at most AUTHORED_LIMIT."""
    if not reader.actor.is_staff:
        raise Forbidden("Only instructors and administrators have courses of their own.")
    lessons = (
        select(
            col(Lesson.course_id),
            func.count().label("lesson_count"),
            func.count(col(Lesson.reviewed_at)).label("reviewed_count"),
        )
        .join(Module, col(Module.id) == col(Lesson.module_id))
        .where(col(Lesson.deleted_at).is_(None), col(Module.deleted_at).is_(None))
        .group_by(col(Lesson.course_id))
        .subquery()
    )
    statement = (
        select(
            Course,
            func.coalesce(lessons.c.lesson_count, 0),
            func.coalesce(lessons.c.reviewed_count, 0),
            CourseVersion,
        )
        .outerjoin(lessons, lessons.c.course_id == col(Course.id))
        .outerjoin(CourseVersion, col(CourseVersion.id) == col(Course.published_version_id))
        .where(
            col(Course.organisation_id) == reader.organisation_id, col(Course.deleted_at).is_(None)
        )
        .order_by(col(Course.updated_at).desc())
        .limit(AUTHORED_LIMIT)
    )
    if reader.actor.role is not Role.ADMIN:
        statement = statement.where(col(Course.owner_id) == reader.user_id)
    rows = cast(
        "Sequence[tuple[Course, int, int, CourseVersion | None]]",
        (await reader.session.execute(statement)).all(),
    )
    return [
        AuthoredCourseView(
            **CourseView.of(course).model_dump(),
            lesson_count=lesson_count,
            reviewed_count=reviewed_count,
            version_number=version.number if version else None,
            has_unpublished_edits=version is not None and course.updated_at > version.frozen_at,
        )
        for course, lesson_count, reviewed_count, version in rows
    ]


async def get_draft(reader: Reader, course_id: CourseId) -> DraftView:
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    blocks = await _contents_by_lesson(reader, course_id)
    by_module: dict[UUID, list[LessonOutlineView]] = defaultdict(list)
    for number, lesson in enumerate(await lessons_of(reader.session, course_id), start=1):
        by_module[lesson.module_id].append(
            LessonOutlineView(
                id=lesson.id,
                number=number,
                title=lesson.title,
                minutes=lesson.minutes,
                model=lesson.origin.model,
                is_reviewed=lesson.reviewed_at is not None,
                is_required=lesson.is_required,
                is_written=bool(blocks[lesson.id]),
                **_support(blocks[lesson.id]),
            )
        )
    return DraftView(
        course=CourseView.of(course),
        objectives=tuple(ObjectiveView.of(item) for item in course.objectives),
        modules=tuple(
            ModuleOutlineView(
                id=module.id,
                title=module.title,
                summary=module.summary,
                lessons=tuple(by_module[module.id]),
            )
            for module in await modules_of(reader.session, course_id)
        ),
        has_brief=course.brief is not None,
    )


async def list_objectives(reader: Reader, course_id: CourseId) -> list[ObjectiveView]:
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    return [ObjectiveView.of(item) for item in course.objectives]


async def get_lesson_draft(reader: Reader, lesson_id: LessonId) -> LessonDraftView:
    course, lesson = await lesson_for(reader.session, reader.actor, lesson_id, for_update=False)
    order = [item.id for item in await lessons_of(reader.session, course.id)]
    blocks = await blocks_of(reader.session, lesson_id)
    questions = await questions_in(reader, [block.content for block in blocks])
    verdicts = await verdicts_in(reader, blocks)
    reviewer = await reader.session.get(User, lesson.reviewed_by) if lesson.reviewed_by else None
    return LessonDraftView(
        id=lesson.id,
        course_id=course.id,
        module_id=lesson.module_id,
        number=order.index(lesson.id) + 1 if lesson.id in order else 0,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        is_required=lesson.is_required,
        model=lesson.origin.model,
        reviewed_at=lesson.reviewed_at,
        reviewer=reviewer.display_name if reviewer else "",
        blocks=tuple(_block_view(block, questions, verdicts) for block in blocks),
    )


async def get_checklist(reader: Reader, course_id: CourseId) -> ChecklistView:
    """What stands between this draft and its learners."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    lessons = await lessons_of(reader.session, course_id)
    titles = {lesson.id: lesson.title for lesson in lessons}
    findings = await findings_for(reader, course, lessons)
    blocking = {item.key for item in findings if item.weight is Weight.BLOCKS}
    return ChecklistView(
        course_id=course.id,
        findings=tuple(
            FindingView(
                key=item.key,
                is_blocking=item.weight is Weight.BLOCKS,
                count=item.count,
                lesson_id=item.lesson_id,
                lesson_title=titles.get(item.lesson_id, "") if item.lesson_id else "",
                block_id=item.block_id,
                sentence_id=item.sentence_id,
            )
            for item in findings
        ),
        is_ready=not blocking,
        is_ready_without_held=blocking == {HELD_KEYS},
    )


async def findings_for(reader: Reader, course: Course, lessons: Sequence[Lesson]) -> list[Finding]:
    """The checklist of a draft whose rows are at hand."""
    facts: list[LessonFacts] = []
    for lesson in lessons:
        blocks = await blocks_of(reader.session, lesson.id)
        facts.append(
            LessonFacts(
                id=lesson.id,
                is_reviewed=lesson.reviewed_at is not None,
                is_by_model=lesson.origin.writer is Writer.MODEL,
                is_required=lesson.is_required,
                objective_ids=frozenset(lesson.objective_ids),
                blocks=[(block.id, block.content) for block in blocks],
                questions=await questions_in(reader, [block.content for block in blocks]),
                held=frozenset(
                    question_id
                    for question_id, verdict in (await verdicts_in(reader, blocks)).items()
                    if not is_gradable(verdict)
                ),
            )
        )
    found = checklist(
        summary=course.summary,
        objectives=len(course.objectives),
        has_cover=course.cover_asset_id is not None,
        is_generating=await is_generating(reader, course.id),
        has_sources=await has_sources(reader, course.id),
        lessons=facts,
    )
    found += quality_findings(course, facts)
    found += await comment_findings(reader, course.id)
    return weighed(found, (await rules_of(reader)).strictness)


async def comment_findings(reader: Reader, course_id: CourseId) -> list[Finding]:
    """Threads of a review that nobody has resolved."""
    statement = select(func.count()).where(
        col(ReviewComment.course_id) == course_id,
        col(ReviewComment.thread_id).is_(None),
        col(ReviewComment.resolved_at).is_(None),
    )
    n = await reader.session.scalar(statement) or 0
    return [Finding("open_comments", Weight.WARNS, count=n)] if n else []


async def has_sources(reader: Reader, course_id: CourseId) -> bool:
    """Whether there is anything that the course's sentences can be held against."""
    statement = select(func.count()).where(
        col(Source.course_id) == course_id,
        col(Source.state).in_(READABLE),
        col(Source.deleted_at).is_(None),
    )
    return bool(await reader.session.scalar(statement))


async def is_generating(reader: Reader, course_id: CourseId) -> bool:
    """Whether a job is still writing this course."""
    statement = select(func.count()).where(
        col(Job.course_id) == course_id,
        col(Job.kind) == GenerateCourse.kind,
        col(Job.state).in_((JobState.QUEUED, JobState.RUNNING, JobState.WAITING)),
    )
    return bool(await reader.session.scalar(statement))


async def questions_in(
    reader: Reader, contents: Iterable[BlockContent]
) -> dict[QuestionId, QuestionContent]:
    """The current wording of each question of these blocks, deleted ones left out."""
    ids = [
        question_id
        for content in contents
        if isinstance(content, QuizBlock)
        for question_id in content.question_ids
    ]
    if not ids:
        return {}
    statement = (
        select(Question, QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.id) == col(Question.current_version_id))
        .where(col(Question.id).in_(ids), col(Question.deleted_at).is_(None))
    )
    rows = (await reader.session.execute(statement)).all()
    return {
        question.id: version.content
        for question, version in rows
        if not isinstance(version.content, MARKED_BY_PEOPLE)
    }


async def verdicts_in(reader: Reader, blocks: Iterable[Block]) -> dict[QuestionId, KeyVerdict]:
    """The verdict on the key of each question that these blocks ask, in its present wording."""
    ids = [
        question_id
        for block in blocks
        if isinstance(block.content, QuizBlock)
        for question_id in block.content.question_ids
    ]
    if not ids:
        return {}
    statement = select(col(Question.id), col(Question.current_version_id)).where(
        col(Question.id).in_(ids), col(Question.deleted_at).is_(None)
    )
    versions = dict((await reader.session.execute(statement)).all())
    verdicts = await verdicts_on(reader, versions.values())
    return {question_id: verdicts[version] for question_id, version in versions.items()}


async def _contents_by_lesson(
    reader: Reader, course_id: CourseId
) -> defaultdict[UUID, list[BlockContent]]:
    statement = (
        select(Block)
        .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
        .where(col(Lesson.course_id) == course_id, col(Block.deleted_at).is_(None))
    )
    found: defaultdict[UUID, list[BlockContent]] = defaultdict(list)
    for block in (await reader.session.scalars(statement)).all():
        found[block.lesson_id].append(block.content)
    return found


def _support(contents: Sequence[BlockContent]) -> dict[str, int]:
    sentences = [sentence for content in contents for sentence in sentences_in(content)]
    sourced = sum(bool(sentence.citations) for sentence in sentences)
    return {"statements": len(sentences), "sourced": sourced}


def _block_view(
    block: Block,
    questions: Mapping[QuestionId, QuestionContent],
    verdicts: Mapping[QuestionId, KeyVerdict],
) -> BlockDraftView:
    content = block.content
    ids = content.question_ids if isinstance(content, QuizBlock) else []
    return BlockDraftView(
        id=block.id,
        revision=block.revision,
        content=content,
        text=_editable_text(content),
        models=tuple(sorted({s.origin.model for s in sentences_in(content) if s.origin.model})),
        questions=tuple(
            QuestionDraftView(id=item, content=questions[item], verdict=verdicts[item])
            for item in ids
            if item in questions
        ),
    )


def _editable_text(content: BlockContent) -> str:
    if isinstance(content, ListBlock):
        return "\n".join(join_sentences(item) for item in content.items)
    return join_sentences(sentences_in(content))

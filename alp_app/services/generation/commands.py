"""Starting a draft, and keeping what each stage made. Stages call these inside their fenced
transaction, so each runs once."""

from collections.abc import Sequence
from uuid import UUID

from alp_app.jobspecs.generation import GenerateCourse
from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import (
    AssetId,
    CourseId,
    LessonId,
    ManifestId,
    QuestionId,
    SourceId,
)
from alp_app.kit.text import shorten
from alp_app.models.content import (
    BlockContent,
    Citation,
    FigureBlock,
    LegendEntry,
    ModelBlock,
    Origin,
    QuizBlock,
)
from alp_app.models.course import Block, Brief, Course, Lesson, Module, Objective
from alp_app.models.questions import QuestionContent
from alp_app.models.topic import SourceTopic
from alp_app.services.courses.access import (
    Purpose,
    blocks_of,
    course_for,
    lesson_for,
    modules_of,
)
from alp_app.services.courses.commands import free_slug, store_question
from alp_app.services.courses.material import gather_material
from alp_app.services.courses.reading import estimate_minutes
from alp_app.services.generation.cleaning import clean
from alp_app.services.generation.drafts import (
    ObjectivesDraft,
    PartDraft,
    SyllabusDraft,
    TopicDraft,
)
from alp_app.services.generation.errors import NoBrief
from alp_app.services.generation.inputs import BriefInput
from alp_app.services.generation.views import StartedView
from alp_app.services.sources.commands import attach_sources
from alp_app.unit_of_work import UnitOfWork


async def start_course(work: UnitOfWork, *, brief: BriefInput) -> StartedView:
    """Make an empty draft from a brief and ask for its generation."""
    if not work.actor.is_staff:
        raise Forbidden("Only instructors and administrators can make courses.")
    course = Course(
        organisation_id=work.organisation_id,
        owner_id=work.user_id,
        slug=await free_slug(work, brief.topic),
        title=brief.topic,
        audience=brief.audience,
        level=brief.level,
        language=brief.language,
        brief=Brief.model_validate(brief.model_dump()),
    )
    work.session.add(course)
    await work.session.flush()
    await attach_sources(work, course.id, brief.source_ids)
    work.record("course.created", course.id, lessons=brief.lesson_count)
    job_id = await work.request(GenerateCourse(course_id=course.id, lessons=brief.lesson_count))
    work.record("course.generation_started", course.id)
    return StartedView(course_id=course.id, job_id=job_id)


async def keep_topic(
    work: UnitOfWork,
    course_id: CourseId,
    draft: TopicDraft,
    *,
    source_id: SourceId,
    position: int,
    passage_ids: Sequence[UUID],
    manifest_id: ManifestId,
) -> None:
    """Store what one stretch of a source speaks of."""
    course = await _draft(work, course_id)
    work.session.add(
        SourceTopic(
            organisation_id=work.organisation_id,
            course_id=course_id,
            source_id=source_id,
            position=position,
            title=shorten(clean(draft.title), 200),
            points=[clean(point) for point in draft.points],
            passage_ids=list(passage_ids),
            manifest_id=manifest_id,
        )
    )
    _kept(work, course, "course.topic_found", len(draft.points))


async def keep_objectives(
    work: UnitOfWork,
    course_id: CourseId,
    draft: ObjectivesDraft,
    origin: Origin,
    *,
    citations: Sequence[Sequence[Citation]],
) -> None:
    """Store generated objectives with where the sources speak of each, unless somebody wrote some
    meanwhile."""
    course = await _draft(work, course_id)
    if not course.objectives:
        course.objectives = [
            Objective(
                text=item.text.strip(), bloom=item.bloom, origin=origin, citations=list(places)
            )
            for item, places in zip(draft.objectives, citations, strict=True)
        ]
    _kept(work, course, "course.objectives_generated", len(draft.objectives))


async def keep_syllabus(
    work: UnitOfWork,
    course_id: CourseId,
    draft: SyllabusDraft,
    sizes: Sequence[int],
    origin: Origin,
    *,
    objectives: Sequence[Sequence[int]],
) -> None:
    """Store modules and empty lessons; `sizes` says how many lessons each module takes in turn, and
    `objectives` which of the course's each lesson serves, by place."""
    course = await _draft(work, course_id)
    course.summary = course.summary or draft.summary.strip()
    course.subject = course.subject or shorten(draft.subject, 80)
    if await modules_of(work.session, course_id):
        return
    rest = zip(draft.lessons, objectives, strict=True)
    for position, (plan, size) in enumerate(zip(draft.modules, sizes, strict=True)):
        module = Module(
            organisation_id=work.organisation_id,
            course_id=course_id,
            position=position,
            title=shorten(plan.title, 200),
            summary=plan.summary,
        )
        work.session.add(module)
        await work.session.flush()
        for place in range(size):
            part, serves = next(rest)
            lesson = _lesson(course, module, place, part, origin)
            lesson.objective_ids = [
                course.objectives[index].id for index in serves if index < len(course.objectives)
            ]
            work.session.add(lesson)
    _kept(work, course, "course.syllabus_generated", len(draft.lessons))


def _lesson(
    course: Course, module: Module, position: int, plan: PartDraft, origin: Origin
) -> Lesson:
    return Lesson(
        organisation_id=course.organisation_id,
        course_id=course.id,
        module_id=module.id,
        position=position,
        title=shorten(plan.title, 200),
        summary=plan.summary,
        origin=origin,
    )


async def keep_lesson(
    work: UnitOfWork,
    lesson_id: LessonId,
    *,
    lead: str,
    blocks: Sequence[BlockContent],
    origin: Origin,
) -> bool:
    """Store a generated lesson. Returns False, and changes nothing, when somebody has begun to write
    it meanwhile."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    if await blocks_of(work.session, lesson_id):
        return False
    for position, content in enumerate(blocks):
        work.session.add(
            Block(
                organisation_id=work.organisation_id,
                lesson_id=lesson_id,
                position=position,
                content=content,
            )
        )
    lesson.summary = lead
    lesson.origin = origin
    lesson.minutes = estimate_minutes(blocks, await gather_material(work.session, course))
    _kept(work, course, "lesson.generated", len(blocks), lesson_id)
    return True


async def keep_quiz(
    work: UnitOfWork,
    lesson_id: LessonId,
    *,
    title: str,
    questions: Sequence[QuestionContent],
) -> list[QuestionId]:
    """Put a quiz at the end of a lesson. Returns its questions in their order, or none when somebody
    has made a quiz meanwhile."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    blocks = await blocks_of(work.session, lesson_id)
    if any(isinstance(block.content, QuizBlock) for block in blocks):
        return []
    stored = [await store_question(work, course.id, content) for content in questions]
    quiz = QuizBlock(title=title, question_ids=[question.id for question in stored])
    work.session.add(
        Block(
            organisation_id=work.organisation_id,
            lesson_id=lesson_id,
            position=len(blocks),
            content=quiz,
        )
    )
    await work.session.flush()
    contents = [*(block.content for block in blocks), quiz]
    lesson.minutes = estimate_minutes(contents, await gather_material(work.session, course))
    _kept(work, course, "quiz.generated", len(stored), lesson_id)
    return quiz.question_ids


async def keep_cover(work: UnitOfWork, course_id: CourseId, asset_id: AssetId) -> None:
    course = await _draft(work, course_id)
    course.cover_asset_id = course.cover_asset_id or asset_id
    _kept(work, course, "course.cover_generated", 1)


async def keep_picture(work: UnitOfWork, lesson_id: LessonId, asset_id: AssetId) -> None:
    """Fill the first figure of a lesson that still waits for its picture."""
    course, _ = await lesson_for(work.session, work.actor, lesson_id)
    for block in await blocks_of(work.session, lesson_id):
        if isinstance(block.content, FigureBlock) and block.content.asset_id is None:
            block.content = block.content.model_copy(update={"asset_id": asset_id})
            block.revision += 1
            break
    _kept(work, course, "lesson.picture_generated", 1, lesson_id)


async def keep_model(
    work: UnitOfWork,
    lesson_id: LessonId,
    asset_id: AssetId,
    *,
    alt: str,
    caption: str,
    legend: Sequence[LegendEntry],
) -> None:
    """Put a 3D model after the first paragraph of a lesson."""
    course, _ = await lesson_for(work.session, work.actor, lesson_id)
    blocks = await blocks_of(work.session, lesson_id)
    if any(isinstance(block.content, ModelBlock) for block in blocks):
        return
    place = min(3, len(blocks))
    for block in blocks[place:]:
        block.position += 1
    work.session.add(
        Block(
            organisation_id=work.organisation_id,
            lesson_id=lesson_id,
            position=place,
            content=ModelBlock(asset_id=asset_id, alt=alt, caption=caption, legend=list(legend)),
        )
    )
    _kept(work, course, "lesson.model_generated", 1, lesson_id)


async def _draft(work: UnitOfWork, course_id: CourseId) -> Course:
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    if course.brief is None:
        raise NoBrief
    return course


def _kept(
    work: UnitOfWork, course: Course, name: str, count: int, subject_id: UUID | None = None
) -> None:
    course.updated_at = clock.now()
    work.record(name, subject_id or course.id, course_id=str(course.id), count=count)
    work.notify("course", course_id=course.id)

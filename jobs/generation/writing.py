"""Writing with a text engine: objectives, syllabus, lessons and questions."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from alp_app.jobspecs.generation import (
    GenerationSpec,
    WriteLessons,
    WriteObjectives,
    WriteQuizzes,
    WriteSyllabus,
)
from alp_app.kit.ids import LessonId
from alp_app.kit.text import shorten
from alp_app.models.content import BlockContent, Origin
from alp_app.models.manifest import Making, Subject
from alp_app.models.questions import ChoiceQuestion
from alp_app.services.generation import commands, rules
from alp_app.services.generation.drafts import (
    LessonDraft,
    ObjectivesDraft,
    QuestionDraft,
    SyllabusDraft,
    module_sizes,
    syllabus_draft,
)
from alp_app.services.generation.errors import NoUsableQuestions
from alp_app.services.generation.views import LessonToWrite, Material
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.sources.queries import list_passages
from alp_app.services.sources.views import PassageView
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import WrittenDraft, ask
from jobs.generation.material import hashes_of, material_for, passages_about, quoted
from providers.contracts.errors import ProviderRefused

PASSAGES_PER_LESSON = 4
PASSAGES_FOR_PLANNING = 6
QUESTIONS_PER_LESSON = 3
QUESTION_CALLS = 5
"""How often one more question is asked for before a lesson is left with those that can be asked."""
MOST_QUESTION_CALLS = 9
"""How often while there is none at all."""
WARMER = 0.15
"""Each question that cannot be asked raises the temperature: small models repeat themselves."""
TRIES_PER_QUESTION = 2
LESSON_WORDS_FOR_QUIZ = 600
HEADINGS_FOR_PLANNING = 40


class WrittenLesson(BaseModel):
    lead: str
    blocks: list[BlockContent]
    origin: Origin
    making: Making


class WrittenQuiz(BaseModel):
    questions: list[ChoiceQuestion]
    makings: list[Making]
    """One for each question, in their order."""


async def write_objectives(context: JobContext, spec: WriteObjectives) -> None:
    material = await material_for(context, spec)
    await context.plan(["write"])

    async def write() -> WrittenDraft:
        await context.progress(0.05, "generation.writing_objectives")
        query = f"{material.brief.topic}. {material.brief.audience}"
        passages = await passages_about(context, spec, query, PASSAGES_FOR_PLANNING)
        return await ask(
            context,
            "generation/objectives",
            ObjectivesDraft,
            _audience(material) | {"topic": material.brief.topic, "passages": quoted(passages)},
            chunk_hashes=hashes_of(passages),
        )

    async def keep(work: UnitOfWork, written: WrittenDraft) -> None:
        draft = ObjectivesDraft.model_validate(written.draft)
        await commands.keep_objectives(work, spec.course_id, draft, written.origin)
        await _record_plan(context, work, spec, written.making)

    await context.step("write", write, returns=WrittenDraft, save=keep)


async def write_syllabus(context: JobContext, spec: WriteSyllabus) -> None:
    material = await material_for(context, spec)
    sizes = module_sizes(material.brief.lesson_count)
    await context.plan(["write"])

    async def write() -> WrittenDraft:
        await context.progress(0.05, "generation.writing_syllabus")
        async with context.reader() as reader:
            passages = await list_passages(reader, spec.course_id)
        headings = list(dict.fromkeys(item.heading for item in passages if item.heading))
        return await ask(
            context,
            "generation/syllabus",
            syllabus_draft(modules=len(sizes), lessons=sum(sizes)),
            _audience(material)
            | {
                "topic": material.brief.topic,
                "objectives": material.objectives,
                "headings": headings[:HEADINGS_FOR_PLANNING],
                "module_count": len(sizes),
                "lesson_count": sum(sizes),
                "layout": _layout(sizes),
            },
        )

    async def keep(work: UnitOfWork, written: WrittenDraft) -> None:
        draft = SyllabusDraft.model_validate(written.draft)
        distinct = draft.model_copy(
            update={
                "modules": rules.distinct_titles(draft.modules),
                "lessons": rules.distinct_titles(draft.lessons),
            }
        )
        await commands.keep_syllabus(work, spec.course_id, distinct, sizes, written.origin)
        await _record_plan(context, work, spec, written.making)

    await context.step("write", write, returns=WrittenDraft, save=keep)


async def _record_plan(
    context: JobContext, work: UnitOfWork, spec: GenerationSpec, making: Making
) -> None:
    await record_manifest(
        work,
        spec.course_id,
        making,
        subject=Subject.COURSE,
        subject_id=spec.course_id,
        job_id=context.job_id,
    )


def _layout(sizes: Sequence[int]) -> str:
    """Which lessons belong to which module, in words."""
    first = 1
    lines: list[str] = []
    for number, size in enumerate(sizes, start=1):
        last = first + size - 1
        which = f"lesson {first}" if size == 1 else f"lessons {first} to {last}"
        lines.append(f"Module {number} holds {which}.")
        first = last + 1
    return " ".join(lines)


async def write_lessons(context: JobContext, spec: WriteLessons) -> None:
    material = await material_for(context, spec)
    waiting = [lesson for lesson in material.lessons if not lesson.text]
    await context.plan([f"lesson:{lesson.id}" for lesson in waiting])
    for lesson in waiting:
        await context.step(
            f"lesson:{lesson.id}",
            lambda lesson=lesson: _write_lesson(context, spec, material, lesson),
            returns=WrittenLesson,
            save=lambda work, written, lesson=lesson: _keep_lesson(
                context, work, spec, lesson.id, written
            ),
        )


async def _write_lesson(
    context: JobContext, spec: GenerationSpec, material: Material, lesson: LessonToWrite
) -> WrittenLesson:
    await _report(context, "generation.writing_lesson", material, lesson)
    passages = await passages_about(
        context, spec, f"{lesson.title}. {lesson.summary}", PASSAGES_PER_LESSON
    )
    others = [item.title for item in material.lessons if item.id != lesson.id]
    written = await ask(
        context,
        "generation/lesson",
        LessonDraft,
        _audience(material)
        | {
            "course": material.title,
            "module": lesson.module,
            "lesson": lesson.title,
            "summary": lesson.summary,
            "others": shorten("; ".join(others), 400),
            "passages": quoted(passages),
        },
        chunk_hashes=hashes_of(passages),
    )
    draft = LessonDraft.model_validate(written.draft)
    blocks = rules.lesson_blocks(
        draft,
        written.origin,
        title=lesson.title,
        words=rules.words_for(material.brief.language),
    )
    await _cite(context, blocks, passages)
    return WrittenLesson(
        lead=rules.clean(draft.lead), blocks=blocks, origin=written.origin, making=written.making
    )


async def _keep_lesson(
    context: JobContext,
    work: UnitOfWork,
    spec: GenerationSpec,
    lesson_id: LessonId,
    written: WrittenLesson,
) -> None:
    is_kept = await commands.keep_lesson(
        work, lesson_id, lead=written.lead, blocks=written.blocks, origin=written.origin
    )
    if is_kept:
        await record_manifest(
            work,
            spec.course_id,
            written.making,
            subject=Subject.LESSON,
            subject_id=lesson_id,
            job_id=context.job_id,
        )


async def _cite(
    context: JobContext, blocks: Sequence[BlockContent], passages: Sequence[PassageView]
) -> None:
    """Name for each sentence the passage it stands closest to, where one is close enough."""
    sentences = rules.all_sentences(blocks)
    if not passages or not sentences:
        return
    embed = context.providers.embeddings.embed
    grounds: list[rules.Ground] = []
    for passage in passages:
        quotes = rules.quotable(passage.text)
        grounds.append(
            rules.Ground(
                source_id=passage.source_id,
                page=passage.page,
                sentences=quotes,
                vectors=await embed(quotes),
            )
        )
    vectors = await embed([sentence.text for sentence in sentences])
    for sentence, vector in zip(sentences, vectors, strict=True):
        citation = rules.closest(vector, grounds)
        sentence.citations = [citation] if citation else []


async def write_quizzes(context: JobContext, spec: WriteQuizzes) -> None:
    material = await material_for(context, spec)
    title = rules.words_for(material.brief.language).quiz
    waiting = [lesson for lesson in material.lessons if lesson.text and not lesson.has_quiz]
    await context.plan([f"quiz:{lesson.id}" for lesson in waiting])
    for lesson in waiting:
        await context.step(
            f"quiz:{lesson.id}",
            lambda lesson=lesson: _write_quiz(context, material, lesson),
            returns=WrittenQuiz,
            save=lambda work, written, lesson=lesson: _keep_quiz(
                context, work, spec, lesson.id, written, title=title
            ),
        )


async def _write_quiz(
    context: JobContext, material: Material, lesson: LessonToWrite
) -> WrittenQuiz:
    await _report(context, "generation.writing_quiz", material, lesson)
    questions: list[ChoiceQuestion] = []
    makings: list[Making] = []
    refusal: ProviderRefused | None = None
    for variant in range(MOST_QUESTION_CALLS):
        if len(questions) == QUESTIONS_PER_LESSON or (questions and variant >= QUESTION_CALLS):
            break
        await context.checkpoint()
        inputs = {
            "lesson": lesson.title,
            "text": _first_words(lesson.text, LESSON_WORDS_FOR_QUIZ),
            "language": material.brief.language,
            "audience": material.brief.audience,
            "asked": [question.stem for question in questions],
        }
        try:
            written = await ask(
                context,
                "generation/question",
                QuestionDraft,
                inputs,
                variant=variant,
                warmer=WARMER * (variant - len(questions)),
                tries=TRIES_PER_QUESTION,
            )
        except ProviderRefused as refused:
            refusal = refused
            continue
        draft = QuestionDraft.model_validate(written.draft)
        made = rules.choice_question(draft, written.origin, [])
        if made and made.stem not in inputs["asked"]:
            questions.append(made)
            makings.append(written.making)
    if not questions:
        raise refusal or NoUsableQuestions(lesson.title)
    return WrittenQuiz(questions=questions, makings=makings)


async def _keep_quiz(
    context: JobContext,
    work: UnitOfWork,
    spec: GenerationSpec,
    lesson_id: LessonId,
    written: WrittenQuiz,
    *,
    title: str,
) -> None:
    stored = await commands.keep_quiz(work, lesson_id, title=title, questions=written.questions)
    for question_id, making in zip(stored, written.makings, strict=False):
        await record_manifest(
            work,
            spec.course_id,
            making,
            subject=Subject.QUESTION,
            subject_id=question_id,
            job_id=context.job_id,
        )


async def _report(context: JobContext, key: str, material: Material, lesson: LessonToWrite) -> None:
    total = len(material.lessons)
    done = (lesson.number - 1) / total
    await context.progress(done, key, n=lesson.number, of=total, title=lesson.title)


def _audience(material: Material) -> dict[str, Any]:
    brief = material.brief
    return {"audience": brief.audience, "level": brief.level.value, "language": brief.language}


def _first_words(text: str, limit: int) -> str:
    return " ".join(text.split()[:limit])

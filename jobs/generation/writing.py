"""Writing with a text engine: objectives, syllabus, lessons and questions."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from alp_app.jobspecs.generation import (
    GenerationSpec,
    WriteLessons,
    WriteObjectives,
    WriteQuizzes,
    WriteSyllabus,
)
from alp_app.kit import clock
from alp_app.kit.ids import LessonId
from alp_app.kit.text import shorten
from alp_app.models.content import BlockContent, Origin, Writer
from alp_app.models.questions import ChoiceQuestion
from alp_app.prompts.loader import load
from alp_app.services.generation import commands, rules
from alp_app.services.generation.drafts import (
    Draft,
    LessonDraft,
    ObjectivesDraft,
    QuestionDraft,
    SyllabusDraft,
    module_sizes,
    syllabus_draft,
)
from alp_app.services.generation.errors import NoUsableQuestions
from alp_app.services.generation.views import LessonToWrite, Material
from alp_app.services.sources.queries import list_passages
from alp_app.services.sources.views import PassageView
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.material import material_for, passages_about, quoted
from providers.contracts.errors import ProviderRefused
from providers.contracts.text import Message, TextRequest
from providers.structured import complete_json

D = TypeVar("D", bound=Draft)

PASSAGES_PER_LESSON = 4
PASSAGES_FOR_PLANNING = 6
QUESTIONS_PER_LESSON = 3
QUESTION_CALLS = 5
"""How often one more question is asked for before a lesson is left with those that can be asked."""
MOST_QUESTION_CALLS = 9
"""How often while there is none at all."""
WARMER, WARMEST = 0.15, 1.0
"""Each question that cannot be asked raises the temperature: small models repeat themselves."""
TRIES_PER_QUESTION = 2
LESSON_WORDS_FOR_QUIZ = 600
HEADINGS_FOR_PLANNING = 40


class WrittenDraft(BaseModel):
    """A draft and who wrote it, as kept with the step."""

    draft: dict[str, Any]
    origin: Origin


class WrittenLesson(BaseModel):
    lead: str
    blocks: list[BlockContent]
    origin: Origin


class WrittenQuiz(BaseModel):
    questions: list[ChoiceQuestion]
    origin: Origin


async def write_objectives(context: JobContext, spec: WriteObjectives) -> None:
    material = await material_for(context, spec)
    await context.plan(["write"])

    async def write() -> WrittenDraft:
        await context.progress(0.05, "generation.writing_objectives")
        query = f"{material.brief.topic}. {material.brief.audience}"
        passages = await passages_about(context, spec, query, PASSAGES_FOR_PLANNING)
        return await _write(
            context,
            "generation/objectives",
            ObjectivesDraft,
            _audience(material) | {"topic": material.brief.topic, "passages": quoted(passages)},
        )

    await context.step(
        "write",
        write,
        returns=WrittenDraft,
        save=lambda work, written: commands.keep_objectives(
            work, spec.course_id, ObjectivesDraft.model_validate(written.draft), written.origin
        ),
    )


async def write_syllabus(context: JobContext, spec: WriteSyllabus) -> None:
    material = await material_for(context, spec)
    sizes = module_sizes(material.brief.lesson_count)
    await context.plan(["write"])

    async def write() -> WrittenDraft:
        await context.progress(0.05, "generation.writing_syllabus")
        async with context.reader() as reader:
            passages = await list_passages(reader, spec.course_id)
        headings = list(dict.fromkeys(item.heading for item in passages if item.heading))
        return await _write(
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

    await context.step("write", write, returns=WrittenDraft, save=keep)


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
            save=lambda work, written, lesson=lesson: _keep_lesson(work, lesson.id, written),
        )


async def _write_lesson(
    context: JobContext, spec: GenerationSpec, material: Material, lesson: LessonToWrite
) -> WrittenLesson:
    await _report(context, "generation.writing_lesson", material, lesson)
    passages = await passages_about(
        context, spec, f"{lesson.title}. {lesson.summary}", PASSAGES_PER_LESSON
    )
    others = [item.title for item in material.lessons if item.id != lesson.id]
    written = await _write(
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
    )
    draft = LessonDraft.model_validate(written.draft)
    blocks = rules.lesson_blocks(
        draft,
        written.origin,
        title=lesson.title,
        words=rules.words_for(material.brief.language),
    )
    await _cite(context, blocks, passages)
    return WrittenLesson(lead=rules.clean(draft.lead), blocks=blocks, origin=written.origin)


async def _keep_lesson(work: UnitOfWork, lesson_id: LessonId, written: WrittenLesson) -> None:
    await commands.keep_lesson(
        work, lesson_id, lead=written.lead, blocks=written.blocks, origin=written.origin
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
            save=lambda work, written, lesson=lesson: _keep_quiz(work, lesson.id, title, written),
        )


async def _write_quiz(
    context: JobContext, material: Material, lesson: LessonToWrite
) -> WrittenQuiz:
    await _report(context, "generation.writing_quiz", material, lesson)
    origin = Origin()
    questions: list[ChoiceQuestion] = []
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
            written = await _write(
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
        origin = written.origin
        made = rules.choice_question(QuestionDraft.model_validate(written.draft), origin, [])
        if made and made.stem not in inputs["asked"]:
            questions.append(made)
    if not questions:
        raise refusal or NoUsableQuestions(lesson.title)
    return WrittenQuiz(questions=questions, origin=origin)


async def _keep_quiz(
    work: UnitOfWork, lesson_id: LessonId, title: str, written: WrittenQuiz
) -> None:
    await commands.keep_quiz(work, lesson_id, title=title, questions=written.questions)


async def _report(context: JobContext, key: str, material: Material, lesson: LessonToWrite) -> None:
    total = len(material.lessons)
    done = (lesson.number - 1) / total
    await context.progress(done, key, n=lesson.number, of=total, title=lesson.title)


async def _write(
    context: JobContext,
    prompt_name: str,
    schema: type[D],
    inputs: Mapping[str, Any],
    *,
    variant: int = 0,
    warmer: float = 0.0,
    tries: int = 3,
) -> WrittenDraft:
    """Ask the text engine for a draft. A change of engine is written to the job's log.

    Another `variant`, and another attempt at the job, get another answer to the same request. `warmer`
    is added to the temperature.
    """
    prompt = load(prompt_name)
    system, user = prompt.render(**inputs)
    request = TextRequest(
        messages=(Message("system", system), Message("user", user)),
        max_tokens=prompt.front.max_tokens,
        temperature=min(prompt.front.temperature + warmer, WARMEST),
        seed=(context.job_id.int + MOST_QUESTION_CALLS * context.run.attempt + variant) % 2**31,
    )
    draft, result = await complete_json(context.providers.text, request, schema, tries=tries)
    for fallback in result.fallback_from:
        await context.log(
            "generation.engine_changed",
            level="warning",
            engine=result.engine,
            instead_of=fallback.engine,
            reason=fallback.reason,
        )
    origin = Origin(
        writer=Writer.MODEL, model=result.model, prompt=prompt.reference, at=clock.now()
    )
    return WrittenDraft(draft=draft.model_dump(mode="json"), origin=origin)


def _audience(material: Material) -> dict[str, Any]:
    brief = material.brief
    return {"audience": brief.audience, "level": brief.level.value, "language": brief.language}


def _first_words(text: str, limit: int) -> str:
    return " ".join(text.split()[:limit])

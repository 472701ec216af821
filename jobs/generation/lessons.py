"""Writing lessons with a text engine: an outline, each of its sections from the passages that speak of
it, then what is to be done, heeded and remembered."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from alp_app.jobspecs.generation import GenerationSpec, WriteLessons
from alp_app.kit.text import shorten
from alp_app.models.content import BlockContent, Origin
from alp_app.models.manifest import Making, Subject
from alp_app.services.courses.sentences import sentences_in
from alp_app.services.generation import commands, rules
from alp_app.services.generation.drafts import (
    LONGEST_SUMMARY,
    AskedOutline,
    ClosingDraft,
    OutlineDraft,
    SectionDraft,
    SectionPlan,
)
from alp_app.services.generation.views import LessonToWrite, Material
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.sources.views import PassageView
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.evidence.support import check_support
from jobs.generation.asking import WrittenDraft, ask
from jobs.generation.material import (
    audience,
    hashes_of,
    material_for,
    passages_about,
    quoted,
    report,
)

PASSAGES_PER_OUTLINE = 5
PASSAGES_PER_SECTION = 4
FEWEST_SECTIONS = 2
OUTLINE_CALLS = 3
"""How often an outline is asked for whose headings repeat each other."""
WARMER = 0.2
WORDS_BEFORE = 160
"""Of the lesson so far that the writer of a section is shown."""


class WrittenLesson(BaseModel):
    lead: str
    blocks: list[BlockContent]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Desk:
    """What the writer of one lesson has before them."""

    context: JobContext
    spec: GenerationSpec
    material: Material
    lesson: LessonToWrite


async def write_lessons(context: JobContext, spec: WriteLessons) -> None:
    material = await material_for(context, spec)
    waiting = [lesson for lesson in material.lessons if not lesson.text]
    await context.plan([f"lesson:{lesson.id}" for lesson in waiting])
    for lesson in waiting:
        await report(context, "generation.writing_lesson", material, lesson)
        await _write_lesson(Desk(context, spec, await material_for(context, spec), lesson))


async def _write_lesson(desk: Desk) -> None:
    """Each call of the engine is a step of its own: a lesson that was interrupted goes on where it was."""
    context, lesson = desk.context, desk.lesson
    outline = await context.step(
        f"outline:{lesson.id}", lambda: _outline(desk), returns=WrittenDraft
    )
    plan = OutlineDraft.model_validate(outline.draft)
    sections: list[rules.WrittenSection] = []
    makings = [outline.making]
    for number, section in enumerate(plan.sections, start=1):
        before = " ".join(text for done in sections for text in done.paragraphs)
        written = await context.step(
            f"section:{lesson.id}:{number}",
            lambda section=section, before=before: _section(desk, section, before),
            returns=WrittenDraft,
        )
        draft = SectionDraft.model_validate(written.draft)
        sections.append(rules.WrittenSection(section.heading, draft.paragraphs, written.origin))
        makings.append(written.making)
    closing = await context.step(
        f"closing:{lesson.id}", lambda: _closing(desk, sections), returns=WrittenDraft
    )
    makings.append(closing.making)

    async def finish() -> WrittenLesson:
        blocks = rules.lesson_blocks(
            sections,
            ClosingDraft.model_validate(closing.draft),
            closing.origin,
            title=lesson.title,
            words=rules.words_for(desk.material.brief.language),
        )
        sentences = [sentence for block in blocks for sentence in sentences_in(block)]
        language = desk.material.brief.language
        await check_support(context, desk.spec.course_id, sentences, language=language)
        return WrittenLesson(
            lead=rules.finished(plan.lead, LONGEST_SUMMARY), blocks=blocks, origin=outline.origin
        )

    async def keep(work: UnitOfWork, written: WrittenLesson) -> None:
        await _keep(desk, work, written, makings)

    await context.step(f"lesson:{lesson.id}", finish, returns=WrittenLesson, save=keep)


async def _outline(desk: Desk, variant: int = 0) -> WrittenDraft:
    lesson, material = desk.lesson, desk.material
    passages = await _about(desk, "", PASSAGES_PER_OUTLINE)
    taken = [heading for other in material.lessons for heading in other.headings]
    written = await ask(
        desk.context,
        "generation/outline",
        AskedOutline,
        audience(material)
        | {
            "course": material.title,
            "module": lesson.module,
            "lesson": lesson.title,
            "summary": lesson.summary,
            "objectives": lesson.objectives,
            "others": shorten("; ".join(taken), 600),
            "passages": quoted(passages),
        },
        chunk_hashes=hashes_of(passages),
        variant=variant,
        warmer=WARMER * variant,
    )
    draft = OutlineDraft.model_validate(written.draft)
    sections = rules.distinct_sections(draft.sections, taken)
    if len(sections) >= FEWEST_SECTIONS:
        return _with_sections(written, draft, sections)
    if variant + 1 < OUTLINE_CALLS:
        return await _outline(desk, variant + 1)
    return _with_sections(written, draft, rules.told_apart(draft.sections, lesson.title))


def _with_sections(
    written: WrittenDraft, draft: OutlineDraft, sections: Sequence[SectionPlan]
) -> WrittenDraft:
    kept = draft.model_copy(update={"sections": list(sections)})
    return written.model_copy(update={"draft": kept.model_dump(mode="json")})


async def _section(desk: Desk, section: SectionPlan, before: str) -> WrittenDraft:
    passages = await _about(desk, f"{section.heading}. {section.says}", PASSAGES_PER_SECTION)
    return await ask(
        desk.context,
        "generation/section",
        SectionDraft,
        audience(desk.material)
        | {
            "lesson": desk.lesson.title,
            "heading": section.heading,
            "says": section.says,
            "before": " ".join(before.split()[-WORDS_BEFORE:]),
            "passages": quoted(passages),
        },
        chunk_hashes=hashes_of(passages),
    )


async def _closing(desk: Desk, sections: Sequence[rules.WrittenSection]) -> WrittenDraft:
    passages = await _about(desk, "", 1)
    text = "\n".join(paragraph for section in sections for paragraph in section.paragraphs)
    return await ask(
        desk.context,
        "generation/closing",
        ClosingDraft,
        audience(desk.material)
        | {"lesson": desk.lesson.title, "text": text, "passages": quoted(passages)},
        chunk_hashes=hashes_of(passages),
    )


async def _about(desk: Desk, part: str, limit: int) -> list[PassageView]:
    query = f"{desk.lesson.title}. {part or desk.lesson.summary}"
    return await passages_about(desk.context, desk.spec, query, limit)


async def _keep(
    desk: Desk, work: UnitOfWork, written: WrittenLesson, makings: Sequence[Making]
) -> None:
    is_kept = await commands.keep_lesson(
        work, desk.lesson.id, lead=written.lead, blocks=written.blocks, origin=written.origin
    )
    if not is_kept:
        return
    for making in makings:
        await record_manifest(
            work,
            desk.spec.course_id,
            making,
            subject=Subject.LESSON,
            subject_id=desk.lesson.id,
            job_id=desk.context.job_id,
        )

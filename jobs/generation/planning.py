"""Planning a course with a text engine: what it is for, and which lessons it has."""

from collections.abc import Sequence

from pydantic import BaseModel

from alp_app.jobspecs.generation import GenerationSpec, WriteObjectives, WriteSyllabus
from alp_app.models.content import Citation
from alp_app.models.manifest import Making, Subject
from alp_app.services.generation import commands, queries, rules
from alp_app.services.generation.drafts import (
    ObjectivesDraft,
    PartDraft,
    SyllabusDraft,
    module_sizes,
    syllabus_draft,
)
from alp_app.services.generation.mapping import assign_objectives, cosines, spread
from alp_app.services.generation.topics import overview
from alp_app.services.generation.views import Material
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.sources.queries import list_passages
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import WrittenDraft, ask
from jobs.generation.material import as_data, audience, material_for, passages_about
from providers.contracts.errors import ProviderError

PLACES_OF_AN_OBJECTIVE = 2
"""Passages that are named as speaking of an objective."""


class WrittenObjectives(BaseModel):
    written: WrittenDraft
    citations: list[list[Citation]]
    """For each objective, where the sources speak of it."""


class WrittenSyllabus(BaseModel):
    written: WrittenDraft
    objectives: list[list[int]]
    """For each lesson, the places of its objectives in the course's list."""


async def write_objectives(context: JobContext, spec: WriteObjectives) -> None:
    material = await material_for(context, spec)
    await context.plan(["write"])

    async def write() -> WrittenObjectives:
        await context.progress(0.05, "generation.writing_objectives")
        parts, chunk_hashes = await _material_in_short(context, spec)
        written = await ask(
            context,
            "generation/objectives",
            ObjectivesDraft,
            audience(material) | {"topic": material.brief.topic, "material": parts},
            chunk_hashes=chunk_hashes,
        )
        draft = rules.measurable(ObjectivesDraft.model_validate(written.draft))
        return WrittenObjectives(
            written=written.model_copy(update={"draft": draft.model_dump(mode="json")}),
            citations=[await _places(context, spec, item.text) for item in draft.objectives],
        )

    async def keep(work: UnitOfWork, made: WrittenObjectives) -> None:
        draft = ObjectivesDraft.model_validate(made.written.draft)
        await commands.keep_objectives(
            work, spec.course_id, draft, made.written.origin, citations=made.citations
        )
        await _record(context, work, spec, made.written.making)

    await context.step("write", write, returns=WrittenObjectives, save=keep)


async def write_syllabus(context: JobContext, spec: WriteSyllabus) -> None:
    material = await material_for(context, spec)
    sizes = module_sizes(material.brief.lesson_count)
    await context.plan(["write"])

    async def write() -> WrittenSyllabus:
        await context.progress(0.05, "generation.writing_syllabus")
        parts, chunk_hashes = await _material_in_short(context, spec)
        written = await ask(
            context,
            "generation/syllabus",
            syllabus_draft(modules=len(sizes), lessons=sum(sizes)),
            audience(material)
            | {
                "topic": material.brief.topic,
                "objectives": material.objectives,
                "material": parts,
                "module_count": len(sizes),
                "lesson_count": sum(sizes),
                "layout": _layout(sizes),
            },
            chunk_hashes=chunk_hashes,
        )
        draft = SyllabusDraft.model_validate(written.draft)
        draft = draft.model_copy(
            update={
                "modules": rules.distinct_titles(draft.modules),
                "lessons": rules.distinct_titles(draft.lessons),
            }
        )
        return WrittenSyllabus(
            written=written.model_copy(update={"draft": draft.model_dump(mode="json")}),
            objectives=await _objectives_of(context, material, draft.lessons),
        )

    async def keep(work: UnitOfWork, made: WrittenSyllabus) -> None:
        await commands.keep_syllabus(
            work,
            spec.course_id,
            SyllabusDraft.model_validate(made.written.draft),
            sizes,
            made.written.origin,
            objectives=made.objectives,
        )
        await _record(context, work, spec, made.written.making)

    await context.step("write", write, returns=WrittenSyllabus, save=keep)


async def _material_in_short(
    context: JobContext, spec: GenerationSpec
) -> tuple[list[str], list[str]]:
    """What a plan is made from: the topics of long material, or short material as it is; and the
    hashes of the passages behind it."""
    async with context.reader() as reader:
        topics = await queries.list_topics(reader, spec.course_id)
        passages = await list_passages(reader, spec.course_id)
    hashes = [passage.sha256 for passage in passages]
    if topics:
        return [as_data(line) for line in overview(topics)], hashes
    return [
        as_data(f"{item.heading}: {item.text}" if item.heading else item.text) for item in passages
    ], hashes


async def _places(context: JobContext, spec: GenerationSpec, text: str) -> list[Citation]:
    return [
        Citation(
            source_id=passage.source_id,
            page=passage.page,
            place=passage.heading,
            passage_id=passage.id,
            passage_hash=passage.sha256,
        )
        for passage in await passages_about(context, spec, text, PLACES_OF_AN_OBJECTIVE)
    ]


async def _objectives_of(
    context: JobContext, material: Material, lessons: Sequence[PartDraft]
) -> list[list[int]]:
    count = len(material.objectives)
    texts = [*material.objectives, *(f"{item.title}. {item.summary}" for item in lessons)]
    try:
        vectors = await context.providers.embeddings.embed(texts)
    except ProviderError as error:
        await context.log("generation.no_embeddings", level="warning", reason=error.reason)
        return spread(len(lessons), count)
    return assign_objectives(cosines(vectors[count:], vectors[:count]), count)


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


async def _record(
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

"""Summing up long material, stretch by stretch."""

from dataclasses import dataclass

from alp_app.jobspecs.generation import FindTopics
from alp_app.models.manifest import Subject
from alp_app.services.generation import commands
from alp_app.services.generation.drafts import TopicDraft
from alp_app.services.generation.topics import Stretch, readable, stretches
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.sources.queries import list_passages
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.asking import WrittenDraft, ask
from jobs.generation.material import as_data, hashes_of, material_for


async def find_topics(context: JobContext, spec: FindTopics) -> None:
    """Short material is planned from as it is: then there is nothing to do."""
    material = await material_for(context, spec)
    async with context.reader() as reader:
        passages = await list_passages(reader, spec.course_id)
    parts = [
        _Part(stretch=stretch, position=position)
        for position, stretch in enumerate(stretches(passages))
    ]
    await context.plan([part.step for part in parts])
    for part in parts:
        await context.progress(
            part.position / len(parts),
            "generation.finding_topics",
            n=part.position + 1,
            of=len(parts),
        )
        await _sum_up(context, spec, part, language=material.brief.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    stretch: Stretch
    position: int

    @property
    def step(self) -> str:
        return f"topic:{self.position + 1}"


async def _sum_up(context: JobContext, spec: FindTopics, part: _Part, *, language: str) -> None:
    passages = part.stretch.passages

    async def write() -> WrittenDraft:
        return await ask(
            context,
            "generation/topic",
            TopicDraft,
            {
                "language": language,
                "heading": as_data(part.stretch.heading),
                "text": as_data(readable(part.stretch)),
            },
            chunk_hashes=hashes_of(passages),
        )

    async def keep(work: UnitOfWork, written: WrittenDraft) -> None:
        await record_manifest(
            work,
            spec.course_id,
            written.making,
            subject=Subject.COURSE,
            subject_id=spec.course_id,
            job_id=context.job_id,
        )
        await commands.keep_topic(
            work,
            spec.course_id,
            TopicDraft.model_validate(written.draft),
            source_id=passages[0].source_id,
            position=part.position,
            passage_ids=[passage.id for passage in passages],
            manifest_id=written.making.id,
        )

    await context.step(part.step, write, returns=WrittenDraft, save=keep)

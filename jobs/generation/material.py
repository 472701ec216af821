"""What every stage looks up: the draft as it stands, and the passages that speak of something."""

from collections.abc import Sequence
from typing import Any

from alp_app.jobspecs.generation import GenerationSpec
from alp_app.services.generation import queries
from alp_app.services.generation.views import LessonToWrite, Material
from alp_app.services.sources.searching import search_passages
from alp_app.services.sources.views import PassageView
from jobs.context import JobContext

PASSAGE_WORDS = 420
"""Words of source text that go into one prompt: small models forget the question behind more."""


async def material_for(context: JobContext, spec: GenerationSpec) -> Material:
    async with context.reader() as reader:
        return await queries.get_material(reader, spec.course_id)


async def passages_about(
    context: JobContext, spec: GenerationSpec, query: str, limit: int
) -> list[PassageView]:
    """The passages that speak of `query`, in reading order, together at most PASSAGE_WORDS words."""
    async with context.reader() as reader:
        answer = await search_passages(
            reader, context.providers, spec.course_id, query=query, limit=limit
        )
    if answer.found and answer.is_by_words_only:
        await context.log("generation.by_words_only", level="warning")
    kept: list[PassageView] = []
    words = 0
    for passage in (item.passage for item in answer.found):
        words += len(passage.text.split())
        if kept and words > PASSAGE_WORDS:
            break
        kept.append(passage)
    return sorted(kept, key=lambda passage: (passage.source_id, passage.position))


def hashes_of(passages: Sequence[PassageView]) -> list[str]:
    """Of what was quoted, for the manifest."""
    return [item.sha256 for item in passages]


def quoted(passages: Sequence[PassageView]) -> list[str]:
    return [
        as_data(f"{item.heading}: {item.text}" if item.heading else item.text) for item in passages
    ]


def as_data(text: str) -> str:
    """A stranger's text as it may stand in a prompt: on one line, and unable to close the tag that says
    where it ends."""
    return " ".join(text.translate(_NO_TAGS).split())


_NO_TAGS = str.maketrans({"<": "‹", ">": "›"})


async def report(context: JobContext, key: str, material: Material, lesson: LessonToWrite) -> None:
    total = len(material.lessons)
    done = (lesson.number - 1) / total
    await context.progress(done, key, n=lesson.number, of=total, title=lesson.title)


def audience(material: Material) -> dict[str, Any]:
    """What most prompts say of who it is for."""
    brief = material.brief
    return {"audience": brief.audience, "level": brief.level.value, "language": brief.language}

"""Finds passages for a question by its own words: by what they share and by what they mean, both ranks
counted together. Nothing here knows what the writer of the question was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from alp_app.jobspecs.generation import GenerationSpec
from alp_app.services.evidence.support_checks import Ground, sentences_of
from alp_app.services.evidence.support_languages import language_for
from alp_app.services.evidence.support_shortlist import Shortlist
from alp_app.services.evidence.support_statements import take_apart
from alp_app.services.sources.queries import find_passages, list_passages
from alp_app.services.sources.views import PassageView
from jobs.context import JobContext
from jobs.generation.material import as_data
from providers.contracts.errors import ProviderError

IN_EACH_WAY = 8
"""Passages that are found by words, and as many by meaning."""
MOST = 8
"""Passages that one question is answered from."""
AROUND = 3
"""Sentences of a passage that are shown before and after the nearest one: small models forget the question
behind more."""
RANK_WEIGHT = 20
"""Of reciprocal rank fusion: how little the first places count more than the next."""


@dataclass(frozen=True, slots=True)
class Library:
    """All passages of a course, ready to be asked again and again."""

    passages: Mapping[UUID, PassageView]
    shortlist: Shortlist
    language: str

    @property
    def is_empty(self) -> bool:
        return not self.passages


async def open_library(context: JobContext, spec: GenerationSpec, language: str) -> Library:
    async with context.reader() as reader:
        passages = await list_passages(reader, spec.course_id)
    grounds = [ground_of(passage) for passage in passages]
    return Library(
        {passage.id: passage for passage in passages},
        Shortlist(grounds, language_for(language)),
        language,
    )


async def look_up(
    context: JobContext, spec: GenerationSpec, library: Library, question: str
) -> list[PassageView]:
    """The passages that speak most of what is asked, the best first."""
    by_words = [ground.passage_id for ground in library.shortlist.nearest(question, IN_EACH_WAY)]
    by_meaning = await _alike(context, spec, question)
    scores: dict[UUID, float] = {}
    for ranks in (by_words, by_meaning):
        for rank, passage_id in enumerate(ranks):
            scores[passage_id] = scores.get(passage_id, 0.0) + 1 / (RANK_WEIGHT + rank)
    best = sorted(scores, key=lambda each: -scores[each])[:MOST]
    return [library.passages[each] for each in best if each in library.passages]


async def _alike(context: JobContext, spec: GenerationSpec, question: str) -> list[UUID]:
    """Without an engine for vectors, words alone decide."""
    embeddings = context.providers.embeddings
    try:
        [vector] = await embeddings.embed([question])
    except ProviderError as error:
        await context.log("generation.no_embeddings", level="warning", reason=error.reason)
        return []
    async with context.reader() as reader:
        found = await find_passages(
            reader,
            spec.course_id,
            vector=vector,
            embedding_model=embeddings.model,
            limit=IN_EACH_WAY,
        )
    return [passage.id for passage, _ in found]


def excerpts(passages: Sequence[PassageView], question: str, language: str) -> list[str]:
    """Of each passage what stands around its sentence that shares most words with the question."""
    spoken = language_for(language)
    asked = take_apart(question, spoken).stems
    found: list[str] = []
    for ground in grounds_of(passages):
        spans = sentences_of(ground)
        shared = [
            len(asked & take_apart(ground.text[start:end], spoken).stems) for start, end in spans
        ]
        best = shared.index(max(shared)) if shared else 0
        near = spans[max(0, best - AROUND) : best + AROUND + 1] or [(0, len(ground.text))]
        text = ground.text[near[0][0] : near[-1][1]]
        found.append(as_data(f"{ground.heading}: {text}" if ground.heading else text))
    return found


def ground_of(passage: PassageView) -> Ground:
    return Ground(
        passage_id=passage.id,
        passage_hash=passage.sha256,
        source_id=passage.source_id,
        page=passage.page,
        heading=passage.heading,
        text=passage.text,
    )


def grounds_of(passages: Sequence[PassageView]) -> list[Ground]:
    return [ground_of(passage) for passage in passages]

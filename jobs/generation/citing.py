"""Naming for each sentence of a lesson the place in the sources that it stands closest to."""

from collections.abc import Sequence

from alp_app.jobspecs.generation import GenerationSpec
from alp_app.models.content import BlockContent
from alp_app.services.generation import rules
from jobs.context import JobContext
from jobs.generation.material import passages_about

PASSAGES_PER_LESSON = 8


async def cite(context: JobContext, spec: GenerationSpec, blocks: Sequence[BlockContent]) -> None:
    """Fill in the citations of the sentences of `blocks`, where a passage is close enough."""
    sentences = rules.all_sentences(blocks)
    text = " ".join(sentence.text for sentence in sentences)
    passages = await passages_about(context, spec, text, PASSAGES_PER_LESSON) if text else []
    if not passages:
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

"""What the new sentences of a proposal stand on, before anybody decides about it."""

from collections.abc import Sequence

from alp_app.models.content import Sentence
from alp_app.services.generation import rules
from alp_app.services.sources.views import PassageView
from jobs.context import JobContext


async def ground(
    context: JobContext, sentences: Sequence[Sentence], passages: Sequence[PassageView]
) -> None:
    """Name for each sentence the passage it stands closest to, where one is close enough."""
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

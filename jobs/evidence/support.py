"""The check of sentences as jobs run it: passages from the whole course, vectors from an engine,
verdicts from `services.evidence.support_checks`. Nothing here knows what the writer was shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alp_app.kit import clock
from alp_app.kit.ids import CourseId
from alp_app.models.content import Sentence, Support, Verdict
from alp_app.services.courses.markup import plain
from alp_app.services.evidence.support_checks import (
    METHOD,
    Ground,
    Vector,
    judge,
    sentences_of,
)
from alp_app.services.evidence.support_languages import language_for
from alp_app.services.evidence.support_shortlist import Shortlist
from alp_app.services.sources.queries import find_passages, list_passages
from alp_app.services.sources.views import PassageView
from jobs.context import JobContext
from providers.contracts.errors import ProviderError

MOST_PASSAGES = 20_000
"""Of a course; more are found by meaning alone."""
BY_WORDS = 8
BY_MEANING = 6
"""Passages that are looked at for one sentence, found in each of two ways."""


@dataclass(frozen=True, slots=True)
class _Vectors:
    by_text: Mapping[str, Vector]
    model: str
    """Empty where no engine made any."""


async def check_support(
    context: JobContext, course_id: CourseId, sentences: Sequence[Sentence], *, language: str
) -> None:
    """Give each sentence its verdict and the place it stands on, instead of what it had before.

    `language` is the code of the course's language. Without an engine for vectors words alone decide,
    and the method says so.
    """
    spoken = language_for(language)
    async with context.reader() as reader:
        passages = await list_passages(reader, course_id, limit=MOST_PASSAGES)
    shortlist = Shortlist([_ground(passage) for passage in passages], spoken)
    texts = [plain(sentence.text) for sentence in sentences]
    vectors = await _embedded(context, texts if passages else [])
    alike = await _alike(context, course_id, texts, vectors)
    candidates = [
        list(
            {item.passage_id: item for item in [*near, *shortlist.nearest(text, BY_WORDS)]}.values()
        )
        for text, near in zip(texts, alike, strict=True)
    ]
    places = {
        ground.text[start:end]
        for grounds in candidates
        for ground in grounds
        for start, end in sentences_of(ground)
    }
    if vectors.model:
        more = await _embedded(context, sorted(places - vectors.by_text.keys()))
        vectors = _Vectors({**vectors.by_text, **more.by_text}, more.model)
    method = f"{METHOD}+{vectors.model}" if vectors.model else METHOD
    for sentence, grounds in zip(sentences, candidates, strict=True):
        await context.checkpoint()
        found = judge(sentence.text, grounds, spoken, vectors.by_text)
        is_cited = found.verdict is not Verdict.UNSUPPORTED
        sentence.citations = [found.citation] if is_cited and found.citation else []
        sentence.support = Support(
            verdict=found.verdict,
            score=found.score,
            method=method,
            checked_at=clock.now(),
            doubts=list(found.doubts),
            missing=list(found.missing),
            nearest=None if is_cited else found.citation,
        )


async def _embedded(context: JobContext, texts: Sequence[str]) -> _Vectors:
    embeddings = context.providers.embeddings
    try:
        made = await embeddings.embed(texts) if texts else []
    except ProviderError as error:
        await context.log("evidence.words_only", level="warning", reason=error.reason)
        return _Vectors({}, "")
    return _Vectors(dict(zip(texts, made, strict=True)), embeddings.model)


async def _alike(
    context: JobContext, course_id: CourseId, texts: Sequence[str], vectors: _Vectors
) -> list[list[Ground]]:
    """For each text the passages whose vectors are nearest."""
    if not vectors.by_text:
        return [[] for _ in texts]
    async with context.reader() as reader:
        return [
            [
                _ground(passage)
                for passage, _ in await find_passages(
                    reader,
                    course_id,
                    vector=vectors.by_text[text],
                    embedding_model=vectors.model,
                    limit=BY_MEANING,
                )
            ]
            for text in texts
        ]


def _ground(passage: PassageView) -> Ground:
    return Ground(
        passage_id=passage.id,
        passage_hash=passage.sha256,
        source_id=passage.source_id,
        page=passage.page,
        heading=passage.path,
        text=passage.text,
    )

"""Finding the passages of a course that speak of something: by meaning and by words, joined by
reciprocal rank fusion, judged again by a reranker, and without near-duplicates."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col

from alp_app.kit.ids import CourseId
from alp_app.models.source import SourcePassage
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.index import index_for
from alp_app.services.sources.queries import passages_in_use
from alp_app.services.sources.views import PassageView, View
from alp_app.unit_of_work import Reader
from providers.contracts.engines import Providers
from providers.contracts.errors import ProviderError
from providers.contracts.reranking import Reranker

CANDIDATES = 40
"""Asked of each way of finding."""
FUSION = 60
"""Reciprocal rank fusion's constant (Cormack, Clarke and Büttcher, 2009)."""
BESIDE_A_RERANKER = 2.0
"""What the order by meaning counts where a reranker judges, too: that one looks at words, as the other order
does. Without this the two of them outvote the vectors; see docs/benchmarks.md."""
SATURATION, BY_LENGTH = 1.2, 0.75
"""BM25's usual constants: how soon a word that comes again counts no more, how much long passages lose."""
ALIKE = 0.8
"""Two passages that share so much of their words say the same twice."""
LONGEST_QUERY = 1000
"""Characters."""

# BM25: every word of the question counts by itself, a rare one more than a common one. `length` is of
# different words.
_BY_WORDS = text("""
    WITH used AS (
        SELECT p.id, p.search, length(p.search) AS length, asked.query, asked.lexemes
          FROM source s
          CROSS JOIN LATERAL (
            SELECT coalesce((SELECT cfgname FROM pg_ts_config WHERE cfgname = s.text_search LIMIT 1),
                            'simple')::regconfig AS name) AS configuration
          CROSS JOIN LATERAL (
            SELECT replace(plainto_tsquery(configuration.name, :query)::text, '&', '|')::tsquery
                   AS query,
                   tsvector_to_array(to_tsvector(configuration.name, :query)) AS lexemes) AS asked
          JOIN source_passage p ON p.source_id = s.id
         WHERE s.course_id = :course_id AND s.organisation_id = :organisation_id
           AND s.state IN ('indexing', 'ready') AND s.deleted_at IS NULL AND s.superseded_at IS NULL),
    whole AS (SELECT count(*) AS passages, avg(length) AS length FROM used),
    found AS (
        SELECT used.id, used.length, word.lexeme, cardinality(word.positions) AS often,
               count(*) OVER (PARTITION BY word.lexeme) AS held_by
          FROM used CROSS JOIN LATERAL unnest(used.search) AS word
         WHERE used.search @@ used.query AND word.lexeme = ANY (used.lexemes))
    SELECT found.id FROM found, whole
     GROUP BY found.id
     ORDER BY sum(ln(1 + (whole.passages - found.held_by + 0.5) / (found.held_by + 0.5))
                  * found.often * (:saturation + 1)
                  / (found.often + :saturation
                     * (1 - :by_length + :by_length * found.length / whole.length))) DESC,
              found.id
     LIMIT :limit
    """)


class FoundView(View):
    passage: PassageView
    score: float
    """Higher is better; only the order within one answer means something."""
    likeness: float | None
    """Cosine similarity to the question, where it was found by meaning."""
    is_by_words: bool
    is_by_meaning: bool


class SearchView(View):
    found: tuple[FoundView, ...]
    is_by_words_only: bool
    """The engine that compares meanings did not answer, or its index is not made yet."""


async def search_passages(
    reader: Reader, providers: Providers, course_id: CourseId, *, query: str, limit: int = 10
) -> SearchView:
    """What the files of a course say about `query`, best first. For who may edit the course."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    asked = query.replace("\0", " ").strip()[:LONGEST_QUERY]
    if not asked:
        return SearchView(found=(), is_by_words_only=False)
    by_words = await _by_words(reader, course_id, asked)
    by_meaning = await _by_meaning(reader, providers, course_id, asked)
    likeness = dict(by_meaning or ())
    scores = fuse([by_words, list(likeness)])
    passages = await _passages(reader, course_id, list(scores))
    if providers.reranker is not None:
        judged = await _judged(providers.reranker, asked, list(passages.values()))
        if judged is not None:
            scores = fuse([by_words, list(likeness), judged], (1.0, BESIDE_A_RERANKER, 1.0))
    ordered = [passages[passage_id] for passage_id in scores if passage_id in passages]
    words = set(by_words)
    return SearchView(
        found=tuple(
            FoundView(
                passage=passage,
                score=scores[passage.id],
                likeness=likeness.get(passage.id),
                is_by_words=passage.id in words,
                is_by_meaning=passage.id in likeness,
            )
            for passage in distinct(ordered, limit)
        ),
        is_by_words_only=not by_meaning,
    )


def fuse(
    rankings: Sequence[Sequence[UUID]], weights: Sequence[float] | None = None
) -> dict[UUID, float]:
    """What stands high in several rankings stands highest. Best first. Without `weights` all count
    alike."""
    scores: dict[UUID, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for place, passage_id in enumerate(ranking, start=1):
            scores[passage_id] = scores.get(passage_id, 0.0) + weight / (FUSION + place)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def distinct(passages: Sequence[PassageView], limit: int) -> list[PassageView]:
    """The first `limit` passages that do not repeat one before them."""
    kept: list[tuple[PassageView, set[str]]] = []
    for passage in passages:
        words = set(passage.text.casefold().split())
        if all(_shared(words, others) < ALIKE for _, others in kept):
            kept.append((passage, words))
        if len(kept) == limit:
            break
    return [passage for passage, _ in kept]


def _shared(words: set[str], others: set[str]) -> float:
    return len(words & others) / max(1, len(words | others))


async def _by_words(reader: Reader, course_id: CourseId, query: str) -> list[UUID]:
    values = {
        "query": query,
        "course_id": course_id,
        "organisation_id": reader.organisation_id,
        "limit": CANDIDATES,
        "saturation": SATURATION,
        "by_length": BY_LENGTH,
    }
    return list((await reader.session.scalars(_BY_WORDS, values)).all())


async def _by_meaning(
    reader: Reader, providers: Providers, course_id: CourseId, query: str
) -> list[tuple[UUID, float]] | None:
    """None when no engine answers: words are found all the same."""
    try:
        [vector] = await providers.embeddings.embed([query])
        return await index_for(providers).nearest(
            reader, course_id, vector, model=providers.embeddings.model, limit=CANDIDATES
        )
    except ProviderError:
        return None


async def _passages(
    reader: Reader, course_id: CourseId, ids: Sequence[UUID]
) -> dict[UUID, PassageView]:
    statement = passages_in_use(course_id).where(
        col(SourcePassage.id).in_(ids),
        col(SourcePassage.organisation_id) == reader.organisation_id,
    )
    rows = (await reader.session.execute(statement)).all()
    return {row[0].id: PassageView.of(*row) for row in rows}


async def _judged(
    reranker: Reranker, query: str, passages: Sequence[PassageView]
) -> list[UUID] | None:
    """None when it does not answer: the order without it stands."""
    try:
        scores = await reranker.rank(query, [f"{item.path}\n{item.text}" for item in passages])
    except ProviderError:
        return None
    judged = sorted(zip(passages, scores, strict=True), key=lambda pair: (-pair[1], pair[0].id))
    return [item.id for item, _ in judged]

"""Keeping what was read from a source, step by step. Jobs call these inside their fenced transactions,
so each runs once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, exists, insert, text, update
from sqlmodel import col, func, select

from alp_app.jobspecs.evidence import CheckSupport
from alp_app.kit import clock
from alp_app.kit.ids import SourceId
from alp_app.models.course import Block, Lesson
from alp_app.models.source import Source, SourcePage, SourcePassage, SourceState
from alp_app.services.sources.access import source_at_work
from alp_app.services.sources.parsed import ParsedSource
from alp_app.services.sources.rules import PLAIN_SEARCH, passage_hash, passage_ids
from alp_app.unit_of_work import UnitOfWork

ROWS_AT_ONCE = 500

# A server that was built without a language's stemmer still finds words as they are written.
RETUNE = text("""
    WITH chosen AS (
      SELECT coalesce((SELECT cfgname FROM pg_ts_config WHERE cfgname = :wanted LIMIT 1), 'simple')
          AS name),
    indexed AS (
      UPDATE source_passage SET search =
             setweight(to_tsvector(chosen.name::regconfig, array_to_string(headings, ' ')), 'B')
          || setweight(to_tsvector(chosen.name::regconfig, text), 'A')
        FROM chosen WHERE source_id = :source_id)
    UPDATE source SET text_search = :wanted WHERE id = :source_id
    """)

# What did not change in a new edition needs no engine: its vector is there.
BORROW = text("""
    UPDATE source_passage p
       SET embedding = o.embedding, embedding_model = o.embedding_model,
           embedding_dimension = o.embedding_dimension
      FROM (SELECT DISTINCT ON (q.sha256, q.headings) q.sha256, q.headings, q.embedding,
                   q.embedding_model, q.embedding_dimension
              FROM source_passage q JOIN source s ON s.id = q.source_id
             WHERE s.lineage_id = :lineage_id AND s.organisation_id = :organisation_id
               AND s.id <> :source_id AND q.embedding IS NOT NULL
             ORDER BY q.sha256, q.headings, s.edition DESC) o
     WHERE p.source_id = :source_id AND p.sha256 = o.sha256 AND p.headings = o.headings
    """)


async def mark_source(work: UnitOfWork, source_id: SourceId, state: SourceState) -> None:
    """Say what is being done with it just now."""
    source = await source_at_work(work.session, work.actor, source_id)
    source.state = state
    work.notify("sources", course_id=source.course_id)


async def save_fetched(
    work: UnitOfWork, source_id: SourceId, *, sha256: str, size: int, media_type: str, filename: str
) -> None:
    """Keep the page that a web address gave."""
    source = await source_at_work(work.session, work.actor, source_id)
    source.sha256, source.size, source.media_type = sha256, size, media_type
    source.filename = filename or source.filename
    work.record("source.fetched", source.id, size=size)
    work.notify("sources", course_id=source.course_id)


async def save_parsed(
    work: UnitOfWork,
    source_id: SourceId,
    parsed: ParsedSource,
    *,
    text_search: str,
    recognised_pages: Sequence[int] = (),
    recogniser: str = "",
) -> None:
    """Replace what was read from a source before. From now on its words can be found."""
    source = await source_at_work(work.session, work.actor, source_id, for_update=True)
    for rows in (SourcePassage, SourcePage):
        await work.session.execute(delete(rows).where(col(rows.source_id) == source_id))
    await _add(work, SourcePage, _pages(source, parsed))
    await _add(work, SourcePassage, _passages(source, parsed))
    await work.session.execute(
        BORROW,
        {
            "source_id": source.id,
            "lineage_id": source.lineage_id,
            "organisation_id": source.organisation_id,
        },
    )
    source.state, source.pages, source.failure = SourceState.INDEXING, parsed.pages, None
    source.scanned_pages = [page.number for page in parsed.layout if page.is_scanned]
    source.recognised_pages, source.recogniser = list(recognised_pages), recogniser
    await work.session.flush()
    await save_text_search(work, source_id, text_search)
    work.record("source.read", source.id, passages=len(parsed.passages), pages=parsed.pages)
    work.notify("sources", course_id=source.course_id)


async def save_text_search(work: UnitOfWork, source_id: SourceId, text_search: str) -> None:
    """Index the words of a source as their language asks."""
    source = await source_at_work(work.session, work.actor, source_id)
    wanted = text_search or PLAIN_SEARCH
    await work.session.execute(RETUNE, {"source_id": source.id, "wanted": wanted})
    await work.session.refresh(source)


async def save_vectors(
    work: UnitOfWork,
    source_id: SourceId,
    vectors: Sequence[tuple[UUID, Sequence[float]]],
    *,
    model: str,
) -> None:
    """Keep the vectors of some passages, each L2-normalised."""
    await source_at_work(work.session, work.actor, source_id)
    for passage_id, vector in vectors:
        await work.session.execute(
            update(SourcePassage)
            .where(col(SourcePassage.source_id) == source_id, col(SourcePassage.id) == passage_id)
            .values(embedding=list(vector), embedding_model=model, embedding_dimension=len(vector))
        )


async def mark_ready(work: UnitOfWork, source_id: SourceId) -> None:
    """Everything of it is there: it takes the place of its earlier editions."""
    source = await source_at_work(work.session, work.actor, source_id)
    source.state = SourceState.READY
    await work.session.execute(
        update(Source)
        .where(
            col(Source.lineage_id) == source.lineage_id,
            col(Source.organisation_id) == source.organisation_id,
            col(Source.edition) < source.edition,
            col(Source.superseded_at).is_(None),
        )
        .values(superseded_at=clock.now())
    )
    work.record("source.indexed", source.id)
    work.notify("sources", course_id=source.course_id)
    await _check_unsaid(work, source)


async def _check_unsaid(work: UnitOfWork, source: Source) -> None:
    """What no source said so far may stand in this one. What cites an earlier edition is left: those parts
    are listed as affected."""
    written = select(func.count()).where(
        col(Lesson.course_id) == source.course_id,
        col(Lesson.deleted_at).is_(None),
        exists().where(col(Block.lesson_id) == col(Lesson.id), col(Block.deleted_at).is_(None)),
    )
    if source.course_id is not None and await work.session.scalar(written):
        course_id = source.course_id
        await work.request(
            CheckSupport(course_id=course_id, is_for_unsaid=True, digest=source.id.hex)
        )


async def mark_source_failed(
    work: UnitOfWork, source_id: SourceId, *, code: str, message: str, hint: str
) -> None:
    """Keep why a source could not be read, in words for the teacher."""
    source = await source_at_work(work.session, work.actor, source_id)
    source.state = SourceState.FAILED
    source.failure = {"code": code, "message": message, "hint": hint}
    work.record("source.reading_failed", source.id, code=code)
    work.notify("sources", course_id=source.course_id)


def _pages(source: Source, parsed: ParsedSource) -> list[dict[str, object]]:
    return [
        {
            "source_id": source.id,
            "number": page.number,
            "width": page.width,
            "height": page.height,
            "text": page.text,
            "words": page.words,
            "picture": "",
        }
        for page in parsed.layout
    ]


def _passages(source: Source, parsed: ParsedSource) -> list[dict[str, object]]:
    hashes = [passage_hash(passage.text) for passage in parsed.passages]
    ids = passage_ids(source.lineage_id, hashes)
    return [
        {
            **passage.model_dump(),
            "source_id": source.id,
            "organisation_id": source.organisation_id,
            "id": passage_id,
            "position": position,
            "sha256": sha256,
            "embedding_model": "",
            "embedding_dimension": 0,
        }
        for position, (passage_id, sha256, passage) in enumerate(
            zip(ids, hashes, parsed.passages, strict=True)
        )
    ]


async def _add(
    work: UnitOfWork, table: type[SourcePage | SourcePassage], rows: Sequence[dict[str, object]]
) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        await work.session.execute(insert(table), rows[start : start + ROWS_AT_ONCE])

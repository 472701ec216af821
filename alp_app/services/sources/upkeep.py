"""Finding sources whose index no longer fits: another embedding model, another language, or read by an
earlier version of the product."""

from sqlalchemy import text

from alp_app.job_rows import request_job
from alp_app.jobspecs.sources import ReadSource
from alp_app.kit.ids import CourseId, OrganisationId, SourceId
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.rules import PLAIN_SEARCH, TEXT_SEARCH
from alp_app.services.sources.views import View
from alp_app.unit_of_work import Reader, UnitOfWork

_STALE = text("""
    SELECT s.id, s.organisation_id, s.course_id, s.state = 'ready' AS is_ready FROM source s
      LEFT JOIN course c ON c.id = s.course_id
      LEFT JOIN unnest(CAST(:languages AS text[]), CAST(:configurations AS text[]))
           AS known (language, configuration)
        ON known.language = lower(split_part(c.language, '-', 1))
     WHERE s.state IN ('ready', 'indexing') AND s.deleted_at IS NULL AND s.superseded_at IS NULL
       AND (s.text_search = ''
            OR (c.id IS NOT NULL AND s.text_search <> coalesce(known.configuration, :plain))
            OR EXISTS (SELECT FROM source_passage p WHERE p.source_id = s.id
                        AND (p.embedding_model <> :model OR p.embedding_dimension <> :dimension)))
     ORDER BY s.id
    """)


class StaleSource(View):
    id: SourceId
    organisation_id: OrganisationId
    course_id: CourseId | None
    is_ready: bool
    """It was indexed once; otherwise its first index is being made."""


async def list_stale(reader: Reader, *, model: str, dimension: int) -> list[StaleSource]:
    """Of every school: what is asked for in nobody's name is for all."""
    values = {
        "languages": list(TEXT_SEARCH),
        "configurations": list(TEXT_SEARCH.values()),
        "plain": PLAIN_SEARCH,
        "model": model,
        "dimension": dimension,
    }
    rows = (await reader.session.execute(_STALE, values)).mappings()
    return [StaleSource.model_validate(dict(row)) for row in rows]


async def request_reading(work: UnitOfWork, source: StaleSource) -> bool:
    """Ask for what a source lacks, in its own school. False when that is asked for already."""
    job_id, is_new = await request_job(
        work.session,
        ReadSource(source_id=source.id, course_id=source.course_id),
        organisation_id=source.organisation_id,
        requested_by=None,
        request_id=work.request_id,
    )
    if is_new:
        work.requested.append(job_id)
        work.record("source.indexing_requested", source.id)
    return is_new


async def count_stale(reader: Reader, course_id: CourseId, *, model: str, dimension: int) -> int:
    """How many sources of a course are to be indexed again. For who may edit it."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    found = await list_stale(reader, model=model, dimension=dimension)
    return sum(source.course_id == course_id and source.is_ready for source in found)


async def request_index(
    work: UnitOfWork, course_id: CourseId, *, model: str, dimension: int
) -> None:
    """Have the sources of a course indexed again now, instead of when the clock comes round."""
    await course_for(work.session, work.actor, course_id, Purpose.EDIT)
    for source in await list_stale(work, model=model, dimension=dimension):
        if source.course_id == course_id:
            await request_reading(work, source)

"""What authors can see of their files, and finding the passages that speak of something."""

from collections.abc import Sequence

from sqlmodel import col, select

from alp_app.jobspecs.generation import ReadAddedSource
from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.job import Job, JobError, JobState
from alp_app.models.source import Source, SourcePassage, SourceState
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.access import source_for
from alp_app.services.sources.views import PassageView, SourceView
from alp_app.unit_of_work import Reader


async def get_source(reader: Reader, source_id: SourceId) -> SourceView:
    return SourceView.of(await source_for(reader.session, reader.actor, source_id))


async def get_source_key(reader: Reader, source_id: SourceId) -> tuple[SourceView, str]:
    """A file and the key of its bytes in the object store."""
    source = await source_for(reader.session, reader.actor, source_id)
    return SourceView.of(source), source.sha256


async def list_sources(reader: Reader, course_id: CourseId) -> list[SourceView]:
    """The files of a course, in the order they came."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        select(Source)
        .where(col(Source.course_id) == course_id, col(Source.deleted_at).is_(None))
        .order_by(col(Source.id))
    )
    sources = (await reader.session.scalars(statement)).all()
    given_up = await _given_up(reader, course_id, sources)
    return [SourceView.of(source, given_up.get(source.id)) for source in sources]


async def _given_up(
    reader: Reader, course_id: CourseId, sources: Sequence[Source]
) -> dict[SourceId, JobError]:
    """Why files that still wait to be read will not be: their jobs have failed for good."""
    asked_for = {
        ReadAddedSource(course_id=course_id, source_id=source.id).idempotency_key(): source.id
        for source in sources
        if source.state is SourceState.RECEIVED
    }
    if not asked_for:
        return {}
    statement = (
        select(Job)
        .where(
            col(Job.organisation_id) == reader.actor.organisation_id,
            col(Job.dedupe_key).in_(asked_for),
        )
        .order_by(col(Job.id))
    )
    latest = {job.dedupe_key: job for job in (await reader.session.scalars(statement)).all()}
    return {
        asked_for[key]: job.error
        for key, job in latest.items()
        if key and job.error and job.state is JobState.FAILED
    }


async def list_passages(
    reader: Reader, course_id: CourseId, *, limit: int = 2000
) -> list[PassageView]:
    """All passages of a course's files, in reading order."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        _passages_of(course_id).order_by(col(Source.id), col(SourcePassage.position)).limit(limit)
    )
    return [_view(*row) for row in (await reader.session.execute(statement)).all()]


async def find_passages(
    reader: Reader,
    course_id: CourseId,
    *,
    vector: Sequence[float],
    embedding_model: str,
    limit: int,
) -> list[tuple[PassageView, float]]:
    """The passages of a course nearest to `vector` (L2-normalised), nearest first, each with its
    cosine similarity. Only vectors of the same model are compared."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    distance = SourcePassage.embedding.cosine_distance(list(vector))
    statement = (
        _passages_of(course_id)
        .add_columns(distance)
        .where(col(SourcePassage.embedding_model) == embedding_model)
        .order_by(distance)
        .limit(limit)
    )
    return [
        (_view(passage, filename), 1.0 - float(apart))
        for passage, filename, apart in (await reader.session.execute(statement)).all()
    ]


def _passages_of(course_id: CourseId):  # noqa: ANN202 - SQLAlchemy's own type of a two-column select
    return (
        select(SourcePassage, Source.filename)
        .join(Source, col(Source.id) == col(SourcePassage.source_id))
        .where(
            col(Source.course_id) == course_id,
            col(Source.state) == SourceState.READY,
            col(Source.deleted_at).is_(None),
        )
    )


def _view(passage: SourcePassage, filename: str) -> PassageView:
    return PassageView(
        id=passage.id,
        source_id=passage.source_id,
        filename=filename,
        page=passage.page,
        heading=passage.heading,
        text=passage.text,
    )

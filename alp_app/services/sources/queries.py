"""What authors can see of their files, and what their reading needs to know."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlmodel import col, select

from alp_app.jobspecs.sources import ReadSource
from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.course import Course
from alp_app.models.job import Job, JobError, JobState
from alp_app.models.source import READABLE, Source, SourcePassage, SourceState
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.access import source_at_work, source_for
from alp_app.services.sources.errors import SourceNotFound
from alp_app.services.sources.rules import embedded_text, text_search_of
from alp_app.services.sources.views import PassageView, SourceToRead, SourceView, View
from alp_app.unit_of_work import Reader


class Unindexed(View):
    """A passage without a vector of the model in use."""

    id: UUID
    text: str
    """With the headings it stands under."""


async def get_source(reader: Reader, source_id: SourceId) -> SourceView:
    source = await source_for(reader.session, reader.actor, source_id)
    given_up = await _given_up(reader, [source])
    return SourceView.of(source, given_up.get(source.id))


async def get_source_key(reader: Reader, source_id: SourceId) -> tuple[SourceView, str]:
    """A file and the key of its bytes in the object store. Raises SourceNotFound also for a page of
    the web that has not been fetched."""
    source = await source_for(reader.session, reader.actor, source_id)
    if not source.sha256:
        raise SourceNotFound
    return SourceView.of(source), source.sha256


async def list_sources(reader: Reader, course_id: CourseId) -> list[SourceView]:
    """The files of a course, in the order in which their first editions came; of each the editions
    that are in use or on their way."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    return await _list(reader, and_(col(Source.course_id) == course_id, _IN_USE))


async def are_sources_shown(reader: Reader, course_id: CourseId) -> bool:
    """Whether learners of a course may open what its lessons cite."""
    course = await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    return course.shows_sources


async def list_my_sources(reader: Reader, source_ids: Sequence[SourceId]) -> list[SourceView]:
    """Those of the files that the actor has added and that belong to no course yet."""
    return await _list(
        reader,
        and_(
            col(Source.id).in_(source_ids),
            col(Source.course_id).is_(None),
            col(Source.uploaded_by) == reader.user_id,
            _IN_USE,
        ),
    )


async def list_editions(reader: Reader, source_id: SourceId) -> list[SourceView]:
    """All editions of a file, the newest first."""
    source = await source_for(reader.session, reader.actor, source_id)
    found = await _list(reader, col(Source.lineage_id) == source.lineage_id)
    return found[::-1]


_IN_USE = col(Source.superseded_at).is_(None)


async def _list(reader: Reader, which: ColumnElement[bool]) -> list[SourceView]:
    statement = (
        select(Source)
        .where(
            which,
            col(Source.organisation_id) == reader.organisation_id,
            col(Source.deleted_at).is_(None),
        )
        .order_by(col(Source.lineage_id), col(Source.edition))
    )
    sources = (await reader.session.scalars(statement)).all()
    given_up = await _given_up(reader, sources)
    return [SourceView.of(source, given_up.get(source.id)) for source in sources]


async def _given_up(reader: Reader, sources: Sequence[Source]) -> dict[SourceId, JobError]:
    """Why files that still wait to be read will not be: their jobs have failed for good."""
    ended = {SourceState.READY, SourceState.FAILED}
    asked_for = {
        ReadSource(source_id=source.id).idempotency_key(): source.id
        for source in sources
        if source.state not in ended
    }
    if not asked_for:
        return {}
    statement = (
        select(Job)
        .where(
            col(Job.organisation_id) == reader.organisation_id,
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
    """All passages of the files that a course uses, in reading order."""
    await course_for(reader.session, reader.actor, course_id, Purpose.EDIT)
    statement = (
        passages_in_use(course_id)
        .order_by(col(Source.lineage_id), col(SourcePassage.position))
        .limit(limit)
    )
    rows = (await reader.session.execute(statement)).all()
    return [PassageView.of(*row) for row in rows]


async def list_source_passages(reader: Reader, source_id: SourceId) -> list[PassageView]:
    """All passages of one edition, in reading order."""
    source = await source_for(reader.session, reader.actor, source_id)
    statement = (
        select(SourcePassage)
        .where(col(SourcePassage.source_id) == source_id)
        .order_by(col(SourcePassage.position))
    )
    found = (await reader.session.scalars(statement)).all()
    return [PassageView.of(passage, source.filename) for passage in found]


async def get_passage(reader: Reader, source_id: SourceId, passage_id: UUID) -> PassageView:
    source = await source_for(reader.session, reader.actor, source_id)
    passage = await reader.session.get(SourcePassage, (source_id, passage_id))
    if passage is None:
        raise SourceNotFound
    return PassageView.of(passage, source.filename)


def passages_in_use(course_id: CourseId) -> Select[SourcePassage, str]:
    """The passages that a course may stand on: of its own files, in their present editions."""
    return (
        select(SourcePassage, Source.filename)
        .join(Source, col(Source.id) == col(SourcePassage.source_id))
        .where(
            col(Source.course_id) == course_id,
            col(Source.state).in_(READABLE),
            col(Source.deleted_at).is_(None),
            _IN_USE,
        )
    )


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
        passages_in_use(course_id)
        .add_columns(distance)
        .where(col(SourcePassage.embedding_model) == embedding_model)
        .order_by(distance)
        .limit(limit)
    )
    return [
        (PassageView.of(passage, filename), 1.0 - float(apart))
        for passage, filename, apart in (await reader.session.execute(statement)).all()
    ]


async def get_source_to_read(reader: Reader, source_id: SourceId) -> SourceToRead:
    """For the job that reads it."""
    source = await source_at_work(reader.session, reader.actor, source_id)
    course = (
        None if source.course_id is None else await reader.session.get(Course, source.course_id)
    )
    return SourceToRead(
        id=source.id,
        filename=source.filename,
        url=source.url,
        media_type=source.media_type,
        sha256=source.sha256,
        state=source.state,
        text_search=source.text_search,
        course_text_search="" if course is None else text_search_of(course.language),
    )


async def list_unindexed(
    reader: Reader, source_id: SourceId, *, model: str, dimension: int, limit: int
) -> tuple[int, list[Unindexed]]:
    """How many passages lack a vector of the model, and the first of them. For the job that makes
    them."""
    await source_at_work(reader.session, reader.actor, source_id)
    lacking = and_(col(SourcePassage.source_id) == source_id, is_unindexed(model, dimension))
    count = select(func.count()).select_from(SourcePassage).where(lacking)
    statement = (
        select(SourcePassage).where(lacking).order_by(col(SourcePassage.position)).limit(limit)
    )
    found = (await reader.session.scalars(statement)).all()
    return (await reader.session.execute(count)).scalar_one(), [
        Unindexed(id=passage.id, text=embedded_text(passage.headings, passage.text))
        for passage in found
    ]


def is_unindexed(model: str, dimension: int) -> ColumnElement[bool]:
    return or_(
        col(SourcePassage.embedding_model) != model,
        col(SourcePassage.embedding_dimension) != dimension,
    )

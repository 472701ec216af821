"""Receiving a teacher's files, and keeping what was read from them."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import col

from alp_app.jobspecs.generation import ReadAddedSource
from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.source import Source, SourcePassage, SourceState
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.access import source_for
from alp_app.services.sources.kinds import find_kind
from alp_app.services.sources.parsed import ParsedSource
from alp_app.services.sources.views import SourceView
from alp_app.unit_of_work import UnitOfWork
from providers.contracts.objects import ObjectStore


async def receive_source(
    work: UnitOfWork, objects: ObjectStore, path: Path, *, filename: str
) -> SourceView:
    """Keep an uploaded file that lies whole at `path`; the caller removes that one.

    Raises SourceEmpty, SourceKindUnknown, SourceKindMismatch or SourceDamaged: then nothing is kept.
    """
    if not work.actor.is_staff:
        raise Forbidden("Only instructors and administrators can add source files.")
    kind = find_kind(path, filename)
    stored = await objects.put_file(path, media_type=kind.value)
    source = Source(
        organisation_id=work.organisation_id,
        uploaded_by=work.user_id,
        filename=filename,
        media_type=kind.value,
        size=stored.size,
        sha256=stored.sha256,
    )
    work.session.add(source)
    await work.session.flush()
    work.record("source.received", source.id, size=stored.size)
    return SourceView.of(source)


async def attach_sources(
    work: UnitOfWork, course_id: CourseId, source_ids: Sequence[SourceId]
) -> None:
    """Make files part of a course. The caller has checked that the actor may edit it."""
    for source_id in source_ids:
        source = await source_for(work.session, work.actor, source_id)
        source.course_id = course_id
        work.record("source.attached", source.id, course_id=str(course_id))


async def add_source(
    work: UnitOfWork, objects: ObjectStore, path: Path, course_id: CourseId, *, filename: str
) -> SourceView:
    """Keep one more file for a course that the actor may edit, and have it read. Raises what
    `receive_source` raises."""
    await course_for(work.session, work.actor, course_id, Purpose.EDIT)
    received = await receive_source(work, objects, path, filename=filename)
    await attach_sources(work, course_id, [received.id])
    await _have_read(work, course_id, received.id)
    return received.model_copy(update={"course_id": course_id})


async def remove_source(work: UnitOfWork, source_id: SourceId) -> None:
    """Take a file out of its course. What was cited from it stays cited."""
    source = await source_for(work.session, work.actor, source_id)
    source.deleted_at = clock.now()
    work.record("source.removed", source.id)
    work.notify("sources", course_id=source.course_id)


async def restore_source(work: UnitOfWork, source_id: SourceId) -> None:
    """Take back `remove_source`."""
    removed = await work.session.get(Source, source_id)
    if removed is not None:
        removed.deleted_at = None
    source = await source_for(work.session, work.actor, source_id)
    work.record("source.restored", source_id)
    work.notify("sources", course_id=source.course_id)
    if source.course_id is not None and source.state is SourceState.RECEIVED:
        await _have_read(work, source.course_id, source_id)


async def _have_read(work: UnitOfWork, course_id: CourseId, source_id: SourceId) -> None:
    await work.request(ReadAddedSource(course_id=course_id, source_id=source_id))
    work.notify("sources", course_id=course_id)


async def save_passages(
    work: UnitOfWork,
    source_id: SourceId,
    parsed: ParsedSource,
    *,
    vectors: Sequence[Sequence[float]],
    embedding_model: str,
) -> None:
    """Replace what was read from a file. `vectors` has one L2-normalised row for each passage, or is
    empty when no engine made any."""
    source = await source_for(work.session, work.actor, source_id)
    await work.session.execute(
        delete(SourcePassage).where(col(SourcePassage.source_id) == source_id)
    )
    for position, passage in enumerate(parsed.passages):
        work.session.add(
            SourcePassage(
                organisation_id=source.organisation_id,
                source_id=source.id,
                position=position,
                page=passage.page,
                heading=passage.heading,
                text=passage.text,
                embedding=list(vectors[position]) if vectors else None,
                embedding_model=embedding_model if vectors else "",
            )
        )
    source.state, source.pages, source.failure = SourceState.READY, parsed.pages, None
    work.record("source.read", source.id, passages=len(parsed.passages))
    work.notify("sources", course_id=source.course_id)


async def mark_source_failed(
    work: UnitOfWork, source_id: SourceId, *, code: str, message: str, hint: str
) -> None:
    """Keep why a file could not be read, in words for the teacher."""
    source = await source_for(work.session, work.actor, source_id)
    source.state = SourceState.FAILED
    source.failure = {"code": code, "message": message, "hint": hint}
    work.record("source.reading_failed", source.id, code=code)
    work.notify("sources", course_id=source.course_id)

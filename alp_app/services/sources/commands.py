"""Receiving a teacher's files, their editions, taking them out and back."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, update
from sqlmodel import col, select

from alp_app.jobspecs.sources import ReadSource
from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.source import READABLE, Source, SourceState
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.access import source_for
from alp_app.services.sources.kinds import find_kind
from alp_app.services.sources.views import SourceView
from alp_app.unit_of_work import UnitOfWork
from providers.contracts.objects import ObjectStore


class ShowingInput(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shows_sources: bool


async def show_sources(work: UnitOfWork, course_id: CourseId, *, inputs: ShowingInput) -> None:
    """Say whether learners may open the pages that the published lessons cite."""
    course = await course_for(work.session, work.actor, course_id, Purpose.EDIT, for_update=True)
    course.shows_sources = inputs.shows_sources
    work.record("course.sources_shown", course_id, shows=inputs.shows_sources)
    work.notify("sources", course_id=course_id)


async def receive_source(
    work: UnitOfWork, objects: ObjectStore, path: Path, *, filename: str
) -> SourceView:
    """Keep an uploaded file that lies whole at `path`, and have it read; the caller removes that one.

    Raises SourceEmpty, SourceKindUnknown, SourceKindMismatch, SourceEncrypted or SourceDamaged: then
    nothing is kept.
    """
    if not work.actor.is_staff:
        raise Forbidden("Only instructors and administrators can add source files.")
    source = await _stored(work, objects, path, filename)
    await keep(work, source)
    return SourceView.of(source)


async def add_source(
    work: UnitOfWork, objects: ObjectStore, path: Path, course_id: CourseId, *, filename: str
) -> SourceView:
    """The same for a course that the actor may edit."""
    await course_for(work.session, work.actor, course_id, Purpose.EDIT)
    source = await _stored(work, objects, path, filename)
    source.course_id = course_id
    await keep(work, source)
    return SourceView.of(source)


async def replace_source(
    work: UnitOfWork, objects: ObjectStore, path: Path, source_id: SourceId, *, filename: str
) -> SourceView:
    """Keep a new edition of a file. The old one stays for what was cited from it, and stays in use
    until the new one has been read. Raises what `receive_source` raises."""
    old = await source_for(work.session, work.actor, source_id, for_update=True)
    source = await _stored(work, objects, path, filename)
    newest = select(func.max(col(Source.edition))).where(
        col(Source.lineage_id) == old.lineage_id,
        col(Source.organisation_id) == work.organisation_id,
    )
    source.course_id, source.lineage_id = old.course_id, old.lineage_id
    source.edition = (await work.session.execute(newest)).scalar_one() + 1
    await keep(work, source)
    work.record("source.edition_added", source.id, edition=source.edition, replaces=str(old.id))
    return SourceView.of(source)


async def attach_sources(
    work: UnitOfWork, course_id: CourseId, source_ids: Sequence[SourceId]
) -> None:
    """Make files part of a course. The caller has checked that the actor may edit it."""
    for source_id in source_ids:
        source = await source_for(work.session, work.actor, source_id)
        source.course_id = course_id
        work.record("source.attached", source.id, course_id=str(course_id))


async def remove_source(work: UnitOfWork, source_id: SourceId) -> None:
    """Take a file out of its course; the edition before it is in use again. What was cited from it
    stays cited."""
    source = await source_for(work.session, work.actor, source_id)
    source.deleted_at = clock.now()
    if source.superseded_at is None:
        await _follow(work, source, superseded=False)
    work.record("source.removed", source.id)
    work.notify("sources", course_id=source.course_id)


async def restore_source(work: UnitOfWork, source_id: SourceId) -> None:
    """Take back `remove_source`."""
    removed = await work.session.get(Source, source_id)
    if removed is not None:
        removed.deleted_at = None
    source = await source_for(work.session, work.actor, source_id)
    if source.superseded_at is None and source.state in READABLE:
        await _follow(work, source, superseded=True)
    work.record("source.restored", source_id)
    work.notify("sources", course_id=source.course_id)
    if source.state not in {SourceState.READY, SourceState.FAILED}:
        await have_read(work, source)


async def keep(work: UnitOfWork, source: Source) -> None:
    """Record a new source, and ask for its reading."""
    work.session.add(source)
    await work.session.flush()
    work.record("source.received", source.id, size=source.size, edition=source.edition)
    await have_read(work, source)


async def have_read(work: UnitOfWork, source: Source) -> None:
    await work.request(ReadSource(course_id=source.course_id, source_id=source.id))
    work.notify("sources", course_id=source.course_id)


async def _stored(work: UnitOfWork, objects: ObjectStore, path: Path, filename: str) -> Source:
    kind = find_kind(path, filename)
    stored = await objects.put_file(path, media_type=kind.value)
    return Source(
        organisation_id=work.organisation_id,
        uploaded_by=work.user_id,
        filename=filename,
        media_type=kind.value,
        size=stored.size,
        sha256=stored.sha256,
    )


async def _follow(work: UnitOfWork, source: Source, *, superseded: bool) -> None:
    """Put the edition before `source` out of use, or back into it."""
    before = (
        select(col(Source.id))
        .where(
            col(Source.lineage_id) == source.lineage_id,
            col(Source.organisation_id) == source.organisation_id,
            col(Source.edition) < source.edition,
            col(Source.deleted_at).is_(None),
            col(Source.state).in_(READABLE),
        )
        .order_by(col(Source.edition).desc())
        .limit(1)
        .scalar_subquery()
    )
    await work.session.execute(
        update(Source)
        .where(col(Source.id) == before)
        .values(superseded_at=clock.now() if superseded else None)
    )

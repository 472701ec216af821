"""The only way to obtain a teacher's file: as its uploader, or as an editor of its course."""

from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.kit.errors import NotFound
from alp_app.kit.ids import SourceId
from alp_app.models.source import Source
from alp_app.security.actor import Actor
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.sources.errors import SourceNotFound


async def source_for(
    session: AsyncSession, actor: Actor, source_id: SourceId, *, for_update: bool = False
) -> Source:
    """Raises SourceNotFound, also when the actor may not know that it exists."""
    source = await source_at_work(session, actor, source_id, for_update=for_update)
    if not actor.is_staff:
        raise SourceNotFound
    if source.course_id is None:
        if source.uploaded_by != actor.user_id:
            raise SourceNotFound
        return source
    try:
        await course_for(session, actor, source.course_id, Purpose.EDIT)
    except NotFound:
        raise SourceNotFound from None
    return source


async def source_at_work(
    session: AsyncSession, actor: Actor, source_id: SourceId, *, for_update: bool = False
) -> Source:
    """For jobs, which go on with what somebody was allowed to ask for, and for upkeep in nobody's
    name. Raises SourceNotFound for one that was taken out, or is another school's."""
    source = await session.get(Source, source_id, with_for_update=for_update or None)
    if (
        source is None
        or source.deleted_at is not None
        or source.organisation_id != actor.organisation_id
    ):
        raise SourceNotFound
    return source

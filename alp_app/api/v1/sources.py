"""Teachers' files: upload, look, remove, open."""

from datetime import timedelta
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response, StreamingResponse

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.uploads import Sent, TakingRoute
from alp_app.kit.ids import CourseId, SourceId
from alp_app.security.policies import Policy
from alp_app.services.sources import commands, queries
from alp_app.services.sources.views import SourceView

router = APIRouter(tags=["Sources"], route_class=ActorRoute)

taking = APIRouter(tags=["Sources"], route_class=TakingRoute)

LINK_LASTS = timedelta(minutes=5)


@taking.post("/sources", status_code=201, responses=documented(403, 404, 409, 422, 507))
@allow(Policy.STAFF)
async def add_source(work: Work, sent: Sent, course_id: CourseId | None = None) -> SourceView:
    """Take a file that you have uploaded. It belongs to nobody's course until one is made with it, unless
    `course_id` names one: then it is read at once."""
    objects = runtime.current().objects
    if course_id is None:
        return await commands.receive_source(work, objects, sent.path, filename=sent.filename)
    return await commands.add_source(work, objects, sent.path, course_id, filename=sent.filename)


@router.get("/courses/{course_id}/sources", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_sources(course_id: CourseId, reader: Read) -> list[SourceView]:
    return await queries.list_sources(reader, course_id)


@router.get("/sources/{source_id}", responses=documented(404))
@allow(Policy.STAFF)
async def get_source(source_id: SourceId, reader: Read) -> SourceView:
    return await queries.get_source(reader, source_id)


@router.get("/sources/{source_id}/file", responses=documented(404), response_class=Response)
@allow(Policy.STAFF)
async def download_source(source_id: SourceId, reader: Read) -> Response:
    """The file itself, for the editors of its course."""
    source, key = await queries.get_source_key(reader, source_id)
    current = runtime.current()
    if current.settings.s3.public_endpoint:
        link = await current.objects.presign(
            key, expires=LINK_LASTS, filename=source.filename, media_type=source.media_type
        )
        return RedirectResponse(link, status_code=302)
    return StreamingResponse(
        current.objects.stream(key),
        media_type="application/octet-stream",
        headers={
            "Content-Length": str(source.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(source.filename, safe='')}",
        },
    )


@router.delete("/sources/{source_id}", status_code=204, responses=documented(404))
@allow(Policy.STAFF)
async def remove_source(source_id: SourceId, work: Work) -> None:
    await commands.remove_source(work, source_id)


@router.post("/sources/{source_id}/restore", status_code=204, responses=documented(404))
@allow(Policy.STAFF)
async def restore_source(source_id: SourceId, work: Work) -> None:
    """Take back a removal."""
    await commands.restore_source(work, source_id)

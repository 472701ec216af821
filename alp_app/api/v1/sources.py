"""Teachers' files: upload, look, remove, open."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response, StreamingResponse

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.uploads import Sent, TakingRoute
from alp_app.kit.ids import CourseId, SourceId
from alp_app.security.policies import Policy
from alp_app.services.sources import addresses, commands, places, queries, searching
from alp_app.services.sources.addresses import AddressInput
from alp_app.services.sources.changes import list_changes
from alp_app.services.sources.commands import ShowingInput
from alp_app.services.sources.places import PlaceView
from alp_app.services.sources.searching import SearchView
from alp_app.services.sources.views import ChangesView, PassageView, SourceView

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


@taking.post(
    "/sources/{source_id}/editions", status_code=201, responses=documented(404, 409, 422, 507)
)
@allow(Policy.STAFF)
async def replace_source(source_id: SourceId, work: Work, sent: Sent) -> SourceView:
    """Take a new edition of a file. It is in use once it has been read; what was cited from the old one
    stays cited."""
    objects = runtime.current().objects
    return await commands.replace_source(
        work, objects, sent.path, source_id, filename=sent.filename
    )


@router.post("/sources/addresses", status_code=201, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def add_address(inputs: AddressInput, work: Work) -> SourceView:
    """Have one page of the web fetched and read, as a file would be."""
    return await addresses.add_address(work, inputs=inputs)


@router.put("/courses/{course_id}/shows-sources", status_code=204, responses=documented(403, 404))
@allow(Policy.STAFF)
async def show_sources(course_id: CourseId, inputs: ShowingInput, work: Work) -> None:
    """Say whether learners may open the pages that the published lessons cite."""
    await commands.show_sources(work, course_id, inputs=inputs)


@router.get("/courses/{course_id}/sources", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_sources(course_id: CourseId, reader: Read) -> list[SourceView]:
    return await queries.list_sources(reader, course_id)


@router.get("/sources/{source_id}", responses=documented(404))
@allow(Policy.STAFF)
async def get_source(source_id: SourceId, reader: Read) -> SourceView:
    return await queries.get_source(reader, source_id)


@router.get("/sources/{source_id}/editions", responses=documented(404))
@allow(Policy.STAFF)
async def list_editions(source_id: SourceId, reader: Read) -> list[SourceView]:
    """The newest first."""
    return await queries.list_editions(reader, source_id)


@router.get("/sources/{source_id}/changes", responses=documented(404, 422))
@allow(Policy.STAFF)
async def compare_editions(source_id: SourceId, since: SourceId, reader: Read) -> ChangesView:
    """What this edition did to the passages of the edition `since`."""
    return await list_changes(reader, since, source_id)


@router.get("/sources/{source_id}/passages", responses=documented(404))
@allow(Policy.STAFF)
async def list_passages(source_id: SourceId, reader: Read) -> list[PassageView]:
    return await queries.list_source_passages(reader, source_id)


@router.get("/courses/{course_id}/passages", responses=documented(403, 404))
@allow(Policy.STAFF)
async def search_passages(
    course_id: CourseId,
    reader: Read,
    query: Annotated[str, Query(max_length=1000)],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> SearchView:
    """What the files of a course say about something, best first: found by meaning and by words."""
    providers = runtime.current().providers
    return await searching.search_passages(reader, providers, course_id, query=query, limit=limit)


@router.get("/sources/{source_id}/places", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_place(
    source_id: SourceId,
    reader: Read,
    page: int | None = None,
    passage_id: UUID | None = None,
    quote: Annotated[str, Query(max_length=4000)] = "",
) -> PlaceView:
    """Where a quote stands: boxes on the page, or characters of the passage. Learners get the places
    that their lessons cite, where the course shows its sources."""
    return await places.get_place(reader, source_id, page=page, passage_id=passage_id, quote=quote)


@router.get(
    "/sources/{source_id}/pages/{number}", responses=documented(404), response_class=Response
)
@allow(Policy.SIGNED_IN)
async def get_page(source_id: SourceId, number: int, reader: Read) -> Response:
    """The picture of a page, a PNG. It is drawn when it is asked for first."""
    picture = await places.get_picture(reader, source_id, number)
    current = runtime.current()
    if picture.key:
        content = await current.objects.read(picture.key)
    else:
        content, key = await places.draw_page(current.objects, picture)
        async with current.unit_of_work(reader.actor.unbound) as work:
            await places.keep_picture(work, source_id, number, key)
    return Response(
        content, media_type="image/png", headers={"Cache-Control": "private, max-age=86400"}
    )


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

"""Teachers' files: upload, look, remove, open."""

import asyncio
import errno
import os
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import CourseId, SourceId
from alp_app.security.policies import Policy
from alp_app.services.sources import commands, queries
from alp_app.services.sources.errors import SourceTooLarge, StorageFull
from alp_app.services.sources.views import SourceView

router = APIRouter(tags=["Sources"], route_class=ActorRoute)

MOST_BYTES = 8 * 1024 * 1024 * 1024
"""Beyond any school's limit: `upload_limit` of the settings refuses earlier and in better words."""
LINK_LASTS = timedelta(minutes=5)

Filename = Annotated[str, Query(min_length=1, max_length=255)]


@router.post(
    "/sources",
    status_code=201,
    responses=documented(403, 413, 422, 507),
    max_body_size=MOST_BYTES,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
            },
        }
    },
)
@allow(Policy.STAFF)
async def upload_source(
    request: Request, work: Work, filename: Filename, course_id: CourseId | None = None
) -> SourceView:
    """Send a file as the body. It belongs to nobody's course until one is made with it, unless
    `course_id` names one."""
    name = PurePath(filename.replace("\\", "/")).name
    current = runtime.current()
    async with _received(request, name, limit=current.settings.upload_limit) as path:
        source = await commands.receive_source(work, current.objects, path, filename=name)
    if course_id is not None:
        await commands.add_to_course(work, course_id, source.id)
    return source


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


@asynccontextmanager
async def _received(request: Request, filename: str, *, limit: int) -> AsyncGenerator[Path]:
    """The body as a file that is gone afterwards. Raises SourceTooLarge or StorageFull."""
    too_large = SourceTooLarge(filename, limit // (1024 * 1024))
    if int(request.headers.get("content-length") or 0) > limit:
        raise too_large
    handle, name = tempfile.mkstemp(prefix="alp-upload-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            size = 0
            async for piece in request.stream():
                size += len(piece)
                if size > limit:
                    raise too_large
                file.write(piece)
        yield path
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from error
        raise
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)

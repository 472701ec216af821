"""Files of courses: pictures, 3D models, videos, and what is there to download."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.ranges import ByteRange, Unsatisfiable, read_range
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.uploads import BINARY_BODY, MOST_BYTES, Upload, UploadName, UploadRoute
from alp_app.kit.ids import AssetId, CourseId
from alp_app.models.asset import AssetKind
from alp_app.security.policies import Policy
from alp_app.services.media.access import file_for
from alp_app.services.media.kinds import SHOWN
from alp_app.services.media.uploads import receive_asset
from alp_app.services.media.views import AssetView, ServedFile

router = APIRouter(prefix="/media", tags=["Files"], route_class=ActorRoute)
uploads = APIRouter(tags=["Files"], route_class=UploadRoute)

LINK_LASTS = timedelta(minutes=10)
LINK_IS_KEPT = timedelta(minutes=5)
"""How long a browser may use a redirect again: less than the link lasts."""
YEAR = 31_536_000
ALONE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
"""For pictures that could hold a script: opened by themselves, they can do nothing."""

Rendition = Annotated[str, Path(pattern=r"^[a-z]{1,20}$", examples=["original", "small", "dark"])]


@uploads.post(
    "/assets",
    status_code=201,
    responses=documented(403, 404, 413, 415, 422, 507),
    max_body_size=MOST_BYTES,
    openapi_extra=BINARY_BODY,
)
@allow(Policy.STAFF)
async def upload_asset(
    upload: Upload, work: Work, filename: UploadName, kind: AssetKind, course_id: CourseId
) -> AssetView:
    """Send a file as the body, for a block of a course that you may edit. Pictures are PNG, JPEG or
    WebP, videos MP4 or WebM, models GLB; `file` takes anything. What it is counts, not its name."""
    return await receive_asset(
        work,
        runtime.current().objects,
        upload,
        filename=filename,
        kind=kind,
        course_id=course_id,
    )


@router.api_route(
    "/{asset_id}/{rendition}",
    methods=["GET", "HEAD"],
    response_class=Response,
    responses={
        206: {"description": "The part that `Range` asked for"},
        302: {"description": "The file is at this address for a few minutes"},
        304: {"description": "You have it already"},
        **documented(404, 416),
    },
)
@allow(Policy.EVERYONE)
async def open_file(
    asset_id: AssetId, rendition: Rendition, request: Request, reader: Read
) -> Response:
    """One set of bytes of a file, which never change under this address."""
    file = await file_for(reader, asset_id, rendition)
    current = runtime.current()
    if current.settings.s3.public_endpoint:
        return await _elsewhere(file)
    headers = _headers(file)
    if request.headers.get("if-none-match") in {headers["ETag"], "*"}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return _answer(request, file, headers)


async def _elsewhere(file: ServedFile) -> Response:
    """Send the browser to the object store, with a link of its own."""
    is_shown = file.media_type in SHOWN
    link = await runtime.current().objects.presign(
        file.key,
        expires=LINK_LASTS,
        filename="" if is_shown else file.filename,
        media_type=file.media_type if is_shown else "application/octet-stream",
    )
    kept = f"private, max-age={int(LINK_IS_KEPT.total_seconds())}"
    return RedirectResponse(link, HTTPStatus.FOUND, headers={"Cache-Control": kept})


def _headers(file: ServedFile) -> dict[str, str]:
    scope = "public" if file.is_public else "private"
    headers = {
        "ETag": f'"{file.key}"',
        "Cache-Control": f"{scope}, max-age={YEAR}, immutable",
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Type": file.media_type,
        "Content-Security-Policy": ALONE,
    }
    if file.media_type not in SHOWN:
        name = quote(file.filename, safe="")
        headers["Content-Type"] = "application/octet-stream"
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return headers


def _answer(request: Request, file: ServedFile, headers: dict[str, str]) -> Response:
    part = None
    if request.headers.get("if-range", headers["ETag"]) == headers["ETag"]:
        try:
            part = read_range(request.headers.get("range", ""), file.size)
        except Unsatisfiable:
            headers["Content-Range"] = f"bytes */{file.size}"
            return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    status = HTTPStatus.OK
    if part is not None:
        status = HTTPStatus.PARTIAL_CONTENT
        headers["Content-Range"] = part.of(file.size)
    headers["Content-Length"] = str(part.length if part else file.size)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(_bytes(file, part), status, headers=headers)


async def _bytes(file: ServedFile, part: ByteRange | None) -> AsyncGenerator[bytes]:
    objects = runtime.current().objects
    stream = (
        objects.stream(file.key)
        if part is None
        else objects.stream(file.key, start=part.start, length=part.length)
    )
    async with aclosing(stream) as chunks:
        async for chunk in chunks:
            yield chunk

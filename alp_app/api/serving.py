"""Sending a stored file: as what it is or as a download, whole or in part, from here or from the store."""

from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.ranges import ByteRange, Unsatisfiable, read_range
from alp_app.security.headers import allow_framing
from alp_app.services.media.kinds import SHOWN
from alp_app.services.media.views import ServedFile

LINK_LASTS = timedelta(minutes=10)
LINK_IS_KEPT = timedelta(minutes=5)
"""How long a browser may use a redirect again: less than the link lasts."""
YEAR = 31_536_000
ALONE = "default-src 'none'; img-src data:; media-src 'self'; style-src 'unsafe-inline'; sandbox"
"""For files that could hold a script: opened by themselves, they can do nothing."""

PDF = "application/pdf"

SERVING: dict[int | str, dict[str, Any]] = {
    206: {"description": "The part that `Range` asked for"},
    302: {"description": "The file is at this address for a few minutes"},
    304: {"description": "You have it already"},
    **documented(404, 416),
}
"""The `responses` of such a route."""


async def serve(request: Request, file: ServedFile, *, shown: Collection[str] = SHOWN) -> Response:
    """Kinds in `shown` are sent as what they are; all others are downloaded."""
    if file.media_type == PDF and PDF in shown:
        allow_framing(request.scope)
    current = runtime.current()
    if current.settings.s3.public_endpoint:
        return await _elsewhere(file, is_shown=file.media_type in shown)
    headers = _headers(file, is_shown=file.media_type in shown)
    if request.headers.get("if-none-match") in {headers["ETag"], "*"}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return _answer(request, file, headers)


async def _elsewhere(file: ServedFile, *, is_shown: bool) -> Response:
    """Send the browser to the object store, with a link of its own."""
    link = await runtime.current().objects.presign(
        file.key,
        expires=LINK_LASTS,
        filename="" if is_shown else file.filename,
        media_type=file.media_type if is_shown else "application/octet-stream",
    )
    kept = f"private, max-age={int(LINK_IS_KEPT.total_seconds())}"
    return RedirectResponse(link, HTTPStatus.FOUND, headers={"Cache-Control": kept})


def _headers(file: ServedFile, *, is_shown: bool) -> dict[str, str]:
    scope = "public" if file.is_public else "private"
    headers = {
        "ETag": f'"{file.key}"',
        "Cache-Control": f"{scope}, max-age={YEAR}, immutable",
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Type": file.media_type,
        "Content-Security-Policy": ALONE,
    }
    if not is_shown:
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

"""Sending a file in as many requests as it takes: the tus protocol 1.0 with creation, expiration and
termination. What is sent is then taken by a route of its place, under its `upload_id`."""

import base64
from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import timedelta
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from alp_app import runtime
from alp_app.api import problems
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, DeclaredRoute, Handler, Read, Work, allow
from alp_app.api.uploads import MOST_BYTES
from alp_app.kit.errors import AppError, Invalid
from alp_app.kit.ids import UploadId
from alp_app.observability.context import request_id
from alp_app.security.actor import Actor
from alp_app.security.policies import Policy
from alp_app.services.uploads import commands
from alp_app.services.uploads.commands import UploadLimits
from alp_app.services.uploads.errors import MEBIBYTE
from alp_app.services.uploads.views import UploadView
from alp_app.unit_of_work import UnitOfWork

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE = 4 * MEBIBYTE
"""So much of a long request is in memory, and lost when this process is killed."""
OFFSET_STREAM = "application/offset+octet-stream"
KEPT_AS = "application/octet-stream"
LONGEST_NAME = 255

PIECE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {OFFSET_STREAM: {"schema": {"type": "string", "format": "binary"}}},
    }
}


class OtherVersion(AppError):
    code = "upload.other_version"
    status = 412
    hint = "Send Tus-Resumable: 1.0.0."

    def __init__(self) -> None:
        super().__init__("This server speaks version 1.0.0 of the tus protocol.")


class WrongMediaType(AppError):
    code = "upload.wrong_media_type"
    status = 415

    def __init__(self) -> None:
        super().__init__(f"The Content-Type of these bytes is {OFFSET_STREAM}.")


class BadMetadata(Invalid):
    code = "upload.bad_metadata"
    hint = "Upload-Metadata names the file: filename, a space, and its name in Base64."

    def __init__(self) -> None:
        super().__init__("The file's name is missing, too long, or not in Base64.")


class SpokenRoute(DeclaredRoute):
    """Refuses other versions of the protocol, and names ours in every answer, failures too."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def speak(request: Request) -> Response:
            try:
                response = await handle(request)
            except Exception as error:  # noqa: BLE001 - answered as all failures are, with a header more
                response = problems.answer(error)
            response.headers.update({"Tus-Resumable": VERSION, "Tus-Version": VERSION})
            return response

        return speak

    async def answer(self, request: Request, actor: Actor, answer: Handler) -> Response:
        if request.method != "OPTIONS" and request.headers.get("tus-resumable") != VERSION:
            raise OtherVersion
        request.state.actor = actor
        return await super().answer(request, actor, answer)


class UploadRoute(SpokenRoute, ActorRoute):
    """Works in one transaction. An answer that was kept for an `Idempotency-Key` has its headers too."""

    async def answer(self, request: Request, actor: Actor, answer: Handler) -> Response:
        response = await super().answer(request, actor, answer)
        if response.status_code == HTTPStatus.CREATED:
            begun = UploadView.model_validate_json(bytes(response.body))
            place = f"{request.url.path}/{begun.id}"
            response.headers.update({"Location": place, **_told(begun)})
        return response


router = APIRouter(prefix="/uploads", tags=["Uploads"], route_class=UploadRoute)
pieces = APIRouter(prefix="/uploads", tags=["Uploads"], route_class=SpokenRoute)

Offset = Annotated[int, Header(ge=0, le=MOST_BYTES)]


@router.options("", status_code=204, response_class=Response)
@allow(Policy.EVERYONE)
async def describe_uploads() -> Response:
    """What of the tus protocol is spoken here, and how large a file may be."""
    most = str(runtime.current().settings.upload_limit)
    headers = {"Tus-Extension": EXTENSIONS, "Tus-Max-Size": most}
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)


@router.post("", status_code=201, responses=documented(412, 413, 422, 429, 507))
@allow(Policy.SIGNED_IN)
async def begin_upload(
    work: Work, upload_length: Offset, upload_metadata: Annotated[str, Header(max_length=2000)]
) -> UploadView:
    """Announce a file of `Upload-Length` bytes. `Upload-Metadata` names it: `filename`, a space, and
    the name in Base64. Send it to `Location`, and take it with a route that asks for `upload_id`."""
    return await commands.begin_upload(
        work, filename=_filename(upload_metadata), length=upload_length, limits=_limits()
    )


@router.get("", responses=documented(412))
@allow(Policy.SIGNED_IN)
async def list_uploads(reader: Read) -> Sequence[UploadView]:
    """Your files that are on their way. Go on with one from as many bytes as were `received`."""
    return await commands.list_uploads(reader)


@router.head("/{upload_id}", response_class=Response, responses=documented(404, 412))
@allow(Policy.SIGNED_IN)
async def get_upload(upload_id: UploadId, reader: Read) -> Response:
    """How much of your upload has arrived: `Upload-Offset`."""
    upload = await commands.get_upload(reader, upload_id)
    name = base64.b64encode(upload.filename.encode()).decode()
    headers = {
        **_told(upload),
        "Upload-Length": str(upload.length),
        "Upload-Metadata": f"filename {name}",
        "Cache-Control": "no-store",
    }
    return Response(headers=headers)


@router.delete("/{upload_id}", status_code=204, responses=documented(404, 412))
@allow(Policy.SIGNED_IN)
async def cancel_upload(upload_id: UploadId, work: Work) -> None:
    """Forget what has arrived."""
    await commands.end_upload(work, upload_id)


@pieces.patch(
    "/{upload_id}",
    status_code=204,
    response_class=Response,
    responses=documented(404, 409, 412, 413, 415, 422, 507),
    max_body_size=MOST_BYTES,
    openapi_extra=PIECE_BODY,
)
@allow(Policy.SIGNED_IN)
async def send_piece(upload_id: UploadId, request: Request, upload_offset: Offset) -> Response:
    """Send the bytes that begin at `Upload-Offset`, as many as you like. What has arrived before the
    connection ends is kept."""
    if request.headers.get("content-type") != OFFSET_STREAM:
        raise WrongMediaType
    size = int(request.headers.get("content-length") or 0)
    async with _work(request) as work:
        upload = await commands.prepare_piece(work, upload_id, start=upload_offset, size=size)
    async for piece in _pieces(request):
        stored = await runtime.current().objects.put_bytes(piece, media_type=KEPT_AS)
        async with _work(request) as work:
            upload = await commands.add_piece(
                work, upload_id, stored, start=upload.received, limits=_limits()
            )
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=_told(upload))


def _work(request: Request) -> AbstractAsyncContextManager[UnitOfWork]:
    """A transaction of its own: none is open while bytes are awaited."""
    return runtime.current().unit_of_work(request.state.actor, request_id())


async def _pieces(request: Request) -> AsyncGenerator[bytes]:
    """The body in parts of PIECE, up to where the connection ended."""
    waiting = bytearray()
    with suppress(ClientDisconnect):
        async for chunk in request.stream():
            waiting += chunk
            while len(waiting) >= PIECE:
                yield bytes(waiting[:PIECE])
                del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def _told(upload: UploadView) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.received),
        "Upload-Expires": format_datetime(upload.expires_at, usegmt=True),
    }


def _filename(metadata: str) -> str:
    """Without the folders that some browsers send. Raises BadMetadata."""
    pairs = (pair.strip().partition(" ") for pair in metadata.split(","))
    encoded = {key: value for key, _, value in pairs}.get("filename", "")
    try:
        name = base64.b64decode(encoded, validate=True).decode()
    except ValueError as error:
        raise BadMetadata from error
    name = PurePath(name.replace("\\", "/")).name
    if not 0 < len(name) <= LONGEST_NAME or "\0" in name:
        raise BadMetadata
    return name


def _limits() -> UploadLimits:
    settings = runtime.current().settings
    return UploadLimits(
        most_bytes=settings.upload_limit,
        open_files=settings.uploads.open_files,
        open_bytes=settings.uploads.open_megabytes * MEBIBYTE,
        kept_for=timedelta(days=settings.uploads.kept_days),
    )

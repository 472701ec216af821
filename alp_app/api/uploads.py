"""Routes that work on a file: it lies whole on the disk before a transaction is opened."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from alp_app import runtime
from alp_app.api.routes import ActorRoute, Handler
from alp_app.kit.ids import UploadId
from alp_app.security.actor import Actor
from alp_app.services.uploads import commands
from alp_app.services.uploads.errors import MEBIBYTE, UploadNotFound, UploadTooLarge

MOST_BYTES = 8 * 1024 * MEBIBYTE
"""Beyond any school's limit: `upload_limit` of the settings refuses earlier and in better words."""

BINARY_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""The `openapi_extra` of a route whose body is a file."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    path: Path
    """Gone when the request is answered."""
    sha256: str


@dataclass(frozen=True, slots=True)
class SentFile:
    path: Path
    """Gone when the request is answered."""
    filename: str


class BodyRoute(ActorRoute):
    """The body is a small file. A slow line holds no transaction open: the file comes first."""

    async def answer(self, request: Request, actor: Actor, answer: Handler) -> Response:
        limit = runtime.current().settings.upload_limit
        if int(request.headers.get("content-length") or 0) > limit:
            raise UploadTooLarge(limit)
        async with _written(_limited(request.stream(), limit)) as request.state.upload:
            return await super().answer(request, actor, answer)


class TakingRoute(ActorRoute):
    """Takes the file that an upload brought, named by `upload_id` in the address. What the route
    refuses stays an upload; what it keeps is none any more."""

    async def answer(self, request: Request, actor: Actor, answer: Handler) -> Response:
        async with _put_together(request, actor) as request.state.sent:
            return await super().answer(request, actor, answer)


async def _body(request: Request) -> Path:
    return request.state.upload.path


async def _sent(request: Request, upload_id: UploadId) -> SentFile:
    """Ends the upload in the route's transaction."""
    if request.state.sent is None:
        raise UploadNotFound
    await commands.end_upload(request.state.work, upload_id)
    return request.state.sent


BodyFile = Annotated[Path, Depends(_body)]
Sent = Annotated[SentFile, Depends(_sent)]


@asynccontextmanager
async def _put_together(request: Request, actor: Actor) -> AsyncGenerator[SentFile | None]:
    """None when there is no such upload: an answer may be kept for who asks again. Raises
    UploadUnfinished."""
    current = runtime.current()
    try:
        upload_id = UploadId(UUID(request.query_params.get("upload_id", "")))
        async with current.reader(actor) as reader:
            upload = await commands.get_upload(reader, upload_id)
            keys = await commands.list_pieces(reader, upload_id)
    except (ValueError, UploadNotFound):
        yield None
        return

    async def pieces() -> AsyncIterator[bytes]:
        for key in keys:
            async with aclosing(current.objects.stream(key)) as stream:
                async for chunk in stream:
                    yield chunk

    async with _written(pieces()) as file:
        yield SentFile(file.path, upload.filename)


async def _limited(pieces: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes]:
    size = 0
    async for piece in pieces:
        size += len(piece)
        if size > limit:
            raise UploadTooLarge(limit)
        yield piece


@asynccontextmanager
async def _written(pieces: AsyncIterator[bytes]) -> AsyncGenerator[ReceivedFile]:
    """The bytes as a file, until the block ends."""
    handle, name = tempfile.mkstemp(prefix="alp-upload-")
    path = Path(name)
    try:
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as file:
            async for piece in pieces:
                digest.update(piece)
                file.write(piece)
        yield ReceivedFile(path, digest.hexdigest())
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)

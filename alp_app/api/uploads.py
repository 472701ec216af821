"""Routes whose body is a file: it lies whole on the disk before a transaction is opened."""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from alp_app import runtime
from alp_app.api.routes import ActorRoute, Handler
from alp_app.kit.errors import AppError
from alp_app.security.actor import Actor

MEBIBYTE = 1024 * 1024
MOST_BYTES = 8 * 1024 * MEBIBYTE
"""Beyond any school's limit: `upload_limit` of the settings refuses earlier and in better words."""

Filename = Annotated[str, Query(min_length=1, max_length=255)]

BINARY_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""The `openapi_extra` of such a route."""


class UploadTooLarge(AppError):
    code = "upload.too_large"
    status = 413
    hint = "Split a document, or save pictures and videos smaller."

    def __init__(self, limit: int) -> None:
        megabytes = limit // MEBIBYTE
        super().__init__(
            f"This file is larger than {megabytes} MB, the most this school accepts.",
            limit_megabytes=megabytes,
        )


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    path: Path
    """Gone when the request is answered."""
    sha256: str


class UploadRoute(ActorRoute):
    """A slow line holds no transaction open: the file comes first."""

    async def answer(self, request: Request, actor: Actor, answer: Handler) -> Response:
        limit = runtime.current().settings.upload_limit
        async with _received(request, limit) as request.state.upload:
            return await super().answer(request, actor, answer)


async def _upload(request: Request) -> Path:
    return request.state.upload.path


async def _name(filename: Filename) -> str:
    """Without the folders that some browsers send."""
    return PurePath(filename.replace("\\", "/")).name


Upload = Annotated[Path, Depends(_upload)]
UploadName = Annotated[str, Depends(_name)]


@asynccontextmanager
async def _received(request: Request, limit: int) -> AsyncGenerator[ReceivedFile]:
    """The body as a file. Raises UploadTooLarge."""
    if int(request.headers.get("content-length") or 0) > limit:
        raise UploadTooLarge(limit)
    handle, name = tempfile.mkstemp(prefix="alp-upload-")
    path = Path(name)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as file:
            async for piece in request.stream():
                size += len(piece)
                if size > limit:
                    raise UploadTooLarge(limit)
                digest.update(piece)
                file.write(piece)
        yield ReceivedFile(path, digest.hexdigest())
    finally:
        await asyncio.to_thread(path.unlink, missing_ok=True)

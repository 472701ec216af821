"""Finds a model file on this machine, and fetches the one that is not there yet."""

import asyncio
import hashlib
import json
import os
import shutil
from functools import cache
from pathlib import Path

from providers.contracts.errors import ProviderMisconfigured
from providers.llamacpp.downloads import PROVIDER, Progress, append_parts, append_url
from providers.llamacpp.locks import locked
from providers.llamacpp.models import ModelSpec, PackageParts
from providers.packaged import PackagedFile

GGUF = b"GGUF"
SPARE_BYTES = 256 * 1024 * 1024
"""Left free for the rest of the machine, and for the part that is being unpacked."""


def find(spec: ModelSpec, folder: Path) -> Path | None:
    """The verified file of `spec`; None when it has to be fetched first.

    Reads the whole file the first time, to compare its sha256, and remembers the result in `folder`.
    Raises ProviderMisconfigured when the file is there but is not the right one.
    """
    if spec.own_path:
        return _own_file(spec.own_path)
    packaged = spec.source.find() if isinstance(spec.source, PackagedFile) else None
    path = packaged or folder / spec.file_name
    if not path.exists():
        return None
    stamp = folder / f"{spec.file_name}.verified"
    facts = _facts(path, spec)
    if not stamp.exists() or stamp.read_text() != facts:
        _verify(path, spec)
        folder.mkdir(parents=True, exist_ok=True)
        stamp.write_text(facts)
    return path


async def fetch(spec: ModelSpec, folder: Path, progress: Progress) -> Path:
    """Bring the file of `spec` into `folder`, going on where an earlier try stopped.

    Raises ProviderError; whatever stops it, what has arrived is kept for the next try.
    """
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    async with locked(folder / f".{spec.file_name}.lock"):
        if found := await asyncio.to_thread(find, spec, folder):
            await progress(spec.size, spec.size)
            return found
        partial = folder / f"{spec.file_name}.partial"
        _check_space(folder, spec, partial)
        if spec.url:
            await append_url(spec, partial, progress)
        elif isinstance(spec.source, PackageParts):
            await append_parts(spec, spec.source, partial, progress)
        else:
            raise spec.source.missing(PROVIDER)
        return await asyncio.to_thread(_accept, spec, folder, partial)


def digest_of(spec: ModelSpec, path: Path) -> str:
    """SHA-256 of the file that is used. Blocking where it is one of the administrator's choice: that one
    is read whole, once for each change of it."""
    if not spec.own_path:
        return spec.sha256
    stat = path.stat()
    return _digest(path, (stat.st_size, stat.st_mtime_ns))


@cache
def _digest(path: Path, _state: tuple[int, int]) -> str:
    """`_state` tells one state of the file from the next."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _accept(spec: ModelSpec, folder: Path, partial: Path) -> Path:
    try:
        _verify(partial, spec)
    except ProviderMisconfigured:
        partial.unlink()
        raise
    path = partial.replace(folder / spec.file_name)
    (folder / f"{spec.file_name}.verified").write_text(_facts(path, spec))
    return path


def _own_file(path: Path) -> Path:
    try:
        with path.open("rb") as file:
            is_model = file.read(len(GGUF)) == GGUF
    except OSError as error:
        raise ProviderMisconfigured(
            PROVIDER, f"the model file {path} cannot be read: {error.strerror}"
        ) from error
    if not is_model:
        raise ProviderMisconfigured(PROVIDER, f"{path} is not a GGUF model file")
    return path


def _facts(path: Path, spec: ModelSpec) -> str:
    stat = path.stat()
    return json.dumps([str(path), stat.st_size, stat.st_mtime_ns, spec.sha256])


def _verify(path: Path, spec: ModelSpec) -> None:
    with path.open("rb") as file:
        is_right = (
            os.fstat(file.fileno()).st_size == spec.size
            and hashlib.file_digest(file, "sha256").hexdigest() == spec.sha256
        )
    if not is_right:
        raise ProviderMisconfigured(
            PROVIDER,
            f"{path} is not {spec.name} as it was published",
            "Delete the file and fetch it again.",
        )


def _check_space(folder: Path, spec: ModelSpec, partial: Path) -> None:
    present = partial.stat().st_size if partial.exists() else 0
    needed = spec.size - present + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ProviderMisconfigured(
            PROVIDER,
            f"{spec.name} needs {needed / 1e9:.1f} GB in {folder}, and {free / 1e9:.1f} GB is free",
            "Make room, or move the home folder to a larger disk.",
        )

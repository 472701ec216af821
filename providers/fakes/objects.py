"""An object store in this process's memory, for tests."""

import hashlib
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from providers.contracts.errors import ProviderError, ProviderRefused
from providers.contracts.objects import ObjectDamaged, ObjectInfo, ObjectMissing, StoredObject
from providers.contracts.status import ProviderStatus, Readiness

_CHUNK = 64 * 1024
_KEY_LENGTH = 64


@dataclass(slots=True)
class _Kept:
    content: bytes
    media_type: str
    modified_at: datetime


class MemoryObjects:
    """`providers.contracts.objects.ObjectStore`. Each of `troubles` is raised by one call."""

    name = "memory"

    def __init__(self, troubles: Sequence[ProviderError] = ()) -> None:
        self.troubles = list(troubles)
        self._kept: dict[str, _Kept] = {}

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name, readiness=Readiness.READY, reason="forgets when it ends"
        )

    async def prepare(self) -> None: ...

    async def put_file(self, path: Path, *, media_type: str) -> StoredObject:
        return await self.put_bytes(path.read_bytes(), media_type=media_type)  # noqa: ASYNC240 - a test's small file

    async def put_bytes(self, content: bytes, *, media_type: str) -> StoredObject:
        self._meet_trouble()
        key = hashlib.sha256(content).hexdigest()
        self._kept[key] = _Kept(content, media_type, datetime.fromtimestamp(time.time(), UTC))
        return StoredObject(sha256=key, size=len(content))

    async def find(self, key: str) -> ObjectInfo | None:
        self._check(key)
        kept = self._kept.get(key)
        return kept and ObjectInfo(key=key, size=len(kept.content), modified_at=kept.modified_at)

    async def read(self, key: str) -> bytes:
        async with aclosing(self.stream(key)) as chunks:
            return b"".join([chunk async for chunk in chunks])

    async def stream(
        self, key: str, *, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes]:
        self._check(key)
        if key not in self._kept:
            raise ObjectMissing(self.name, "has no such object")
        content = self._kept[key].content
        if start and start >= len(content):
            raise ProviderRefused(self.name, "has no bytes at that place of the object")
        wanted = content[start:] if length is None else content[start : start + length]
        for place in range(0, len(wanted), _CHUNK):
            yield wanted[place : place + _CHUNK]
        if wanted == content and hashlib.sha256(content).hexdigest() != key:
            raise ObjectDamaged(self.name, f"holds damaged bytes for {key}")

    async def save(self, key: str, path: Path) -> None:
        content = await self.read(key)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)  # noqa: ASYNC240 - a test's small file

    async def delete(self, key: str) -> None:
        self._check(key)
        self._kept.pop(key, None)

    async def list_older(self, than: datetime) -> AsyncGenerator[ObjectInfo]:
        for key, kept in sorted(self._kept.items()):
            if kept.modified_at < than:
                yield ObjectInfo(key=key, size=len(kept.content), modified_at=kept.modified_at)

    async def presign(
        self, key: str, *, expires: timedelta, filename: str = "", media_type: str = ""
    ) -> str:
        """The address says what was asked for; nothing answers there."""
        self._check(key)
        wanted = {"expires": int(expires.total_seconds()), "as": filename, "type": media_type}
        return f"https://memory.invalid/{key}?{urlencode(wanted)}"

    def damage(self, key: str, content: bytes) -> None:
        """Replace stored bytes behind the store's back, as a bad disk does."""
        self._kept[key].content = content

    def _meet_trouble(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)

    def _check(self, key: str) -> None:
        self._meet_trouble()
        if len(key) != _KEY_LENGTH or set(key) - set("0123456789abcdef"):
            raise ProviderRefused(self.name, f"{key!r} is not the hash of a file")

"""An object store in a folder, so that many processes share it and a kill can spoil it."""

import asyncio
import hashlib
import secrets
from pathlib import Path

from providers.contracts.objects import StoredObject


class FolderObjects:
    """`ObjectStore`, as far as the jobs here use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put_bytes(self, content: bytes, *, media_type: str) -> StoredObject:
        digest = hashlib.sha256(content).hexdigest()
        draft = self._folder / f"{digest}.{secrets.token_hex(4)}"
        draft.write_bytes(content)
        draft.rename(self._folder / digest)
        return StoredObject(sha256=digest, size=len(content))

    async def put_file(self, path: Path, *, media_type: str) -> StoredObject:
        content = await asyncio.to_thread(path.read_bytes)
        return await self.put_bytes(content, media_type=media_type)

    async def save(self, key: str, path: Path) -> None:
        content = await asyncio.to_thread((self._folder / key).read_bytes)
        await asyncio.to_thread(path.write_bytes, content)

"""An object store in a folder, so that many processes share it and a kill can spoil it."""

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

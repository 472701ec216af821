"""Files kept under the hash of their bytes: what is stored once never changes."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from providers.contracts.errors import ProviderRefused, ProviderUnreachable
from providers.contracts.status import ProviderStatus


class ObjectMissing(ProviderRefused):
    """The store answered that it has no object with this key."""


class StoreFull(ProviderUnreachable):
    """The store has no space left."""


class ObjectDamaged(ProviderRefused):
    """All bytes arrived, and they are not the ones that were stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    sha256: str
    """Hex; also the key."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectInfo:
    key: str
    size: int
    modified_at: datetime


class ObjectStore(Protocol):
    """Every method raises ProviderError and nothing else when the store does not do its part."""

    @property
    def name(self) -> str: ...

    async def status(self) -> ProviderStatus:
        """Put something and read it back. Never raises: no answer is an answer."""
        ...

    async def prepare(self) -> None:
        """Make the bucket if there is none. Safe to call at every start."""
        ...

    async def put_file(self, path: Path, *, media_type: str) -> StoredObject:
        """Store a file. Storing the same bytes again is safe, and renews their `modified_at`."""
        ...

    async def put_bytes(self, content: bytes, *, media_type: str) -> StoredObject: ...

    async def find(self, key: str) -> ObjectInfo | None: ...

    async def read(self, key: str) -> bytes:
        """Read a whole object into memory and check its hash. For small ones: see `stream`."""
        ...

    def stream(
        self, key: str, *, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes]:
        """Yield the bytes from `start`; a whole object's hash is checked at the end.

        Use `contextlib.aclosing` when you may stop early.
        """
        ...

    async def save(self, key: str, path: Path) -> None:
        """Write an object to a file, checked; the file appears whole or not at all."""
        ...

    async def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""
        ...

    def list_older(self, than: datetime) -> AsyncGenerator[ObjectInfo]:
        """Every object last stored before `than`, in the order of keys."""
        ...

    async def presign(
        self, key: str, *, expires: timedelta, filename: str = "", media_type: str = ""
    ) -> str:
        """Return an address a browser can GET until it expires, without a key of ours.

        With `filename` the browser saves the file under that name; without, it shows it. Makes no
        call to the store: an address of a missing object is an address all the same.
        """
        ...

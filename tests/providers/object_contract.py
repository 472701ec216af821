"""What every object store promises. Subclasses say which one by `store`, and how to `damage` it."""

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from providers.contracts.errors import ProviderRefused
from providers.contracts.objects import ObjectDamaged, ObjectMissing, ObjectStore

Damage = Callable[[str, bytes], Awaitable[None]]
ABSENT = hashlib.sha256(b"never stored").hexdigest()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2200, 1, 1, tzinfo=UTC)


def some_bytes(size: int = 1000) -> bytes:
    return secrets.token_bytes(size)


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def collected(store: ObjectStore, key: str, start: int, length: int | None) -> bytes:
    async with aclosing(store.stream(key, start=start, length=length)) as chunks:
        return b"".join([chunk async for chunk in chunks])


class ObjectContract:
    async def test_it_says_that_it_is_ready(self, store: ObjectStore):
        status = await store.status()
        assert status.is_ready
        assert status.provider == store.name
        json.dumps(status.as_json())

    async def test_what_is_stored_is_found_under_its_hash(self, store: ObjectStore):
        content = some_bytes()
        stored = await store.put_bytes(content, media_type="application/octet-stream")
        assert stored.sha256 == hashlib.sha256(content).hexdigest()
        assert stored.size == len(content)
        assert await store.read(stored.sha256) == content
        info = await store.find(stored.sha256)
        assert info is not None
        assert (info.key, info.size) == (stored.sha256, stored.size)
        assert info.modified_at.tzinfo is not None

    @pytest.mark.parametrize("size", [0, 1, 512 * 1024, 512 * 1024 + 1, 3_000_000])
    async def test_files_of_any_size_come_back_whole(
        self, store: ObjectStore, tmp_path: Path, size: int
    ):
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(some_bytes(size))
        stored = await store.put_file(source, media_type="application/pdf")
        await store.save(stored.sha256, target)
        assert target.read_bytes() == source.read_bytes()
        assert files_in(tmp_path) == {"source", "target"}

    async def test_storing_the_same_bytes_again_changes_nothing(self, store: ObjectStore):
        content = some_bytes()
        first = await store.put_bytes(content, media_type="text/plain")
        assert await store.put_bytes(content, media_type="text/plain") == first
        assert await store.read(first.sha256) == content

    @pytest.mark.parametrize(
        ("start", "length"), [(0, 10), (990, 10), (500, None), (0, None), (995, 100)]
    )
    async def test_a_range_gives_just_those_bytes(
        self, store: ObjectStore, start: int, length: int | None
    ):
        content = some_bytes(1000)
        key = (await store.put_bytes(content, media_type="video/mp4")).sha256
        end = None if length is None else start + length
        assert await collected(store, key, start, length) == content[start:end]

    async def test_a_range_behind_the_end_is_refused(self, store: ObjectStore):
        key = (await store.put_bytes(some_bytes(10), media_type="text/plain")).sha256
        with pytest.raises(ProviderRefused):
            await collected(store, key, 10, 5)

    async def test_what_is_not_there_is_said_to_be_missing(
        self, store: ObjectStore, tmp_path: Path
    ):
        assert await store.find(ABSENT) is None
        with pytest.raises(ObjectMissing):
            await store.read(ABSENT)
        with pytest.raises(ObjectMissing):
            await store.save(ABSENT, tmp_path / "target")
        assert files_in(tmp_path) == set()

    async def test_what_is_deleted_is_gone_and_may_be_deleted_again(self, store: ObjectStore):
        key = (await store.put_bytes(some_bytes(), media_type="text/plain")).sha256
        await store.delete(key)
        assert await store.find(key) is None
        await store.delete(key)

    async def test_damaged_bytes_are_never_passed_on_as_whole(
        self, store: ObjectStore, damage: Damage, tmp_path: Path
    ):
        content = some_bytes()
        key = (await store.put_bytes(content, media_type="text/plain")).sha256
        await damage(key, content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(ObjectDamaged):
            await store.read(key)
        with pytest.raises(ObjectDamaged):
            await store.save(key, tmp_path / "target")
        assert files_in(tmp_path) == set()

    @pytest.mark.parametrize("key", ["", "../x", "a" * 63, "A" * 64, "g" * 64])
    async def test_only_hashes_are_keys(self, store: ObjectStore, key: str):
        with pytest.raises(ProviderRefused):
            await store.find(key)
        with pytest.raises(ProviderRefused):
            await store.delete(key)
        with pytest.raises(ProviderRefused):
            await store.presign(key, expires=timedelta(minutes=5))

    async def test_objects_are_listed_by_when_they_were_stored(self, store: ObjectStore):
        keys = {
            (await store.put_bytes(some_bytes(), media_type="text/plain")).sha256 for _ in range(3)
        }
        assert [info async for info in store.list_older(LONG_AGO)] == []
        found = [info.key async for info in store.list_older(FAR_AHEAD)]
        assert keys <= set(found)
        assert found == sorted(found)

    async def test_preparing_twice_is_safe(self, store: ObjectStore):
        await store.prepare()
        await store.prepare()

"""The object contract, held against the fake and against a real store."""

import re
from datetime import timedelta
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from providers.contracts.errors import ProviderUnreachable
from providers.contracts.objects import ObjectStore
from providers.fakes.objects import MemoryObjects
from providers.s3.adapter import S3Objects
from tests.providers.object_contract import FAR_AHEAD, Damage, ObjectContract, some_bytes
from tests.support.stack import Stack


def objects_in(stack: Stack, **changes: Any) -> S3Objects:
    s3 = stack.settings.s3
    settings: dict[str, Any] = {
        "endpoint": s3.endpoint,
        "access_key": s3.access_key,
        "secret_key": s3.secret_key.get_secret_value(),
        "bucket": s3.bucket,
        "region": s3.region,
    }
    return S3Objects(**{**settings, **changes})


class TestMemoryObjects(ObjectContract):
    @pytest.fixture
    def store(self) -> MemoryObjects:
        return MemoryObjects()

    @pytest.fixture
    def damage(self, store: MemoryObjects) -> Damage:
        async def change(key: str, content: bytes) -> None:
            store.damage(key, content)

        return change

    async def test_a_trouble_meets_one_call(self):
        store = MemoryObjects([ProviderUnreachable("memory", "is away")])
        with pytest.raises(ProviderUnreachable):
            await store.put_bytes(b"x", media_type="text/plain")
        await store.put_bytes(b"x", media_type="text/plain")


@pytest.mark.timeout(90)
class TestS3Objects(ObjectContract):
    @pytest.fixture
    def store(self, stack: Stack) -> ObjectStore:
        return objects_in(stack)

    @pytest.fixture
    def damage(self, stack: Stack) -> Damage:
        async def change(key: str, content: bytes) -> None:
            stack.s3_client().put_object(Bucket=stack.settings.s3.bucket, Key=key, Body=content)

        return change

    async def test_a_browser_can_get_what_it_holds_an_address_of(self, store: ObjectStore):
        content = some_bytes()
        key = (await store.put_bytes(content, media_type="text/plain")).sha256
        address = await store.presign(
            key,
            expires=timedelta(minutes=5),
            filename='Übung "1".pdf',
            media_type="application/pdf",
        )
        async with httpx.AsyncClient() as browser:
            whole = await browser.get(address)
            part = await browser.get(address, headers={"Range": "bytes=10-19"})
            other = await browser.get(address.replace(key, key[::-1]))
            unsigned = await browser.get(address.partition("?")[0])
        assert whole.content == content
        assert whole.headers["Content-Type"] == "application/pdf"
        disposition = whole.headers["Content-Disposition"]
        assert disposition.startswith("attachment; ")
        assert "filename*=UTF-8''%C3%9Cbung%20%221%22.pdf" in disposition
        assert part.status_code == httpx.codes.PARTIAL_CONTENT
        assert part.content == content[10:20]
        assert other.status_code == httpx.codes.FORBIDDEN
        assert unsigned.status_code == httpx.codes.FORBIDDEN

    async def test_an_address_is_for_the_public_name_and_shows_by_default(self, stack: Stack):
        store = objects_in(stack, public_endpoint="https://media.school.example")
        key = (await store.put_bytes(some_bytes(), media_type="image/png")).sha256
        address = urlsplit(await store.presign(key, expires=timedelta(minutes=5)))
        assert address.netloc == "media.school.example"
        assert "disposition" not in address.query
        assert "X-Amz-Expires=300" in address.query

    async def test_a_missing_bucket_is_made(self, stack: Stack):
        store = objects_in(stack, bucket=f"test-{token_hex(6)}")
        await store.prepare()
        await store.put_bytes(b"x", media_type="text/plain")
        assert (await store.status()).is_ready

    async def test_the_store_says_what_it_is(self, stack: Stack):
        status = await objects_in(stack, bucket=stack.settings.s3.bucket).status()
        assert re.fullmatch(r"SeaweedFS [\d.]+", status.version)

    async def test_more_objects_than_fit_a_page_are_listed(self, stack: Stack):
        store = objects_in(stack, bucket=f"test-{token_hex(6)}", page=2)
        await store.prepare()
        stored = [await store.put_bytes(some_bytes(), media_type="text/plain") for _ in range(5)]
        listed = [info.key async for info in store.list_older(FAR_AHEAD)]
        assert listed == sorted(item.sha256 for item in stored)

"""What an S3 store does wrong ends as one of three errors, in words for a person."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.objects import StoreFull
from providers.contracts.status import Readiness
from providers.s3.adapter import S3Objects
from tests.providers.object_contract import files_in
from tests.providers.raw_server import Script, cut_short, hang, hang_up, head, reply
from tests.providers.until import WITHOUT_HANGING

Answering = Callable[[Script], Awaitable[str]]
CONTENT = b"a lesson" * 50_000
SECRET = "hush"  # noqa: S105 - nobody's
KEY = hashlib.sha256(CONTENT).hexdigest()


def store_at(endpoint: str) -> S3Objects:
    return S3Objects(endpoint=endpoint, access_key="key", secret_key=SECRET, bucket="alp-media")


def failed(status: str, code: str, message: str = "") -> Script:
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    return reply(body, status, "application/xml")


@pytest.mark.parametrize(
    ("script", "kind", "words", "hint"),
    [
        (failed("503 Slow", "SlowDown", "Reduce your rate"), ProviderUnreachable, "Reduce", ""),
        (failed("500 Error", "InternalError", "try again"), ProviderUnreachable, "try again", ""),
        (reply(b"", "503 Service Unavailable"), ProviderUnreachable, "", ""),
        (failed("507 Full", "XMinioStorageFull"), StoreFull, "no space left", "disk"),
        (failed("507 Full", "InsufficientStorage"), StoreFull, "no space left", "disk"),
        (
            failed("500 E", "InternalError", "write /data: no space left on device"),
            StoreFull,
            "no space left",
            "disk",
        ),
        (failed("400 B", "BadDigest", "differs"), ProviderUnreachable, "damaged bytes", ""),
        (failed("403 F", "SignatureDoesNotMatch", "no"), ProviderMisconfigured, "let us in", "key"),
        (failed("403 F", "AccessDenied", "no"), ProviderMisconfigured, "let us in", "key"),
        (failed("403 F", "RequestTimeTooSkewed", "late"), ProviderMisconfigured, "late", "clocks"),
        (failed("404 N", "NoSuchBucket", "gone"), ProviderMisconfigured, "gone", "bucket"),
        (failed("301 M", "PermanentRedirect", "eu"), ProviderMisconfigured, "redirects", "region"),
        (failed("400 B", "InvalidArgument", "odd"), ProviderRefused, "odd", ""),
        (failed("400 B", "EntityTooLarge", "5 GB"), ProviderRefused, "5 GB", ""),
        (hang_up, ProviderUnreachable, "broke off", ""),
    ],
)
async def test_a_failed_put_is_sorted(
    answering: Answering, script: Script, kind: type[ProviderError], words: str, hint: str
):
    with pytest.raises(kind) as raised:
        await store_at(await answering(script)).put_bytes(CONTENT, media_type="text/plain")
    assert words in raised.value.reason
    assert hint in raised.value.hint
    assert SECRET not in str(raised.value)


async def test_a_truncated_object_is_not_taken_for_whole(answering: Answering, tmp_path: Path):
    store = store_at(await answering(cut_short(CONTENT[:-10], "text/plain")))
    with pytest.raises(ProviderUnreachable):
        await store.read(KEY)
    with pytest.raises(ProviderUnreachable):
        await store.save(KEY, tmp_path / "lesson")
    assert files_in(tmp_path) == set()


async def test_a_web_page_in_the_stores_place_is_told_apart(answering: Answering):
    page = reply(b"<html><body>It works</body></html>", "404 Not Found", "text/html")
    with pytest.raises(ProviderError) as raised:
        await store_at(await answering(page)).put_bytes(CONTENT, media_type="text/plain")
    assert raised.value.reason


async def test_a_store_that_is_off_is_unreachable():
    store = store_at("http://127.0.0.1:9")
    with pytest.raises(ProviderUnreachable, match="cannot be reached"):
        await store.read(KEY)
    assert (await store.status()).readiness is Readiness.UNREACHABLE


async def test_an_address_that_is_none_is_a_matter_for_an_administrator():
    with pytest.raises(ProviderMisconfigured, match="cannot be called"):
        await store_at("not an address").read(KEY)


async def test_the_status_of_a_silent_store_comes_in_time(answering: Answering):
    status = await store_at(await answering(hang)).status()
    assert status.readiness is Readiness.UNREACHABLE
    assert status.elapsed < WITHOUT_HANGING


async def test_a_reader_that_leaves_early_closes_the_connection(answering: Answering):
    closed = asyncio.Event()

    async def slow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head("200 OK", "text/plain", Content_Length=str(1 << 30)))
        try:
            while not writer.is_closing():
                writer.write(b"x" * 65536)
                await writer.drain()
        except ConnectionError:
            closed.set()
            raise

    store = store_at(await answering(slow))
    async with aclosing(store.stream(KEY)) as chunks:
        assert await anext(chunks)
    await closed.wait()

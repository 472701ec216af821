"""One suite for every scanner: the fake, and ClamAV's adapter against a server with its protocol."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from providers.clamav.adapter import ClamAV
from providers.contracts.errors import (
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.status import Readiness
from providers.fakes.scanning import EICAR, SIGNATURE, FakeScanner, fake_clamd
from providers.fakes.streams import serving_streams

PATIENCE = timedelta(seconds=20)


async def parts(*pieces: bytes) -> AsyncGenerator[bytes]:
    for piece in pieces:
        yield piece


@pytest.fixture(params=["fake", "clamav over TCP", "clamav over a socket"])
async def scanner(request, tmp_path):
    if request.param == "fake":
        yield FakeScanner()
        return
    path = tmp_path / "clamd.sock" if "socket" in request.param else None
    async with fake_clamd(socket_path=path) as url:
        yield ClamAV(url, timeout=PATIENCE)


async def test_an_ordinary_file_is_clean(scanner):
    verdict = await scanner.scan(parts(b"injector ", b"report", b"x" * 200_000))
    assert verdict.is_clean
    assert verdict.engine


async def test_an_empty_file_is_clean(scanner):
    assert (await scanner.scan(parts())).is_clean


async def test_the_test_signature_is_found_also_across_two_parts(scanner):
    verdict = await scanner.scan(parts(b"head", EICAR[:20], EICAR[20:], b"tail"))
    assert not verdict.is_clean
    assert verdict.signature == SIGNATURE


async def test_a_file_that_is_too_large_is_refused_and_never_called_clean(scanner):
    with pytest.raises(ProviderRefused):
        await scanner.scan(parts(*[b"x" * 100_000] * 30))


async def test_a_scanner_that_answers_is_ready(scanner):
    assert (await scanner.status()).readiness is Readiness.READY


async def test_no_server_is_unreachable(unused_tcp_port):
    absent = ClamAV(f"tcp://127.0.0.1:{unused_tcp_port}", timeout=PATIENCE)
    assert (await absent.status()).readiness is Readiness.UNREACHABLE
    with pytest.raises(ProviderUnreachable):
        await absent.scan(parts(b"x"))


async def test_a_wrong_address_says_how_to_write_one():
    wrong = ClamAV("clamd:3310", timeout=PATIENCE)
    assert (await wrong.status()).readiness is Readiness.MISCONFIGURED
    with pytest.raises(ProviderMisconfigured, match="no address"):
        await wrong.scan(parts(b"x"))


async def test_another_server_is_not_taken_for_a_scanner():
    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\0")
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with serving_streams(hello) as port:
        status = await ClamAV(f"tcp://127.0.0.1:{port}", timeout=PATIENCE).status()
    assert status.readiness is Readiness.MISCONFIGURED


async def test_a_scanner_that_falls_silent_is_unreachable():
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving_streams(silent) as port:
        quick = ClamAV(f"tcp://127.0.0.1:{port}", timeout=timedelta(seconds=1))
        assert (await quick.status()).readiness is Readiness.UNREACHABLE

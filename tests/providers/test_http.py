"""Whatever an engine sends, the caller gets an answer or one of three errors, in time."""

import asyncio
import gc
import tracemalloc
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from datetime import timedelta

import pytest
from pydantic import BaseModel

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
    ReplyTooLong,
)
from providers.contracts.status import ProviderStatus, Readiness
from providers.framing import NdJson, ServerSentEvents
from providers.http import EngineClient, checked
from tests.providers.raw_server import (
    Script,
    cut_short,
    drip,
    endless,
    hang,
    hang_up,
    head,
    reply,
)

Answering = Callable[[Script], Awaitable[str]]
HTML = b"<!doctype html><html><head><title>502 Bad\n Gateway</title></head></html>"


class Answer(BaseModel):
    size: float


def client_of(url: str, seconds: float = 5.0, max_bytes: int = 100_000) -> EngineClient:
    return EngineClient("engine", url, timeout=timedelta(seconds=seconds), max_bytes=max_bytes)


async def test_a_good_reply_becomes_the_type_that_was_asked_for(answering: Answering):
    client = client_of(await answering(reply(b'{"size": 1.5, "more": true}')))
    assert await client.get("/", Answer) == Answer(size=1.5)
    assert await client.post("/", dict[str, float | bool], body={}) == {"size": 1.5, "more": True}


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (reply(b"{}", "500 Internal Server Error"), ProviderUnreachable, "HTTP 500"),
        (reply(HTML, "502 Bad Gateway", "text/html"), ProviderUnreachable, "502 Bad Gateway"),
        (reply(b'{"error":"slow down"}', "429 Too Many"), ProviderUnreachable, "slow down"),
        (reply(b'{"error":{"message":"no"}}', "401 No"), ProviderMisconfigured, "no"),
        (reply(b'{"detail":"Not Found"}', "404 Not Found"), ProviderMisconfigured, "Not Found"),
        (
            reply(
                b'{"error":"{\\"error\\":{\\"code\\":400,\\"message\\":\\"bad schema\\"}}"}',
                "400 B",
            ),
            ProviderRefused,
            "engine: bad schema",
        ),
        (
            reply(b'{"detail":[{"loc":["steps"],"msg":"not a number"}]}', "422 Unprocessable"),
            ProviderRefused,
            "not a number",
        ),
        (reply(HTML, media_type="text/html"), ProviderMisconfigured, "a web page"),
        (reply(b'{"size": NaN}'), ProviderUnreachable, "broken JSON"),
        (reply(b'{"size": 1e999}'), ProviderUnreachable, "broken JSON"),
        (reply(b"[" * 5000), ProviderUnreachable, "broken JSON"),
        (reply(b'{"size": 1'), ProviderUnreachable, "broken JSON"),
        (reply(b"\xff\xfe\x00"), ProviderUnreachable, "broken JSON"),
        (reply(b""), ProviderUnreachable, "broken JSON"),
        (reply(b'{"size": "wide"}'), ProviderMisconfigured, "size"),
        (reply(b"null"), ProviderMisconfigured, "shape"),
        (reply(b'{"error":"out of memory"}'), ProviderUnreachable, "out of memory"),
        (reply(b'{"error":{"code":400,"message":"no"}}'), ProviderRefused, "no"),
        (cut_short(b'{"size": 1.5}'), ProviderUnreachable, "broke off"),
        (hang_up, ProviderUnreachable, "broke off"),
        (endless(b" " * 65536), ReplyTooLong, "MiB allowed"),
        (reply(b"[" + b"[]," * 100_000 + b"1]"), ReplyTooLong, "MiB allowed"),
    ],
)
async def test_each_bad_reply_is_one_of_the_three_kinds(
    answering: Answering, script: Script, kind: type[ProviderError], words: str
):
    client = client_of(await answering(script))
    with pytest.raises(ProviderError) as caught:
        await client.get("/", Answer)
    assert type(caught.value) is kind
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:1", ProviderUnreachable),
        ("", ProviderMisconfigured),
        ("127.0.0.1:11434", ProviderMisconfigured),
        ("ftp://127.0.0.1", ProviderMisconfigured),
        ("http://[::", ProviderMisconfigured),
        ("http://127.0.0.1:99999", ProviderMisconfigured),
    ],
)
async def test_a_bad_address_is_told_apart_from_a_server_that_is_down(
    url: str, kind: type[ProviderError]
):
    with pytest.raises(kind):
        await client_of(url).get("/", Answer)


async def test_a_password_in_the_address_is_not_repeated_in_the_message():
    with pytest.raises(ProviderUnreachable) as caught:
        await client_of("http://somebody:secret@127.0.0.1:1/x").get("/", Answer)
    assert "http://127.0.0.1:1" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_redirect_names_the_new_address_and_is_not_followed(answering: Answering):
    async def moved(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head("301 Moved", Location="http://elsewhere/", Content_Length="0"))

    with pytest.raises(ProviderMisconfigured, match="http://elsewhere/"):
        await client_of(await answering(moved)).get("/", Answer)


@pytest.mark.parametrize("script", [hang, drip(b'{"size": 1.5}', 0.2)])
async def test_the_deadline_holds_to_the_last_byte(answering: Answering, script: Script):
    client = client_of(await answering(script), seconds=0.3)
    with pytest.raises(ProviderUnreachable, match=r"within 0\.3 s"):
        await asyncio.wait_for(client.get("/", Answer), 2)


async def test_ten_gigabytes_are_refused_before_they_are_read(answering: Answering):
    async def announce(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head(Content_Length=str(10 * 1024**3)))
        writer.write(b" " * 1000)

    with pytest.raises(ProviderRefused, match="MiB allowed"):
        await client_of(await answering(announce)).get("/", Answer)


async def test_an_endless_error_page_is_not_read_to_its_end(answering: Answering):
    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head("500 Oops", "text/plain"))
        while True:
            writer.write(b"oops " * 10_000)
            await writer.drain()

    with pytest.raises(ProviderUnreachable, match="oops"):
        await client_of(await answering(script)).get("/", Answer)


async def test_an_endless_reply_does_not_grow_memory(answering: Answering):
    client = client_of(await answering(endless(b"x" * 65536)), max_bytes=4 * 1024 * 1024)
    gc.collect()
    tracemalloc.start()
    with pytest.raises(ProviderRefused):
        await client.get("/", Answer)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * 1024 * 1024


@pytest.mark.parametrize("pause", [0.0, 0.001])
async def test_lines_of_json_arrive_one_by_one_however_they_are_cut(
    answering: Answering, pause: float
):
    body = b'{"size":1}\n\n{"size":2}\r\n{"size":3}'
    client = client_of(await answering(drip(body, pause)))
    answers = [a.size async for a in client.stream("/", Answer, NdJson(), body={})]
    assert answers == [1, 2, 3]


async def test_events_arrive_one_by_one_and_end_at_done(answering: Answering):
    body = (
        b': ping\n\ndata: {"size":\ndata: 1}\n\nevent: x\ndata:{"size":2}\r\n\r\n'
        b'data: [DONE]\n\ndata: {"size":9}\n\n'
    )
    client = client_of(await answering(reply(body, media_type="text/event-stream")))
    answers = [a.size async for a in client.stream("/", Answer, ServerSentEvents(), body={})]
    assert answers == [1, 2]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'data: {"size":1}\n\nerror: {"code":500,"error":"gone"}\n\n', ProviderUnreachable),
        (b'{"error":{"code":400,"message":"bad schema"}}', ProviderRefused),
        (HTML, ProviderMisconfigured),
    ],
)
async def test_what_is_no_event_stream_is_reported_as_what_it_is(
    answering: Answering, body: bytes, kind: type[ProviderError]
):
    client = client_of(await answering(reply(body)))
    with pytest.raises(kind):
        async for _ in client.stream("/", Answer, ServerSentEvents(), body={}):
            pass


async def test_values_are_passed_on_before_the_stream_ends(answering: Answering):
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head() + b'{"size":1}\n')
        await hang(reader, writer)

    client = client_of(await answering(script))
    async with aclosing(client.stream("/", Answer, NdJson(), body={})) as stream:
        assert (await anext(stream)).size == 1


@pytest.mark.parametrize("how", ["cancel", "close"])
async def test_giving_up_closes_the_connection(answering: Answering, how: str):
    closed = asyncio.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head() + b'{"size":1}\n')
        await hang(reader, writer)
        closed.set()

    client = client_of(await answering(script))
    stream = client.stream("/", Answer, NdJson(), body={})
    await anext(stream)
    if how == "close":
        await stream.aclose()
    else:
        waiting = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(closed.wait(), 2)


async def test_a_status_check_turns_errors_into_words():
    async def refused() -> ProviderStatus:
        raise ProviderUnreachable("engine", "nobody home", "Start it.")

    status = await checked("engine", refused)
    assert status.readiness is Readiness.UNREACHABLE
    assert (status.reason, status.hint) == ("nobody home", "Start it.")
    assert status.as_json()["readiness"] == "unreachable"


async def test_a_status_check_does_not_hide_bugs():
    async def broken() -> ProviderStatus:
        raise KeyError("models")

    with pytest.raises(KeyError):
        await checked("engine", broken)

"""The tus protocol: files that are sent in parts arrive as they are, whatever happens on their way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Any, cast

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select
from starlette.requests import ClientDisconnect

from alp_app import runtime
from alp_app.api.v1.uploads import PIECE
from alp_app.kit import clock
from alp_app.models.upload import Upload, UploadPiece
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor
from providers.contracts.objects import StoreFull
from providers.fakes.objects import MemoryObjects
from tests.support.people import Person, make_person, make_school, sign_in_browser
from tests.support.rest import ADDRESS, client, signed_in
from tests.support.sending import TUS, UPLOADS, announcing, carrying

MEBIBYTE = 1024 * 1024


@pytest.fixture
def objects() -> MemoryObjects:
    return MemoryObjects()


@pytest.fixture
async def school(product: Runtime, objects: MemoryObjects) -> Runtime:
    """With a store, room for 10 MB a file, and for three files or 12 MB of a person at a time."""
    limits = {"max_megabytes": 10, "open_files": 3, "open_megabytes": 12}
    uploads = product.settings.uploads.model_copy(update=limits)
    changed = product.settings.model_copy(update={"uploads": uploads})
    made = replace(product, settings=changed, objects=cast("Any", objects))
    runtime.install(made)
    return made


@pytest.fixture
async def visitor(school: Runtime) -> Actor:
    return await make_school(school)


@pytest.fixture
async def ana(school: Runtime, visitor: Actor) -> Person:
    return await make_person(school, visitor)


@pytest.fixture
async def program(ana: Person) -> httpx.AsyncClient:
    return await signed_in(ana)


async def begin(program: httpx.AsyncClient, length: int, filename: str = "notes.txt") -> str:
    begun = await program.post(UPLOADS, headers=announcing(filename, length))
    assert begun.status_code == 201, begun.text
    return begun.headers["Location"]


async def send(
    program: httpx.AsyncClient, place: str, offset: int, content: bytes, **headers: str
) -> httpx.Response:
    return await program.patch(place, content=content, headers={**carrying(offset), **headers})


async def offset_of(program: httpx.AsyncClient, place: str) -> int:
    return int((await program.head(place, headers=TUS)).headers["Upload-Offset"])


async def arrived(school: Runtime) -> bytes:
    """The bytes of the only upload, as a place would be given them."""
    async with school.sessions() as session:
        found = await session.scalars(select(UploadPiece).order_by("start"))
        return b"".join([await school.objects.read(piece.sha256) for piece in found])


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_the_server_says_what_it_speaks(program):
    answer = await program.options(UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,expiration,termination"
    assert answer.headers["Tus-Max-Size"] == str(10 * MEBIBYTE)


async def test_a_file_is_announced_sent_in_parts_and_asked_about(school, program):
    begun = await program.post(UPLOADS, headers=announcing("C:\\Work\\Übung.txt", 11))
    assert begun.status_code == 201
    place = begun.headers["Location"]
    assert place.startswith(f"{UPLOADS}/")
    assert begun.json()["filename"] == "Übung.txt"

    first = await send(program, place, 0, b"hello ")
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "6")
    assert parsedate_to_datetime(first.headers["Upload-Expires"]) > clock.now()

    asked = await program.head(place, headers=TUS)
    assert (asked.status_code, asked.headers["Upload-Offset"]) == (200, "6")
    assert (asked.headers["Upload-Length"], asked.headers["Cache-Control"]) == ("11", "no-store")
    assert asked.headers["Upload-Metadata"] == "filename w5xidW5nLnR4dA=="

    last = await send(program, place, 6, b"world")
    assert last.headers["Upload-Offset"] == "11"
    assert await arrived(school) == b"hello world"


async def test_who_sends_files_is_told_which_of_them_are_unfinished(school, visitor, program):
    other = await signed_in(await make_person(school, visitor))
    await begin(other, 5, "theirs.txt")
    assert (await program.get(UPLOADS, headers=TUS)).json() == []
    place = await begin(program, 11, "half.txt")
    await begin(program, 4, "nothing.txt")
    await send(program, place, 0, b"hello ")
    listed = (await program.get(UPLOADS, headers=TUS)).json()
    assert [(one["filename"], one["received"], one["length"]) for one in listed] == [
        ("half.txt", 6, 11),
        ("nothing.txt", 0, 4),
    ]
    await program.delete(place, headers=TUS)
    async with school.sessions.begin() as session:
        await session.execute(
            text("UPDATE upload SET expires_at = now() WHERE filename = 'nothing.txt'")
        )
    assert (await program.get(UPLOADS, headers=TUS)).json() == []


async def test_every_answer_names_the_version_and_others_are_refused(program):
    place = await begin(program, 5)
    for version in ({}, {"Tus-Resumable": "0.2.2"}):
        for answer in (
            await program.post(UPLOADS, headers={"Upload-Length": "5", **version}),
            await program.head(place, headers=version),
            await program.delete(place, headers=version),
        ):
            assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    gone = await program.head(f"{place[:-4]}0000", headers=TUS)
    assert (gone.status_code, gone.headers["Tus-Resumable"]) == (404, "1.0.0")


@pytest.mark.parametrize(
    ("offset", "content", "headers", "refusal"),
    [
        (3, b"de", {}, (409, "upload.offset_mismatch")),
        (0, b"abcdefghijk", {}, (413, "upload.longer_than_announced")),
        (0, b"ab", {"Content-Type": "text/plain"}, (415, "upload.wrong_media_type")),
    ],
)
async def test_bytes_that_do_not_follow_are_refused(program, *, offset, content, headers, refusal):
    place = await begin(program, 10)
    assert code_of(await send(program, place, offset, content, **headers)) == refusal
    assert await offset_of(program, place) == 0


async def test_more_than_was_announced_is_refused_when_nobody_said_how_much_comes(program):
    async def body() -> AsyncIterator[bytes]:
        yield b"abcdefghijk"

    place = await begin(program, 10)
    answer = await program.patch(place, content=body(), headers=carrying(0))
    assert code_of(answer) == (413, "upload.longer_than_announced")
    assert await offset_of(program, place) == 0


@pytest.mark.parametrize("name", ["", "filename", "filename !!", "filename AA==", "other Zm9v"])
async def test_a_file_needs_a_name(program, name):
    headers = {**TUS, "Upload-Length": "1", "Upload-Metadata": name}
    assert (await program.post(UPLOADS, headers=headers)).status_code == 422


async def test_of_two_requests_that_bring_the_same_bytes_one_counts(school, program):
    content = b"x" * 100_000
    place = await begin(program, len(content))
    both = await asyncio.gather(*(send(program, place, 0, content) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [204, 409]
    assert await offset_of(program, place) == len(content)
    assert await arrived(school) == content


async def test_what_came_before_the_connection_broke_is_kept(school, program):
    async def broken() -> AsyncIterator[bytes]:
        yield b"a" * PIECE
        yield b"b" * 1000
        raise ClientDisconnect

    length = 2 * PIECE
    place = await begin(program, length)
    await program.patch(place, content=broken(), headers=carrying(0))
    assert await offset_of(program, place) == PIECE + 1000
    rest = b"c" * (PIECE - 1000)
    answer = await send(program, place, PIECE + 1000, rest)
    assert answer.headers["Upload-Offset"] == str(length)
    assert await arrived(school) == b"a" * PIECE + b"b" * 1000 + rest


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(min_size=1, max_size=300), cuts=st.sets(st.integers(1, 299), max_size=8))
async def test_however_a_file_is_cut_the_same_bytes_arrive(school, program, content, cuts):
    places = [0, *sorted(cut for cut in cuts if cut < len(content)), len(content)]
    place = await begin(program, len(content))
    for start, end in pairwise(places):
        assert await offset_of(program, place) == start
        await send(program, place, start, content[start:end])
    assert await arrived(school) == content
    assert (await program.delete(place, headers=TUS)).status_code == 204


async def test_an_empty_file_has_arrived_when_it_is_announced(program):
    assert await offset_of(program, await begin(program, 0)) == 0


async def test_another_person_does_not_find_it(school, visitor, program):
    place = await begin(program, 5)
    ben = await make_person(school, visitor)
    async with await signed_in(ben) as other:
        for answer in (
            await other.head(place, headers=TUS),
            await send(other, place, 0, b"hello"),
            await other.delete(place, headers=TUS),
        ):
            assert answer.status_code == 404
    assert await offset_of(program, place) == 0


async def test_after_the_session_ended_the_same_person_goes_on(school, ana):
    async def browser() -> httpx.AsyncClient:
        return client(Cookie=(await sign_in_browser(school, ana)).cookie, Origin=ADDRESS)

    first = await browser()
    place = await begin(first, 10)
    await send(first, place, 0, b"hello")
    async with client() as nobody:
        assert code_of(await send(nobody, place, 5, b"world")) == (401, "not_signed_in")
    second = await browser()
    assert await offset_of(second, place) == 5
    assert (await send(second, place, 5, b"world")).status_code == 204
    assert await arrived(school) == b"helloworld"


async def test_a_cancelled_upload_is_gone(program):
    place = await begin(program, 5)
    await send(program, place, 0, b"hel")
    assert (await program.delete(place, headers=TUS)).status_code == 204
    assert (await program.delete(place, headers=TUS)).status_code == 404
    assert (await send(program, place, 3, b"lo")).status_code == 404


async def test_an_expired_upload_is_gone(school, program):
    place = await begin(program, 5)
    async with school.sessions() as session, session.begin():
        await session.execute(text("UPDATE upload SET expires_at = now() - interval '1 second'"))
    assert (await program.head(place, headers=TUS)).status_code == 404
    assert (await send(program, place, 0, b"hello")).status_code == 404


async def test_a_person_has_limits(program):
    too_large = await program.post(UPLOADS, headers=announcing("film.mp4", 10 * MEBIBYTE + 1))
    assert code_of(too_large) == (413, "upload.too_large")
    await begin(program, 10 * MEBIBYTE)
    too_much = await program.post(UPLOADS, headers=announcing("film.mp4", 3 * MEBIBYTE))
    assert code_of(too_much) == (429, "upload.too_many")
    places = [await begin(program, 1), await begin(program, 1)]
    too_many = await program.post(UPLOADS, headers=announcing("notes.txt", 1))
    assert code_of(too_many) == (429, "upload.too_many")
    await program.delete(places[0], headers=TUS)
    await begin(program, 1)


async def test_at_once_nobody_gets_around_the_limits(program):
    asked = [program.post(UPLOADS, headers=announcing("notes.txt", 1)) for _ in range(8)]
    statuses = [answer.status_code for answer in await asyncio.gather(*asked)]
    assert sorted(statuses) == [201] * 3 + [429] * 5


async def test_a_full_store_refuses_in_words_and_goes_on_when_there_is_room(objects, program):
    place = await begin(program, 5)
    objects.troubles.append(StoreFull("memory", "has no space left"))
    assert code_of(await send(program, place, 0, b"hello")) == (507, "storage.full")
    assert (await send(program, place, 0, b"hello")).headers["Upload-Offset"] == "5"


async def test_a_repeated_announcement_with_the_same_key_is_one_upload(school, program):
    headers = {**announcing("notes.txt", 5), "Idempotency-Key": "one"}
    first = await program.post(UPLOADS, headers=headers)
    again = await program.post(UPLOADS, headers=headers)
    assert again.headers["Location"] == first.headers["Location"]
    other = {**announcing("other.txt", 5), "Idempotency-Key": "one"}
    assert code_of(await program.post(UPLOADS, headers=other)) == (409, "idempotency.key_reused")
    async with school.sessions() as session:
        assert len((await session.scalars(select(Upload))).all()) == 1

"""Files of courses: sent to who may see them, in parts, and never as something they are not."""

import hashlib
import io
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from alp_app import runtime
from alp_app.api.ranges import Unsatisfiable, read_range
from alp_app.kit.ids import AssetId, new_uuid
from alp_app.models.asset import AssetKind
from alp_app.models.content import FigureBlock, FileBlock
from alp_app.models.course import Block, Course
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.courses.publishing import archive_course
from alp_app.services.learning.commands import enrol
from alp_app.services.media.commands import NewFile, record_asset, store_files
from alp_app.services.media.kinds import KindMismatch, sniff
from providers.fakes.objects import MemoryObjects
from tests.support.people import Person, make_person, make_school
from tests.support.rest import client, signed_in
from tests.support.world import MadeCourse, act, make_course, paragraph, publish

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7 worksheet"


def png(width: int = 700) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, 2), "navy").save(written, "PNG")
    return written.getvalue()


@pytest.fixture
async def shelf(product: Runtime) -> Runtime:
    """The product with an object store."""
    made = replace(product, objects=cast("Any", MemoryObjects()))
    runtime.install(made)
    return made


@pytest.fixture
async def visitor(shelf: Runtime) -> Actor:
    return await make_school(shelf)


@pytest.fixture
async def teacher(shelf: Runtime, visitor: Actor) -> Person:
    return await make_person(shelf, visitor, Role.INSTRUCTOR)


@pytest.fixture
async def ana(shelf: Runtime, visitor: Actor) -> Person:
    return await make_person(shelf, visitor)


@pytest.fixture
async def course(shelf: Runtime, teacher: Person) -> MadeCourse:
    return await make_course(shelf, teacher.actor)


async def keep(shelf, teacher, course, content: bytes, media_type: str, **more) -> AssetId:
    stored = await store_files(shelf.objects, {"original": NewFile(content, media_type)})
    async with shelf.unit_of_work(teacher.actor) as work:
        return await record_asset(
            work,
            stored,
            kind=more.pop("kind", AssetKind.IMAGE),
            filename=more.pop("filename", "picture"),
            course_id=course.id,
            manifest={},
        )


async def show(shelf, teacher, course, block) -> None:
    """Put a block in place of the first one of the course, and publish."""
    async with shelf.unit_of_work(teacher.actor) as work:
        row = await work.session.get_one(Block, course.lessons[0].block_ids[0])
        row.content = block
    await publish(shelf, teacher.actor, course.id)


async def get(person: Person | None, asset_id, rendition="original", **headers):
    program = client() if person is None else await signed_in(person)
    async with program:
        return await program.get(f"/media/{asset_id}/{rendition}", headers=headers)


async def test_a_picture_of_a_lesson_is_for_its_learners_and_for_staff(
    shelf, visitor, teacher, ana, course
):
    asset_id = await keep(shelf, teacher, course, png(), "image/png")
    other = await make_person(shelf, visitor, Role.INSTRUCTOR)
    everybody = (None, ana, other, teacher)
    statuses = [(await get(person, asset_id)).status_code for person in everybody]
    assert statuses == [404, 404, 404, 200], "of a draft"
    await show(shelf, teacher, course, FigureBlock(asset_id=asset_id, alt="A tide"))
    statuses = [(await get(person, asset_id)).status_code for person in everybody]
    assert statuses == [404, 404, 200, 200], "published, nobody enrolled"
    await act(shelf, ana.actor, enrol, course.id)
    answer = await get(ana, asset_id)
    assert (answer.status_code, answer.content) == (200, png())
    await show(shelf, teacher, course, paragraph("No picture any more."))
    assert (await get(ana, asset_id)).status_code == 404


async def test_the_picture_of_a_course_is_for_everybody_while_it_is_in_the_catalogue(
    shelf, teacher, ana, course
):
    asset_id = await keep(shelf, teacher, course, png(), "image/png")
    async with shelf.unit_of_work(teacher.actor) as work:
        (await work.session.get_one(Course, course.id)).cover_asset_id = asset_id
    assert (await get(None, asset_id)).status_code == 404
    await publish(shelf, teacher.actor, course.id)
    small = await get(None, asset_id, "small")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(small.content)).width == 640
    assert small.headers["cache-control"] == "public, max-age=31536000, immutable"
    await act(shelf, ana.actor, enrol, course.id)
    await act(shelf, teacher.actor, archive_course, course.id)
    assert (await get(None, asset_id)).status_code == 404
    kept = await get(ana, asset_id)
    assert (kept.status_code, kept.headers["cache-control"][:7]) == (200, "private")


async def test_what_is_not_there_looks_like_what_one_may_not_see(shelf, teacher, ana, course):
    asset_id = await keep(shelf, teacher, course, png(), "image/png")
    hidden = await get(ana, asset_id)
    missing = await get(ana, new_uuid())
    no_such_rendition = await get(teacher, asset_id, "dark")
    for answer in (hidden, missing, no_such_rendition):
        body = answer.json()
        assert (answer.status_code, body["code"]) == (404, "media.file_not_found")
    assert (await get(teacher, asset_id, "..%2Foriginal")).status_code in {404, 422}


async def test_a_file_comes_with_its_hash_and_is_not_sent_twice(shelf, teacher, course):
    asset_id = await keep(shelf, teacher, course, png(), "image/png")
    first = await get(teacher, asset_id)
    etag = f'"{hashlib.sha256(png()).hexdigest()}"'
    assert first.headers["etag"] == etag
    again = await get(teacher, asset_id, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    other = await get(teacher, asset_id, **{"If-None-Match": '"other"'})
    assert other.status_code == 200


async def test_a_video_is_sent_in_the_parts_that_are_asked_for(shelf, teacher, course):
    video = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 10
    asset_id = await keep(shelf, teacher, course, video, "video/mp4", kind=AssetKind.VIDEO)
    middle = await get(teacher, asset_id, Range="bytes=100-199")
    assert (middle.status_code, middle.content) == (206, video[100:200])
    assert middle.headers["content-range"] == f"bytes 100-199/{len(video)}"
    assert (await get(teacher, asset_id, Range="bytes=-5")).content == video[-5:]
    beyond = await get(teacher, asset_id, Range=f"bytes={len(video)}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(video)}")
    stale = await get(teacher, asset_id, Range="bytes=0-1", **{"If-Range": '"other"'})
    assert (stale.status_code, stale.content) == (200, video)
    async with await signed_in(teacher) as program:
        head = await program.head(f"/media/{asset_id}/original")
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(video)))
    assert head.content == b""


async def test_what_is_not_shown_is_downloaded_under_its_name(shelf, teacher, course):
    asset_id = await keep(
        shelf,
        teacher,
        course,
        PDF,
        "application/pdf",
        kind=AssetKind.FILE,
        filename='Blatt "1"\r\nSet-Cookie: a.pdf',
    )
    await show(shelf, teacher, course, FileBlock(asset_id=asset_id, title="Sheet"))
    answer = await get(teacher, asset_id)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Blatt%20%221%22%0D%0ASet-Cookie%3A%20a.pdf"
    )
    assert "set-cookie" not in answer.headers


async def test_a_drawing_that_holds_a_script_can_do_nothing(shelf, teacher, course):
    asset_id = await keep(shelf, teacher, course, SVG, "image/svg+xml")
    answer = await get(teacher, asset_id)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_browsers_are_sent_to_the_store_when_it_has_an_address_for_them(
    shelf, teacher, course
):
    public = shelf.settings.s3.model_copy(update={"public_endpoint": "https://files.example.org"})
    settings = shelf.settings.model_copy(update={"s3": public})
    runtime.install(replace(shelf, settings=settings))
    asset_id = await keep(shelf, teacher, course, png(), "image/png")
    answer = await get(teacher, asset_id)
    assert answer.status_code == 302
    assert hashlib.sha256(png()).hexdigest() in answer.headers["location"]
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert (await get(None, asset_id)).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(1), "image/png"),
        (SVG, "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n' + SVG, "image/svg+xml"),
        (b"glTF\x02\0\0\0", "model/gltf-binary"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"WEBVTT\n", "text/vtt"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"<html><svg></svg>", None),
        (b"<!doctype html>", None),
        (PDF, None),
        (b"", None),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(content, kind):
    assert sniff(content) == kind


@pytest.mark.parametrize("declared", ["image/png", "image/svg+xml", "video/mp4"])
async def test_a_page_that_is_called_a_picture_is_not_stored(declared):
    objects = MemoryObjects()
    with pytest.raises(KindMismatch):
        await store_files(objects, {"original": NewFile(b"<html><script>", declared)})


@given(st.text(max_size=30), st.integers(1, 1000))
def test_whatever_range_is_asked_for_lies_within_the_file(header, size):
    for asked in (header, f"bytes={header}"):
        try:
            part = read_range(asked, size)
        except Unsatisfiable:
            continue
        if part is not None:
            assert 0 <= part.start <= part.end < size


@given(st.integers(0, 1200), st.integers(0, 1200), st.integers(1, 1000))
def test_a_range_is_what_slicing_gives(start, end, size):
    content = bytes(number % 251 for number in range(size))
    try:
        part = read_range(f"bytes={start}-{end}", size)
    except Unsatisfiable:
        assert start >= size
        return
    if part is None:
        assert end < start
        return
    assert content[part.start : part.start + part.length] == content[start : end + 1]

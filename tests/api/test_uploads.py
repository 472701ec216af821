"""Files that teachers have sent: taken for what they are, kept for their course, refused in plain words."""

import io
import json
from dataclasses import replace
from typing import Any, cast

import httpx
import pytest
from PIL import ExifTags, Image
from sqlmodel import col, select

from alp_app import runtime
from alp_app.models.asset import Asset, Rendition
from alp_app.models.content import FigureBlock
from alp_app.models.course import Block
from alp_app.models.job import Job
from alp_app.models.source import Source
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.services.learning.commands import enrol
from providers.fakes.objects import MemoryObjects
from tests.support.people import Person, make_person, make_school
from tests.support.rest import signed_in
from tests.support.sending import UPLOADS, announcing, carrying, upload
from tests.support.world import MadeCourse, act, make_course, publish

MP4 = b"\0\0\0\x18ftypmp42" + bytes(40)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'
HEIC = b"\0\0\0\x18ftypheic" + bytes(40)
MATROSKA = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska"


def picture(kind: str = "PNG", width: int = 700, height: int = 350, **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(written, kind, **more)
    return written.getvalue()


def located(form: str) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Steel Street Cameras"
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (52.0, 31.0, 12.0)}
    output = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(output, form, exif=exif)
    return output.getvalue()


def lying() -> bytes:
    """A photo as a telephone keeps it: the pixels on their side, and a note to turn them."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    return picture("JPEG", 1400, 700, exif=exif)


def model(scene: dict[str, Any] | None = None, *, length: int | None = None) -> bytes:
    content = json.dumps(scene or {"asset": {"version": "2.0"}}).encode()
    content += b" " * (-len(content) % 4)
    chunk = len(content).to_bytes(4, "little") + b"JSON" + content
    total = length or 12 + len(chunk)
    return b"glTF" + (2).to_bytes(4, "little") + total.to_bytes(4, "little") + chunk


@pytest.fixture
async def shelf(product: Runtime) -> Runtime:
    """The product with an object store, and room for a megabyte a file."""
    uploads = product.settings.uploads.model_copy(update={"max_megabytes": 1})
    settings = product.settings.model_copy(update={"uploads": uploads})
    made = replace(product, settings=settings, objects=cast("Any", MemoryObjects()))
    runtime.install(made)
    return made


@pytest.fixture
async def visitor(shelf: Runtime) -> Actor:
    return await make_school(shelf)


@pytest.fixture
async def teacher(shelf: Runtime, visitor: Actor) -> Person:
    return await make_person(shelf, visitor, Role.INSTRUCTOR)


@pytest.fixture
async def course(shelf: Runtime, teacher: Person) -> MadeCourse:
    return await make_course(shelf, teacher.actor)


async def send(
    person: Person,
    course: MadeCourse,
    content: bytes,
    kind: str = "image",
    filename: str = "thing",
) -> httpx.Response:
    async with await signed_in(person) as program:
        sent = await upload(program, filename, content)
        return await program.post("/api/v1/assets", params=asked(sent, course, kind))


def asked(sent: str, course: MadeCourse, kind: str = "image") -> dict[str, str]:
    return {"upload_id": sent, "kind": kind, "course_id": str(course.id)}


async def see(person: Person, src: str) -> httpx.Response:
    async with await signed_in(person) as program:
        return await program.get(src)


async def kept(shelf: Runtime) -> list[Asset]:
    async with shelf.sessions() as session:
        return list((await session.scalars(select(Asset))).all())


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (picture("PNG"), "image", "image/png"),
        (picture("JPEG"), "image", "image/jpeg"),
        (picture("WEBP"), "image", "image/webp"),
        (MP4, "video", "video/mp4"),
        (WEBM, "video", "video/webm"),
        (model(), "model", "model/gltf-binary"),
        (b"anything at all", "file", "application/octet-stream"),
    ],
)
async def test_a_file_is_kept_as_what_its_bytes_say(
    shelf, teacher, course, *, content, kind, media_type
):
    answer = await send(teacher, course, content, kind, "C:\\Lessons\\misleading.txt")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["media_type"], made["filename"]) == (media_type, "misleading.txt")
    assert made["size"] == len(content)
    [asset] = await kept(shelf)
    assert asset.maker == ""
    assert asset.manifest["uploaded_by"] == str(teacher.id)
    assert (await see(teacher, made["src"])).content == content


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (SVG, "image"),
        (MP4, "image"),
        (b"<html><script>", "image"),
        (picture(), "video"),
        (HEIC, "video"),
        (MATROSKA, "video"),
        (picture(), "model"),
    ],
)
async def test_a_file_of_another_kind_is_refused(shelf, teacher, course, content, kind):
    answer = await send(teacher, course, content, kind, "named.png")
    assert (answer.status_code, answer.json()["code"]) == (415, "media.wrong_kind")
    assert "named.png" in answer.json()["detail"]
    assert await kept(shelf) == []


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", "image", "media.empty"),
        (picture(width=300)[:-40], "image", "media.damaged"),
        (picture("JPEG")[:200], "image", "media.damaged"),
        (model(length=4000), "model", "media.damaged"),
        (model({"images": [{"uri": "https://elsewhere.example/a.png"}]}), "model",
         "media.model_in_parts"),
        (model({"buffers": [{"uri": "parts.bin"}]}), "model", "media.model_in_parts"),
    ],
)  # fmt: skip
async def test_a_file_that_cannot_be_shown_is_refused(
    shelf, teacher, course, *, content, kind, code
):
    answer = await send(teacher, course, content, kind)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await kept(shelf) == []


async def test_a_photo_is_measured_and_made_small_as_it_is_seen(teacher, course):
    made = (await send(teacher, course, lying())).json()
    assert (made["width"], made["height"]) == (700, 1400)
    small = await see(teacher, f"/media/{made['id']}/small")
    assert Image.open(io.BytesIO(small.content)).size == (640, 1280)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_does_not_tell_where_it_was_taken(teacher, course, form):
    made = (await send(teacher, course, located(form))).json()
    kept = await see(teacher, f"/media/{made['id']}/original")
    image = Image.open(io.BytesIO(kept.content))
    assert image.size == (64, 48)
    assert image.getexif()[ExifTags.Base.Make] == "Steel Street Cameras"
    assert not image.getexif().get_ifd(ExifTags.IFD.GPSInfo)


async def test_only_who_may_edit_a_course_can_add_a_file(shelf, visitor, teacher, course):
    learner = await make_person(shelf, visitor)
    other = await make_person(shelf, visitor, Role.INSTRUCTOR)
    admin = await make_person(shelf, visitor, Role.ADMIN)
    statuses = [
        (await send(person, course, picture())).status_code
        for person in (learner, other, teacher, admin)
    ]
    assert statuses == [403, 403, 201, 201]


async def test_a_repeat_with_the_same_key_makes_no_second_file(shelf, teacher, course):
    key = {"Idempotency-Key": "one"}
    async with await signed_in(teacher) as program:
        params = asked(await upload(program, "tide.png", picture()), course)
        first = await program.post("/api/v1/assets", params=params, headers=key)
        again = await program.post("/api/v1/assets", params=params, headers=key)
        assert (again.json(), again.headers["Idempotency-Replayed"]) == (first.json(), "true")
        assert len(await kept(shelf)) == 1
        without = await program.post("/api/v1/assets", params=params)
        assert (without.status_code, without.json()["code"]) == (404, "upload.not_found")
        other = asked(await upload(program, "tide.png", picture(width=701)), course)
        reused = await program.post("/api/v1/assets", params=other, headers=key)
        assert (reused.status_code, reused.json()["code"]) == (409, "idempotency.key_reused")


async def test_what_a_place_refuses_can_go_to_another(teacher, course):
    async with await signed_in(teacher) as program:
        sent = await upload(program, "film.mp4", MP4)
        refused = await program.post("/api/v1/assets", params=asked(sent, course))
        taken = await program.post("/api/v1/assets", params=asked(sent, course, "video"))
    assert (refused.status_code, taken.status_code) == (415, 201)


async def test_a_file_that_has_not_arrived_whole_is_not_taken(shelf, teacher, course):
    content = picture()
    async with await signed_in(teacher) as program:
        begun = await program.post(UPLOADS, headers=announcing("tide.png", len(content)))
        place = begun.headers["Location"]
        await program.patch(place, content=content[:-1], headers=carrying(0))
        answer = await program.post("/api/v1/assets", params=asked(begun.json()["id"], course))
    assert (answer.status_code, answer.json()["code"]) == (409, "upload.unfinished")
    assert await kept(shelf) == []


async def test_nobody_takes_what_another_has_sent(shelf, teacher, course):
    admin = await make_person(shelf, teacher.actor.unbound, Role.ADMIN)
    async with await signed_in(teacher) as program:
        sent = await upload(program, "tide.png", picture())
    async with await signed_in(admin) as program:
        answer = await program.post("/api/v1/assets", params=asked(sent, course))
    assert (answer.status_code, answer.json()["code"]) == (404, "upload.not_found")


async def test_the_file_of_a_draft_is_for_its_teachers_until_it_is_published(
    shelf, visitor, teacher, course
):
    ana = await make_person(shelf, visitor)
    await act(shelf, ana.actor, enrol, course.id)
    made = (await send(teacher, course, picture())).json()
    async with await signed_in(teacher) as program:
        answer = await program.post(
            f"/api/v1/drafts/lessons/{course.lesson_ids[0]}/blocks",
            json={"block": {"type": "figure", "asset_id": made["id"], "alt": "A tide"}},
        )
    assert answer.status_code == 201, answer.text
    assert [(await see(one, made["src"])).status_code for one in (teacher, ana)] == [200, 404]
    await publish(shelf, teacher.actor, course.id)
    assert [(await see(one, made["src"])).status_code for one in (teacher, ana)] == [200, 200]


async def test_another_file_in_a_block_can_be_taken_back(shelf, teacher, course):
    first = (await send(teacher, course, picture())).json()["id"]
    second = (await send(teacher, course, picture(width=800))).json()["id"]
    lesson_id = course.lesson_ids[0]
    async with await signed_in(teacher) as program:
        figure = {"type": "figure", "asset_id": first, "alt": "A tide"}
        added = await program.post(
            f"/api/v1/drafts/lessons/{lesson_id}/blocks", json={"block": figure}
        )
        block_id = added.json()["subject_id"]
        changed = await program.put(
            f"/api/v1/drafts/blocks/{block_id}",
            json={"block": {**figure, "asset_id": second}, "revision": 1},
        )
        await program.post(f"/api/v1/drafts/changes/{changed.json()['change_id']}/undo")
    async with shelf.sessions() as session:
        block = await session.get_one(Block, block_id)
    assert isinstance(block.content, FigureBlock)
    assert str(block.content.asset_id) == first


async def test_a_block_shows_only_files_of_its_course_and_its_kind(shelf, teacher, course):
    other = await make_course(shelf, teacher.actor, title="Winds")
    elsewhere = (await send(teacher, other, picture())).json()["id"]
    video = (await send(teacher, course, MP4, "video")).json()["id"]
    async with await signed_in(teacher) as program:
        for asset_id in (elsewhere, video):
            answer = await program.post(
                f"/api/v1/drafts/lessons/{course.lesson_ids[0]}/blocks",
                json={"block": {"type": "figure", "asset_id": asset_id, "alt": "A tide"}},
            )
            assert (answer.status_code, answer.json()["code"]) == (404, "course.part_not_found")


async def test_a_source_added_to_a_course_is_read_and_can_be_taken_out_and_put_back(
    shelf, teacher, course
):
    async with await signed_in(teacher) as program:
        sent = await upload(program, "notes.md", b"# Tides\n\nThe sea rises.")
        params = {"upload_id": sent, "course_id": str(course.id)}
        made = await program.post("/api/v1/sources", params=params)
        assert (made.status_code, made.json()["course_id"]) == (201, str(course.id))
        address = f"/api/v1/sources/{made.json()['id']}"
        sources = f"/api/v1/courses/{course.id}/sources"
        assert (await program.delete(address)).status_code == 204
        assert (await program.get(sources)).json() == []
        assert (await program.post(f"{address}/restore")).status_code == 204
        assert [one["filename"] for one in (await program.get(sources)).json()] == ["notes.md"]
        checklist = (await program.get(f"/api/v1/drafts/{course.id}/checklist")).json()
    async with shelf.sessions() as session:
        jobs = await session.scalars(select(Job).where(col(Job.course_id) == course.id))
        assert [job.kind for job in jobs] == ["sources.read_source"]
    assert "still_generating" not in {line["key"] for line in checklist["findings"]}


async def test_a_source_for_somebody_elses_course_is_not_kept(shelf, visitor, course):
    other = await make_person(shelf, visitor, Role.INSTRUCTOR)
    async with await signed_in(other) as program:
        sent = await upload(program, "notes.md", b"# Tides")
        params = {"upload_id": sent, "course_id": str(course.id)}
        answer = await program.post("/api/v1/sources", params=params)
    assert answer.status_code == 403
    async with shelf.sessions() as session:
        assert (await session.scalars(select(Source))).all() == []
        assert (await session.scalars(select(Rendition))).all() == []
